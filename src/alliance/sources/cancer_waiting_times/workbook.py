"""Reading NHS England's monthly workbooks (October 2023 on), provider or commissioner, all eleven sheets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.periods import month_of
from alliance.sources.cancer_waiting_times.layout import FRONT, HEADER_ROW, Sheet
from alliance.sources.cancer_waiting_times.naming import status_in_name
from alliance.sources.files import Workbook, cell_name
from alliance.sources.labels import slug_of
from alliance.sources.tables import AGAIN

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "FOOTNOTE",
    "NATIONAL",
    "NATIONAL_NAMES",
    "LabelBook",
    "front_status",
    "is_title",
    "number_column",
    "place_codes",
    "read_sheet",
    "sheet_facts",
]

NATIONAL = "england"
WAITING_TIMES = "waiting times"
FOOTNOTE = re.compile(r"\s*\(\d+\)\s*$")
NATIONAL_NAMES = {"provider": "ALL ENGLISH PROVIDERS", "commissioner": "ALL ENGLISH COMMISSIONERS"}
_STATUS = {"final": "final", "provisional": "provisional"}


class LabelBook:
    """Slugs for labels, remembering which labels the shipped table did not know."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}
        self.new: dict[str, None] = {}

    def slug(self, cut: str, label: str) -> str:
        key = (cut, label)
        if key not in self.known:
            self.known[key], known = slug_of(cut, label, WAITING_TIMES)
            if not known:
                self.new[f"{cut}: {label}"] = None
        return self.known[key]

    def slugs(self, cut: str, labels: Sequence[Any]) -> list[str]:
        """A column's slugs; each label is looked up once."""
        found = {label: self.slug(cut, str(label)) for label in dict.fromkeys(labels)}
        return [found[label] for label in labels]


def front_status(book: Workbook) -> str:
    """`final` or `provisional` as the front page says, or the file's name where it says nothing; else `unknown`."""
    for row in book.rows(FRONT)[:12]:
        words = str(row[0]).casefold() if row else ""
        if words.startswith("status:"):
            return next((status for word, status in _STATUS.items() if word in words), "unknown")
    return status_in_name(book.name)


def sheet_facts(book: Workbook, sheet: str) -> tuple[str, date]:
    """The basis and the first day of the month that the head of a sheet states (A3 and A2)."""
    rows = book.rows(sheet)
    if len(rows) < HEADER_ROW:
        raise FileRefused(f"{book.name}, sheet '{sheet}', ends before its header in row {HEADER_ROW}.", AGAIN)
    said = str(rows[2][0]).casefold()
    basis = next((b for b in NATIONAL_NAMES if f"{b} based" in said), "")
    if not basis:
        raise FileRefused(f"{book.name}, sheet '{sheet}', A3, does not say provider or commissioner.", AGAIN)
    return basis, _month(book.name, sheet, rows[1][0])


def _month(name: str, sheet: str, stated: object) -> date:
    if isinstance(stated, date):
        return date(stated.year, stated.month, 1)
    try:
        return datetime.strptime(str(stated).strip(), "%b-%y").date()  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        raise FileRefused(f"{name}, sheet '{sheet}', A2, states no month like 'Sep-25'.", AGAIN) from None


def read_sheet(book: Workbook, sheet: Sheet, basis: str, month: date, labels: LabelBook) -> pl.DataFrame:
    """One row an organisation (or England) and cell of the sheet's cuts; counts beside each other, `row` kept.

    Raises
    ------
    FileRefused
        The header is not the layout's, the month or basis differs from the other sheets', or a cell is not
        a number.
    """
    if (stated := sheet_facts(book, sheet.name)) != (basis, month):
        raise FileRefused(
            f"{book.name}, sheet '{sheet.name}', is {stated[0]} data for {month_of(stated[1])}; "
            f"the first sheet is {basis} data for {month_of(month)}.",
            AGAIN,
        )
    rows = book.rows(sheet.name)
    _hold_header(book.name, sheet, rows[HEADER_ROW - 1], HEADER_ROW - 1)
    kept = _table_rows(book.name, sheet, rows)
    return _frame(book.name, sheet, rows, kept, basis, labels)


