"""What must hold across the rows of a book; each refusal names the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise

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

_LONGEST_CHAIN = 100
_SPECIAL = {lookup_key(place.code) for place in SPECIAL_PLACES}


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
    """Both ends are in the book; a provider has at most one primary place of a kind a day.

    `places` is by canonical code.
    """
    primary: dict[tuple[str, PlaceKind], list[Located[Membership]]] = defaultdict(list)
    for located in rows:
        row = located.row
        for code in (row.place, row.within):
            if code not in places:
                refuse(f"{located.where}: {code} is not in the book.")
        if row.place == row.within:
            refuse(f"{located.where}: {row.place} cannot lie within itself.")
        kind = places[row.within].kind
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
    after: dict[str, list[Located[Succession]]] = defaultdict(list)
    for located in rows:
        for code in (located.row.old, located.row.new):
            if code not in places:
                refuse(f"{located.where}: {code} is not in the book.")
        after[located.row.old].append(located)
    settled: set[str] = set()
    for code in list(after):
        _follow(code, after, [], settled)


def _follow(
    code: str,
    after: Mapping[str, list[Located[Succession]]],
    trail: list[Located[Succession]],
    settled: set[str],
) -> None:
    if code in settled:
        return
    for step, located in enumerate(trail):
        if located.row.old == code:
            circle = trail[step:]
            refuse(
                f"{' and '.join(row.where for row in circle)}: the succession "
                f"{' → '.join([row.row.old for row in circle] + [code])} is circular.",
                "Take out the row that is wrong: a code cannot come after itself.",
            )
    if len(trail) > _LONGEST_CHAIN:
        refuse(f"{trail[-1].where}: more than {_LONGEST_CHAIN} successions lead here one after another.")
    for located in after.get(code, ()):
        _follow(located.row.new, after, [*trail, located], settled)
    settled.add(code)
