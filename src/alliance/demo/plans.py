"""What each fictional trust plans to reach in a year, month by month, and which Board has set it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from alliance.demo.england import ALDER_VALE, PROVIDERS
from alliance.demo.release import Release, published_on
from alliance.demo.tables import write_table
from alliance.periods import add_months

__all__ = ["MEASURE", "releases", "write"]

MEASURE = "treatment-62-day"
_COLUMNS = ("measure", "place", "period", "value", "set_by")
_MONTHS = 12


class Plan(NamedTuple):
    """What is planned for April and for March, with a straight line between them."""

    place: str
    april: float
    march: float


_PLANS = {
    2025: (
        Plan(ALDER_VALE.code, 0.68, 0.75),
        Plan("ZA1", 0.69, 0.76),
        Plan("ZA2", 0.72, 0.78),
        Plan("ZA3", 0.66, 0.74),
        Plan("ZA5", 0.69, 0.76),
        Plan("ZA6", 0.60, 0.69),
    ),
    2026: (
        Plan(ALDER_VALE.code, 0.73, 0.79),
        Plan("ZA1", 0.74, 0.80),
        Plan("ZA2", 0.77, 0.82),
        Plan("ZA3", 0.69, 0.77),
        Plan("ZA5", 0.74, 0.79),
        Plan("ZA6", 0.66, 0.73),
    ),
}
_BOARDS_MET = {2025: date(2025, 3, 27), 2026: date(2026, 3, 19)}


def releases() -> list[Release]:
    """One file for each year from April to March, sent in just before or as it begins."""
    found = []
    for year in _PLANS:
        last = date(year + 1, 3, 1)
        name = f"FICTIONAL-trajectories-62-days-{year}-{(year + 1) % 100}.csv"
        found.append(Release(f"files/{name}", published_on(date(year, 2, 1)), "final", last, "trajectories"))
    return found


def write(path: Path, last: date) -> None:
    """Write the plans for the year that ends with the month of `last`."""
    write_table(path, _COLUMNS, _lines(last.year - 1))


def _lines(year: int) -> Iterator[tuple[str, ...]]:
    names = {ALDER_VALE.code: ALDER_VALE.name, **{p.code: p.name for p in PROVIDERS}}
    met = _BOARDS_MET[year]
    for plan in _PLANS[year]:
        for step in range(_MONTHS):
            month = add_months(date(year, 4, 1), step)
            value = plan.april + (plan.march - plan.april) * step / (_MONTHS - 1)
            said_by = f"Board of {names[plan.place]}, {met.day} {met:%B %Y}"
            yield MEASURE, plan.place, f"{month:%Y-%m}", f"{100 * value:.1f}%", said_by
