"""A pack as slides, read back: charts as they can be edited, words for those who do not see them, notes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.util import Inches

from alliance.answers.model import StandardInForce
from alliance.charts import run_chart
from alliance.charts.wording import short_place
from alliance.pages.model import Cell, Figure, Heading, Note, Page, Table, Text
from alliance.periods import parse_period
from alliance.writers import pptx
from alliance.writers.pptx.across_chart import ROWS
from alliance.writers.pptx.tables import shares
from tests.unit.writers.reading_pages import figures, newest_of_parts, own_tables

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def _open(page: Page) -> Any:
    return Presentation(BytesIO(pptx.content(page)))


@pytest.fixture(scope="module")
def deck(pack_page: Page) -> Any:
    """The fictional alliance's pack as a deck."""
    return _open(pack_page)


def _titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def _slide(deck: Any, title: str) -> Any:
    return next(s for s in deck.slides if s.shapes.title.text_frame.text == title)


def _chart(deck: Any, title: str) -> Any:
    return next(shape.chart for shape in _slide(deck, title).shapes if shape.has_chart)


def _words(slide: Any) -> str:
    return " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


def _x(series: Any) -> list[float]:
    return [float(v.text) for v in series._element.iterfind(f"{C}xVal//{C}v")]


def test_titles_are_there_and_no_two_are_the_same(deck: Any, pack_page: Page) -> None:
    titles = _titles(deck)
    assert titles[0] == pack_page.title
    assert all(titles)
    assert len(titles) == len(set(titles))
    assert {f.title for f in figures(pack_page)} <= set(titles)


def test_a_run_is_a_chart_of_powerpoints_own_with_the_answers_numbers(deck: Any, pack_page: Page) -> None:
    drawn = figures(pack_page, "run")
    assert drawn
    for figure in drawn:
        points = figure.chart.answer.points
        series = {s.name: list(s.values) for s in _chart(deck, figure.title).plots[0].series}
        if figure.chart.answer.unit != "proportion":  # a publisher's own estimate has no limits
            assert series["Figure"] == [p.value for p in points]
            assert "Mean" not in series
            continue
        assert series["Share"] == [p.value for p in points]
        assert series["Mean"] == [p.mean for p in points]
        assert series["Upper control limit"] == [p.upper_limit for p in points]
        assert series["Lower control limit"] == [p.lower_limit for p in points]
        held = {s.value for s in figure.chart.answer.standards if s.kind == "standard"}
        assert set(series.get("Standard", [])) <= {*held, None}


def test_parts_stand_side_by_side_with_the_answers_numbers(deck: Any, pack_page: Page) -> None:
    drawn = figures(pack_page, "across")
    assert drawn
    for figure in drawn:
        answer = figure.chart.answer
        series = {s.name: s for s in _chart(deck, figure.title).plots[0].series}
        for name, p in newest_of_parts(answer):
            own = [v for v in (p.lower, p.value, p.upper) if v is not None] if p.value is not None else []
            assert _x(series[short_place(name)]) == own
        whole = next(s for n, s in series.items() if n.startswith(short_place(answer.place.name)))
        assert set(_x(whole)) == {answer.points[-1].value}
        order = [s.name for s in _chart(deck, figure.title).plots[0].series][2:]
        assert order[: len(answer.series or ())] == [short_place(n) for n, _ in newest_of_parts(answer)]


def test_what_is_edited_in_powerpoint_is_the_same_numbers(deck: Any, pack_page: Page) -> None:
    from python_calamine import CalamineWorkbook

    figure = figures(pack_page, "run")[0]
    blob = _chart(deck, figure.title).part.chart_workbook.xlsx_part.blob
    rows = CalamineWorkbook.from_filelike(BytesIO(blob)).get_sheet_by_index(0).to_python()
    at = rows[0].index("Share")
    assert [row[at] for row in rows[1:]] == [p.value for p in figure.chart.answer.points]


