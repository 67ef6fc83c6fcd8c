"""Reading the sheets of a diagnostics file: what its head states, and its tables with the row of each number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.periods import Period, month_of
from alliance.sources.diagnostics.layout import ALL, BY_PROVIDER, BY_TEST, CODE, COUNTS, NAME, SHARE, TEST
from alliance.sources.files import Workbook, cell_name
from alliance.sources.tables import AGAIN
from alliance.sources.text import day_of

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "ENGLAND",
    "NOT_SUBMITTED",
    "Table",
    "not_submitted",
    "read_table",
    "stated",
    "stated_day",
    "stated_month",
]

ENGLAND = "england"
NOT_SUBMITTED = "Notes"
_WITHIN = 30
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")


@dataclass(frozen=True)
class Table:
    """A sheet as a table: `place`, `row` (from 0), the test where there is one, and the counts under their titles."""

    sheet: str
    rows: pl.DataFrame
    columns: dict[str, int]
    names: dict[str, str]

    def cell(self, title: str, row: int) -> str:
        """The spreadsheet's name of a cell, sheet included."""
        return f"{self.sheet}!{cell_name(self.columns[title], row)}"


def stated(book: Workbook, label: str) -> Any:
    """What the head of the first sheet says beside a label such as `Period:`; None where the label is not there."""
    for row in book.rows(BY_PROVIDER)[:_WITHIN]:
        for cell, beside in pairwise(row):
            if str(cell).strip().casefold() == label.casefold():
                return beside.strip() if isinstance(beside, str) else beside
    return None


def stated_month(book: Workbook) -> Period:
    """The month behind `Period:`.

    Raises
    ------
    FileRefused
        It is no month in English.
    """
    said = stated(book, "Period:")
    if isinstance(said, date):
        return month_of(date(said.year, said.month, 1))
    try:
        return month_of(datetime.strptime(str(said), "%B %Y").date())  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        raise FileRefused(
            f"{book.name}, sheet '{BY_PROVIDER}': '{said}' behind 'Period:' is no month like 'March 2025'.",
            AGAIN,
        ) from None


def stated_day(book: Workbook, label: str) -> date | None:
    """The day behind a label, such as `15th May 2025`; None where nothing stands there.

    Raises
    ------
    FileRefused
        What stands there is no day.
    """
    said = stated(book, label)
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date) or said in (None, ""):
        return said or None
    text = _ORDINAL.sub("", str(said))
    try:
        return datetime.strptime(text, "%d %B %Y").date()  # noqa: DTZ007 (a day has no time zone)
    except ValueError:
        found = day_of(text)
        if found is None:
            raise FileRefused(
                f"{book.name}, sheet '{BY_PROVIDER}': '{said}' behind '{label}' is no day like '15th May 2025'.",
                AGAIN,
            ) from None
        return found


def read_table(book: Workbook, sheet: str) -> Table:
    """One of the two tables, England's row included.

    Raises
    ------
    FileRefused
        A column is missing or stands twice, a row has a name and no code, or a cell is not a number.
    """
    import polars as pl

    rows = book.rows(sheet)
    wanted = [CODE, NAME, *([TEST] if sheet == BY_TEST else []), *COUNTS, SHARE]
    head, columns = _header(book.name, sheet, rows, wanted)
    kept = _kept(book.name, sheet, rows, head, columns)
    cells = {title: [rows[index][columns[title]] for index in kept] for title in wanted}
    codes = ["".join(str(code).split()).upper() or ENGLAND for code in cells[CODE]]
    names = {code: str(name).strip() for code, name in zip(codes, cells[NAME], strict=True)}
    series = [pl.Series("row", kept, dtype=pl.Int32), pl.Series("place", codes, dtype=pl.String)]
    if sheet == BY_TEST:
        series.append(
            pl.Series("test", [" ".join(str(name).split()) for name in cells[TEST]], dtype=pl.String)
        )
    for title in (*COUNTS, SHARE):
        series.append(_numbers(book.name, sheet, title, columns[title], cells[title], kept))
    return Table(sheet, pl.DataFrame(series), columns, {**names, ENGLAND: "England"})


def _header(
    name: str, sheet: str, rows: list[list[Any]], wanted: Sequence[str]
) -> tuple[int, dict[str, int]]:
    """The header's row, and the position of each wanted column."""
    for index, row in enumerate(rows[:_WITHIN]):
        titles = [" ".join(str(cell).split()) for cell in row]
        if CODE not in titles:
            continue
        for title in wanted:
            if titles.count(title) != 1:
                how = "no column" if title not in titles else "more than one column"
                raise FileRefused(
                    f"{name}, sheet '{sheet}', row {index + 1}: there is {how} '{title}'.", AGAIN
                )
        return index, {title: titles.index(title) for title in wanted}
    raise FileRefused(f"{name}, sheet '{sheet}': no row has a column '{CODE}'.", AGAIN)


def _kept(name: str, sheet: str, rows: list[list[Any]], head: int, columns: dict[str, int]) -> list[int]:
    """The rows that hold counts: England's, which has no code and is called Total, and the providers'."""
    kept, national = [], 0
    for index in range(head + 1, len(rows)):
        row = rows[index]
        code, called = str(row[columns[CODE]]).strip(), str(row[columns[NAME]]).strip()
        if not any(str(cell).strip() for cell in row):
            continue
        if not code and called != ALL:
            where = cell_name(columns[CODE], index)
            raise FileRefused(f"{name}, sheet '{sheet}', {where}: '{called}' has no code.", AGAIN)
        national += not code
        kept.append(index)
    if national != 1:
        how = "no row" if not national else "more than one row"
        raise FileRefused(f"{name}, sheet '{sheet}', has {how} '{ALL}' for England.", AGAIN)
    return kept


def _numbers(name: str, sheet: str, title: str, column: int, values: list[Any], kept: list[int]) -> pl.Series:
    import polars as pl

    for value, index in zip(values, kept, strict=True):
        if isinstance(value, bool) or not isinstance(value, float | int):
            where = cell_name(column, index)
            raise FileRefused(f"{name}, sheet '{sheet}', {where}: '{value}' is not a number.", AGAIN)
    return pl.Series(title, values, dtype=pl.Float64)


def not_submitted(book: Workbook) -> list[tuple[int, str, str]]:
    """The providers that sent nothing for the month, as the notes list them: row (from 0), code and name."""
    rows = book.rows(NOT_SUBMITTED) if NOT_SUBMITTED in book.sheets else []
    found, listing = [], False
    for index, row in enumerate(rows):
        cells = [str(cell).strip() for cell in row if str(cell).strip()]
        if cells[:2] == ["Code", "Name"]:
            listing = True
        elif listing and len(cells) >= 2 and cells[0].isalnum():
            found.append((index, cells[0].upper(), cells[1]))
    return found
