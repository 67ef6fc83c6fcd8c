"""One fictional file, the day on which it comes out, and for whom it is until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alliance.periods import add_months

__all__ = ["TODAY", "Release", "published_on"]

TODAY = date(2025, 11, 17)
"""The day on which the demonstration begins: files published later wait for "next month"."""


@dataclass(frozen=True)
class Release:
    """One file of one publication day.

    `status` is empty where the file itself says it, or nobody does; `month` is the newest of which it tells. `kind` is
    the basis of a monthly workbook (provider, commissioner), `national` for the series, else the source that reads the
    file. `visibility` is empty where the kind's own holds; with an `embargo`, `published` is the day on which those on
    the list of that name have the file.
    """

    file: str
    published: date
    status: str
    month: date
    kind: str
    visibility: str = ""
    embargo: datetime | None = None


def published_on(month: date) -> date:
    """The second Thursday of the second month after this one."""
    first = add_months(month, 2)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 7)
