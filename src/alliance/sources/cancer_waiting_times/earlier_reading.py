"""Reading one sheet of a workbook of before October 2023: its head, its parts, its rows."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.periods import Period, add_months, month_of, period_containing
from alliance.sources.cancer_waiting_times.earlier import EarlierSheet
from alliance.sources.cancer_waiting_times.workbook import (
    FOOTNOTE,
    NATIONAL_NAMES,
    LabelBook,
    is_title,
    number_column,
    place_codes,
)
from alliance.sources.files import Workbook, cell_name
from alliance.sources.tables import AGAIN

if TYPE_CHECKING:
    import polars as pl

__all__ = ["CARE", "earlier_facts", "first_count", "read_earlier"]

CARE = {"ADMITTED": "admitted", "NON-ADMITTED": "non-admitted", "ALL CARE": "all"}
_HEAD, _DEEPEST = 5, 12  # rows above the first header: at least, and at most
_CODES = ("ODS CODE", "CCG CODE")
_MONTH = re.compile(r"PERIOD: ([A-Z]{3})[A-Z]* (\d{4})/(\d\d)")
_QUARTER = re.compile(r"(?:PERIOD: )?Q([1-4]) (\d{4})[-/]\d{2,4}(?: \(.*\))?")


def earlier_facts(book: Workbook, sheet: str) -> tuple[str, Period]:
    """The basis and the month or quarter that the head of a sheet states (A3 and A2).

    Raises
    ------
    FileRefused
        It states none.
    """
    rows = book.rows(sheet)
    if len(rows) < _HEAD:
        raise FileRefused(f"{book.name}, sheet '{sheet}', ends before its header.", AGAIN)
    said = str(rows[2][0]).casefold()
    basis = next((b for b in NATIONAL_NAMES if f"{b} based" in said), "")
    if not basis:
        raise FileRefused(f"{book.name}, sheet '{sheet}', A3, does not say provider or commissioner.", AGAIN)
    period = _period(" ".join(str(rows[1][0]).upper().split()))
    if period is None:
        raise FileRefused(
            f"{book.name}, sheet '{sheet}', A2, states no month like 'PERIOD: JUL 2021/22' and no quarter like "
            "'Q1 2015-2016'.",
            AGAIN,
        )
    return basis, period


def _period(said: str) -> Period | None:
    """JUL 2021/22 is July of that financial year, so JAN 2021/22 is in 2022; a quarter is one of such a year."""
    if found := _QUARTER.fullmatch(said):
        return period_containing(add_months(date(int(found[2]), 4, 1), 3 * int(found[1]) - 3), "fyq")
    found = _MONTH.fullmatch(said)
    if not found or (int(found[2]) + 1) % 100 != int(found[3]):
        return None
    try:
        month = datetime.strptime(found[1], "%b").month  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        return None
    return month_of(date(int(found[2]) + (month < 4), month, 1))


def first_count(sheet: EarlierSheet) -> int:
    """The column of the total, counted from 0."""
    return 5 if sheet.care else 4


def read_earlier(
    book: Workbook, sheet: EarlierSheet, basis: str, period: Period, labels: LabelBook
) -> pl.DataFrame:
    """One row an organisation (or England), care setting and label; counts beside each other, `row` kept.

    Raises
    ------
    FileRefused
        The basis or period differs from the other sheets', a header is not the layout's, or a cell is not a number.
    """
    if (stated := earlier_facts(book, sheet.name)) != (basis, period):
        raise FileRefused(
            f"{book.name}, sheet '{sheet.name}', is {stated[0]} data for {stated[1]}; the first sheet is {basis} "
            f"data for {period}.",
            AGAIN,
        )
    rows = book.rows(sheet.name)
    header = _first_header(book.name, sheet, rows)
    bands = _hold_header(book.name, sheet, rows[header], header)
    kept = _table_rows(book.name, sheet, rows, header, bands)
    return _frame(book.name, sheet, rows, kept, basis, labels, bands)


def _first_header(name: str, sheet: EarlierSheet, rows: list[list[Any]]) -> int:
    for index in range(_HEAD, min(len(rows), _DEEPEST)):
        if len(rows[index]) > 2 and _title(rows[index][1]) in _CODES:
            return index
    raise FileRefused(
        f"{name}, sheet '{sheet.name}', has no header with {' or '.join(_CODES)} in rows {_HEAD + 1} to {_DEEPEST}.",
        AGAIN,
    )


def _title(cell: object) -> str:
    """A heading without its footnote, and without the IN that some editions write before a wait."""
    return FOOTNOTE.sub("", " ".join(str(cell).split())).removeprefix("IN ")


def _hold_header(name: str, sheet: EarlierSheet, row: list[Any], index: int) -> int:
    """Hold a header to the layout; how many bands of days waited the edition has."""
    found = [_title(cell) for cell in row]
    labels = ["CARE SETTING"] * sheet.care + [sheet.heading]
    wanted = [*labels, *sheet.counted, "", *(title for title, _ in sheet.bands)]
    has_bands = any(found[first_count(sheet) + 4 :])
    for column, title in enumerate(wanted if has_bands else wanted[: len(labels) + 4], 3):
        has = found[column] if column < len(found) else ""
        percentage = column == first_count(sheet) + 3
        if title and has != title and not (percentage and not has):
            raise FileRefused(
                f"{name}, sheet '{sheet.name}', {cell_name(column, index)}, is headed '{has}' where '{title}' "
                "is expected.",
                AGAIN,
            )
    if any(found[3 + len(wanted) :]):
        raise FileRefused(f"{name}, sheet '{sheet.name}', row {index + 1}, has too many columns.", AGAIN)
    return len(sheet.bands) if has_bands else 0


def _table_rows(name: str, sheet: EarlierSheet, rows: list[list[Any]], header: int, bands: int) -> list[int]:
    """Which rows hold counts. Part titles, repeated headers, notes and blank rows are passed over; others refused."""
    kept = []
    for index in range(header + 1, len(rows)):
        row = rows[index]
        if str(row[2]).strip() != "":
            if _title(row[1]) not in _CODES:
                kept.append(index)
            elif _hold_header(name, sheet, row, index) != bands:
                raise FileRefused(
                    f"{name}, sheet '{sheet.name}', row {index + 1}, has other columns than row {header + 1}.",
                    AGAIN,
                )
        elif str(row[1]).strip() != "" or not is_title(row):
            raise FileRefused(
                f"{name}, sheet '{sheet.name}', row {index + 1}, has no organisation's name.", AGAIN
            )
    if not kept:
        raise FileRefused(f"{name}, sheet '{sheet.name}', has no rows of counts.", AGAIN)
    return kept


def _frame(
    name: str,
    sheet: EarlierSheet,
    rows: list[list[Any]],
    kept: list[int],
    basis: str,
    labels: LabelBook,
    bands: int,
) -> pl.DataFrame:
    import polars as pl

    columns = list(zip(*(rows[index] for index in kept), strict=True))
    start = first_count(sheet)
    counts = ["total", "within", "after", "share", "", *(band for _, band in sheet.bands[:bands])]
    series = [
        pl.Series("row", kept, dtype=pl.Int32),
        pl.Series("place", place_codes(name, sheet.name, columns, kept, basis), dtype=pl.String),
        pl.Series("name", [str(v).strip() for v in columns[2]], dtype=pl.String),
        pl.Series("care", _care(name, sheet, columns[3], kept), dtype=pl.String),
        pl.Series("label", _slugs(name, sheet, columns[start - 1], kept, labels), dtype=pl.String),
    ]
    for offset, title in enumerate(counts):
        if title:
            values = columns[start + offset]
            series.append(number_column(name, sheet.name, title, values, start + offset, kept))
    return pl.DataFrame(series)


def _care(name: str, sheet: EarlierSheet, cells: tuple[Any, ...], kept: list[int]) -> list[str]:
    if not sheet.care:
        return ["all"] * len(cells)
    for cell, index in zip(cells, kept, strict=True):
        if cell not in CARE:
            where = f"{name}, sheet '{sheet.name}', {cell_name(3, index)}"
            raise FileRefused(f"{where}: '{cell}' is none of {', '.join(CARE)}.", AGAIN)
    return [CARE[cell] for cell in cells]


def _slugs(
    name: str, sheet: EarlierSheet, cells: tuple[Any, ...], kept: list[int], labels: LabelBook
) -> list[str]:
    if not sheet.cut:
        return ["all"] * len(cells)
    slugs = [labels.slug(sheet.cut, str(cell).strip()) for cell in cells]
    for slug, cell, index in zip(slugs, cells, kept, strict=True):
        if sheet.only and slug != sheet.only:
            where = f"{name}, sheet '{sheet.name}', {cell_name(first_count(sheet) - 1, index)}"
            raise FileRefused(f"{where}: '{cell}' does not belong on this sheet.", AGAIN)
    return slugs
