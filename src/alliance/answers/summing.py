"""Numbers of organisations summed to places and periods: numerators and denominators, never percentages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from alliance.answers.desk import Desk
from alliance.answers.question import Question
from alliance.periods import Period, add_months, period_containing
from alliance.places import UNMAPPED, Place, PlaceKind, Span
from alliance.store.precedence import Winner
from alliance.store.queries import Sum, sums

__all__ = ["STATUS_ORDER", "Cell", "Slot", "Timeline", "gather", "member_spans", "timeline"]

STATUS_ORDER = ("final", "unknown", "provisional")


@dataclass(frozen=True)
class Cell:
    """Numerator and denominator of one series in one period, or why there are none."""

    numerator: float | None
    denominator: float | None
    absence: str | None = None


@dataclass(frozen=True)
class Slot:
    """One period of an answer: the months in it that releases speak of, none where a month is missing."""

    period: Period
    months: tuple[date, ...]
    won: tuple[Winner, ...]

    @cached_property
    def status(self) -> str:
        """The least settled status among its releases."""
        return max((w.coverage.status for w in self.won), key=STATUS_ORDER.index, default="unknown")

    @cached_property
    def known_since(self) -> date | None:
        """The day since which all of it has been known."""
        return max((w.entry.known_since for w in self.won), default=None)


Timeline = Sequence[Slot]
Assign = Callable[[str, date], str | None]


def member_spans(desk: Desk, place: Place, kind: PlaceKind | None = None) -> tuple[list[str] | None, Assign]:
    """Which organisations count for a place, and towards which series on a day.

    With `kind` (alliance or region) all organisations count towards theirs, else those of the place do. Returns
    the codes to read (None means all) and a function from code and first day of the period to the series' key,
    or None where the organisation does not count.
    """
    if kind is not None:
        return None, _assign(desk.places.primary_spans(kind), UNMAPPED.code)
    if place.kind in (PlaceKind.ALLIANCE, PlaceKind.REGION):
        spans = [span for span in desk.places.primary_spans(place.kind) if span.within == place.code]
        return sorted({span.place for span in spans}), _assign(spans, None)
    if place.code == UNMAPPED.code:
        mapped = _assign(desk.places.primary_spans(), UNMAPPED.code)
        return None, lambda code, day: UNMAPPED.code if mapped(code, day) == UNMAPPED.code else None
    return [place.code], lambda code, _: code


def _assign(spans: Sequence[Span], otherwise: str | None) -> Assign:
    by_code: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_code[span.place].append(span)

    def assign(code: str, day: date) -> str | None:
        if code == "england":
            return None
        return next((span.within for span in by_code.get(code, ()) if span.covers(day)), otherwise)

    return assign


def gather(
    desk: Desk, question: Question, places: Sequence[str] | None, assign: Assign
) -> dict[tuple[str, str], dict[date, list[float]]]:
    """Sums by series (place; slug of what divides, else 'all') and month: numerator, denominator."""
    found: dict[tuple[str, str], dict[date, list[float]]] = defaultdict(dict)
    position = {pair: i for i, pair in enumerate(question.counted)}
    for row in _rows(desk, question, places):
        group = assign(row.place, row.start)
        if group is not None:
            counts = found[group, row.part].setdefault(row.start, [0.0] * len(position))
            counts[position[row.quantity, row.band]] += row.value
    return found


def _rows(desk: Desk, question: Question, places: Sequence[str] | None) -> Iterable[Sum]:
    national = question.place.kind is PlaceKind.ENGLAND
    speaking = [w for w in question.won if question.speaks(w, national=national)]
    for form in dict.fromkeys(w.entry.form for w in speaking):
        wanted = question.wanted(form)
        if wanted:
            won = [w for w in speaking if w.entry.form == form]
            yield from sums(desk.engine, wanted, won, places, visible=desk.visible)


def timeline(question: Question, *, national: bool) -> list[Slot]:
    """The periods that an answer spans: every month from the first release to the last, gaps included."""
    speaking = {w.coverage.start: w for w in question.won if question.speaks(w, national=national)}
    if not speaking:
        return []
    first, last = min(speaking), max(speaking)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    spans = {period_containing(add_months(first, i), question.grain) for i in range(count)}
    return [_slot(span, speaking) for span in sorted(spans, key=lambda span: (span.end, span.start))]


def _slot(period: Period, speaking: Mapping[date, Winner]) -> Slot:
    """A period is only answered when every one of its months is there."""
    months = [add_months(period.start, i) for i in range(period.months)]
    won = tuple(speaking[month] for month in months if month in speaking)
    return Slot(period, tuple(months) if len(won) == len(months) else (), won)


def cells(place: Place | None, counts: dict[date, list[float]], time: Timeline, two: bool) -> list[Cell]:
    """One cell a period: a sum, or the reason why there is none."""
    return [_cell(place, counts, slot, two) for slot in time]


def _cell(place: Place | None, counts: Mapping[date, list[float]], slot: Slot, two: bool) -> Cell:
    if not slot.months:
        return Cell(None, None, "not_published")
    inside = [counts[month] for month in slot.months if month in counts]
    if not inside:
        there = place is None or place.is_open(slot.period.start) or place.is_open(slot.period.end)
        return Cell(0.0, 0.0 if two else None, "no_activity") if there else Cell(None, None, "no_place")
    numerator = sum(c[0] for c in inside)
    denominator = sum(c[1] for c in inside) if two else None
    return Cell(numerator, denominator, "no_activity" if denominator == 0 else None)
