"""A pack on paper, read back: its words, its tags, its letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from alliance.pages.model import Heading, Link, Page, Text
from alliance.writers import pdf
from tests.unit.writers.reading_pages import all_tables, figures, squeezed


def _read(page: Page) -> PdfReader:
    return PdfReader(BytesIO(pdf.content(page)))


def _text(read: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in read.pages))


@pytest.fixture(scope="module")
def read(pack_page: Page) -> PdfReader:
    """The fictional alliance's pack as a PDF."""
    return _read(pack_page)


@pytest.fixture(scope="module")
def text(read: PdfReader) -> str:
    """All its words, without white space."""
    return _text(read)


def _elements(read: PdfReader) -> Iterator[tuple[str, DictionaryObject]]:
    """Every tag with its element, in reading order."""
    root: Any = read.trailer["/Root"]
    yield from _below(root["/StructTreeRoot"])


def _below(element: Any) -> Iterator[tuple[str, DictionaryObject]]:
    element = element.get_object()
    if not isinstance(element, DictionaryObject):
        return
    if "/S" in element:
        yield str(element["/S"]), element
    children: Any = element["/K"].get_object() if "/K" in element else []
    for child in children if isinstance(children, list) else [children]:
        yield from _below(child)


def test_every_row_of_every_table_can_be_read_back_from_the_paper(pack_page: Page, text: str) -> None:
    for table in all_tables(pack_page):
        for row in table.rows:
            assert squeezed("".join(cell.text for cell in row)) in text, (table.caption, row[0].text)


def test_the_numbers_on_paper_are_those_of_the_answers(pack_page: Page, text: str) -> None:
    drawn = [f.chart.answer for f in figures(pack_page, "run") if f.chart.answer.unit == "proportion"]
    assert drawn
    for answer in drawn:
        for p in answer.points:
            if p.value is not None and p.lower is not None and p.upper is not None:
                counted = f"{_plain(p.numerator)}{_plain(p.denominator)}"
                assert f"{counted}{p.value:.1%}{p.lower:.1%}to{p.upper:.1%}" in text


def _plain(number: float | None) -> str:
    assert number is not None
    return f"{number:,.1f}".removesuffix(".0")


def test_it_is_tagged_titled_and_in_a_language(pack_page: Page, read: PdfReader) -> None:
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None
    assert read.metadata.title == pack_page.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_every_chart_has_its_alt_text_in_the_pages_order(pack_page: Page, read: PdfReader) -> None:
    told = [element["/Alt"] for tag, element in _elements(read) if tag == "/Figure"]
    assert told == [f.chart.alt for f in figures(pack_page)]


def test_headings_nest_from_the_first_level(read: PdfReader, odd_page: Page) -> None:
    jumping = replace(
        odd_page, blocks=(Heading("One", 3), Heading("Two", 4), Heading("Three", 2), Heading("Four", 4))
    )
    for one in (read, _read(jumping)):
        levels = [int(tag[2]) for tag, _ in _elements(one) if re.fullmatch(r"/H\d", tag)]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


def test_tables_have_headings_and_captions(pack_page: Page, read: PdfReader) -> None:
    tags = [tag for tag, _ in _elements(read)]
    assert (
        tags.count("/Table") == tags.count("/Caption") - len(figures(pack_page)) == len(all_tables(pack_page))
    )
    assert tags.count("/THead") >= len(all_tables(pack_page))


def test_a_heading_of_a_table_stands_again_on_its_next_page(pack_page: Page, read: PdfReader) -> None:
    first = squeezed("".join(max(all_tables(pack_page), key=lambda t: len(t.rows)).columns[:2]))
    assert sum(first in squeezed(page.extract_text()) for page in read.pages) >= 2


def test_pages_are_numbered_and_the_contents_lead_to_the_parts(pack_page: Page, read: PdfReader) -> None:
    last = len(read.pages)
    assert f"Page {last} of {last}" in read.pages[-1].extract_text()
    parts = [b.text for b in pack_page.blocks if isinstance(b, Heading) and b.level == 2]
    assert all(squeezed(part) in squeezed(read.pages[0].extract_text()) for part in parts)
    assert len(read.outline) >= len(parts)


def test_its_letters_are_one_sans_serif_family_and_inside_the_file(read: PdfReader) -> None:
    fonts = {str(f) for page in read.pages for f in _fonts(page)}
    assert fonts
    assert {re.sub(r"^/\w+\+|-\w+$", "", f) for f in fonts} == {"SourceSansPro"}


def _fonts(page: Any) -> Iterator[str]:
    """The names of all fonts of a page, those of its drawings too."""
    resources = page["/Resources"].get_object()
    for font in resources.get("/Font", {}).values():
        yield font.get_object()["/BaseFont"]
    for inner in resources.get("/XObject", {}).values():
        if "/Resources" in inner.get_object():
            yield from _fonts(inner.get_object())


def test_it_bears_the_day_of_its_newest_file_and_never_todays(small_page: Page) -> None:
    told = _read(small_page).metadata
    assert told is not None
    assert told.creation_date is not None
    assert told.creation_date.date().isoformat() == "2025-05-08"


def test_a_page_without_files_bears_no_day() -> None:
    told = _read(Page("Title", "Lede", (Text("Words."),))).metadata
    assert told is not None
    assert told.creation_date is None


def test_what_would_be_markup_is_read_as_words(small_page: Page) -> None:
    words = 'A #set page(width: 1cm) *bold* $x$ @label <b> \\ "quoted" // and so on'
    read = _read(replace(small_page, blocks=(*small_page.blocks, Text(words))))
    assert squeezed(words) in _text(read)


def test_a_link_to_a_part_that_is_not_there_keeps_its_words(small_page: Page) -> None:
    page = replace(small_page, blocks=(Text("See:", (Link("a part elsewhere", "#nowhere"),)),))
    assert "apartelsewhere" in _text(_read(page))


def test_a_whole_hash_stands_on_the_page(small_page: Page) -> None:
    assert "a" * 64 in _text(_read(small_page))


def test_the_same_page_is_the_same_bytes(small_page: Page) -> None:
    assert pdf.content(small_page) == pdf.content(small_page)
