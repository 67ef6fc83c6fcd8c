"""Files put where they belong: whole, under their name, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from alliance.errors import UsageError

__all__ = ["NO_DAY", "hold_folder", "put", "put_all"]

NO_DAY = date(1980, 1, 1)  # the first that a ZIP can name: what a file bears that has no day of its own


def hold_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written to, before the work whose result would go there; nothing is made.

    Raises
    ------
    UsageError
        It, or the first folder above it that is there, is no folder or may not be written to.
    """
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise UsageError(f"{folder} cannot be written: {there} is a file.", "Name another folder with --out.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"{folder} cannot be written: Permission denied.", "Name another folder with --out.")


def put(path: Path, content: bytes) -> Path:
    """Write one file whole; its folder is made if it is not there.

    Raises
    ------
    UsageError
        The folder cannot be written to.
    """
    (written,) = put_all(path.parent, {path.name: content})
    return written


def put_all(folder: Path, contents: Mapping[str, bytes | Callable[[Path], None]]) -> list[Path]:
    """Write several files, all of them or none: first under names of their own, then renamed together.

    A content is bytes, or what writes them to a path where there may be too many to hold.

    Raises
    ------
    UsageError
        The folder cannot be written to; nothing in it was changed.
    """
    waiting = {folder / f".{name}.part": folder / name for name in contents}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for (part, path), content in zip(waiting.items(), contents.values(), strict=True):
            if path.is_dir():
                raise IsADirectoryError(21, "a folder has this name")
            if isinstance(content, bytes):
                part.write_bytes(content)
            else:
                content(part)
        for part, path in waiting.items():
            os.replace(part, path)  # noqa: PTH105
    except OSError as fault:
        named = next(iter(waiting.values()))
        raise UsageError(
            f"{named} cannot be written: {fault.strerror}.", "Name another folder with --out."
        ) from None
    finally:
        for part in waiting:
            if part.parent.is_dir():
                part.unlink(missing_ok=True)
    return list(waiting.values())
