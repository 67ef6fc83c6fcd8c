"""A pack as a workbook, read back: its layout, and every number against its answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from alliance.answers import Point
from alliance.pages.model import Cell, Page, Table
from alliance.periods import parse_period
from alliance.writers import xlsx
from alliance.writers.sheet_tables import of_figure, of_table
from alliance.writers.shorthand import MEANINGS, shorthand
from tests.unit.writers.reading_pages import figures, newest_of_parts, own_tables

Rows = list[list[object]]
_PART = ("Number", "Out of", "Share", "95% interval, lower", "95% interval, upper")
_RUN = (*_PART[:4], "Mean", "Control limit, lower", "Control limit, upper")


class Book:
    """A workbook read by another program than the one that wrote it."""

    def __init__(self, page: Page) -> None:
        content = xlsx.content(page)
        self.parts = ZipFile(BytesIO(content))
        self.book = CalamineWorkbook.from_filelike(BytesIO(content))
        self.names = self.book.sheet_names

    def rows(self, sheet: str) -> Rows:
        """A sheet's rows as they stand."""
        return [list(row) for row in self.book.get_sheet_by_name(sheet).to_python()]

    def table(self, sheet: str) -> list[dict[str, object]]:
        """A sheet's table, by its columns' names."""
        rows = self.rows(sheet)
        top = next(n for n, row in enumerate(rows) if row[0] in ("Go to the contents",)) + 1
        return [dict(zip(map(str, rows[top]), row, strict=True)) for row in rows[top + 1 :]]

    def titled(self, title: str) -> list[dict[str, object]]:
        """The table of the sheet that has this title."""
        return self.table(next(n for n in self.names if self.rows(n)[0][0] == title))

    def xml(self, pattern: str) -> list[str]:
        """The parts whose names match."""
        return [self.parts.read(n).decode() for n in self.parts.namelist() if re.fullmatch(pattern, n)]


@pytest.fixture(scope="module")
def book(pack_page: Page) -> Book:
    """The fictional alliance's pack as a workbook."""
    return Book(pack_page)


def test_sheets_stand_in_the_order_in_which_they_are_read(book: Book, pack_page: Page) -> None:
    count = len(figures(pack_page)) + len(own_tables(pack_page))
    assert book.names == [
        "Cover",
        "Contents",
        "Notes",
        "Shorthand",
        *(f"Table {n}" for n in range(1, count + 1)),
    ]
    contents = book.rows("Contents")
    assert [row[0] for row in contents[3:]] == book.names[2:]
    assert [row[1] for row in contents[3:]] == [book.rows(name)[0][0] for name in book.names[2:]]


def test_every_point_of_a_run_has_the_answers_own_numbers(book: Book, pack_page: Page) -> None:
    drawn = figures(pack_page, "run")
    assert drawn
    for figure in drawn:
        answer, rows = figure.chart.answer, book.titled(figure.title)
        for row, p in zip(rows, answer.points, strict=True):
            assert row["First day"] == parse_period(p.period).start
            if answer.unit != "proportion":
                _is_as_published(row, p)
                continue
            own = (p.numerator, p.denominator, p.value, p.lower, p.mean, p.lower_limit, p.upper_limit)
            assert [row[name] for name in _RUN] == [_kept(v) for v in own]


def test_every_part_has_the_answers_own_numbers(book: Book, pack_page: Page) -> None:
    drawn = figures(pack_page, "across")
    assert drawn
    for figure in drawn:
        rows = book.titled(figure.title)
        for row, (name, p) in zip(rows, newest_of_parts(figure.chart.answer), strict=True):
            assert row["Organisation"] == name
            if figure.chart.answer.unit != "proportion":
                _is_as_published(row, p)
                continue
            own = (p.numerator, p.denominator, p.value, p.lower, p.upper)
            assert [row[name] for name in _PART] == [_kept(v) for v in own]


def _is_as_published(row: dict[str, object], p: Point) -> None:
    """A publisher's own estimate: its people, its value and its range, where it gives one."""
    assert row["Value"] == (_kept(p.value) if p.value is not None else row["Value"])
    assert row["People"] == (_kept(p.denominator) if p.denominator is not None else row["People"])
    lower = [cell for name, cell in row.items() if name.lower().endswith("confidence interval, lower")]
    assert lower == [_kept(p.lower)] or (lower == [] and p.lower is None)
    assert not {"Share", "Number", "Mean"} & set(row)


def test_every_number_of_a_pages_table_is_in_its_sheet(book: Book, pack_page: Page) -> None:
    for table in own_tables(pack_page):
        rows = book.titled(table.caption)
        for told, row in zip(rows, table.rows, strict=True):
            for name, cell in zip(table.columns, row, strict=True):
                words = " ".join(cell.text.split())
                if cell.number is not None:
                    assert told[name] == _kept(cell.number)
                    assert words in (told.get(f"{name}, in words"), *_plainly(cell.number))
                else:
                    assert told.get(f"{name}, in words", told[name]) == words.replace("–", "[z]")


