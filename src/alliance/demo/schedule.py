"""When each fictional file is published: six weeks after its month, first provisional, then final."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from alliance.demo.levels import MONTHS
from alliance.demo.national import national_name
from alliance.demo.workbook import workbook_name
from alliance.periods import add_months

__all__ = ["FIRST_PROVISIONAL", "TODAY", "Release", "published_on", "releases", "write_schedule"]

TODAY = date(2025, 11, 17)
"""The day on which the demonstration begins: files published later wait for "next month"."""

FIRST_PROVISIONAL = date(2025, 8, 1)
"""Of earlier months only the final file is kept, as if it had been published in its final form at once."""


@dataclass(frozen=True)
class Release:
    """One file of one publication day. `status` is empty for the national series, which holds both."""

    file: str
    published: date
    status: str
    month: date
    basis: str  # provider | commissioner | national


def published_on(month: date) -> date:
    """The second Thursday of the second month after this one."""
    first = add_months(month, 2)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 7)


def releases() -> list[Release]:
    """Every file in the order of its publication; the national series comes first on its day."""
    found = []
    for month in MONTHS:
        day = published_on(month)
        if month < FIRST_PROVISIONAL:
            found += _pair(month, day, "final")
            continue
        found.append(Release(f"files/{national_name(month)}", day, "", month, "national"))
        if month > FIRST_PROVISIONAL:
            found += _pair(add_months(month, -1), day, "final")
        found += _pair(month, day, "provisional")
    return found


def _pair(month: date, day: date, status: str) -> list[Release]:
    return [
        Release(f"files/{workbook_name(month, basis, status)}", day, status, month, basis)
        for basis in ("provider", "commissioner")
    ]


def write_schedule(folder: Path) -> None:
    """Write `schedule.csv`: file (from this folder), published, status."""
    with (folder / "schedule.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("file", "published", "status"))
        rows.writerows((r.file, r.published.isoformat(), r.status) for r in releases())
