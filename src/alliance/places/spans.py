"""Primary memberships as spans of days, those inherited from a successor included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from alliance.places.model import Membership, Place, PlaceKind, Succession

__all__ = ["Span", "primary_spans"]


class Span(NamedTuple):
    """`place` counts in the sums of `within` from `valid_from` to `valid_to`, both days included."""

    place: str
    within: str
    valid_from: date | None
    valid_to: date | None

    def covers(self, on: date) -> bool:
        """Whether the span holds on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _clip(span: Span, start: date | None, end: date | None) -> Span | None:
    first, last = _later(span.valid_from, start), _earlier(span.valid_to, end)
    return None if first and last and last < first else span._replace(valid_from=first, valid_to=last)


def _agreed(place: str, of_successors: list[list[Span]]) -> list[Span]:
    """The days on which all successors have one and the same primary place."""
    agreed = of_successors[0]
    for spans in of_successors[1:]:
        pairs = [(a, b) for a in agreed for b in spans if a.within == b.within]
        agreed = [both for a, b in pairs if (both := _clip(a, b.valid_from, b.valid_to))]
    return [span._replace(place=place) for span in agreed]


def primary_spans(
    places: Mapping[str, Place],
    memberships: Iterable[Membership],
    successions: Iterable[Succession],
    kind: PlaceKind,
) -> dict[str, list[Span]]:
    """Each place's primary memberships in places of `kind`, in order of time.

    A place with no row of its own inherits its successors' primary place, for the days on which it was
    open itself and on which its successors agree. Successions must hold no circle.
    """
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in memberships:
        if row.primary and places[row.within].kind is kind:
            spans[row.place].append(Span(row.place, row.within, row.valid_from, row.valid_to))
    successors: dict[str, list[str]] = defaultdict(list)
    for succession in successions:
        successors[succession.old].append(succession.new)

    @cache
    def reach(code: str) -> list[Span]:
        """Its own spans, else its successors', however long it was open."""
        if code in spans or code not in successors:
            return spans.get(code, [])
        return _agreed(code, [reach(successor) for successor in successors[code]])

    inherited: dict[str, list[Span]] = {}
    for code in successors:
        if code not in spans:
            place = places[code]
            clipped = [_clip(span, place.opened, place.closed) for span in reach(code)]
            inherited[code] = [span for span in clipped if span]
    found = {code: rows for code, rows in {**spans, **inherited}.items() if rows}
    return {code: sorted(rows, key=lambda span: span.valid_from or date.min) for code, rows in found.items()}
