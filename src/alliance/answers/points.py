"""From sums to points: shares with their intervals, control limits and signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np

from alliance.answers.model import Point, SpcSummary
from alliance.answers.summing import Cell
from alliance.answers.timeline import Timeline
from alliance.measures import Measure
from alliance.stats.intervals import wilson
from alliance.stats.spc import RULE_SETS, Signal, Xmr, xmr

__all__ = ["draw"]

Drawn = tuple[tuple[Point, ...], SpcSummary | None]
RULES = "making-data-count"
_OVERLAPPING = (
    "rolling12",
    "ytd",
    "years",
)  # neighbours share months: a moving range between them means nothing


def draw(measure: Measure, time: Timeline, many: Sequence[Sequence[Cell]]) -> list[Drawn]:
    """Points and control chart of each series of cells; all charts are computed at once."""
    if not many or not time:
        return [((), None) for _ in many]
    numerators, denominators = (
        np.array([[_number(getattr(cell, part)) for cell in cells] for cells in many])
        for part in ("numerator", "denominator")
    )
    if measure.kind == "proportion":
        empty = ~(denominators > 0)
        values = np.where(empty, np.nan, numerators / np.where(empty, 1.0, denominators))
        lower, upper = wilson(np.where(empty, np.nan, numerators), np.where(empty, np.nan, denominators))
    elif measure.kind == "published":
        values, lower, upper = (
            np.array([[_number(getattr(cell, part)) for cell in cells] for cells in many])
            for part in ("value", "lower", "upper")
        )
    else:
        values = np.where(
            [[cell.absence is not None for cell in cells] for cells in many], np.nan, numerators
        )
        lower = upper = np.full_like(values, np.nan)
    apart = time[-1].period.grain not in _OVERLAPPING and measure.kind != "published"
    chart = _chart(measure, time, values) if apart and len(time) > 1 else None
    return [
        (_points(time, cells, values[k], lower[k], upper[k], chart, k), _summary(chart, k, values[k]))
        for k, cells in enumerate(many)
    ]


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _chart(measure: Measure, time: Timeline, values: np.ndarray) -> Xmr:
    """One XmR chart a series. A period that nobody published ends a run; one without activity does not.

    Where a measure's definition changed, the chart begins anew: that is the logged reason to draw new limits.
    """
    standard = measure.standard_on(time[-1].period.start)
    gaps = [i for i, slot in enumerate(time) if not slot.spans]
    anew = [
        next(i for i, slot in enumerate(time) if slot.period.start >= known.on)
        for known in measure.breaks
        if time[0].period.start < known.on <= time[-1].period.start
    ]
    return xmr(
        values,
        better=measure.better,
        target=standard.value if standard else None,
        rules=RULES,
        rebase_at=anew,
        breaks=gaps,
    )


def _points(
    time: Timeline,
    cells: Sequence[Cell],
    values: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    chart: Xmr | None,
    k: int,
) -> tuple[Point, ...]:
    few = bool(np.isfinite(values).sum() < RULE_SETS[RULES].points_before_icons)
    marks = _marks(chart, k, few=few) if chart is not None else repeat({})
    shares = zip(_numbers(values), _numbers(lower), _numbers(upper), strict=True)
    return tuple(
        Point(
            period=slot.period.label,
            numerator=cell.numerator,
            denominator=cell.denominator,
            value=value,
            lower=low,
            upper=high,
            status=slot.status,
            absence=cell.absence,
            known_since=slot.known_since,
            **mark,
        )
        for slot, cell, (value, low, high), mark in zip(time, cells, shares, marks, strict=False)
    )


def _numbers(values: np.ndarray) -> list[float | None]:
    """Numbers as JSON knows them: None where there is none."""
    return [None if value != value else value for value in values.tolist()]


@cache
def _names(signals: int) -> tuple[str, ...]:
    return Signal(signals).names


def _marks(chart: Xmr, k: int, *, few: bool) -> Iterator[dict[str, Any]]:
    """What the control chart says of each point of series k; with too few points no signal is believed."""
    lines = zip(
        *(_numbers(line[k]) for line in (chart.mean, chart.lower_limit, chart.upper_limit)), strict=True
    )
    said = zip(chart.signal[k].tolist(), chart.signals[k].tolist(), chart.direction[k].tolist(), strict=True)
    for (mean, low, high), (shown, every, direction) in zip(lines, said, strict=True):
        yield {
            "mean": mean,
            "lower_limit": low,
            "upper_limit": high,
            "signal": "none" if few else (_names(shown) or ("none",))[0],
            "signals": () if few else _names(every),
            "direction": "none" if few else str(direction),
        }


def _summary(chart: Xmr | None, k: int, values: np.ndarray) -> SpcSummary | None:
    if chart is None or not np.isfinite(values).any():
        return None
    mean, low, high = (_numbers(line[k])[-1] for line in (chart.mean, chart.lower_limit, chart.upper_limit))
    return SpcSummary(RULES, str(chart.variation[k]), str(chart.assurance[k]), mean, low, high)
