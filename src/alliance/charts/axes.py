"""Scales and ticks: where a value lies on the paper, and which values are written beside the axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.answers.model import Point
from alliance.charts.wording import figure, is_number
from alliance.periods import Period, parse_period

__all__ = ["Scale", "Tick", "days", "middle", "period_ticks", "value_scale", "value_ticks"]


@dataclass(frozen=True)
class Scale:
    """A straight line from values (`low` to `high`) to pixels (`start` to `end`)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def back(self, pixel: float) -> float:
        """The value of a pixel."""
        return self.low + (pixel - self.start) / (self.end - self.start) * (self.high - self.low)

    def holds(self, value: float) -> bool:
        """Whether a value lies on the axis."""
        slack = (self.high - self.low) * 1e-9
        return self.low - slack <= value <= self.high + slack


@dataclass(frozen=True)
class Tick:
    """A place on an axis and the lines of text beside it."""

    value: float
    lines: tuple[str, ...]


def days(when: date) -> float:
    """A day as a number on the time axis."""
    return float(when.toordinal())


def middle(period: Period) -> float:
    """Where a period's point stands: its middle, or its last month's middle when periods overlap."""
    start = period.end.replace(day=1) if period.grain in ("rolling12", "ytd") else period.start
    return (days(start) + days(period.end) + 1) / 2


def _step(span: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts a span into four to eight parts."""
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * m for m in (0.1, 0.2, 0.5, 1.0, 2.0) if span / (power * m) <= 7)


def value_scale(values: Iterable[float | None], unit: str, start: float, end: float) -> Scale:
    """The value axis: from zero where zero is near, else cut, but never so close that noise looks like news.

    A proportion spans at least 20 percentage points once its axis is cut, and a count a quarter of its
    largest value; nothing below 0 or above 100% is shown, for neither can happen.
    """
    proportion = unit == "proportion"
    most = 1.0 if proportion else math.inf
    shown = [min(max(v, 0.0), most) for v in values if v is not None and is_number(v)] or [0.0, 1.0]
    low, high = min(shown), max(shown)
    least = 0.2 if proportion else 0.25 * high or 1.0
    if low <= (0.25 if proportion else 0.4 * high):
        low = 0.0
    else:
        spare = max(0.0, least - (high - low)) / 2
        low, high = low - spare, high + spare
    if proportion and high > 1.0:
        low, high = max(0.0, min(low, 1.0 - least)), 1.0
    room = 0.06 * (high - low)  # for words beside the outermost line
    high = min(most, max(high, max(shown) + room))
    low = 0.0 if low <= 0.0 else min(low, min(shown) - room)
    low, high = _rounded(low, high, 0.02 if proportion else 1e-9)
    return Scale(max(0.0, low), min(high, most), start, end)


def _rounded(low: float, high: float, least: float) -> tuple[float, float]:
    """The nearest ends outwards that are whole steps of the axis that they make."""
    high = max(high, low + least)
    for _ in range(3):
        step = _step(high - low)
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return round(low, 10), round(high, 10)


def value_ticks(scale: Scale, unit: str) -> tuple[Tick, ...]:
    """Round values along the value axis, as text in the unit."""
    step = _step(scale.high - scale.low)
    first = math.ceil(scale.low / step - 1e-9)
    last = math.floor(scale.high / step + 1e-9)
    values = [round(n * step, 10) for n in range(first, last + 1)]
    places = 0 if step >= 0.01 else 1
    if unit == "proportion":
        return tuple(Tick(v, (f"{v:.{places}%}",)) for v in values)
    return tuple(Tick(v, (figure(v, unit).replace(".0%", "%"),)) for v in values)


def _month_ticks(periods: Sequence[Period], every: int) -> tuple[Tick, ...]:
    kept = [p for p in periods if every == 1 or (p.end.month - 1) % every == 0]
    years = [p.end.year for p in kept]
    new_year = [n == 0 or years[n - 1] != year for n, year in enumerate(years)]
    return tuple(
        Tick(middle(p), (f"{p.end:%b}", *([str(p.end.year)] if new else [])))
        for p, new in zip(kept, new_year, strict=True)
    )


def _other_tick(period: Period) -> Tick:
    if period.grain in ("quarter", "fyq"):
        return Tick(middle(period), (f"{period.start:%b}–{period.end:%b}", str(period.end.year)))
    if period.grain == "week":
        return Tick(middle(period), (f"{period.end.day} {period.end:%b}", str(period.end.year)))
    label = period.label.removeprefix("FY").replace("-", "/")
    return Tick(middle(period), (label,))


def period_ticks(points: Sequence[Point], x: Scale) -> tuple[Tick, ...]:
    """As many periods along the time axis as there is room for: monthly, quarterly, yearly or fewer."""
    periods = [parse_period(p.period) for p in points]
    if not periods:
        return ()
    monthly = (periods[0].months == 1 and periods[0].grain != "week") or periods[0].grain in (
        "rolling12",
        "ytd",
    )
    apart = abs(x.end - x.start) / max(1, len(periods))
    if monthly:
        every = next((n for n in (1, 2, 3, 6, 12) if n * apart >= 31), 12)
        ticks = _month_ticks(periods, every) or _month_ticks(periods, 1)[:1]
        years = max(1, math.ceil(36 / (apart * 12)))
        return tuple(t for n, t in enumerate(ticks) if n % years == 0) if every == 12 else ticks
    every = max(1, math.ceil(56 / apart))
    return tuple(_other_tick(p) for p in periods[::-1][::every][::-1])
