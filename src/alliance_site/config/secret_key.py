"""The key that signs sessions: made at the first start, kept beside the site's records, read by its owner only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

__all__ = ["keep_secret_key", "secret_key_of"]

NAME = "secret-key"


def secret_key_of(folder: Path, given: str | None) -> str:
    """The given key, else the kept one, else one for this run only (nothing is written)."""
    if given:
        return given
    kept = folder / NAME
    return kept.read_text(encoding="ascii").strip() if kept.is_file() else secrets.token_urlsafe(50)


def keep_secret_key(folder: Path) -> Path:
    """Make the key once, with rights 0600; a second call, or a second worker, changes nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / NAME
    draft = folder / f".{NAME}-{secrets.token_hex(8)}"
    if kept.is_file():
        return kept
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(50))
        out.flush()
        os.fsync(out.fileno())
    with suppress(FileExistsError):  # another worker was quicker: its key stands
        os.link(draft, kept)  # whole or not at all
    draft.unlink()
    return kept
