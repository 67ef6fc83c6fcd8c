"""A schedule of files with the day on which each was published: to load history as it was made known."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alliance.errors import FileRefused, UsageError
from alliance.ingest.audience import Audience, audience_of

__all__ = ["Scheduled", "read_schedule"]

_COLUMNS = ("file", "published", "status")


@dataclass(frozen=True)
class Scheduled:
    """One file of a schedule. `status` is empty where the file's own words are to be believed.

    `published` is the day on which the file is handed out: to everybody, or with an embargo to those on its list.
    """

    path: Path
    published: date
    status: str | None
    audience: Audience = field(default_factory=Audience)

    @property
    def known_since(self) -> date:
        """The day since which its numbers are known: that of publication, or that on which its embargo ends."""
        return self.audience.embargo.date() if self.audience.embargo else self.published


def read_schedule(folder: Path) -> list[Scheduled]:
    """The files that `schedule.csv` in a folder names, oldest first.

    Its columns are file, published and status, and where it has them visibility (public, partners, or a list's
    name) and embargo (the hour until which a list keeps the file).

    Raises
    ------
    FileRefused
        There is no schedule, a column is missing, a row's date is not one, or its embargo is no hour or has no list.
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
        audience = _audience(row, f"{path.name}, row {number}")
        found.append(Scheduled(folder / row["file"], day, row["status"] or None, audience))
    return sorted(found, key=lambda s: (s.published, s.path.name))


def _audience(row: Mapping[str, str | None], where: str) -> Audience:
    try:
        return audience_of(row.get("visibility") or None, row.get("embargo") or None)
    except UsageError as error:
        raise FileRefused(f"{where}: {error.what}", "Mend the row.") from None
