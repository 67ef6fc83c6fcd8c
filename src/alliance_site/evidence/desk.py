"""The desk that this server process answers from: opened once, and again when the store has changed.

Filling memory takes a second or two: one thread opens the new desk while others go on with the old one.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from django.conf import settings

from alliance.answers import Desk, open_desk
from alliance.errors import StoreTrouble

__all__ = ["current", "forget", "store_folder"]

_opening = Lock()
_held: tuple[Path, object, Desk] | None = None


def store_folder() -> Path:
    """The store that the settings name.

    Raises
    ------
    StoreTrouble
        The settings name none.
    """
    named = getattr(settings, "ALLIANCE_STORE", None)
    if not named:
        raise StoreTrouble("No store of figures is set.", "Start with `alliance serve --store FOLDER`.")
    return Path(named)


def current() -> Desk:
    """The desk over the store as it is now; never one that is half loaded.

    Raises
    ------
    StoreTrouble
        The store cannot be read.
    """
    global _held
    folder = store_folder()
    held, mark = _held, _mark(folder)
    if held is not None and held[:2] == (folder, mark):
        return held[2]
    wait = held is None or held[0] != folder
    if not _opening.acquire(blocking=wait):
        assert held is not None
        return held[2]
    try:
        if _held is None or _held[:2] != (folder, mark):
            _held = (folder, mark, open_desk(folder, in_memory=True))
        return _held[2]
    finally:
        _opening.release()


def forget() -> None:
    """Let go of the desk, so that the next question opens the store anew."""
    global _held
    with _opening:
        _held = None


def _mark(folder: Path) -> object:
    """Something that differs whenever the manifest was replaced; None where nothing was ever loaded."""
    try:
        found = (folder / "manifest.json").stat()
    except FileNotFoundError:
        return None
    except OSError as fault:
        what = f"The store {folder} cannot be read: {fault.strerror}."
        raise StoreTrouble(what, "Check the store's folder.") from None
    return (found.st_mtime_ns, found.st_ino, found.st_size)
