"""Reading the flat files of cancer waiting times: one header, then one row a group of patients.

A flat file is a text file or the one table of a workbook. One layout has many vintages, which write its titles in
different ways; they are read under canonical names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.sources.cancer_waiting_times.workbook import LabelBook
from alliance.sources.files import RawFile
from alliance.sources.tables import AGAIN, Table, of_sheet, of_text
from alliance.sources.text import number_of
from alliance.sources.text_rows import text_rows

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Flat", "Head", "Layout", "canonical", "find_head", "read_flat", "read_whole"]

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
class Flat(Table):
    """The rows of a flat file under the canonical names of its columns; a cell that is empty is null."""

    def counts(self, column: str) -> pl.Series:
        """A column's numbers, null where the cell is empty; `1,234` is read."""
        return self.numbers_of(column, reading=_count)

    def shares(self, column: str) -> pl.Series:
        """A column's shares of 1, null where the cell is empty; 63.2% is read as 0.632."""
        return self.numbers_of(column, reading=_share)

    def slugs_of(self, column: str, cut: str, labels: LabelBook, repeats: Sequence[str] = ()) -> pl.Series:
        """The slugs of a column of labels. What is in `repeats` (in small letters) divides nothing, and is `all`.

        Raises
        ------
        FileRefused
            A label is missing where one belongs.
        """
        import polars as pl

        known: dict[str | None, str] = {}
        for label in self.frame[column].unique(maintain_order=True):
            if (label or "").casefold() in repeats:
                known[label] = "all"
            elif label is None:
                missing = self.frame.filter(pl.col(column).is_null())
                self.refuse_rows(missing, "the label is missing", column)
            else:
                known[label] = labels.slug(cut, label)
        return self.frame[column].replace_strict(known, return_dtype=pl.Categorical).alias(cut)


def _count(cell: str) -> float | None:
    return None if cell.endswith("%") else number_of(cell)


def _share(cell: str) -> float | None:
    number = number_of(cell)
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
        yield from _rows_as_heads("", file.lines.first_cells(_DEEP))


def _rows_as_heads(sheet: str, rows: list[list[Any]]) -> Iterator[Head]:
    for index, row in enumerate(rows):
        yield Head(sheet, index, tuple(str(cell).strip() for cell in row), rows[:index])


def read_flat(file: RawFile, head: Head, only: Sequence[str] = ()) -> Flat:
    """The rows below a header, or some columns of them. Blank rows are passed over.

    Raises
    ------
    FileRefused
        A row has too many or too few cells, the header stands twice, or there are no rows.
    """
    import polars as pl

    titled = {name: place for place, name in enumerate(head.columns) if head.titles[place]}
    at = {name: place for name, place in titled.items() if not only or name in only}
    if head.sheet:
        read = of_sheet(file.name, head.sheet, file.held_workbook.rows(head.sheet), head.index, at)
    else:
        read = of_text(file.held_lines, text_rows(file.held_lines, head.index, head.titles, at), at)
    frame = read.frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in at)
    return Flat(file.name, frame, read.titles, read.cells, read.sheet)


def read_whole(file: RawFile, layout: Layout) -> Flat:
    """All columns of a file that was recognised as one of this layout.

    Raises
    ------
    FileRefused
        As `read_flat`.
    """
    head = find_head(file, layout)
    if head is None:
        raise TypeError(f"{file.name} was recognised as {layout.what} and is none")
    return read_flat(file, head)
