"""A page as a workbook in the accessible layout of the Government Analysis Function.

A cover, the contents, notes and shorthand come first; then each sheet has one table, named, with its title in A1.
No cell is merged, and no row or cell of a table is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from alliance.pages.model import Figure, Heading, Note, Page, Table, Text
from alliance.writers.files import NO_DAY, put
from alliance.writers.sheet_tables import Column, SheetTable, of_figure, of_table
from alliance.writers.shorthand import MEANINGS
from alliance.writers.standing_alone import blocks_apart, lines_of, made_on, restriction

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["FILE", "content", "write"]

FILE = "pack.xlsx"
NARROWEST, WIDEST = 11, 56  # of a column, in letters
LINE = 15  # the height of a line, in points
_FORMATS: dict[str, dict[str, object]] = {
    "words": {"text_wrap": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "number": {"num_format": "#,##0.0"},
    "whole": {"num_format": "#,##0"},
    "share": {"num_format": "0.0%"},
    "percent": {"num_format": '0.0"%"'},
    "score": {"num_format": "0.00"},
}


def write(page: Page, folder: Path) -> Path:
    """Write the page as `pack.xlsx` into a folder, which is made if it is not there; the same page, the same bytes.

    Raises
    ------
    UsageError
        The folder cannot be written to.
    """
    return put(folder / FILE, content(page))


def content(page: Page) -> bytes:
    """The page as the bytes of a workbook: numbers as numbers, each to the sixteen digits that a workbook keeps."""
    from xlsxwriter import Workbook

    held = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(held, {"in_memory": True, **plain})
    kept = restriction(page)
    said = {"status": kept, "comments": kept, "keywords": kept} if kept else {}
    book.set_properties({"title": page.title, "subject": page.lede, "created": _created(page), **said})
    _Writer(book, _formats(book), kept).write(page, _sheets(page))
    book.close()
    return held.getvalue()


def _created(page: Page) -> datetime:
    return datetime.combine(made_on(page) or NO_DAY, time())


def _formats(book: Workbook) -> dict[str, Format]:
    base: dict[str, object] = {"font_name": "Arial", "font_size": 11, "valign": "top"}
    looks: dict[str, dict[str, object]] = {
        **_FORMATS,
        "title": {"bold": True, "font_size": 15, "text_wrap": False},
        "line": {"text_wrap": False},
        "link": {"font_color": "#0563C1", "underline": 1},
        "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2},
    }
    return {name: book.add_format({**base, **look}) for name, look in looks.items()}


@dataclass(frozen=True)
class _Sheet:
    """A worksheet: its name in the book, and its table."""

    name: str
    table: SheetTable


def _sheets(page: Page) -> list[_Sheet]:
    """The page's tables in its order; notes and shorthand stand before them."""
    tables = [_Sheet(f"Table {n}", table) for n, table in enumerate(_tables(page), 1)]
    return [*_notes(page), _Sheet("Shorthand", _shorthand()), *tables]


def _tables(page: Page) -> Iterator[SheetTable]:
    from alliance.pages.tables import files_table

    for block in page.blocks:
        if isinstance(block, Figure | Table):
            table = of_figure(block) if isinstance(block, Figure) else of_table(block)
            if table.columns[0].cells:  # a table of a workbook has a row, or is not there
                yield table
    if page.citations:
        yield of_table(files_table(page.citations, whole_hash=True))


def _notes(page: Page) -> list[_Sheet]:
    """All words of the page that stand beside its tables, each with the heading under which it stands."""
    heading, found = page.title, []
    for block in blocks_apart(page):
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Text | Note):
            found += [(heading, line) for line in lines_of(block)]
    if not found:
        return []
    columns = (
        Column("Note", "words", tuple(f"Note {n}" for n in range(1, len(found) + 1))),
        Column("Part", "words", tuple(heading for heading, _ in found)),
        Column("What it says", "words", tuple(line for _, line in found)),
    )
    return [_Sheet("Notes", SheetTable("Notes", (), columns))]


def _shorthand() -> SheetTable:
    columns = (
        Column("Shorthand", "words", tuple(MEANINGS)),
        Column("Meaning", "words", tuple(MEANINGS.values())),
    )
    return SheetTable("What stands in a cell that has no number", (), columns)


