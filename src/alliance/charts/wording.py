"""Numbers, dates and places in plain words: the one room where figures become text for charts and pages."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date

from alliance.periods import Period, parse_period
from alliance.sources.labels import cut_name

__all__ = [
    "count",
    "cut_words",
    "day",
    "figure",
    "is_number",
    "limits_words",
    "month",
    "percent",
    "period_name",
    "reason_for_absence",
    "short_place",
    "target",
]

ABSENCES = {
    "not_published": "not published",
    "suppressed": "hidden by the publisher to protect patients",
    "too_few": "too few to show",
    "no_place": "the organisation did not exist",
    "withdrawn": "withdrawn by the publisher",
    "no_activity": "no patients",
}

_ENDINGS = re.compile(
    r",?\s+(?:(?:NHS\s+)?(?:foundation\s+)?trust|integrated care board|ICB)$", re.IGNORECASE
)


def percent(value: float | None) -> str:
    """A proportion (0.6329) as a percentage with one decimal place ("63.3%")."""
    return "–" if value is None else f"{value:.1%}"


def count(value: float | None) -> str:
    """Patients or treatments: thousands with commas, halves and tenths kept, no needless ".0"."""
    if value is None:
        return "–"
    rounded = round(value, 1)
    text = f"{abs(rounded):,.1f}".removesuffix(".0")
    return f"−{text}" if rounded < 0 else text


def figure(value: float | None, unit: str) -> str:
    """A value in its measure's unit: proportion, percent, count, rate or score-0-10."""
    if value is None:
        return "–"
    if unit == "proportion":
        return percent(value)
    if unit == "percent":
        return f"{value:.1f}%"
    if unit == "score-0-10":
        return f"{value:.2f}"
    return count(value)


def target(value: float, unit: str) -> str:
    """A standard or ambition in its unit, without decimals that say nothing ("85%")."""
    return figure(value, unit).replace(".0%", "%")


def limits_words(lower: float, upper: float, unit: str) -> str:
    """Control limits in words; a limit that no share can reach is said to lie beyond 0% or 100%."""
    low, high = figure(lower, unit), figure(upper, unit)
    if unit == "proportion":
        low = "below 0%" if lower < 0 else low
        high = "above 100%" if upper > 1 else high
    return f"{low} to {high}"


def day(when: date, *, short: bool = False) -> str:
    """A date in words, "14 March 2025", or "14 Mar 2025"."""
    return f"{when.day} {month(when, short=short)}"


def month(when: date, *, short: bool = False) -> str:
    """A month in words, "March 2025", or "Mar 2025"."""
    return f"{when:%b %Y}" if short else f"{when:%B %Y}"


def period_name(label: str) -> str:
    """A period's label in words: "2025-03" is "March 2025", "FY2024-25-Q4" is "January to March 2025"."""
    period = parse_period(label)
    if period.grain == "fy":
        return f"the year to {month(period.end)}"
    if period.grain == "year":
        return label
    if period.grain == "rolling12":
        return f"twelve months to {month(period.end)}"
    if period.grain == "week":
        return f"week to {day(period.end)}"
    if period.grain == "years":
        return f"{period.start.year} to {period.end.year}"
    return _span(period)


def _span(period: Period) -> str:
    if period.months == 1:
        return month(period.start)
    if (period.start.year, period.start.month) == (period.end.year, period.end.month):
        return month(period.start)
    if period.start.year == period.end.year:
        return f"{period.start:%B} to {month(period.end)}"
    return f"{month(period.start)} to {month(period.end)}"


def reason_for_absence(absence: str | None) -> str:
    """Why there is no figure, in words."""
    return ABSENCES.get(absence or "not_published", "not published")


def short_place(name: str) -> str:
    """An organisation's name without the words that all of its kind share, for charts."""
    return _ENDINGS.sub("", name).removeprefix("NHS ").strip() or name


def cut_words(cut: Mapping[str, str]) -> str:
    """Which part of the patients is counted: "Lung, Screening"; nothing where all are."""
    return ", ".join(cut_name(name, slug) for name, slug in cut.items() if slug != "all")


def is_number(value: float | None) -> bool:
    """Whether there is a number at all: neither missing nor NaN."""
    return value is not None and not math.isnan(value)
