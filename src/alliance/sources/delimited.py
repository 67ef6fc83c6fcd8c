"""A publisher's delimited text as one table: its header held to a layout, each row with its line, numbers as numbers.

For files of many rows: nothing here loops over the cells.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.sources.files import RawFile
from alliance.sources.text import Lines, number_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Header", "find_header", "numbers", "read_delimited", "refuse_lines"]

_AGAIN = "Download the file again; if it is the same, the publisher has changed the layout: tell the project."
_HEAD, _ROWS = 65_536, 20


@dataclass(frozen=True)
class Header:
    """Where a layout's header stands, the rows down to it, and what its columns are called in the file."""

    row: int
    columns: tuple[str, ...]
    above: tuple[tuple[str, ...], ...]


def find_header(file: RawFile, wanted: Sequence[str], *, least: int) -> Header | None:
    """The row near the top that has the wanted columns; None where no row has at least `least` of them.

    Raises
    ------
    FileRefused
        A row has that many and lacks others, or has one of them twice.
    """
    lines = file.lines
    if lines is None:
        return None
    head = lines.text[:_HEAD].splitlines(keepends=True)[: _ROWS + 5]
    above: list[tuple[str, ...]] = []
    try:
        for row in islice(csv.reader(head, delimiter=lines.separator), _ROWS):
            cells = tuple(cell.strip() for cell in row)
            there = [cell.casefold() for cell in cells]
            if sum(column.casefold() in there for column in wanted) >= least:
                _hold(file.name, wanted, there, len(above) + 1)
                return Header(len(above), cells, tuple(above))
            above.append(cells)
    except csv.Error:
        return None
    return None


def _hold(name: str, wanted: Sequence[str], there: list[str], line: int) -> None:
    missing = [column for column in wanted if column.casefold() not in there]
    twice = [column for column in wanted if there.count(column.casefold()) > 1]
    if missing:
        raise FileRefused(
            f"{name}, line {line}: the header lacks {', '.join(repr(column) for column in missing)}.", _AGAIN
        )
    if twice:
        raise FileRefused(f"{name}, line {line}: the header has '{twice[0]}' twice.", _AGAIN)


def read_delimited(file: RawFile, header: Header, wanted: Sequence[str]) -> pl.DataFrame:
    """The wanted columns as text, white space taken off, and `line`, the line of the file; blank rows are passed over.

    Raises
    ------
    FileRefused
        A quotation mark is not closed, a row has more cells than the header, or the last one has fewer.
    """
    import polars as pl

    lines = file.held_lines
    if lines.text.count('"') % 2:
        raise FileRefused(f"{file.name} has a quotation mark that is not closed.", _AGAIN)
    _hold_end(file.name, lines, header)
    body = lines.text.split("\n", header.row)[-1]  # from the header on, so that its width is the table's
    names = [str(i) for i in range(len(header.columns))]
    position = {column.casefold(): str(i) for i, column in enumerate(header.columns)}
    needed = {column: position[column.casefold()] for column in wanted}
    try:
        table = (
            pl.scan_csv(
                body.encode(),
                separator=lines.separator,
                has_header=False,
                schema=dict.fromkeys(names, pl.String),
            )
            .select(pl.col(place).alias(column) for column, place in needed.items())
            .collect()
        )
    except pl.exceptions.PolarsError:
        raise FileRefused(_unread(file.name, body, header, lines.separator), _AGAIN) from None
    table = table.with_row_index("line", header.row + 1).slice(1)
    table = table.with_columns(pl.col(pl.String).fill_null("").str.strip_chars())
    return table.filter(pl.any_horizontal(pl.col(c) != "" for c in wanted))


def _hold_end(name: str, lines: Lines, header: Header) -> None:
    """The last line is whole: a file that was cut off ends within a row."""
    last = lines.text[-_HEAD:].rstrip().rsplit("\n", 1)[-1]
    width = len(next(csv.reader([last], delimiter=lines.separator)))
    if width < len(header.columns):
        raise FileRefused(
            f"{name}: the last line has {width} cell{'s' * (width != 1)} and the header {len(header.columns)}: the "
            "file was cut off, or a note stands below its table.",
            "Download the file again, or delete the note.",
        )


def _unread(name: str, body: str, header: Header, separator: str) -> str:
    """Which line makes the text no table; looked for only where one does."""
    rows = csv.reader(body.splitlines(keepends=True), delimiter=separator)
    for number, row in enumerate(rows, header.row + 1):
        if len(row) > len(header.columns):
            return f"{name}, line {number}, has more cells than the header."
    return f"{name} cannot be read as a table: a quotation mark stands inside a cell."


def numbers(table: pl.DataFrame, file: str, columns: Sequence[str]) -> pl.DataFrame:
    """The table with these columns as numbers ("1,234", "63.2%"); an empty cell is null.

    Raises
    ------
    FileRefused
        A cell is not empty and not a number; the sentence names its line and column.
    """
    import polars as pl

    for column in columns:
        found: dict[str, float | None] = {
            text: number_of(text) if text else None for text in table[column].unique()
        }
        wrong = [text for text, number in found.items() if text and number is None]
        refuse_lines(table.filter(pl.col(column).is_in(wrong)), file, column, "'{}' is not a number")
        table = table.with_columns(pl.col(column).replace_strict(found, return_dtype=pl.Float64))
    return table


def refuse_lines(rows: pl.DataFrame, file: str, column: str, what: str, next_step: str = _AGAIN) -> None:
    """Refuse the file where there are rows; `what` may hold {} for what the first one's cell says.

    Raises
    ------
    FileRefused
        There is a row; the sentence names its line and column, and how many more there are.
    """
    if rows.height:
        first: dict[str, Any] = rows.row(0, named=True)
        more = f" (and {rows.height - 1} more)" if rows.height > 1 else ""
        raise FileRefused(
            f"{file}, line {first['line']}, column {column}: {what.format(first[column])}{more}.", next_step
        )
