"""The raw bytes of every loaded file, kept for ever under their hash."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from alliance.errors import StoreTrouble

__all__ = ["is_itself", "keep", "write_whole"]


def keep(content: bytes, name: str, folder: Path) -> None:
    """Keep a file's bytes in `folder` under `name` (its hash and suffix), once."""
    target = folder / name
    if not target.exists():
        write_whole(target, content)


def is_itself(path: Path) -> bool:
    """Whether a file whose name is the hash of its bytes is what it was when it was written.

    Raises
    ------
    OSError
        It cannot be read.
    """
    return f"{sha256(path.read_bytes()).hexdigest()}{path.suffix}" == path.name


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that after a crash at any instant it is either all there or not there at all.

    Raises
    ------
    StoreTrouble
        The folder cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as fault:
        with suppress(OSError):  # where nothing can be written, nothing can be cleared away
            temporary.unlink()
        raise StoreTrouble(
            f"{target} cannot be written: {fault.strerror}.",
            "Check the store's folder, its rights and the disk.",
        ) from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
