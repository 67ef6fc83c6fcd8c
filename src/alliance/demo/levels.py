"""What happens in the fictional years: seasons, a broken scanner, promises kept and one that was not.

A `Course` fixes the share treated (or told) in time at one trust for one cancer, month by month; everything
else follows the case mix, the seasons and chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alliance.periods import add_months

__all__ = ["COURSES", "FIRST_MONTH", "MONTHS", "SCANNER_OUT", "Course", "Setback", "season", "volume"]

FIRST_MONTH = date(2023, 10, 1)
MONTHS = tuple(add_months(FIRST_MONTH, i) for i in range(30))


@dataclass(frozen=True)
class Course:
    """The expected share in time at one trust for one cancer, from `FIRST_MONTH` on, one number a month.

    `restlessness` is by how much (one standard deviation) a month strays from it.
    """

    standard: str  # "fds", "31" or "62"
    provider: str
    cancer: str
    levels: tuple[float, ...]
    restlessness: float = 0.012


@dataclass(frozen=True)
class Setback:
    """Months in which a trust does worse for some cancers, in log odds."""

    standard: str
    provider: str
    cancers: frozenset[str]
    first: date
    last: date
    logit: float


def _course(*stretches: tuple[int, float]) -> tuple[float, ...]:
    return tuple(level for months, level in stretches for _ in range(months))


COURSES: Sequence[Course] = (
    # Thistlewick, prostate: falls from November 2024, a promise on 1 October 2025, and it is kept.
    Course(
        "62",
        "ZA2",
        "Urological - Prostate",
        _course((13, 0.64), (1, 0.57), (1, 0.51), (9, 0.47), (1, 0.61), (1, 0.76), (1, 0.85), (3, 0.83)),
    ),
    # Foxglove, lower gastrointestinal: falls from January 2025, "done" in October, and it stays where it was.
    Course("62", "ZA3", "Lower Gastrointestinal", _course((15, 0.59), (1, 0.48), (14, 0.42))),
    # Aldermere, suspected gynaecological: a promise in January 2025, kept from May, lost again from November.
    Course(
        "fds",
        "ZA1",
        "Gynaecological",
        _course((17, 0.57), (1, 0.68), (1, 0.75), (6, 0.78), (1, 0.71), (1, 0.63), (3, 0.48)),
        restlessness=0.02,
    ),
)

SCANNER_OUT = Setback(
    "fds",
    "ZA5",
    frozenset({"Lung", "Lower Gastrointestinal", "Urological - Prostate"}),
    date(2024, 4, 1),
    date(2024, 11, 1),
    -0.75,
)

# January to December. Performance in log odds, by standard; volumes as factors.
_SEASON = {
    "fds": (-0.35, 0.20, 0.12, -0.12, 0.0, 0.0, 0.02, 0.0, -0.08, 0.05, 0.0, 0.06),
    "31": (-0.22, 0.02, 0.10, -0.10, 0.0, 0.0, 0.05, 0.0, -0.06, 0.05, 0.02, 0.05),
    "62": (-0.22, -0.14, 0.08, -0.04, 0.0, 0.04, 0.04, 0.04, -0.02, 0.0, 0.0, 0.06),
}
_VOLUME = (1.03, 0.96, 1.01, 1.0, 1.01, 1.0, 1.08, 0.97, 1.0, 1.07, 1.01, 0.91)
_GROWTH_A_YEAR = 0.03
_BETTER_A_YEAR = {"fds": 0.07, "31": 0.06, "62": 0.10}


def season(standard: str, month: date) -> float:
    """How much better or worse a month is for everybody, in log odds: the season, and slow improvement."""
    calendar = "fds" if standard == "seen" else standard
    return _SEASON[calendar][month.month - 1] + _BETTER_A_YEAR[calendar] * _years(month)


def volume(month: date) -> float:
    """How many patients a month has, as a factor of the usual number: the season, and growth."""
    return _VOLUME[month.month - 1] * (1 + _GROWTH_A_YEAR * _years(month))


def _years(month: date) -> float:
    return (month.year - FIRST_MONTH.year) + (month.month - FIRST_MONTH.month) / 12