def test_every_cell_of_every_table_is_on_a_slide(deck: Any, pack_page: Page) -> None:
    for table in [t for t in own_tables(pack_page) if t.about != "files"]:
        told = [grid for title, grid in _grids(deck) if title.startswith(table.caption)]
        assert all([c.text for c in grid.rows[0].cells] == list(table.columns) for grid in told)
        rows = [[c.text for c in row.cells] for grid in told for row in list(grid.rows)[1:]]
        assert rows == [[c.text for c in row] for row in table.rows]


def _grids(deck: Any) -> list[tuple[str, Any]]:
    return [
        (slide.shapes.title.text_frame.text, shape.table)
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
    ]


def test_charts_and_tables_have_alt_text(deck: Any, pack_page: Page) -> None:
    told = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert all(told)
    assert [t for t in told if not t.startswith("Table:")] == [f.chart.alt for f in figures(pack_page)]


def test_the_title_is_read_first_and_nothing_lies_off_the_slide(deck: Any) -> None:
    for slide in deck.slides:
        assert slide.shapes[0] == slide.shapes.title
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height, (
                slide.shapes.title.text_frame.text,
                shape.name,
            )


def test_notes_have_method_and_every_file_with_its_hash(deck: Any, pack_page: Page) -> None:
    for figure in figures(pack_page):
        notes = _slide(deck, figure.title).notes_slide.notes_text_frame.text
        assert figure.sentence in notes
        assert figure.chart.answer.method in notes
        assert all(c.sha256 in notes for c in figure.chart.answer.citations)
    assert all(slide.has_notes_slide for slide in deck.slides)


def test_words_are_in_the_pages_language_and_nothing_of_the_templates_is_left(
    deck: Any, pack_page: Page
) -> None:
    content = ZipFile(BytesIO(pptx.content(pack_page)))
    assert deck.core_properties.title == pack_page.title
    assert len(deck.slide_layouts) == 3
    slide = content.read("ppt/slides/slide1.xml").decode()
    assert 'lang="en-GB"' in slide
    assert "Click to" not in slide


def test_edges_are_drawn_and_can_be_read(odd_page: Page) -> None:
    deck = _open(odd_page)
    series = {s.name: list(s.values) for s in _chart(deck, "Gaps").plots[0].series}
    assert series["Share"][-6:] == [None] * 6
    assert list(_chart(deck, "Nothing").plots[0].series[-1].values) == [None]
    assert "hollow: provisional" in _words(_slide(deck, "Provisional"))
    parts = {s.name: s for s in _chart(deck, "By trust").plots[0].series}
    assert (len(_x(parts["First"])), _x(parts["Second & <third>"])) == (3, [])
    assert _x({s.name: s for s in _chart(deck, "By cancer").plots[0].series}["Lung"]) == [8.8]
    assert not any(shape.has_chart for shape in _slide(deck, "No parts").shapes)


def test_long_tables_are_shared_out_over_slides_evenly() -> None:
    rows = tuple((Cell(f"Place {n}", header=True), Cell(str(n), float(n))) for n in range(40))
    table = Table("Long", ("Name", "Number"), rows, (False, True))
    parts = shares(table, 4.9)
    assert tuple(row for part in parts for row in part) == rows
    assert max(map(len, parts)) - min(map(len, parts)) <= 3
    deck = _open(Page("P", "L", (table,)))
    assert _titles(deck)[1:] == [f"Long ({n} of {len(parts)})" for n in range(1, len(parts) + 1)]


