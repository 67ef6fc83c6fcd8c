"""What the national time series have in common: their months, quarters and years, and their cells."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from alliance.errors import FileRefused
from alliance.periods import Period, add_months, month_of
from alliance.sources.files import Workbook
from alliance.sources.tables import AGAIN

__all__ = ["FIRST", "HEADER", "final_months", "is_number", "padded_rows", "quarter", "year"]

HEADER, FIRST = 3, 4  # row indices of the header and of the first period
_YEAR_LABEL = re.compile(r"(\d{4})/\d\d")
_QUARTER_LABEL = re.compile(r"(\d\d)/\d\d Q([1-4])")


def padded_rows(book: Workbook, sheet: str, columns: int) -> list[list[Any]]:
    """The rows of a sheet, at least as wide and as many as the layout's, however few are left; a time is its day."""
    rows = [
        [cell.date() if isinstance(cell, datetime) else cell for cell in row] + [""] * (columns - len(row))
        for row in book.rows(sheet)
    ]
    return rows + [[""] * columns] * (FIRST - len(rows))


def final_months(book: Workbook, cover: str) -> Period:
    """The months for which the cover says that the figures are final; all others are provisional.

    Raises
    ------
    FileRefused
        No row of the cover has two days with 'to' between them.
    """
    for row in padded_rows(book, cover, 0):
        days = [cell for cell in row if isinstance(cell, date)]
        if "to" in [str(cell).strip() for cell in row] and len(days) == 2:
            return Period(month_of(days[0]).start, month_of(days[1]).end, "year")
    raise FileRefused(f"{book.name}, sheet '{cover}', does not say which months are final.", AGAIN)


def is_number(cell: object) -> bool:
    """Whether a cell holds a count; a yes or no is none."""
    return isinstance(cell, float | int) and not isinstance(cell, bool)


def year(label: str) -> Period | None:
    """The financial year of a label such as 2022/23; None where it is none, or is not whole."""
    found = _YEAR_LABEL.fullmatch(label)
    if not found:
        return None
    start = date(int(found[1]), 4, 1)
    return Period(start, month_of(add_months(start, 11)).end, "fy")


def quarter(label: str) -> Period | None:
    """The quarter of a financial year of a label such as 22/23 Q4; None where it is none."""
    found = _QUARTER_LABEL.fullmatch(label)
    if not found:
        return None
    start = add_months(date(2000 + int(found[1]), 4, 1), 3 * (int(found[2]) - 1))
    return Period(start, month_of(add_months(start, 2)).end, "fyq")
