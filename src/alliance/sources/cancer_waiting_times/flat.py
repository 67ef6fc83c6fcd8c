"""Reading the flat files of cancer waiting times: one header, then one row a group of patients.

A flat file is a text file or the one table of a workbook. Every cell is kept as text until it is asked for, and
knows where it stands: a line and column, or a sheet and cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.sources.cancer_waiting_times.workbook import LabelBook
from alliance.sources.files import RawFile, Workbook, cell_name
from alliance.sources.text import Lines, number_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["AGAIN", "Flat", "Head", "Layout", "canonical", "find_head", "read_flat"]

AGAIN = "Download the file again; if it is the same, the publisher has changed the layout: tell the project."
_DEEP = 20  # rows among which the header is
_NEARLY = 0.6  # the share of its columns by which a header is known, so that a missing one can be named


@dataclass(frozen=True)
class Layout:
    """The columns of a flat file, in canonical names: no other layout has the `marks`; `may` need not be there."""

    what: str
    marks: frozenset[str]
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """Where a flat file's header stands. `titles` are as published, and `above` is what stands above them."""

    sheet: str
    index: int
    titles: tuple[str, ...]
    above: list[list[Any]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The canonical names; a column without a title has a name of its own."""
        return tuple(canonical(title) or f"_{place}" for place, title in enumerate(self.titles))


def canonical(title: str) -> str:
    """A column's title without its manner of writing: `Org_Code` and `ORG CODE` are both ORG_CODE."""
    return re.sub(r"[^A-Z0-9]+", "_", title.upper()).strip("_")


@dataclass(frozen=True)
class Flat:
    """The rows of a flat file. `table` has `row`, as the file counts from 1, and each column's text; null if empty."""

    file: str
    head: Head
    table: pl.DataFrame

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.table.columns

    def title(self, column: str) -> str:
        """A column's title as published."""
        return self.head.titles[self.head.columns.index(column)]

    def ref(self, column: str) -> pl.Expr:
        """The publisher's own cell of each row: `line 12, column Total`, or `Sheet!I12`."""
        import polars as pl

        row = pl.col("row").cast(pl.String)
        if not self.head.sheet:
            return pl.lit("line ") + row + pl.lit(f", column {self.title(column)}")
        letter = cell_name(self.head.columns.index(column), 0)[:-1]
        return pl.lit(f"{self.head.sheet}!{letter}") + row

    def where(self, rows: Sequence[int] | pl.Series, column: str = "") -> str:
        """The file and some rows of it, for a sentence; at most five are named."""
        some = [str(row) for row in list(rows)[:5]]
        place = f"sheet '{self.head.sheet}', row" if self.head.sheet else "line"
        at = f"{self.file}, {place}{'s' * (len(some) > 1)} {', '.join(some)}"
        return at + (f", column {self.title(column)}" if column else "")

    def refuse(self, rows: pl.DataFrame, what: str, column: str = "", next_step: str = AGAIN) -> None:
        """Refuse the file, naming these rows, if there are any.

        Raises
        ------
        FileRefused
            There are.
        """
        if rows.height:
            raise FileRefused(f"{self.where(rows['row'], column)}: {what}.", next_step)

    def numbers(self, column: str, *, share: bool = False) -> pl.Series:
        """A column's numbers, null where the cell is empty; `1,234` is read, and 63.2% where it is a share.

        Raises
        ------
        FileRefused
            Text stands where a number belongs.
        """
        import polars as pl

        text = self.table[column]
        found = text.cast(pl.Float64, strict=False)
        odd = (found.is_null() & text.is_not_null()) | (found.is_not_null() & ~found.is_finite())
        if not odd.any():
            return found.alias(column)
        read = {cell: _number(cell, share) for cell in text.filter(odd).unique()}
        rows = self.table.filter(odd & text.is_in([cell for cell, number in read.items() if number is None]))
        if rows.height:
            self.refuse(rows.head(1), f"'{rows[column][0]}' is not a number", column,
                        "Open the file and look there; a published file has a number there.")  # fmt: skip
        mended = text.replace_strict(read, default=None, return_dtype=pl.Float64)
        return pl.select(pl.when(odd).then(mended).otherwise(found).alias(column)).to_series()

    def slugs(self, column: str, cut: str, labels: LabelBook, repeats: Sequence[str] = ()) -> pl.Series:
        """The slugs of a column of labels. What is in `repeats` (in small letters) divides nothing, and is `all`.

        Raises
        ------
        FileRefused
            A label is missing where one belongs.
        """
        import polars as pl

        known: dict[str | None, str] = {}
        for label in self.table[column].unique(maintain_order=True):
            if (label or "").casefold() in repeats:
                known[label] = "all"
            elif label is None:
                self.refuse(self.table.filter(pl.col(column).is_null()), "the label is missing", column)
            else:
                known[label] = labels.slug(cut, label)
        return self.table[column].replace_strict(known, return_dtype=pl.Categorical).alias(cut)


def _number(cell: str, share: bool) -> float | None:
    number = None if cell.endswith("%") and not share else number_of(cell)
    return number / 100 if number is not None and cell.endswith("%") else number


def find_head(file: RawFile, layout: Layout) -> Head | None:
    """Where the header of a layout is; None where the file has none like it.

    Raises
    ------
    FileRefused
        A column is missing, stands twice, or is not the layout's.
    """
    found = next((head for head in _heads(file) if _is_like(head, layout)), None)
    if found is None:
        return None
    columns = [name for name in found.columns if not name.startswith("_")]
    missing = [name for name in layout.needs if name not in columns]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    other = [found.titles[found.columns.index(n)] for n in columns if n not in layout.needs + layout.may]
    faults = {
        "has no column": missing,
        "has twice the column": twice,
        "has more columns than the layout:": other,
    }
    for what, names in faults.items():
        if names:
            raise FileRefused(f"{file.name} is {layout.what}, and {what} {', '.join(names)}.", AGAIN)
    return found


def _is_like(head: Head, layout: Layout) -> bool:
    columns = set(head.columns)
    return bool(layout.marks & columns) and len(columns & {*layout.needs}) >= _NEARLY * len(layout.needs)


def _heads(file: RawFile) -> Iterator[Head]:
    """Each of the first rows as if it were the header: of a text file, or of a workbook's only or extract sheet."""
    if file.workbook is not None:
        for sheet in file.workbook.sheets:
            if len(file.workbook.sheets) == 1 or "extract" in sheet.casefold():
                yield from _rows_as_heads(sheet, file.workbook.rows(sheet)[:_DEEP])
    elif file.lines is not None:
        yield from _rows_as_heads("", _first_rows(file.lines))


def _rows_as_heads(sheet: str, rows: list[list[Any]]) -> Iterator[Head]:
    for index, row in enumerate(rows):
        yield Head(sheet, index, tuple(str(cell).strip() for cell in row), rows[:index])


def _first_rows(lines: Lines) -> list[list[Any]]:
    """The first rows, without reading the file further, so that one of another kind is passed over quickly."""
    reader = csv.reader(lines.text[:65_536].splitlines(keepends=True), delimiter=lines.separator)
    rows: list[list[Any]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == _DEEP:
                break
    except csv.Error:
        pass  # what cannot be read is no header
    return rows


def read_flat(file: RawFile, head: Head, only: Sequence[str] = ()) -> Flat:
    """The rows below a header, or some columns of them. Blank rows are passed over.

    Raises
    ------
    FileRefused
        A row has too many cells, the last line is cut off, the header stands twice, or there are no rows.
    """
    import polars as pl

    text = _text_table(file.held_lines, head, only) if not head.sheet else None
    table = _sheet_table(file.held_workbook, head, only) if text is None else text
    cells = [name for name in table.columns if name != "row"]
    table = table.filter(~pl.all_horizontal(pl.col(cells).is_null()))
    found = Flat(file.name, head, table)
    first = cells[0]
    again = table.filter(pl.col(first).str.to_lowercase() == found.title(first).casefold())
    found.refuse(
        again, "the header stands there again", next_step="Load the files one by one, as they were published."
    )
    if not table.height:
        raise FileRefused(f"{file.name} has no rows below its header.", AGAIN)
    return found


def _text_table(lines: Lines, head: Head, only: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    _hold_last_line(lines, head)
    try:
        table = pl.read_csv(
            io.BytesIO(lines.text.encode()),
            has_header=False,
            separator=lines.separator,
            skip_lines=head.index + 1,
            schema=dict.fromkeys(head.columns, pl.String),
            columns=[head.columns.index(name) for name in only] or None,
            row_index_name="row",
            row_index_offset=head.index + 2,
        )
    except pl.exceptions.PolarsError:
        raise FileRefused(_unreadable(lines, head), AGAIN) from None
    cells = pl.exclude("row").str.strip_chars()
    return table.with_columns(pl.when(cells != "").then(cells))


def _hold_last_line(lines: Lines, head: Head) -> None:
    """A file that was cut off on the way mostly ends within a row."""
    last = lines.text[-65_536:].rstrip().rpartition("\n")[2]
    try:
        cells = next(csv.reader([last], delimiter=lines.separator), [])
    except csv.Error:
        cells = []
    if len(cells) < len([title for title in head.titles if title]):
        raise FileRefused(f"{lines.name}: its last line ends early.", AGAIN)


def _unreadable(lines: Lines, head: Head) -> str:
    """Which row has other than the header's cells, looked for only once it is known that one has."""
    for number, row in enumerate(lines.rows, 1):
        if number > head.index + 1 and len(row) > len(head.titles):
            return f"{lines.name}, line {number}, has {len(row)} cells; its header has {len(head.titles)}."
    return f"{lines.name} cannot be read as a table."


def _sheet_table(book: Workbook, head: Head, only: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    rows = book.rows(head.sheet)[head.index + 1 :]
    columns = {name: place for place, name in enumerate(head.columns) if not only or name in only}
    found = {name: [_text(row[place]) for row in rows] for name, place in columns.items()}
    table = pl.DataFrame(found, schema=dict.fromkeys(found, pl.String))
    return table.with_row_index("row", head.index + 2)


def _text(cell: Any) -> str | None:
    """A spreadsheet's cell as a text file would have it."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip() or None
