"""Pages as HTML, read back."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest

from alliance.answers import Desk
from alliance.errors import UsageError
from alliance.pages import findings, home, measure, pack, place, sources
from alliance.pages.model import Block, Figure, Page, Table
from alliance.writers.html import document, fragment, write
from tests.unit.reading_html import ReadPage, read_html

ALLIANCE = "E56999001"
BUILT = {
    "home": lambda desk: home.build(desk, ALLIANCE),
    "place": lambda desk: place.build(desk, "ZA4"),
    "measure": lambda desk: measure.build(desk, "treatment-62-day", ALLIANCE),
    "findings": lambda desk: findings.build(desk, ALLIANCE),
    "pack": lambda desk: pack.build(desk, ALLIANCE),
    "sources": sources.build,
}


@pytest.fixture(params=BUILT.values(), ids=BUILT, scope="module")
def real(request: pytest.FixtureRequest, desk: Desk) -> Page:
    """Real pages of the fictional alliance."""
    found: Page = request.param(desk)
    return found


def _tables(blocks: tuple[Block, ...]) -> list[Table]:
    found: list[Table] = []
    for block in blocks:
        if isinstance(block, Table):
            found.append(block)
        if isinstance(block, Figure) and block.table:
            found.append(block.table)
    return found


def _nests(read: ReadPage) -> bool:
    levels = [level for level, _ in read.headings]
    return levels[0] == 1 and all(b <= a + 1 for a, b in itertools.pairwise(levels))


class TestARealPage:
    def test_every_cell_of_every_table_is_in_the_html_in_its_place(self, real: Page) -> None:
        read = read_html(document(real))
        told = [[[" ".join(c.text.split()) for c in row] for row in t.rows] for t in _tables(real.blocks)]
        assert [t.rows[1:] for t in read.tables[: len(told)]] == told

    def test_the_numbers_of_a_figure_are_those_of_its_answer(self, real: Page) -> None:
        read = read_html(document(real))
        for figure in (b for b in real.blocks if isinstance(b, Figure) and b.chart.kind == "run"):
            answer, table = figure.chart.answer, read.table(figure.table.caption if figure.table else "")
            if answer.unit != "proportion":
                continue
            for row, point in zip(table.rows[1:], answer.points, strict=True):
                if point.value is not None:
                    assert float(row[1].replace(",", "")) == point.numerator
                    assert float(row[2].replace(",", "")) == point.denominator
                    assert row[3] == f"{point.value:.1%}"

    def test_tags_are_closed_and_ids_are_unique(self, real: Page) -> None:
        read = read_html(document(real))
        assert not read.unclosed
        assert len(read.ids) == len(set(read.ids))

    def test_headings_nest_and_there_is_one_title(self, real: Page) -> None:
        read = read_html(document(real))
        assert [text for level, text in read.headings if level == 1] == [real.title]
        assert _nests(read)

    def test_every_table_has_a_caption_and_headers_with_scope(self, real: Page) -> None:
        for table in read_html(document(real)).tables:
            assert table.caption
            assert None not in table.scopes
            assert {"col", "row"} == set(table.scopes)

    def test_nothing_is_fetched_and_nothing_is_styled_inline(self, real: Page) -> None:
        html = document(real)
        read = read_html(html)
        names = {name for _, name, _ in read.attributes}
        assert not names & {"style", "src", "srcset", "onclick", "onload"}
        assert not {"script", "link", "iframe", "img", "object"} & set(read.tags)
        assert "url(" not in html
        assert "@import" not in html

    def test_a_fragment_for_the_site_has_no_style_at_all(self, real: Page) -> None:
        html = fragment(real)
        assert "style" not in {name for _, name, _ in read_html(html).attributes}
        assert "<style" not in html

    def test_links_of_a_file_stay_in_the_file_or_name_a_publisher(self, real: Page) -> None:
        read = read_html(document(real))
        inside = {f"#{name}" for name in read.ids}
        assert all(href in inside or href.startswith("https://") for href in read.links)

    def test_charts_have_a_title_and_a_description(self, real: Page) -> None:
        html = document(real)
        drawn = sum(isinstance(b, Figure) for b in real.blocks)
        assert html.count("<svg") == html.count("</title>") - 1 == html.count("</desc>") == 2 * drawn

    def test_the_same_page_is_the_same_bytes(self, real: Page) -> None:
        assert document(real) == document(real)


def test_people_write_letters_that_are_escaped(small_page: Page) -> None:
    html = fragment(small_page)
    assert "Wend &amp; Ouse &lt;Alliance&gt;" in html
    assert "&lt;b&gt;One&lt;/b&gt;" in html


def test_a_fragment_keeps_its_links_into_the_site(small_page: Page) -> None:
    assert read_html(fragment(small_page)).links.count("/places/RX1/") == 3


def test_a_file_keeps_the_words_of_links_that_lead_nowhere_from_it(small_page: Page) -> None:
    read = read_html(document(small_page))
    assert "More here: a place" in read.text
    assert "Only a link into the site" not in read.text
    assert not any(href.startswith("/") for href in read.links)
    assert "#notes" in read.links


def test_a_fragment_within_another_page_has_no_title_and_lower_headings(small_page: Page) -> None:
    read = read_html(fragment(small_page, within=True))
    assert [level for level, _ in read.headings] == [3, 4, 3, 3]
    assert "A lede." not in read.text


def test_two_headings_with_the_same_words_have_two_anchors(small_page: Page) -> None:
    read = read_html(document(small_page))
    assert {"first-part", "first-part-2"} <= set(read.ids)
    assert {"#first-part", "#first-part-2", "#notes"} <= set(read.links)


def test_a_file_has_landmarks_contents_and_its_facts(small_page: Page) -> None:
    read = read_html(document(small_page))
    assert {"header", "nav", "main", "footer"} <= set(read.tags)
    assert read.links[0] == "#content"
    assert "As known on8 May 2025" in read.text
    assert ("html", "lang", "en-GB") in read.attributes


def test_a_file_without_parts_or_files_has_neither_contents_nor_sources() -> None:
    read = read_html(document(Page("Title", "Lede", ())))
    assert "nav" not in read.tags
    assert "published file" not in read.text


def test_one_file_is_not_called_files(small_page: Page) -> None:
    assert "from: 1 published file " in read_html(fragment(small_page)).text + " "


def test_a_table_can_be_scrolled_by_keyboard(small_page: Page) -> None:
    html = fragment(small_page)
    assert len(re.findall(r'tabindex="0" role="group" aria-label="', html)) == html.count("<table")


def test_a_figure_is_drawn_for_a_desk_and_for_a_phone(small_page: Page) -> None:
    html = fragment(small_page)
    assert re.findall(r'<svg[^>]* width="(\d+)"', html) == ["720", "340"]


def test_a_figure_may_have_no_table(small_page: Page) -> None:
    figure = next(b for b in small_page.blocks if isinstance(b, Figure))
    html = fragment(Page("T", "L", (replace(figure, table=None),)))
    assert "The same numbers as a table" not in html


def test_writing_makes_the_folder_and_names_the_file(small_page: Page, tmp_path: Path) -> None:
    written = write(small_page, tmp_path / "new" / "folder")
    assert written.name == "pack.html"
    assert written.read_text(encoding="utf-8") == document(small_page)


def test_a_folder_that_cannot_be_written_is_said(small_page: Page, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="cannot be written"):
        write(small_page, tmp_path / "file")
