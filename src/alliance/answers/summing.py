"""Numbers of organisations summed to places and periods: numerators and denominators, never percentages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.answers.desk import Desk
from alliance.answers.question import Question
from alliance.periods import Period, add_months, month_of, period_containing
from alliance.places import Place, PlaceKind, Span
from alliance.store.queries import Sum, sums

__all__ = ["Cell", "Timeline", "gather", "member_spans", "timeline"]

_STATUS_ORDER = ("final", "unknown", "provisional")


@dataclass(frozen=True)
class Cell:
    """Numerator and denominator of one series in one period, or why there are none."""

    numerator: float | None
    denominator: float | None
    absence: str | None = None


@dataclass(frozen=True)
class Timeline:
    """The periods of an answer, each with its status, since when it is known, and which releases speak."""

    periods: tuple[Period, ...]
    status: tuple[str, ...]
    known_since: tuple[date | None, ...]
    releases: tuple[tuple[str, ...], ...]
    months: tuple[tuple[date, ...], ...]


Assign = Callable[[str, date], str | None]


def member_spans(desk: Desk, place: Place, kind: PlaceKind | None = None) -> tuple[list[str] | None, Assign]:
    """Which organisations count for a place, and towards which series on a day.

    With `kind` (alliance or region) all organisations count towards theirs, else those of the place do. Returns
    the codes to read (None means all) and a function from code and first day of the period to the series' key,
    or None where the organisation does not count.
    """
    if kind is not None:
        return None, _assign(desk.places.primary_spans(kind), "unmapped")
    if place.kind in (PlaceKind.ALLIANCE, PlaceKind.REGION):
        spans = [span for span in desk.places.primary_spans(place.kind) if span.within == place.code]
        return sorted({span.place for span in spans}), _assign(spans, None)
    if place.kind is PlaceKind.UNMAPPED:
        mapped = _assign(desk.places.primary_spans(), "unmapped")
        return None, lambda code, day: "unmapped" if mapped(code, day) == "unmapped" else None
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
    """Sums by series (place, and slug of what divides the answer, else 'all') and month: numerator, denominator."""
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
    speaking = [w for w in question.won if national or w.entry.level == "organisation"]
    for form in dict.fromkeys(w.entry.form for w in speaking):
        wanted = question.wanted(form)
        if wanted:
            won = [w for w in speaking if w.entry.form == form]
            yield from sums(desk.engine, wanted, won, places, visible=desk.visible)


def timeline(question: Question, *, national: bool) -> Timeline:
    """The periods that an answer spans: every month from the first release to the last, gaps included."""
    speaking = {
        w.coverage.start: w
        for w in question.won
        if (national or w.entry.level == "organisation") and question.wanted(w.entry.form)
    }
    if not speaking:
        return Timeline((), (), (), (), ())
    first, last = min(speaking), max(speaking)
    count = month_of(last).end.year * 12 + last.month - first.year * 12 - first.month + 1
    months = [add_months(first, i) for i in range(count)]
    periods: dict[Period, list[date]] = {}
    if question.period == "month":
        periods = {month_of(day): [day] for day in months}
    else:
        for day in months:
            span = period_containing(day, question.period)  # type: ignore[arg-type]
            periods[span] = [m for m in (add_months(span.start, i) for i in range(span.months)) if m <= last]
    kept = sorted(periods, key=lambda p: (p.end, p.start))
    speakers = [[speaking[m] for m in periods[p] if m in speaking] for p in kept]
    return Timeline(
        periods=tuple(kept),
        status=tuple(max((w.coverage.status for w in ws), key=_STATUS_ORDER.index, default="unknown") for ws in speakers),
        known_since=tuple(max((w.entry.known_since for w in ws), default=None) for ws in speakers),
        releases=tuple(tuple(dict.fromkeys(w.entry.id for w in ws)) for ws in speakers),
        months=tuple(
            tuple(m for m in periods[p] if m in speaking) if _whole(p, periods[p], speaking) else () for p in kept
        ),
    )  # fmt: skip


def _whole(period: Period, months: Sequence[date], speaking: object) -> bool:
    """A coarser period is only answered when every one of its months is there."""
    return len(months) == period.months and all(m in speaking for m in months)  # type: ignore[operator]


def cells(place: Place | None, counts: dict[date, list[float]], time: Timeline, two: bool) -> list[Cell]:
    """One cell a period: a sum, or the reason why there is none."""
    return [
        _cell(place, counts, period, months, two)
        for period, months in zip(time.periods, time.months, strict=True)
    ]


def _cell(
    place: Place | None, counts: dict[date, list[float]], period: Period, months: Sequence[date], two: bool
) -> Cell:
    if not months:
        return Cell(None, None, "not_published")
    inside = [counts[m] for m in months if m in counts]
    if not inside:
        outside = place and (
            (place.opened and period.end < place.opened) or (place.closed and period.start > place.closed)
        )
        return Cell(None, None, "no_place") if outside else Cell(0.0, 0.0 if two else None, "no_activity")
    numerator = sum(c[0] for c in inside)
    denominator = sum(c[1] for c in inside) if two else None
    return Cell(numerator, denominator, "no_activity" if denominator == 0 else None)
