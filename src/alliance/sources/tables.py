"""A table read whole: every cell as text, the row's number beside it, and its faults told by cell or by row.

The rows of text files (`text_rows`) and of sheets become the same kind of table, so that a rule is written once for
both. Nothing here loops over the cells of a large file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from alliance.errors import FileRefused
from alliance.sources.files import RawFile, cell_name
from alliance.sources.labels import slug_of
from alliance.sources.text import Lines, number_of
from alliance.sources.text_rows import AGAIN, TextRows, text_rows

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "AGAIN",
    "Columns",
    "Header",
    "Table",
    "TextLayout",
    "of_sheet",
    "of_text",
    "positions",
    "sheet_table",
    "title_of",
]

Columns = Mapping[str, tuple[str, ...]]
"""Our name of each column that is read → the publisher's headings for it, one for each era."""

_NOTE_MARK = re.compile(r"\s*(\[note[s]? [^\]]*\]|\(\d+\))\s*$", re.IGNORECASE)
_AGES = re.compile(r".*\d.*")
_LONGEST = 60  # characters of a cell that a sentence repeats
_Read = TypeVar("_Read")


def title_of(cell: object) -> str:
    """A heading without capitals, line ends and footnote marks."""
    return _NOTE_MARK.sub("", " ".join(str(cell).split())).casefold()


def positions(where: str, cells: Sequence[object], wanted: Columns) -> dict[str, int]:
    """Where each wanted column stands in a header; `where` names the header in a sentence.

    Raises
    ------
    FileRefused
        One is missing, or stands twice.
    """
    found = [title_of(cell) for cell in cells]
    at = {}
    for column, headings in wanted.items():
        places = [i for i, title in enumerate(found) if title in {title_of(h) for h in headings}]
        if len(places) != 1:
            fault = "twice" if places else "not"
            raise FileRefused(f"{where}: the column '{headings[0]}' is {fault} in its header.", AGAIN)
        at[column] = places[0]
    return at


