"""The book of places that a store uses."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from alliance.places import PlaceBook
from alliance.store.manifest import read_manifest

__all__ = ["ONLY_OWN", "begun_pages", "open_book"]

ONLY_OWN = "only-own-places"
_LOADED = re.compile(r"\d{3}-[0-9a-f]{16}")  # a page that a loader wrote; people name theirs in words


def open_book(store: Path, as_of: date | None = None) -> PlaceBook:
    """The built-in book, and after it the store's own: `book/*.csv`, then each page in `book/*/`, by name.

    `as_of` leaves out the pages that were not yet known on that day. A page that a loader wrote is one once the
    manifest names it. A store whose `book/` folder holds a file `only-own-places` (the fictional alliance) uses its
    own alone.
    """
    own = store / "book"
    begun = begun_pages(store)
    if not any(path.name not in begun and not path.name.startswith(".") for path in _inside(own)):
        return PlaceBook.builtin()
    return PlaceBook.read(own, builtin=not (own / ONLY_OWN).exists(), as_of=as_of, without=begun)


def begun_pages(store: Path) -> set[str]:
    """Pages that a loader wrote and did not come to put on the manifest: as if they were not there."""
    written = {path.name for path in _inside(store / "book") if _LOADED.fullmatch(path.name)}
    return written - set(read_manifest(store).pages) if written else set()


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
