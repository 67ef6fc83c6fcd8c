"""What pages ask: which measures, which months, which quarter; each page asks few questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alliance.answers import Answer, Desk, over_time
from alliance.measures import Measure
from alliance.periods import parse_period, period_containing, period_of
from alliance.places import PlaceKind
from alliance.sources import find_sources

__all__ = [
    "basis_of",
    "held_to_standards",
    "latest_for_parts",
    "latest_period",
    "other_measures",
    "over_months",
    "own_latest",
    "published_by",
    "seen_on",
]

Asked = tuple[str, str]  # the grain of a period, and its label

MONTHS_SHOWN = 36
FIRST = "cancer-waiting-times"
_COMMISSIONERS = frozenset({PlaceKind.ICB, PlaceKind.SUB_ICB, PlaceKind.HUB})


def basis_of(kind: str) -> str:
    """Whose figures a place's own are: those of commissioners for ICBs and hubs, else those of providers."""
    return "commissioner" if kind in _COMMISSIONERS else "provider"


def held_to_standards(desk: Desk) -> list[Measure]:
    """The measures that have a national standard today, in the order of the pathway's clocks: 28, 31, 62 days.

    Those of other publishers follow, where their figures are loaded.
    """
    held = [m for m in _in_order(desk) if any(s.kind == "standard" and s.end is None for s in m.standards)]
    first = [m for m in held if m.source == FIRST]
    return [*first, *(m for m in held if m not in first and desk.bases(m))]


def other_measures(desk: Desk) -> list[Measure]:
    """The waiting times without a standard today: shares first, then counts."""
    kept = held_to_standards(desk)
    others = (m for m in _in_order(desk) if m not in kept and m.source == FIRST)
    return sorted(others, key=lambda m: (m.kind == "count", m.id))


def _in_order(desk: Desk) -> list[Measure]:
    return sorted(desk.measures.values(), key=lambda m: m.id)


def over_months(
    desk: Desk, measure: str, place: str, *, as_of: date | None = None, **asked: object
) -> Answer:
    """A measure month by month: the latest three years, with limits from the whole history."""
    found = over_time(desk, measure, place, as_of=as_of, **asked)
    return found.since(found.points[-MONTHS_SHOWN].period) if len(found.points) > MONTHS_SHOWN else found


def latest_period(desk: Desk, measure: str, basis: str, as_of: date | None = None) -> Asked | None:
    """The newest quarter for which organisations' figures are all there, else the newest month; None if no month.

    Three months together move less by chance than one. Those who wait on a day are a stock, and are never summed: of
    these it is the newest month or week.
    """
    asked = desk.measures[measure]
    if asked.period == "month":
        return _newest(desk.months(measure, basis, as_of), stock=asked.stock)
    return _newest([period_of(*won.span).label for won in desk.won(asked, basis, as_of)], stock=asked.stock)


def own_latest(desk: Desk, answer: Answer) -> Asked | None:
    """The newest quarter in which a place has figures in each month, else its newest month; None if it has none.

    Of a stock it is the newest month or week.
    """
    shown = [p.period for p in answer.points if p.value is not None]
    return _newest(shown, stock=desk.measures[answer.measure].stock)


def latest_for_parts(desk: Desk, answer: Answer, as_of: date | None = None) -> Asked | None:
    """The newest period in which a place can be divided: no later than its own, no later than organisations'."""
    both = latest_period(desk, answer.measure, answer.basis, as_of), own_latest(desk, answer)
    return min((asked for asked in both if asked), key=lambda asked: parse_period(asked[1]).end, default=None)


def _newest(labels: Sequence[str], *, stock: bool) -> Asked | None:
    known = {m for m in labels if parse_period(m).grain == "month"}
    weeks = [label for label in labels if parse_period(label).grain == "week"]
    if stock and (weeks or known):
        return ("week", max(weeks)) if weeks else ("month", max(known))
    for label in sorted(known, reverse=True):
        quarter = period_containing(parse_period(label).start, "quarter")
        inside = {m for m in known if quarter.start <= parse_period(m).start <= quarter.end}
        if len(inside) == quarter.months:
            return "quarter", quarter.label
    return ("month", max(known)) if known else None


def seen_on(desk: Desk, as_of: date | None = None) -> date:
    """The first day of the newest month of figures: the day for which memberships are shown."""
    months = [m for measure in desk.measures for m in desk.months(measure, "provider", as_of)[-1:]]
    return parse_period(max(months)).start if months else as_of or desk.known_on() or date.max


def published_by(measure: Measure, cut: str) -> bool:
    """Whether the publisher divides a measure by this cut."""
    counted = (measure.denominator or measure.numerator).quantity
    quantity = find_sources()[measure.source].ABOUT.quantity(counted)
    return quantity is not None and any(cut in block for form in quantity.blocks.values() for block in form)
