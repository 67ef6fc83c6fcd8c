"""When each fictional file is published: six weeks after its month, first provisional, then final."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from alliance.demo.beside import beside
from alliance.demo.levels import MONTHS
from alliance.demo.national import national_name
from alliance.demo.release import TODAY, Release, published_on
from alliance.demo.workbook import workbook_name
from alliance.periods import add_months

__all__ = ["FIRST_PROVISIONAL", "TODAY", "Release", "published_on", "releases", "write_schedule"]

FIRST_PROVISIONAL = date(2025, 8, 1)
"""Of earlier months only the final file is kept, as if it had been published in its final form at once."""


def releases() -> list[Release]:
    """Every file in the order of its publication; on its day the national series first, other kinds last."""
    return sorted([*_waiting_times(), *beside()], key=lambda release: release.published)


def _waiting_times() -> list[Release]:
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
    """Write `schedule.csv`: file (from this folder), published, status, visibility, embargo."""
    with (folder / "schedule.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("file", "published", "status", "visibility", "embargo"))
        for r in releases():
            embargo = r.embargo.isoformat(timespec="minutes") if r.embargo else ""
            rows.writerow((r.file, r.published.isoformat(), r.status, r.visibility, embargo))
