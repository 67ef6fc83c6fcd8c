"""Whether an alliance has the same edge as the areas within it, and what in a book does not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from alliance.places.model import Coterminous, Membership, Place, PlaceKind

if TYPE_CHECKING:
    from alliance.places.book import PlaceBook

__all__ = ["Area", "areas_of", "ever_both_open", "faults_of", "misfits"]


@dataclass(frozen=True)
class Area:
    """An area that lies in an alliance on a day, by residence.

    `grouping` is the part of the alliance in which it is said to lie, empty where nothing is said, and
    `verified` whether that is confirmed. `said` is whether the alliance is said to be coterminous with it.
    """

    place: Place
    grouping: str
    verified: bool
    said: bool


def areas_of(book: PlaceBook, alliance: str, on: date, kind: PlaceKind) -> list[Area]:
    """The areas of a kind (STPs, ICBs, CCGs …) that make up an alliance on a day, by name."""
    said = {row.area: row for row in _said(book, alliance, on, kind)}
    return [
        Area(area, row.grouping, row.verified, said=True)
        if (row := said.get(area.code))
        else Area(area, "", True, said=False)
        for area in book.areas_in(alliance, on, kind)
    ]


def misfits(book: PlaceBook, alliance: str, on: date, kind: PlaceKind) -> list[str]:
    """A sentence for each area that keeps an alliance from having the same edge as its areas; none if all fit.

    Where a book says with which areas an alliance is coterminous, an area too many and one too few are
    named; everywhere, an area that lies in two alliances is.
    """
    place = book.as_at(alliance, on)
    found = {area.code: area for area in book.areas_in(alliance, on, kind)}
    said = {row.area for row in _said(book, alliance, on, kind)}
    if not found and not said:
        return [f"No {_named(kind)} is known to lie in {place.name} on {on}."]
    told = f"the {len(said)} with which {place.name} is said to be coterminous"
    sentences = []
    if said:
        sentences += [
            f"{_who(found[code])} lies in {place.name} on {on} and is not one of {told}."
            for code in sorted(found.keys() - said)
        ]
        sentences += [
            f"{_who(book.as_at(code, on))} is one of {told} and does not lie in it on {on}."
            for code in sorted(said - found.keys())
        ]
    return sentences + list(_straddling(book, found, on))


def _said(book: PlaceBook, alliance: str, on: date, kind: PlaceKind) -> list[Coterminous]:
    code = book.canonical(alliance)
    rows = (row for row in book.statements() if row.alliance == code and row.kind is kind)
    return [row for row in rows if row.covers(on)]


def _straddling(book: PlaceBook, areas: dict[str, Place], on: date) -> Iterator[str]:
    for code, area in sorted(areas.items()):
        alliances = book.alliances_of(code, on)
        if len(alliances) > 1:
            names = " and in ".join(sorted(one.name for one in alliances))
            yield f"{_who(area)} lies in {names} on {on}: no alliance has the same edge as it."


def faults_of(book: PlaceBook, on: date) -> list[str]:
    """A sentence for each thing in a book that does not fit together; the statements are checked on that day.

    These are no reason to refuse a book: they are for people to look at.
    """
    sentences = [
        f"{ending.where}: {ending.row.place} has no membership in {ending.row.within} on {ending.row.last_day}: "
        "nothing is ended."
        for ending in book.unmet
    ]
    sentences += [fault for row in book.memberships() if (fault := _never_both_open(book, row))]
    for succession in book.successions():
        old = book.find(succession.old)
        # the ODS writes the last day of some organisations, and of others the day on which they were no more
        if old.closed and succession.date not in (old.closed, old.closed + timedelta(days=1)):
            sentences.append(
                f"{_who(old)} closed on {old.closed}, and {succession.new} is said to follow from {succession.date}."
            )
    for alliance, kind in sorted({(row.alliance, row.kind) for row in book.statements() if row.covers(on)}):
        sentences += misfits(book, alliance, on, kind)
    return sentences


def _never_both_open(book: PlaceBook, row: Membership) -> str | None:
    place, within = book.find(row.place), book.find(row.within)
    if ever_both_open(row, place, within):
        return None
    return f"{_who(place)} is said to lie in {_who(within)} on days on which they were not both open."


def ever_both_open(row: Membership, place: Place, within: Place) -> bool:
    """Whether a membership covers a day on which both its ends are open."""
    first = max((day for day in (row.valid_from, place.opened, within.opened) if day), default=None)
    last = min((day for day in (row.valid_to, place.closed, within.closed) if day), default=None)
    return first is None or last is None or first <= last


def _who(place: Place) -> str:
    return f"{place.code} ({place.name})"


def _named(kind: PlaceKind) -> str:
    return {PlaceKind.SUB_ICB: "sub-ICB", PlaceKind.REGION: "region"}.get(kind, kind.upper())
