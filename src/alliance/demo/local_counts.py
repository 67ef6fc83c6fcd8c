"""What the fictional alliance counts itself: whether somebody was beside people when they were told of a cancer.

Aldermere's clinic of one morning has a person who sits down first: it shows here as it does in the 28-day figures.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from alliance.demo.england import ALDER_VALE, MERGER, PROVIDERS
from alliance.demo.levels import COURSES, MONTHS, volume
from alliance.demo.release import TODAY, Release, published_on
from alliance.demo.tables import write_table

__all__ = ["FIRST", "MEASURE", "releases", "write", "write_measures"]

MEASURE = "told-with-someone"
FIRST = date(2024, 4, 1)
"""The first month in which it was counted."""

_SEED = 20240401
_COLUMNS = ("place", "period", "measure", "numerator", "denominator")
_TRUSTS = tuple(p for p in PROVIDERS if p.alliance == ALDER_VALE.code)
_COUNTED_OF_TREATED = 0.8
_USUAL = {"ZA1": 0.62, "ZA2": 0.66, "ZA3": 0.58, "ZA4": 0.71, "ZA5": 0.69, "ZA6": 0.81}
_OF_COURSE = 0.75  # how far the share follows Aldermere's clinic


def releases() -> list[Release]:
    """All months known on the first day as one file; then a month a file."""
    known = max(month for month in MONTHS if published_on(month) <= TODAY)
    return [
        Release(f"files/{_name(month)}", published_on(month), "", month, "local-data")
        for month in MONTHS
        if month >= known
    ]


def _name(month: date) -> str:
    return f"FICTIONAL-told-with-someone-{month:%Y-%m}.csv"


def write(path: Path, last: date) -> None:
    """Write the month of `last`, or in the first file every month up to it."""
    first = FIRST if last == releases()[0].month else last
    months = [month for month in MONTHS if first <= month <= last]
    write_table(path, _COLUMNS, (line for month in months for line in _lines(month)))


def write_measures(folder: Path) -> None:
    """Write the definition of what is counted, which belongs into a store's own folder of measures."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).with_name(f"{MEASURE}.toml"), folder / f"{MEASURE}.toml")


def _lines(month: date) -> Iterator[tuple[object, ...]]:
    random = np.random.default_rng([_SEED, month.year, month.month])
    for trust in _TRUSTS:
        merged = month >= MERGER.on
        if merged and trust.code == MERGER.old:
            continue
        size = trust.size + sum(
            p.size for p in _TRUSTS if merged and trust.code == MERGER.new and p.code == MERGER.old
        )
        told = round(size * _COUNTED_OF_TREATED * volume(month) * float(np.exp(random.normal(0, 0.05))))
        beside = round(told * (_share(trust.code, month) + random.normal(0, 0.02)))
        yield trust.code, f"{month:%Y-%m}", MEASURE, beside, told


def _share(code: str, month: date) -> float:
    course = next((c for c in COURSES if c.standard == "fds" and c.provider == code), None)
    moved = course.levels[MONTHS.index(month)] - course.levels[0] if course else 0.0
    return _USUAL[code] + _OF_COURSE * moved