@dataclass(frozen=True)
class _Writer:
    """One workbook being written."""

    book: Workbook
    formats: Mapping[str, Format]
    kept: str = ""  # for whom alone the page is

    def write(self, page: Page, sheets: Sequence[_Sheet]) -> None:
        """Every sheet, in the order in which it is read."""
        self._cover(page)
        self._contents(sheets)
        for sheet in sheets:
            worksheet = self._added(sheet.name)
            lines = [
                ("line", "This worksheet contains one table."),
                *(("line", x) for x in sheet.table.lines),
            ]
            self._table(worksheet, sheet.table, lines)

    def _added(self, name: str) -> Worksheet:
        """A new sheet; where the page is not for everybody each printed page of it says so, above and below."""
        sheet = self.book.add_worksheet(name)
        if self.kept:
            sheet.set_header(f"&L{self.kept}")
            sheet.set_footer(f"&L{self.kept}")
        return sheet

    def _cover(self, page: Page) -> None:
        sheet = self._added("Cover")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        sheet.write_string(0, 0, page.title, self.formats["title"])
        facts = [f"{name}: {value}" for name, value in (page.facts or {}).items()]
        said = "Numbers are as published or summed from what is published; the last table names every file."
        if self.kept:
            said = (
                "Numbers are as their files have them or summed from these; the last table names every file."
            )
            facts = [self.kept, *facts]
        for row, line in enumerate((page.lede, *facts, said), 1):
            sheet.write_string(row, 0, line, self.formats["words"])
        sheet.write_url(
            len(facts) + 3, 0, "internal:'Contents'!A1", self.formats["link"], "Go to the contents"
        )

    def _contents(self, sheets: Sequence[_Sheet]) -> None:
        columns = (
            Column("Worksheet", "words", tuple(s.name for s in sheets)),
            Column("What it holds", "words", tuple(s.table.title for s in sheets)),
        )
        sheet = self._added("Contents")
        line = ("line", "This worksheet contains one table. Each name in its first column is a link.")
        top = self._table(sheet, SheetTable("Contents", (), columns), [line], back=False)
        for row, one in enumerate(sheets, top + 1):
            sheet.write_url(row, 0, f"internal:'{one.name}'!A1", self.formats["link"], one.name)

    def _table(
        self, sheet: Worksheet, table: SheetTable, lines: Sequence[tuple[str, str]], *, back: bool = True
    ) -> int:
        """Title, lines and table, with nothing empty between them; the position of the row of headings."""
        sheet.write_string(0, 0, table.title, self.formats["title"])
        for row, (look, line) in enumerate(lines, 1):
            sheet.write_string(row, 0, line, self.formats[look])
        top = len(lines) + 1
        if back:
            sheet.write_url(top, 0, "internal:'Contents'!A1", self.formats["link"], "Go to the contents")
            top += 1
        self._columns(sheet, table.columns, top)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        return top

    def _columns(self, sheet: Worksheet, columns: Sequence[Column], top: int) -> None:
        rows = len(columns[0].cells)
        sheet.add_table(
            top,
            0,
            top + rows,
            len(columns) - 1,
            {
                "name": f"{sheet.get_name().replace(' ', '_')}_of_pack",
                "style": "Table Style Light 1",
                "banded_rows": False,
                "autofilter": False,
                "columns": [{"header": c.name, "header_format": self.formats["head"]} for c in columns],
            },
        )
        for n, column in enumerate(columns):
            sheet.set_column(n, n, _width(column))
            self._cells(sheet, column, top + 1, n)
        for row in range(-1, rows):
            sheet.set_row(top + 1 + row, LINE * max(_lines(column, row) for column in columns))

    def _cells(self, sheet: Worksheet, column: Column, top: int, n: int) -> None:
        whole = all(v == int(v) for v in column.cells if isinstance(v, int | float))
        look = self.formats["whole" if column.kind == "number" and whole else column.kind]
        for row, value in enumerate(column.cells, top):
            if isinstance(value, str):
                sheet.write_string(row, n, value, self.formats["words"])
            elif isinstance(value, date):
                sheet.write_datetime(row, n, datetime.combine(value, time()), look)
            else:
                sheet.write_number(row, n, value, look)


def _width(column: Column) -> float:
    """Of a column, in letters: sentences are wrapped, and so are headings of several words."""
    longest = max((len(v) for v in column.cells if isinstance(v, str)), default=0)
    word = max(len(word) for word in column.name.split(" "))
    return max(NARROWEST, word + 2, min(WIDEST, longest + 2, max(20, longest * 0.6)))


def _lines(column: Column, row: int) -> int:
    """How many lines a cell takes (the heading's, for row -1): not every program fits rows to their words."""
    value = column.cells[row] if row >= 0 else column.name
    return len(wrap(value, int(_width(column)) - 1)) if isinstance(value, str) else 1
