"""The observations themselves, as far as the asker may see them: for exports, row by row as publishers have them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from alliance.answers.desk import Desk
from alliance.answers.members import followed_by
from alliance.answers.model import Citation
from alliance.measures import Measure
from alliance.places import Place, PlaceKind
from alliance.store.rows import visible_rows

if TYPE_CHECKING:
    import polars as pl

__all__ = ["behind", "counted_within", "observations", "places_told", "places_within"]


def observations(
    desk: Desk,
    *,
    places: Sequence[str] = (),
    measures: Sequence[Measure] = (),
    as_of: date | None = None,
) -> pl.DataFrame:
    """Every observation of every release known on a day, superseded ones too, that the asker may see.

    With `places` only theirs, with `measures` only of what these count. Empty means all.
    """
    return visible_rows(
        desk.engine,
        [e for e in desk.releases if as_of is None or e.known_since <= as_of],
        desk.seen,
        places=set(places) or None,
        quantities=_counted(measures) or None,
    )


def _counted(measures: Sequence[Measure]) -> Collection[str]:
    parts = [part.quantity for m in measures for part in (m.numerator, m.denominator) if part]
    return {*parts, *(f"trajectory-{m.id}" for m in measures)}


def places_within(desk: Desk, codes: Sequence[str], on: date) -> list[str]:
    """Places, and for each alliance or region the organisations in it on a day."""
    found = list(codes)
    for code in codes:
        if desk.place(code).kind in (PlaceKind.ALLIANCE, PlaceKind.REGION):
            found += [place.code for place in desk.places.members(code, on)]
    return list(dict.fromkeys(found))


def counted_within(desk: Desk, codes: Sequence[str], on: date) -> list[str]:
    """The places of `places_within`, and all whose earlier figures count towards theirs.

    Those are the organisations that were in an alliance or region on any day, and those that a place took over.
    """
    book, found = desk.places, places_within(desk, codes, on)
    for code in codes:
        kind = desk.place(code).kind
        if kind in (PlaceKind.ALLIANCE, PlaceKind.REGION):
            wholes = {code, *followed_by(book, code)}
            found += sorted({span.place for span in book.primary_spans(kind) if span.within in wholes})
    return list(dict.fromkeys(place for code in found for place in (code, *followed_by(book, code))))


def places_told(desk: Desk, codes: Iterable[str]) -> list[Place]:
    """Each code as a place, under the name that the book or else a publisher's file gives it."""
    return [desk.place(code) for code in dict.fromkeys(codes)]


def behind(desk: Desk, as_of: date | None = None) -> list[Citation]:
    """Every release that the asker may know of, as a file is cited."""
    return [
        Citation(e.id, e.file, e.publisher, e.published_on, e.licence, e.status, desk.kept_for(e))
        for e in desk.releases
        if as_of is None or e.known_since <= as_of
    ]
