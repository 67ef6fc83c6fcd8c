"""The fictional alliance as a folder: its files, its book of places, its own measure, its schedule and its story."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alliance.demo.beside import WRITERS
from alliance.demo.book import write_book
from alliance.demo.casemix import PATHWAYS
from alliance.demo.levels import MONTHS
from alliance.demo.local_counts import write_measures
from alliance.demo.model import BANDS, STANDARDS, counts, month_of_patients
from alliance.demo.national import EnglandMonth, write_national
from alliance.demo.schedule import Release, releases, write_schedule
from alliance.demo.story import Scenario, read_scenario, write_scenario
from alliance.demo.workbook import write_workbook
from alliance.errors import UsageError
from alliance.ingest import Loaded, load, load_next, read_schedule

__all__ = ["build", "clear", "next_month", "write", "write_files"]

_TODAY = "today"


def write(folder: Path) -> None:
    """Write files/, book/, measures/, schedule.csv and scenario.json into `folder`: the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    write_scenario(folder)  # first: by it `clear` knows a folder of ours, even one that was left half written
    write_book(folder / "book")
    write_measures(folder / "measures")
    write_schedule(folder)
    write_files(folder, releases())


def write_files(folder: Path, chosen: Sequence[Release]) -> None:
    """Write these releases' files."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for release in chosen:
        path = folder / release.file
        if release.kind in WRITERS:
            WRITERS[release.kind](path, release.month)
        elif release.kind == "national":
            write_national(path, _series(release.month))
        else:
            tables = _tables(release.month, release.status, release.kind)
            write_workbook(path, release.month, release.kind, release.status, tables)


def _tables(month: date, status: str, basis: str) -> dict[str, NDArray[np.float64]]:
    provisional = status == "provisional"
    return {s: counts(month_of_patients(s, month, provisional=provisional), basis) for s in STANDARDS}


def _series(last: date) -> list[EnglandMonth]:
    """England to `last`, its newest month provisional and all others final."""
    earlier = [_england(month, "final") for month in MONTHS if month < last]
    return [*earlier, _england(last, "provisional")]


@cache
def _england(month: date, status: str) -> EnglandMonth:
    tables = _tables(month, status, "provider")
    seen = tables["seen"].sum(axis=(0, 1, 3, 4)).tolist()
    routes = [pathway.route.split()[0] for pathway in PATHWAYS]

    def pair(standard: str) -> tuple[float, float]:
        bands = tables[standard].sum(axis=(0, 1, 2, 3)).tolist()
        return sum(bands), sum(bands[: len(BANDS[standard][0])])

    return EnglandMonth(
        month=month,
        standards={standard: pair(standard) for standard in ("fds", "31", "62")},
        urgent_seen=sum(n for n, route in zip(seen, routes, strict=True) if route == "URGENT"),
        symptoms_seen=sum(n for n, route in zip(seen, routes, strict=True) if route == "BREAST"),
        final=status == "final",
    )


def build(folder: Path, store: Path, *, progress: Callable[[Loaded], None] | None = None) -> Scenario:
    """Write the fictional alliance and load all that is published by the day on which it begins.

    Raises
    ------
    StoreTrouble
        The store cannot be written.
    """
    write(folder)
    scenario = read_scenario(folder)
    for room in ("book", "measures"):
        shutil.copytree(folder / room, store / room, dirs_exist_ok=True)
    known = [scheduled for scheduled in read_schedule(folder) if scheduled.published <= scenario.today]
    known.sort(key=lambda scheduled: (scheduled.published, scheduled.status or ""))
    for (since, status, audience), group in groupby(known, lambda s: (s.known_since, s.status, s.audience)):
        files = [scheduled.path for scheduled in group]
        load(
            files,
            store,
            today=scenario.today,
            published=since,
            status=status,
            audience=audience,
            progress=progress,
        )
    _set_day(folder, scenario.today)
    return scenario


def clear(folder: Path) -> None:
    """Take away a fictional alliance: its files, its store, and whatever its site kept beside them.

    Raises
    ------
    UsageError
        The folder holds something else.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / "scenario.json").is_file():
        raise UsageError(
            f"{folder} holds something other than the demonstration, and is left as it is.",
            "Name another folder with --folder.",
        )
    shutil.rmtree(folder)


def next_month(folder: Path, store: Path) -> tuple[date, list[Loaded]] | None:
    """Load the next publication day's files, and make that day today; None when there are no more."""
    found = load_next(folder, store)
    if found:
        _set_day(folder, found[0])
    return found


def _set_day(folder: Path, day: date) -> None:
    """Say what day it is, for the site's clock: the file is replaced whole."""
    draft = folder / f".{_TODAY}.draft"
    draft.write_text(f"{day.isoformat()}\n", encoding="ascii")
    draft.replace(folder / _TODAY)