def test_more_parts_than_a_slide_has_room_for_go_on_the_next(odd_page: Page) -> None:
    from dataclasses import replace

    figure = next(f for f in figures(odd_page) if f.title == "By trust")
    series = figure.chart.answer.series or ()
    many = tuple(
        replace(series[0], place=replace(series[0].place, name=f"Trust {n:02}"))
        if series[0].place
        else series[0]
        for n in range(ROWS + 5)
    )
    answer = replace(figure.chart.answer, series=many)
    deck = _open(Page("P", "L", (replace(figure, chart=replace(figure.chart, answer=answer)),)))
    assert _titles(deck)[1:] == ["By trust (1 of 2)", "By trust (2 of 2)", "Where the numbers come from"]
    assert (
        len([s for s in _chart(deck, "By trust (2 of 2)").plots[0].series if s.name.startswith("Trust")])
        == 12
    )


def test_words_beside_a_table_share_its_slide_and_long_ones_have_their_own() -> None:
    table = Table("Numbers", ("Name",), ((Cell("One"),),))
    page = Page(
        "P",
        "L",
        (
            Heading("Part"),
            Text("Before."),
            table,
            Text("After."),
            Heading("Part"),
            Note("Long. " * 60, summary="Read on"),
            table,
        ),
    )
    deck = _open(page)
    assert _titles(deck) == ["P", "Numbers", "Part", "Numbers (2)"]
    assert {"Before.", "After."} <= set(_words(_slide(deck, "Numbers")).replace("Numbers", "").split())
    assert "Read on" in _words(_slide(deck, "Part"))


def test_words_after_a_chart_stand_under_it_while_they_are_few(odd_page: Page) -> None:
    figure = figures(odd_page)[1]
    words = (Note("These figures are old.", "warning"), Text("Ask for new ones."), Text("Long. " * 40))
    deck = _open(Page("P", "L", (Heading("Part"), figure, *words)))
    assert _titles(deck)[1:3] == ["Gaps", "Part"]
    assert "These figures are old. Ask for new ones." in _words(_slide(deck, "Gaps"))
    assert "Long." in _words(_slide(deck, "Part"))


def test_words_that_are_too_many_for_a_slide_go_on_the_next() -> None:
    deck = _open(Page("P", "L", (Heading("Part"), Text("Some words. " * 200))))
    assert _titles(deck) == ["P", "Part", "Part (2)", "Part (3)"]
    told = " ".join(slide.placeholders[1].text_frame.text for slide in list(deck.slides)[1:])
    assert told == ("Some words. " * 200).strip()


def test_a_slide_is_wide(deck: Any) -> None:
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))


def test_a_figure_without_a_table_is_a_slide_all_the_same(odd_page: Page) -> None:
    assert sum(isinstance(b, Figure) for b in odd_page.blocks) <= len(_titles(_open(odd_page)))


def test_words_are_parted_between_sentences_and_items_and_no_slide_has_a_remnant() -> None:
    items = "; ".join(f"An organisation with a long name number {n}, told within 28 days" for n in range(16))
    page = Page(
        "Words", "", (Heading("Said"), Text(f"Stands out: {items}; and 11 more."), Text("A note. " * 30))
    )
    said = [s.placeholders[1].text_frame.text.strip() for s in _open(page).slides][1:]
    assert len(said) > 1
    assert all(text.endswith((".", ";")) for text in said)
    assert min(map(len, said)) > 200


def test_a_plan_of_one_month_has_a_mark(pack_page: Page) -> None:
    drawn = figures(pack_page, "run")[0].chart.answer
    day = parse_period(drawn.points[-1].period)
    plan = StandardInForce(0.72, "trajectory", day.start, day.end, "Nobody")
    planned = replace(drawn, standards=(*drawn.standards, plan))
    deck = _open(Page("Plan", "", (Figure("Planned", run_chart(planned), "Words."),)))
    series = {s.name: s for s in _chart(deck, "Planned").plots[0].series}
    (mark,) = series["Trajectory"]._element.iterfind(f"{C}dPt")
    assert mark.find(f"{C}idx").get("val") == str(len(drawn.points) - 1)
    assert mark.find(f"{C}marker/{C}symbol").get("val") == "dash"
    assert not list(series["Mean"]._element.iterfind(f"{C}dPt"))