@dataclass(frozen=True)
class Table:
    """The rows of a table: the text of each wanted column, and `row`, the row's number as a reader counts.

    `titles` is what the file calls each column; `cells` what stands before and after the row's number in the name of
    a column's cell; `sheet` is empty for a text file.
    """

    name: str
    frame: pl.DataFrame
    titles: Mapping[str, str]
    cells: Mapping[str, tuple[str, str]]
    sheet: str = ""

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.titles

    def ref(self, column: str) -> pl.Expr:
        """The publisher's own cell of this column, row by row: `line 12, column Total`, or `Sheet!I12`."""
        import polars as pl

        before, after = self.cells[column]
        return pl.lit(before) + pl.col("row").cast(pl.String) + pl.lit(after)

    def refuse(self, rows: pl.DataFrame, column: str, what: str, next_step: str = AGAIN) -> None:
        """Refuse the file by a cell of the first of these rows, if there is one; {cell} in `what` is its text.

        Raises
        ------
        FileRefused
            There is one.
        """
        if rows.height:
            first = rows.row(0, named=True)
            before, after = self.cells[column]
            said = what.replace("{cell}", _short(str(first.get(column, ""))))
            raise FileRefused(f"{self.name}, {before}{first['row']}{after}: {said}.", next_step)

    def refuse_rows(self, rows: pl.DataFrame, what: str, column: str = "", next_step: str = AGAIN) -> None:
        """Refuse the file by these rows, if there are any; the first five are named.

        Raises
        ------
        FileRefused
            There are.
        """
        if rows.height:
            raise FileRefused(f"{self.rows_named(rows['row'].to_list(), column)}: {what}.", next_step)

    def rows_named(self, rows: Sequence[int], column: str = "") -> str:
        """The file and some rows of it, for a sentence."""
        kind = f"sheet '{self.sheet}', row" if self.sheet else "line"
        named = ", ".join(str(row) for row in rows[:5])
        more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
        at = f", column {self.titles[column]}" if column else ""
        return f"{self.name}, {kind}{'s' * (len(rows) > 1)} {named}{more}{at}"

    def hold_filled(self, *columns: str) -> None:
        """No cell of these columns is empty."""
        import polars as pl

        for column in columns:
            self.refuse(self.frame.filter(pl.col(column) == ""), column, "the cell is empty")

    def read(
        self, column: str, reading: Callable[[str], _Read | None], fault: str, next_step: str = AGAIN
    ) -> pl.Series:
        """A column as `reading` reads each of its texts; an empty cell is null.

        Raises
        ------
        FileRefused
            A text cannot be read; the sentence says of its cell that it `fault` ("is not a count").
        """
        import polars as pl

        texts = self.frame[column]
        each = texts.unique().drop_nulls().to_list()
        found = [reading(text) if text else None for text in each]
        bad = [text for text, value in zip(each, found, strict=True) if value is None and text]
        self.refuse(self.frame.filter(pl.col(column).is_in(bad)), column, f"'{{cell}}' {fault}", next_step)
        values = pl.Series(column, found)
        return texts.replace_strict(pl.Series(each, dtype=pl.String), values, default=None).alias(column)

    def numbers_of(
        self,
        column: str,
        *,
        absent: Collection[str] = ("",),
        reading: Callable[[str], float | None] = number_of,
    ) -> pl.Series:
        """A column's numbers; null where the cell is empty or a mark says that there is none.

        `reading` is asked only where a cell is no plain number, such as 1,234 or 63.2%.

        Raises
        ------
        FileRefused
            A cell is neither; the sentence names it.
        """
        import polars as pl

        text = self.frame[column]
        found = text.cast(pl.Float64, strict=False)
        odd = (found.is_null() & (text != "")) | ~found.is_finite()  # an empty cell that is null is neither
        odd = odd.fill_null(False)
        if not odd.any():
            return found.alias(column)
        read = {cell: reading(cell) for cell in text.filter(odd).unique() if cell.lower() not in absent}
        wrong = [cell for cell, number in read.items() if number is None]
        self.refuse(self.frame.filter(pl.col(column).is_in(wrong)), column, "'{cell}' is not a number")
        mended = text.replace_strict(read, default=None, return_dtype=pl.Float64)
        return pl.select(pl.when(odd).then(mended).otherwise(found).alias(column)).to_series()

    def numbers(self, *columns: str, absent: Collection[str] = ("",)) -> Self:
        """The table with these columns as numbers (1,234 and 63.2% too); null where a mark says there is none."""
        return replace(
            self, frame=self.frame.with_columns(self.numbers_of(column, absent=absent) for column in columns)
        )

    def slugs(self, cut: str, column: str, new: dict[str, None], before: str = "") -> Self:
        """The table with a cut's slugs beside the publisher's labels; labels that we do not know go into `new`.

        `before` is what the publisher leaves out at the beginning of each label.
        """
        import polars as pl

        known = {}
        for label in self.frame[column].unique().sort().to_list():
            known[label], met = slug_of(cut, before + label)
            if not (met or (cut == "age" and _AGES.fullmatch(label))):  # ages say themselves what they are
                new[f"{cut}: {label}"] = None
        slug = pl.col(column).replace_strict(known, return_dtype=pl.String)
        return replace(self, frame=self.frame.with_columns(slug.alias(cut)))

    def mapped(self, column: str, known: Mapping[str, str], target: str, what: str) -> Self:
        """The table with a further column, looked up without regard to capitals; an unknown text is refused."""
        import polars as pl

        cell = pl.col(column).str.to_lowercase()
        self.refuse(self.frame.filter(~cell.is_in(list(known))), column, what)
        found = cell.replace_strict(known, return_dtype=pl.String)
        return replace(self, frame=self.frame.with_columns(found.alias(target)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@dataclass(frozen=True)
class Header:
    """The row of a text file in which a header stands, counted from 0, and the rows above it."""

    row: int
    above: list[list[str]]


@dataclass(frozen=True)
class TextLayout:
    """A publisher's text file: its columns, and by which of them its header is known.

    `known_by` are some of our names of columns (all of them where it is empty). A row near the top is the header if it
    has every one of these, or at least `least` of them: then any column may be missing, and is named.
    """

    columns: Columns
    known_by: tuple[str, ...] = ()
    least: int = 0

    def find(self, file: RawFile) -> Header | None:
        """Where the header of a file stands; None where no row near its top is like it.

        Raises
        ------
        FileRefused
            A column is missing, or stands twice.
        """
        if file.lines is None:
            return None
        rows = file.lines.first_cells()
        row = next((index for index, cells in enumerate(rows) if self._is_like(cells)), None)
        if row is None:
            return None
        positions(f"{file.name}, line {row + 1}", rows[row], self.columns)
        return Header(row, rows[:row])

    def _is_like(self, cells: Sequence[str]) -> bool:
        there = {title_of(cell) for cell in cells}
        known_by = [self.columns[column] for column in self.known_by or self.columns]
        has = [any(title_of(heading) in there for heading in headings) for headings in known_by]
        return sum(has) >= (self.least or len(has))

    def read(self, file: RawFile, *only: str) -> Table:
        """The columns of a file that was recognised by its header, or only some of them, however large it is.

        Raises
        ------
        FileRefused
            As `find` and `text_rows`.
        """
        header = self.find(file)
        if header is None:
            raise TypeError(f"{file.name} was recognised by a header that it has not")
        lines = file.held_lines
        titles = lines.first_cells(header.row + 1)[header.row]
        wanted = {column: self.columns[column] for column in only or self.columns}
        at = positions(f"{file.name}, line {header.row + 1}", titles, wanted)
        return of_text(lines, text_rows(lines, header.row, titles, at), at)


def of_text(lines: Lines, rows: TextRows, at: Mapping[str, int]) -> Table:
    """Rows of a text file as a table whose cells are named by line and column."""
    titles = {column: rows.titles[place] for column, place in at.items()}
    cells = {column: ("line ", f", column {title}") for column, title in titles.items()}
    return Table(lines.name, rows.frame, titles, cells)


def sheet_table(name: str, sheet: str, rows: Sequence[Sequence[Any]], header: int, wanted: Columns) -> Table:
    """The wanted columns of a sheet below its header, to its last filled row.

    Raises
    ------
    FileRefused
        A column is missing or stands twice; else as `of_sheet`.
    """
    at = positions(f"{name}, sheet '{sheet}', row {header + 1}", rows[header], wanted)
    return of_sheet(name, sheet, rows, header, at)


def of_sheet(
    name: str, sheet: str, rows: Sequence[Sequence[Any]], header: int, at: Mapping[str, int]
) -> Table:
    """The columns that stand at these places of a sheet, below its header; blank rows are passed over.

    Raises
    ------
    FileRefused
        The header stands there again, or there are no rows.
    """
    import polars as pl

    kept = [
        (i, row) for i, row in enumerate(rows[header + 1 :], header + 2) if any(str(c).strip() for c in row)
    ]
    if not kept:
        raise FileRefused(f"{name}, sheet '{sheet}', has no rows below its header.", AGAIN)
    again = next((i for i, row in kept if list(row) == list(rows[header])), None)
    if again:
        raise FileRefused(
            f"{name}, sheet '{sheet}', row {again}, is the header again: two files were joined.",
            "Load the two files as they were published.",
        )
    columns = {c: pl.Series(c, [_text(row[i]) for _, row in kept], pl.String) for c, i in at.items()}
    columns["row"] = pl.Series("row", [i for i, _ in kept], pl.Int64)
    cells = {column: (f"{sheet}!{cell_name(i, 0)[:-1]}", "") for column, i in at.items()}
    titles = {column: str(rows[header][i]).strip() for column, i in at.items()}
    return Table(name, pl.DataFrame(columns), titles, cells, sheet)


def _text(cell: object) -> str:
    """A cell as a text file would have it: 1 and not 1.0, and a day as 2025-03-31."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
