"""The observations themselves, as far as the asker may see them: for exports, row by row as publishers have them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from alliance.answers.desk import Desk
from alliance.answers.model import Citation
from alliance.measures import Measure
from alliance.places import PlaceKind
from alliance.store.rows import visible_rows

if TYPE_CHECKING:
    import polars as pl

__all__ = ["behind", "observations", "places_within"]


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


def behind(desk: Desk, as_of: date | None = None) -> list[Citation]:
    """Every release that the asker may know of, as a file is cited."""
    return [
        Citation(e.id, e.file, e.publisher, e.published_on, e.licence, e.status)
        for e in desk.releases
        if as_of is None or e.known_since <= as_of
    ]
