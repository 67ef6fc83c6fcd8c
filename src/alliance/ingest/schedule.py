"""A schedule of files with the day on which each was published: to load history as it was made known."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alliance.errors import FileRefused

__all__ = ["Scheduled", "read_schedule"]

_COLUMNS = ("file", "published", "status")


@dataclass(frozen=True)
class Scheduled:
    """One file of a schedule. `status` is empty where the file's own words are to be believed."""

    path: Path
    published: date
    status: str | None


def read_schedule(folder: Path) -> list[Scheduled]:
    """The files that `schedule.csv` in a folder names (columns file, published, status), oldest first.

    Raises
    ------
    FileRefused
        There is no schedule, a column is missing, or a row's date is not one.
    """
    path = folder / "schedule.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        raise FileRefused(
            f"{folder} has no schedule.csv.", "Name a folder that `alliance demo` made."
        ) from None
    found = []
    for number, row in enumerate(rows, 2):
        if any(row.get(name) is None for name in _COLUMNS):
            raise FileRefused(f"{path.name}, row {number}, lacks {', '.join(_COLUMNS)}.", "Mend the row.")
        try:
            day = date.fromisoformat(row["published"])
        except ValueError:
            raise FileRefused(
                f"{path.name}, row {number}: '{row['published']}' is not a date.", "Write it as 2025-03-13."
            ) from None
        found.append(Scheduled(folder / row["file"], day, row["status"] or None))
    return sorted(found, key=lambda s: (s.published, s.path.name))