def _kept(number: float | None) -> object:
    """A workbook keeps sixteen digits of a number."""
    return pytest.approx(number, rel=1e-15) if number is not None else "[z]"


def _plainly(number: float) -> tuple[str, ...]:
    count = f"{number:,.1f}".removesuffix(".0").replace("-", "−")
    return count, f"{number:.1%}", f"{number:.0%}"


def test_no_cell_of_a_table_is_empty_and_none_is_merged(book: Book) -> None:
    for name in book.names[1:]:
        rows = book.rows(name)
        top = next(n for n, row in enumerate(rows) if len([v for v in row if v != ""]) > 1)
        assert all(v not in ("", None) for row in rows[top:] for v in row), name
        assert all(row[0] for row in rows), "no row is blank, before the table either"
    assert not any("mergeCell" in sheet for sheet in book.xml(r"xl/worksheets/sheet\d+\.xml"))


def test_each_sheet_has_one_named_table_and_its_headings_stay_in_sight(book: Book) -> None:
    tables = book.xml(r"xl/tables/table\d+\.xml")
    names = [re.findall(r' displayName="([^"]+)"', table)[0] for table in tables]
    assert len(names) == len(set(names)) == len(book.names) - 1
    sheets = book.xml(r"xl/worksheets/sheet\d+\.xml")
    assert sum('state="frozen"' in sheet for sheet in sheets) == len(book.names) - 1
    assert sum("<tablePart " in sheet for sheet in sheets) == len(book.names) - 1


def test_numbers_are_numbers_and_words_are_never_formulas(book: Book) -> None:
    assert not any("<f>" in sheet for sheet in book.xml(r"xl/worksheets/sheet\d+\.xml"))
    assert any(row["Gap"] == "=2+3" for row in book.titled("Gaps and commitments"))


def test_absence_has_a_shorthand_and_its_reason(odd_page: Page) -> None:
    columns = {c.name: c.cells for c in of_figure(figures(odd_page)[1]).columns}
    told = columns["Share"][-6:]
    assert told == ("[x]", "[c]", "[c]", "[z]", "[x]", "[z]")
    assert columns["Why there is no figure"][-1] == "No patients"
    assert columns["Why there is no figure"][0] == "[z]"
    assert {shorthand(None), *map(str, told)} <= set(MEANINGS)


def test_a_score_keeps_its_people_and_its_interval(odd_page: Page) -> None:
    columns = {c.name: c for c in of_figure(figures(odd_page)[3]).columns}
    assert columns["People"].cells == (840.0, 840.0)
    assert (columns["Value"].kind, columns["Value"].cells) == ("score", (8.8, 8.8))
    assert columns["Confidence interval, lower"].cells == (8.6, "[x]")
    assert "Number" not in columns


def test_words_that_say_more_than_their_number_stand_beside_it() -> None:
    rows = (
        (Cell("A", header=True), Cell("63.3% (19 of 30)", 19 / 30), Cell("Met, 2 to spare", -2.0)),
        (Cell("B", header=True), Cell("Too few patients"), Cell("–")),
    )
    found = {c.name: c.cells for c in of_table(Table("T", ("Name", "Share", "Needed"), rows)).columns}
    assert found["Share"] == (19 / 30, "[x]")
    assert found["Share, in words"] == ("63.3% (19 of 30)", "Too few patients")
    assert found["Needed"] == (-2.0, "[z]")
    assert found["Needed, in words"] == ("Met, 2 to spare", "[z]")


def test_edges_are_written_and_can_be_read(odd_page: Page) -> None:
    book = Book(odd_page)
    assert "Notes" not in book.names, "the page says nothing beside its figures"
    assert book.titled("By cancer")[0]["Part"] == "Lung"
    assert not {"No rows", "No parts"} & {str(book.rows(n)[0][0]) for n in book.names}


def test_the_files_behind_a_page_are_its_last_table(small_page: Page) -> None:
    book = Book(small_page)
    assert book.table(book.names[-1])[0]["SHA-256"] == "a" * 64
    assert "As known on: 8 May 2025" in [row[0] for row in book.rows("Cover")]


def test_it_bears_the_day_of_its_newest_file(small_page: Page) -> None:
    for page, day in ((small_page, "2025-05-08"), (Page("T", "L", ()), "1980-01-01")):
        (core,) = Book(page).xml(r"docProps/core\.xml")
        assert f">{day}T00:00:00Z</dcterms:created>" in core
    asked = replace(figures(small_page)[0].chart.answer, as_of=date(2025, 4, 1))
    figure = replace(figures(small_page)[0], chart=replace(figures(small_page)[0].chart, answer=asked))
    (core,) = Book(replace(small_page, blocks=(figure,))).xml(r"docProps/core\.xml")
    assert ">2025-04-01T00:00:00Z</dcterms:created>" in core
