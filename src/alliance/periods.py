"""Stretches of time that a number describes: weeks, months, quarters, years, rolling twelve months."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from alliance.errors import UsageError

__all__ = [
    "GRAINS",
    "Grain",
    "Period",
    "add_months",
    "month_of",
    "parse_period",
    "period_containing",
    "period_of",
    "span_label",
    "week_of",
]

Grain = Literal["week", "month", "quarter", "year", "fy", "fyq", "rolling12", "ytd", "years"]
_YEARS = range(1900, 3000)  # beyond these a year is written wrong
GRAINS: tuple[Grain, ...] = ("week", "month", "quarter", "year", "fy", "fyq", "rolling12", "ytd")
"""What may be asked for. Several years together (`2016-2020`) are only as published."""


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _last_day(day: date) -> date:
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole months (or one week, Monday to Sunday), `start` to `end`, both days included.

    `label` is the contract's: `2025-03`, `2025-Q1`, `2022`, `FY2024-25`, `FY2024-25-Q4`, `R12-2025-03`,
    `YTD-2025-03`; a week is `2025-W14` (ISO 8601), several calendar years together are `2016-2020`.
    """

    start: date
    end: date
    grain: Grain

    @cached_property
    def label(self) -> str:
        """The contract's name of the period."""
        return _LABELS[self.grain](self)

    @property
    def months(self) -> int:
        """How many calendar months the period covers."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    def __str__(self) -> str:
        return self.label


def _financial_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _fy_label(period: Period) -> str:
    first = _financial_year(period.start)
    return f"FY{first}-{(first + 1) % 100:02d}"


_LABELS: dict[Grain, Callable[[Period], str]] = {
    "month": lambda p: f"{p.start:%Y-%m}",
    "quarter": lambda p: f"{p.start.year}-Q{(p.start.month + 2) // 3}",
    "year": lambda p: f"{p.start.year}",
    "fy": _fy_label,
    "fyq": lambda p: f"{_fy_label(p)}-Q{((p.start.month - 4) % 12) // 3 + 1}",
    "rolling12": lambda p: f"R12-{p.end:%Y-%m}",
    "ytd": lambda p: f"YTD-{p.end:%Y-%m}",
    "week": lambda p: f"{p.end:%G-W%V}",
    "years": lambda p: f"{p.start.year}-{p.end.year}",
}


def _span(start: date, months: int, grain: Grain) -> Period:
    return Period(start, _last_day(add_months(start, months - 1)), grain)


def month_of(day: date) -> Period:
    """The calendar month in which `day` lies."""
    return _span(day.replace(day=1), 1, "month")


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, in which `day` lies."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def span_label(first: Period, last: Period) -> str:
    """Two periods and what lies between them in words, once where they are one: "2025-03", "2025-03 to 2025-05"."""
    return first.label if first.label == last.label else f"{first.label} to {last.label}"


def period_of(start: date, end: date) -> Period:
    """The period that a publisher means by these two days, by its own kind: the one of its length.

    Raises
    ------
    ValueError
        No week, month, quarter, year, twelve months or run of calendar years begins and ends on them.
    """
    first = (week_of(start), *(period_containing(start, g) for g in ("month", "quarter", "year", "fy")))
    several = Period(date(start.year, 1, 1), date(end.year, 12, 31), "years")
    for period in (*first, period_containing(end, "rolling12"), several):
        if (period.start, period.end) == (start, end):
            return period
    raise ValueError(f"{start} to {end} is no period")


def period_containing(day: date, grain: Grain) -> Period:
    """The period of this grain in which the month of `day` lies.

    A rolling twelve months and a year to date *end* with the month of `day`; the year to date starts in April.
    """
    if grain == "week":
        return week_of(day)
    first = day.replace(day=1)
    april = date(_financial_year(first), 4, 1)
    if grain == "month":
        return month_of(first)
    if grain == "quarter":
        return _span(date(first.year, (first.month - 1) // 3 * 3 + 1, 1), 3, grain)
    if grain == "year":
        return _span(date(first.year, 1, 1), 12, grain)
    if grain == "fy":
        return _span(april, 12, grain)
    if grain == "fyq":
        return _span(add_months(april, (first.month - 4) % 12 // 3 * 3), 3, grain)
    if grain == "rolling12":
        return _span(add_months(first, -11), 12, grain)
    return Period(april, _last_day(first), "ytd")


def _years(first: int, last: int) -> Period:
    if first >= last:
        raise ValueError("several years begin before they end")
    return Period(date(first, 1, 1), date(last, 12, 31), "years")


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (re.compile(r"(\d{4})-(\d{2})"), lambda m: month_of(date(int(m[1]), int(m[2]), 1))),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda m: _span(date(int(m[1]), int(m[2]) * 3 - 2, 1), 3, "quarter")),
    (re.compile(r"(\d{4})"), lambda m: _span(date(int(m[1]), 1, 1), 12, "year")),
    (re.compile(r"FY(\d{4})-\d{2}"), lambda m: _span(date(int(m[1]), 4, 1), 12, "fy")),
    (
        re.compile(r"FY(\d{4})-\d{2}-Q([1-4])"),
        lambda m: _span(add_months(date(int(m[1]), 4, 1), int(m[2]) * 3 - 3), 3, "fyq"),
    ),
    (
        re.compile(r"R12-(\d{4})-(\d{2})"),
        lambda m: period_containing(date(int(m[1]), int(m[2]), 1), "rolling12"),
    ),
    (re.compile(r"YTD-(\d{4})-(\d{2})"), lambda m: period_containing(date(int(m[1]), int(m[2]), 1), "ytd")),
    (re.compile(r"(\d{4})-W(\d{2})"), lambda m: week_of(date.fromisocalendar(int(m[1]), int(m[2]), 1))),
    (
        re.compile(r"(\d{4})-(\d{4})"),
        lambda m: _years(int(m[1]), int(m[2])),
    ),
)


def parse_period(label: str) -> Period:
    """Read a period's label.

    Raises
    ------
    UsageError
        The text is not one of the labels of the contract, or its years are not from 1900 to 2999.
    """
    for pattern, build in _PATTERNS:
        found = pattern.fullmatch(label.strip())
        if found:
            try:
                period = build(found)
            except ValueError:
                break
            inside = period.start.year in _YEARS and period.end.year in _YEARS
            if inside and period.label == label.strip() and period.start < period.end:
                return period
            break
    raise UsageError(
        f"'{label}' is not a period.",
        "Write a month (2025-03), quarter (2025-Q1), year (2025), financial year (FY2024-25, FY2024-25-Q4), "
        "rolling twelve months (R12-2025-03), year to date (YTD-2025-03), week (2025-W14) or several years "
        "(2016-2020), of the years 1900 to 2999.",
    )
