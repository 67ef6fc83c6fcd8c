"""The book of places that a store uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from alliance.places import PlaceBook

__all__ = ["ONLY_OWN", "open_book"]

ONLY_OWN = "only-own-places"


def open_book(store: Path, as_of: date | None = None) -> PlaceBook:
    """The built-in book, and after it the store's own: `book/*.csv`, then each page in `book/*/`, by name.

    `as_of` leaves out the pages that were not yet known on that day. A store whose `book/` folder holds a file
    `only-own-places` (the fictional alliance) uses its own alone.
    """
    own = store / "book"
    if not own.is_dir():
        return PlaceBook.builtin()
    return PlaceBook.read(own, builtin=not (own / ONLY_OWN).exists(), as_of=as_of)
