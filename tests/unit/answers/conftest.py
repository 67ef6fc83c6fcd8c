"""A very small England over fifteen months, open for questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk
from alliance.periods import add_months
from tests.spec.small_england import Release, Telling, Told, england, write_store

FIRST = date(2024, 1, 1)
MONTHS = [add_months(FIRST, n) for n in range(15)]
SHARES = (70, 72, 69, 71, 70, 68, 72, 71, 69, 70, 71, 69, 30, 31, 29)  # out of a hundred; three months fall


def fifteen_months() -> Telling:
    """Provider and commissioner releases; the last month provisional. Alder falls in its last three months."""
    releases, numbers = [], []
    for position, month in enumerate(MONTHS):
        status = "provisional" if position == 14 else "final"
        known = add_months(month, 2).replace(day=14)
        for basis, places in (("provider", ("ZA1", "ZA3", "ZU1", "Z9X")), ("commissioner", ("QZ1", "QZ2"))):
            release = Release(f"{month:%B %Y} {basis}", known, status, basis=basis)
            mine = [n for place in places for n in _cells(release.name, place, month, position)]
            releases.append(release)
            numbers += [*mine, *england(mine)]
    return Telling(tuple(releases), tuple(numbers))


def _cells(release: str, place: str, month: date, position: int) -> list[Told]:
    within = SHARES[position] if place in ("ZA1", "QZ1") else 80 + position % 2
    found = []
    for cut, times in ((("all", "all"), 1.0), (("lung", "all"), 0.5), (("breast", "all"), 0.5)):
        cuts = (*cut, "all", "all", "all")
        found += [
            Told(release, place, month, "treated-62-day", cuts, 100 * times),
            Told(release, place, month, "treated-62-day-within", cuts, within * times),
        ]
    whole = ("all", "all", "all", "all")
    for band, count in (("0-31", 20.0), ("32-38", 10.0), ("over-104", 5.5)):
        found.append(Told(release, place, month, "treated-62-day", (*whole, band), count))
    for quantity in ("treated-31-day", "treated-31-day-within"):  # everybody within 31 days
        found.append(Told(release, place, month, quantity, (*whole, "all"), 120.0 + position))
    return found


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the fifteen months."""
    return write_store(fifteen_months(), tmp_path_factory.mktemp("small") / "store")


@pytest.fixture(scope="session")
def desk(small_store: Path) -> Desk:
    """The store, open, in memory."""
    return open_desk(small_store, in_memory=True)
