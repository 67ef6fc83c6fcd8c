"""Which place a name in the file means: it has names only, no codes."""

from __future__ import annotations

import re
from functools import cache

from alliance.places import PlaceBook, PlaceKind

__all__ = ["KINDS", "place_named"]

KINDS = {
    "england": PlaceKind.ENGLAND,
    "national": PlaceKind.ENGLAND,
    "country": PlaceKind.ENGLAND,
    "region": PlaceKind.REGION,
    "nhs region": PlaceKind.REGION,
    "cancer alliance": PlaceKind.ALLIANCE,
    "alliance": PlaceKind.ALLIANCE,
    "integrated care board": PlaceKind.ICB,
    "icb": PlaceKind.ICB,
}
_FORMS = re.compile(r"\b(nhs|integrated care board|icb|cancer alliance|alliance|the)\b")


def _bare(name: str) -> str:
    """A name without what every place of its kind is called."""
    words = _FORMS.sub(" ", name.casefold().replace("&", " and ").replace("-", " ").replace(",", " "))
    return " ".join(words.replace("(", " ").replace(")", " ").split())


@cache
def _codes(kind: PlaceKind) -> dict[str, str]:
    return {_bare(place.name): place.code for place in PlaceBook.builtin().of_kind(kind)}


def place_named(kind: PlaceKind, name: str) -> tuple[str, bool]:
    """The code of the place of this kind with this name, and whether the book knows it; else the name itself."""
    if kind is PlaceKind.ENGLAND:
        return "england", True
    code = _codes(kind).get(_bare(name))
    return (code, True) if code else (" ".join(name.split()).upper(), False)
