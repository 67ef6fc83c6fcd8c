"""The fictional alliance as a folder: its files, its book of places, its schedule and its story."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alliance.demo.book import write_book
from alliance.demo.casemix import PATHWAYS
from alliance.demo.levels import MONTHS
from alliance.demo.model import BANDS, STANDARDS, counts, month_of_patients
from alliance.demo.national import EnglandMonth, write_national
from alliance.demo.schedule import Release, releases, write_schedule
from alliance.demo.story import Scenario, read_scenario, write_scenario
from alliance.demo.workbook import write_workbook
from alliance.ingest import Loaded, load, load_next

__all__ = ["build", "next_month", "write"]

Floats = NDArray[np.float64]
TODAY_FILE = "today"


def write(folder: Path) -> None:
    """Write files/, book/, schedule.csv and scenario.json into `folder`: the same bytes each time."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    write_book(folder / "book")
    write_schedule(folder)
    write_scenario(folder)
    england: dict[tuple[date, str], EnglandMonth] = {}
    for release in sorted(releases(), key=lambda r: (r.basis == "national", r.month)):
        if release.basis == "national":
            write_national(folder / release.file, _series(england, release.month))
            continue
        tables = _tables(release)
        write_workbook(folder / release.file, release.month, release.basis, release.status, tables)
        england[release.month, release.status] = _england(release, tables)


def _tables(release: Release) -> dict[str, Floats]:
    provisional = release.status == "provisional"
    return {
        standard: counts(month_of_patients(standard, release.month, provisional=provisional), release.basis)
        for standard in STANDARDS
    }


def _england(release: Release, tables: dict[str, Floats]) -> EnglandMonth:
    def pair(standard: str) -> tuple[float, float]:
        bands = tables[standard].reshape(-1, tables[standard].shape[-1]).sum(axis=0)
        return float(bands.sum()), float(bands[: len(BANDS[standard][0])].sum())

    seen = tables["seen"].sum(axis=(0, 1, 3, 4))
    urgent = sum(n for n, p in zip(seen, PATHWAYS, strict=True) if p.route.startswith("URGENT"))
    symptoms = sum(n for n, p in zip(seen, PATHWAYS, strict=True) if p.route.startswith("BREAST"))
    standards = {standard: pair(standard) for standard in ("fds", "31", "62")}
    return EnglandMonth(release.month, standards, float(urgent), float(symptoms), release.status == "final")


def _series(england: dict[tuple[date, str], EnglandMonth], last: date) -> list[EnglandMonth]:
    """England to `last`, its newest month provisional and all others final."""
    earlier = [england[month, "final"] for month in MONTHS if month < last]
    return [*earlier, england[last, "provisional"]]


def build(folder: Path, store: Path, *, progress: Callable[[Loaded], None] | None = None) -> Scenario:
    """Write the fictional alliance, load what is published by the day on which it begins, say what day it is.

    Raises
    ------
    StoreTrouble
        The store cannot be written.
    """
    write(folder)
    scenario = read_scenario(folder)
    shutil.copytree(folder / "book", store / "book", dirs_exist_ok=True)
    known = [release for release in releases() if release.published <= scenario.today]
    for (published, status), group in groupby(known, key=lambda r: (r.published, r.status)):
        files = [folder / release.file for release in group]
        load(
            files,
            store,
            today=scenario.today,
            published=published,
            status=status or None,
            progress=progress,
        )
    _set_day(folder, scenario.today)
    return scenario


def next_month(folder: Path, store: Path) -> tuple[date, list[Loaded]] | None:
    """Load the next publication day's files, and make that day today; None when there are no more."""
    found = load_next(folder, store)
    if found:
        _set_day(folder, found[0])
    return found


def _set_day(folder: Path, day: date) -> None:
    (folder / TODAY_FILE).write_text(f"{day.isoformat()}\n", encoding="ascii")
