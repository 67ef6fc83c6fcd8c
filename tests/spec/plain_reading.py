"""A slow second reading of the published workbooks, that shares nothing with ours but the cells.

A sheet is taken row by row: what stands under TOTAL, beside which code, under which labels.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from alliance.periods import add_months

ENGLAND = ("ALL ENGLISH PROVIDERS", "ALL ENGLISH COMMISSIONERS")
MONTHS = tuple(add_months(date(2023, 10, 1), n) for n in range(18))
BASES = ("PROVIDER", "COMMISSIONER")


class Row(NamedTuple):
    """One row of counts. `code` is 'england' for the national row; `labels` are lower-case words."""

    month: date
    code: str
    labels: tuple[str, ...]
    total: float
    within: float
    bands: tuple[float, ...]


def file_name(month: date, basis: str) -> str:
    """What NHS England called the file."""
    return f"{month:%B-%Y}-CWT-CRS-{basis}-WORKBOOK-FINAL.xlsx".upper().replace(".XLSX", ".xlsx")


@cache
def rows(path: Path, sheet: str) -> tuple[Row, ...]:
    """The rows of counts of one sheet."""
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    month = datetime.strptime(str(cells[1][0]), "%b-%y").date()  # noqa: DTZ007
    header = [str(cell).strip() for cell in cells[8]]
    total = header.index("TOTAL")
    found = []
    for line in cells[9:]:
        code = str(line[1]).strip() or ("england" if line[2] in ENGLAND else "")
        if code and isinstance(line[total], float):
            labels = tuple(str(cell).strip().lower() for cell in line[3:total])
            counts = [float(cell) for cell in line[total:] if isinstance(cell, float)]
            found.append(Row(month, code, labels, counts[0], counts[1], tuple(counts[4:])))
    return tuple(found)


@cache
def national(path: Path) -> dict[tuple[date, str], tuple[float, float]]:
    """Total and within of each month and standard (28, 31, 62) of the national series."""
    book = CalamineWorkbook.from_path(str(path))
    cells = book.get_sheet_by_name("Monthly Performance").to_python(skip_empty_area=False)
    found = {}
    for line in cells:
        for standard, first in (("28", 1), ("31", 8), ("62", 15)):
            if isinstance(line[first], date) and isinstance(line[first + 1], float):
                found[line[first], standard] = (line[first + 1], float(line[first + 2]))
    return found


@cache
def earlier(path: Path) -> dict[tuple[str, date], tuple[float, float]]:
    """Total and within of each standard (its title's first words) and month of the series to September 2023."""
    book = CalamineWorkbook.from_path(str(path))
    cells = book.get_sheet_by_name("Monthly Data").to_python(skip_empty_area=False)
    titles = {column: str(cell) for column, cell in enumerate(cells[1]) if cell}
    found = {}
    for line in cells[4:]:
        for column, title in titles.items():
            if isinstance(line[column - 1], date) and isinstance(line[column], float):
                found[title, line[column - 1]] = (line[column], float(line[column + 1]))
    return found


@cache
def diagnostics(path: Path) -> tuple[date, float, float]:
    """The month of a DM01 file, and its own total row: all who wait, and those waiting six weeks or more."""
    cells = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Provider").to_python(skip_empty_area=False)
    )
    (total,) = (line for line in cells if line[4] == "Total")
    month = re.search(r"Provider-([A-Z][a-z]+-\d{4})", path.name)
    assert month
    day = datetime.strptime(month[1], "%B-%Y").date()  # noqa: DTZ007
    return day, float(total[5]), float(total[6])


@cache
def stages(path: Path, year: str) -> dict[str, dict[str, list[int]]]:
    """Stages 1 to 4 of all sites in a year, by kind of area and by area."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Year"] == year:
                counts = found[row["Geography Type"]][row["Geography Name"]]
                for stage in range(4):
                    counts[stage] += int(row[f"Stage {stage + 1}"])
    return found