def _hold_header(name: str, sheet: Sheet, row: list[Any], index: int) -> None:
    found = [FOOTNOTE.sub("", str(title).strip()) for title in row]
    wanted = ["", "ODS CODE", None, *sheet.header]
    if len(found) < len(wanted):
        raise FileRefused(f"{name}, sheet '{sheet.name}', row {index + 1}, has too few columns.", AGAIN)
    for column, title in enumerate(wanted):
        if title is not None and found[column] != title:
            raise FileRefused(
                f"{name}, sheet '{sheet.name}', {cell_name(column, index)}, is headed '{found[column]}' "
                f"where '{title}' is expected.",
                AGAIN,
            )


def _table_rows(name: str, sheet: Sheet, rows: list[list[Any]]) -> list[int]:
    """Which rows hold counts. Part titles, repeated headers and blank rows are passed over; others refused."""
    kept = []
    for index in range(HEADER_ROW, len(rows)):
        row = rows[index]
        if row[2] != "":
            if row[1] == "ODS CODE (1)":
                _hold_header(name, sheet, row, index)
            else:
                kept.append(index)
        elif row[1] != "" or not is_title(row):
            raise FileRefused(
                f"{name}, sheet '{sheet.name}', row {index + 1}, has no organisation's name.", AGAIN
            )
    if not kept:
        raise FileRefused(f"{name}, sheet '{sheet.name}', has no rows of counts.", AGAIN)
    return kept


def is_title(row: list[Any]) -> bool:
    """A blank row, a part's title in column A, or the row of headings above a header."""
    filled = [value for value in row if isinstance(value, float | int) or str(value).strip()]
    return all(isinstance(value, str) for value in filled)


def _frame(
    name: str, sheet: Sheet, rows: list[list[Any]], kept: list[int], basis: str, labels: LabelBook
) -> pl.DataFrame:
    import polars as pl

    columns = list(zip(*(rows[index] for index in kept), strict=True))
    first = 3 + len(sheet.labels)
    counts = ["total"]
    if sheet.within:
        counts += ["within", "after", "share", ""]
    counts += [band for _, band in sheet.bands]
    series = [
        pl.Series("row", kept, dtype=pl.Int32),
        pl.Series("place", place_codes(name, sheet.name, columns, kept, basis), dtype=pl.Categorical),
        pl.Series("name", list(map(str, columns[2])), dtype=pl.String),
    ]
    for position, (_, cut) in enumerate(sheet.labels):
        if cut:
            slugs = labels.slugs(cut, columns[3 + position])
            series.append(pl.Series(cut, slugs, dtype=pl.Categorical))
    for offset, title in enumerate(counts):
        if title:
            series.append(
                number_column(name, sheet.name, title, columns[first + offset], first + offset, kept)
            )
    return pl.DataFrame(series)


def place_codes(
    name: str, sheet: str, columns: list[tuple[Any, ...]], kept: list[int], basis: str
) -> list[str]:
    """The code of each row, England's for the national row; a row without a code is no other's.

    Raises
    ------
    FileRefused
        An organisation has no code.
    """
    national = NATIONAL_NAMES[basis]
    if "" in columns[1]:
        for code, title, index in zip(columns[1], columns[2], kept, strict=True):
            if code == "" and title != national:
                raise FileRefused(
                    f"{name}, sheet '{sheet}', {cell_name(1, index)}: '{title}' has no code.", AGAIN
                )
    found = {code: str(code).strip().upper() or NATIONAL for code in dict.fromkeys(columns[1])}
    return [found[code] for code in columns[1]]


def number_column(
    name: str, sheet: str, title: str, values: tuple[Any, ...], column: int, kept: list[int]
) -> pl.Series:
    """One column of counts; `share` may be empty where there is nothing to divide.

    Raises
    ------
    FileRefused
        A cell is not a number.
    """
    import polars as pl

    try:
        return pl.Series(title, values, dtype=pl.Float64)
    except (TypeError, pl.exceptions.PolarsError):
        for value, index in zip(values, kept, strict=True):
            if not isinstance(value, float | int) and not (title == "share" and value in ("", "-", "N/A")):
                raise FileRefused(
                    f"{name}, sheet '{sheet}', {cell_name(column, index)}: '{value}' is not a number.",
                    "Open the file and look at that cell; a published workbook has a number there.",
                ) from None
        return pl.Series(title, [v if isinstance(v, float | int) else None for v in values], dtype=pl.Float64)
