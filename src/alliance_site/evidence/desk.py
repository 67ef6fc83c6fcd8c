"""The store that this server process answers from: opened once, and again when it has changed; a desk a visitor.

Filling memory takes a second or two: one thread opens the store anew while others go on with the old one. Desks
share that memory; each holds every query to what its visitor may see.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from django.conf import settings

from alliance.answers import Desk, open_desk
from alliance.errors import AllianceError, StoreTrouble
from alliance.places import Place, PlaceKind
from alliance_site.accounts.audience import Sight
from alliance_site.accounts.models import User
from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import sight_of
from alliance_site.config import clock
from alliance_site.evidence.remembered import Remembered

__all__ = ["focus", "forget", "open_to", "seen_in", "sight", "store_folder"]

_opening = Lock()


@dataclass(frozen=True)
class _Opened:
    """One state of one store, and the desks over it that visitors have asked."""

    folder: Path
    mark: object
    desk: Desk
    desks: Remembered[Desk] = field(default_factory=lambda: Remembered(64))


_held: _Opened | None = None


def open_to(user: Person | None) -> Desk:
    """The desk over the store as it is now, open to one visitor; nobody is the public.

    Raises
    ------
    StoreTrouble
        The store cannot be read.
    """
    opened = _current()
    seen = sight_of(user, alliance=focus(opened.desk).code, at=clock.now())
    asked = opened.desk.seen_by(seen.visible, seen.now)
    return opened.desks.get(seen_in(asked), lambda: asked)


def sight(user: Person | None, at: datetime | None = None) -> Sight:
    """What a visitor may see of this site's alliance, at a moment or now, whether or not its store can be read."""
    alliance = getattr(settings, "ALLIANCE_PLACE", None) or ""
    with suppress(AllianceError):
        if isinstance(user, User):  # the public sees the same of every alliance
            alliance = focus(_current().desk).code
    return sight_of(user, alliance=alliance, at=at or clock.now())


def seen_in(at: Desk) -> str:
    """One word for the state of the store and for what a desk shows of it: whatever is kept, is kept under it.

    An embargo that ends changes it.
    """
    lifted = sorted(at.seen.lifted)
    if at.visible == ("public",) and not lifted:
        return at.stamp
    return sha256(repr((at.stamp, at.visible, lifted)).encode()).hexdigest()


def focus(at: Desk) -> Place:
    """The alliance whose site this is: the one that is set, else the book's only one, else England."""
    named = getattr(settings, "ALLIANCE_PLACE", None)
    if named:
        return at.places.get(named)
    alliances = at.places.of_kind(PlaceKind.ALLIANCE)
    return alliances[0] if len(alliances) == 1 else at.places.get("england")


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


def _current() -> _Opened:
    """The store as it is now; never one that is half loaded."""
    global _held
    folder = store_folder()
    held, mark = _held, _mark(folder)
    if held is not None and (held.folder, held.mark) == (folder, mark):
        return held
    wait = held is None or held.folder != folder
    if not _opening.acquire(blocking=wait):
        assert held is not None
        return held
    try:
        if _held is None or (_held.folder, _held.mark) != (folder, mark):
            _held = _Opened(folder, mark, open_desk(folder, in_memory=True))
        return _held
    finally:
        _opening.release()


def forget() -> None:
    """Let go of the store, so that the next question opens it anew."""
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
