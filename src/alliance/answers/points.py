"""From sums to points: shares with their intervals, control limits and signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from alliance.answers.model import Point, SpcSummary
from alliance.answers.summing import Cell, Timeline
from alliance.measures import Measure
from alliance.stats.intervals import wilson
from alliance.stats.spc import Signal, Xmr, xmr

__all__ = ["draw", "finite"]

Drawn = tuple[tuple[Point, ...], SpcSummary | None]
RULES = "making-data-count"


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
    else:
        values = np.where(
            [[cell.absence is not None for cell in cells] for cells in many], np.nan, numerators
        )
        lower = upper = np.full_like(values, np.nan)
    chart = _chart(measure, time, values) if len(time) > 1 else None
    return [
        (_points(time, cells, values[k], lower[k], upper[k], chart, k), _summary(chart, k, values[k]))
        for k, cells in enumerate(many)
    ]


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _chart(measure: Measure, time: Timeline, values: np.ndarray) -> Xmr:
    """One XmR chart a series. A period that nobody published ends a run; one without activity does not."""
    standard = measure.standard_on(time[-1].period.start)
    gaps = [i for i, slot in enumerate(time) if not slot.months]
    return xmr(
        values,
        better=measure.better,
        target=standard.value if standard else None,
        rules=RULES,
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
    plain = [
        Point(
            period=slot.period.label,
            numerator=cell.numerator,
            denominator=cell.denominator,
            value=finite(values[i]),
            lower=finite(lower[i]),
            upper=finite(upper[i]),
            status=slot.status,
            absence=cell.absence,
            known_since=slot.known_since,
        )
        for i, (slot, cell) in enumerate(zip(time, cells, strict=True))
    ]
    return tuple(plain if chart is None else [_marked(point, chart, k, i) for i, point in enumerate(plain)])


def _marked(point: Point, chart: Xmr, k: int, i: int) -> Point:
    shown = Signal(int(chart.signal[k, i])).names
    return replace(
        point,
        mean=finite(chart.mean[k, i]),
        lower_limit=finite(chart.lower_limit[k, i]),
        upper_limit=finite(chart.upper_limit[k, i]),
        signal=shown[0] if shown else "none",
        signals=Signal(int(chart.signals[k, i])).names,
        direction=str(chart.direction[k, i]),
    )


def _summary(chart: Xmr | None, k: int, values: np.ndarray) -> SpcSummary | None:
    if chart is None or not np.isfinite(values).any():
        return None
    return SpcSummary(
        rules=RULES,
        variation=str(chart.variation[k]),
        assurance=str(chart.assurance[k]),
        mean=finite(chart.mean[k, -1]),
        lower_limit=finite(chart.lower_limit[k, -1]),
        upper_limit=finite(chart.upper_limit[k, -1]),
    )


def finite(value: float) -> float | None:
    """A number, or None where there is none: JSON knows no NaN."""
    return float(value) if np.isfinite(value) else None
