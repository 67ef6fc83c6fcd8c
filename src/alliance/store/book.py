"""The book of places that a store uses."""

from __future__ import annotations

from pathlib import Path

from alliance.places import PlaceBook

__all__ = ["ONLY_OWN", "open_book"]

ONLY_OWN = "only-own-places"


def open_book(store: Path) -> PlaceBook:
    """The built-in book, and the store's own pages (`book/*.csv`) after it.

    A store whose `book/` folder holds a file `only-own-places` (the fictional alliance) uses its own alone.
    """
    own = store / "book"
    if not own.is_dir():
        return PlaceBook.builtin()
    return PlaceBook.read(own, builtin=not (own / ONLY_OWN).exists())
