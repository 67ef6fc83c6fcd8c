"""What must hold across the rows of a book; each refusal names the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise

from alliance.places.circles import Step, refuse_circles
from alliance.places.model import (
    PROVIDER_KINDS,
    SPECIAL_PLACES,
    Basis,
    Membership,
    Place,
    PlaceKind,
    Succession,
    lookup_key,
)
from alliance.places.rows import Located, OtherCode, refuse

__all__ = [
    "check_known",
    "check_memberships",
    "check_one_row_a_code",
    "check_other_codes",
    "check_successions",
]

_SPECIAL = {lookup_key(place.code) for place in SPECIAL_PLACES}
_HOLD_NONE = PROVIDER_KINDS | {PlaceKind.HUB}


def check_one_row_a_code(rows: list[Located[Place]]) -> None:
    """In one folder each place stands once, and the special places are not described anew."""
    seen: dict[str, str] = {}
    for located in rows:
        key = lookup_key(located.row.code)
        if key in _SPECIAL:
            refuse(f"{located.where}: {located.row.code} is always in the book and cannot be described anew.")
        if key in seen:
            refuse(f"{located.where}: {located.row.code} stands already in {seen[key]}.")
        seen[key] = located.where


def check_known(where: str, codes: Iterable[str], known: Callable[[str], bool]) -> None:
    """Each code is that of a place in the book."""
    for code in codes:
        if not known(code):
            refuse(f"{where}: {code} is not in the book.")


def check_other_codes(rows: list[Located[OtherCode]], places: Mapping[str, Place]) -> None:
    """Another code is not itself a place's canonical code, and leads to a place in the book.

    `places` is by lookup key.
    """
    for located in rows:
        other, canonical = lookup_key(located.row.other), lookup_key(located.row.canonical)
        if other in places:
            refuse(
                f"{located.where}: {located.row.other} is a place's own code and cannot stand for another."
            )
        if canonical not in places:
            refuse(f"{located.where}: {located.row.canonical} is not in the book.")


def check_memberships(rows: list[Located[Membership]], places: Mapping[str, Place]) -> None:
    """Both ends are in the book; nothing lies in an organisation, nor in what lies in it.

    A provider has at most one primary place of a kind a day.

    `places` is by canonical code.
    """
    for located in rows:
        row = located.row
        check_known(located.where, (row.place, row.within), places.__contains__)
        if row.place == row.within:
            refuse(f"{located.where}: {row.place} cannot lie within itself.")
    refuse_circles(
        (Step(located.where, located.row.place, located.row.within) for located in rows),
        "membership",
        "Take out the row that is wrong: a place does not lie in what lies in it.",
    )
    primary: dict[tuple[str, PlaceKind], list[Located[Membership]]] = defaultdict(list)
    for located in rows:
        row = located.row
        kind = places[row.within].kind
        if kind in _HOLD_NONE:
            refuse(f"{located.where}: {row.within} is of kind {kind}, and no place lies in one.")
        if row.primary:
            if kind is PlaceKind.ALLIANCE:
                _check_primary_alliance(located, places[row.place])
            primary[row.place, kind].append(located)
    for group in primary.values():
        _check_no_overlap(group)


def _check_primary_alliance(located: Located[Membership], place: Place) -> None:
    if located.row.basis is not Basis.PROVIDER or place.kind not in PROVIDER_KINDS:
        refuse(f"{located.where}: only a provider, on basis provider, has a primary alliance.")


def _check_no_overlap(group: list[Located[Membership]]) -> None:
    ordered = sorted(group, key=lambda located: located.row.valid_from or date.min)
    for earlier, later in pairwise(ordered):
        end, start = earlier.row.valid_to, later.row.valid_from
        if end is None or start is None or start <= end:
            refuse(
                f"{earlier.where} and {later.where}: {later.row.place} is primarily in {earlier.row.within} "
                f"and in {later.row.within} at once.",
                "End the first on the day before the second begins, or mark one of them primary no.",
            )


def check_successions(rows: list[Located[Succession]], places: Mapping[str, Place]) -> None:
    """Both ends are in the book, and no code comes after itself. `places` is by canonical code."""
    for located in rows:
        check_known(located.where, (located.row.old, located.row.new), places.__contains__)
    refuse_circles(
        (Step(located.where, located.row.old, located.row.new) for located in rows),
        "succession",
        "Take out the row that is wrong: a code cannot come after itself.",
    )
