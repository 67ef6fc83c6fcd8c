"""How many fictional patients are alive one and five years on: the publisher's index, by alliance and year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from xlsxwriter import Workbook

from alliance.demo.england import ALLIANCES
from alliance.demo.release import Release
from alliance.demo.workbook import FICTIONAL, WRITTEN

__all__ = ["ENGLAND", "FIRST_YEAR", "releases", "write"]

FIRST_YEAR = 2009
ENGLAND = "E92000001"
"""The code that the publisher gives to England: the fictional one has no other."""
_SEED = 20090101
_HEADER = 10
_COLUMNS = (
    *("Geography type", "Geography name", "Geography code", "Cancer site", "Gender", "Age at diagnosis"),
    *("Standardisation type", "Diagnosis year", "Years since diagnosis", "Patient numbers", "Survival (%)"),
    *("Lower CI", "Upper CI", "Precision", "Standard error", "Substituted by Other Geography"),
)


class Estimated(NamedTuple):
    """A site, or the index of all: patients a year, and survival in `FIRST_YEAR` with its gain a year, in %."""

    label: str
    patients: int
    after: dict[int, tuple[float, float]]


_SITES = (
    Estimated("Index", 15000, {1: (68.5, 0.48), 5: (49.5, 0.52)}),
    Estimated("Breast", 3300, {1: (96.0, 0.08), 5: (84.5, 0.15)}),
    Estimated("Colorectal", 2400, {1: (76.5, 0.35), 5: (57.0, 0.32)}),
    Estimated("Lung", 2700, {1: (30.5, 1.15), 5: (10.0, 0.85)}),
)
_PLACES = (
    ("Country", "England", ENGLAND, 1.0, 0.0),
    ("Cancer Alliance", ALLIANCES[0].name, ALLIANCES[0].code, 0.6, -0.4),
    ("Cancer Alliance", ALLIANCES[1].name, ALLIANCES[1].code, 0.4, 0.6),
)


def releases() -> list[Release]:
    """One workbook, of all the years to 2022."""
    last = date(2022, 12, 1)
    name = f"FICTIONAL-Index-of-cancer-survival-{FIRST_YEAR}-to-{last.year}.xlsx"
    return [Release(f"files/{name}", date(2025, 2, 13), "final", last, "survival")]


def write(path: Path, last: date) -> None:
    """Write the index with breast, bowel and lung beside it, for England and both alliances."""
    book = Workbook(str(path))
    book.set_properties({"created": WRITTEN, "title": "Fictional survival", "comments": FICTIONAL})
    page = book.add_worksheet("Table 5")
    above = ("Table 5: an index of cancer survival that nobody estimated", FICTIONAL)
    page.write_column(0, 0, above)
    page.write_row(_HEADER, 0, _COLUMNS)
    for row, line in enumerate(_lines(last.year), _HEADER + 1):
        page.write_row(row, 0, line)
    book.close()


def _lines(last: int) -> Iterator[tuple[object, ...]]:
    random = np.random.default_rng(_SEED)
    for kind, name, code, share, apart in _PLACES:
        for site in _SITES:
            for year in range(FIRST_YEAR, last + 1):
                patients = round(site.patients * share * (1 + 0.012 * (year - FIRST_YEAR)))
                for since, (level, gain) in site.after.items():
                    expected = level + gain * (year - FIRST_YEAR) + apart
                    error = (expected * (100 - expected) / patients) ** 0.5
                    found = round(expected + random.normal(0, 0.4) * error, 1)
                    yield (
                        *(kind, name, code, site.label, "Persons", "All ages", "Age-sex-cancer-standardised"),
                        *(year, since, patients, found, round(found - 1.96 * error, 1)),
                        *(round(found + 1.96 * error, 1), round(1 / error**2, 2), round(error, 2), "No"),
                    )
