"""Answers written by hand, so that charts, pages and writers can be tested without a store.

The limits are worked out plainly: mean ± 2.66 × the mean moving range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from alliance.answers.model import Answer, Citation, PlaceName, Point, Series, SpcSummary, StandardInForce
from alliance.periods import add_months, month_of

ALLIANCE = PlaceName("E56000999", "Three Rivers Cancer Alliance", "alliance")
TRUST = PlaceName("RX1", "Alderbrook Hospitals NHS Foundation Trust", "trust")
STANDARDS = (
    StandardInForce(0.85, "standard", date(2023, 10, 1), None, "the national body"),
    StandardInForce(
        0.70, "ambition", date(2024, 4, 1), date(2025, 3, 31), "the national body, by March 2025"
    ),
)
RELEASE = Citation(
    "a" * 64, "workbook.xlsx", "A publisher", date(2025, 5, 8), "Open Government Licence", "final"
)


def wilson(within: float, total: float) -> tuple[float, float]:
    """The 95% interval of a proportion, term by term."""
    z, share = 1.959963984540054, within / total
    middle = share + z * z / (2 * total)
    spread = z * ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5
    scale = 1 + z * z / total
    return (middle - spread) / scale, (middle + spread) / scale


def point(period: str, within: float, total: float, *, status: str = "final") -> Point:
    """One month with its interval."""
    lower, upper = wilson(within, total)
    return Point(period, within, total, within / total, lower, upper, status, None, date(2025, 5, 8))


def no_figure(period: str, why: str = "not_published") -> Point:
    """A month for which there is no figure, with the reason."""
    return Point(period, None, None, None, None, None, "final", why, None)


def months(first: date, count: int) -> list[str]:
    """The labels of so many months in a row."""
    return [month_of(add_months(first, n)).label for n in range(count)]


def with_limits(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points with one mean and one pair of limits over them all."""
    values = [p.value for p in points if p.value is not None]
    ranges = [abs(b - a) for a, b in pairwise(values)]
    mean = sum(values) / len(values)
    reach = 2.66 * sum(ranges) / max(1, len(ranges))
    return tuple(replace(p, mean=mean, lower_limit=mean - reach, upper_limit=mean + reach) for p in points)


def marked(points: Sequence[Point], periods: Sequence[str], signal: str, direction: str) -> tuple[Point, ...]:
    """The points, those of some periods marked as special cause."""
    return tuple(
        replace(p, signal=signal, signals=(signal,), direction=direction) if p.period in periods else p
        for p in points
    )


def answer(
    points: Sequence[Point],
    *,
    place: PlaceName = TRUST,
    series: Sequence[Series] | None = None,
    cut: Mapping[str, str] | None = None,
    standards: Sequence[StandardInForce] = STANDARDS,
    unit: str = "proportion",
    better: str = "higher",
    title: str = "Treated within 62 days of an urgent referral",
    measure: str = "treatment-62-day",
    by: str | None = None,
) -> Answer:
    """A whole answer around some points."""
    last = next((p for p in reversed(points) if p.mean is not None), None)
    spc = (
        SpcSummary("making-data-count", "common_cause", "fail", last.mean, last.lower_limit, last.upper_limit)
        if last
        else None
    )
    return Answer(
        measure=measure,
        title=title,
        place=place,
        basis="provider",
        cut=cut or {},
        variant="none",
        unit=unit,
        better=better,
        as_of=None,
        standards=tuple(standards),
        points=tuple(points),
        spc=spc,
        series=tuple(series) if series is not None else None,
        sentence=f"{place.name}: a sentence that the answer brings with it.",
        method="Sums of the partners' published figures; Wilson 95% intervals; XmR limits.",
        caveats=("Halves of a patient occur.",),
        citations=(RELEASE,),
        numerator_means="patients first treated within 62 days",
        denominator_means="patients first treated",
        by=by,
    )


def steady(
    count: int = 18,
    share: float = 0.63,
    total: float = 500,
    *,
    place: PlaceName = TRUST,
    first: date = date(2023, 10, 1),
) -> Answer:
    """Months that wander a little around one share, always in the same way."""
    wander = (0.012, -0.02, 0.004, 0.018, -0.011, -0.006, 0.021, -0.015)
    points = [
        point(label, round(total * (share + wander[n % len(wander)]) * 2) / 2, total)
        for n, label in enumerate(months(first, count))
    ]
    return answer(with_limits(points), place=place)
