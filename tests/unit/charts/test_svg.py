"""The SVG that a strict page may hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from alliance.answers.model import PlaceName, Series
from alliance.charts import Chart, Marker, across_chart, run_chart, to_svg
from alliance.charts.svg import draw
from tests.unit.answers_by_hand import ALLIANCE, answer, no_figure, point, steady
from tests.unit.charts.drawings import SVG, boxes, read


def _across() -> Chart:
    places = ("Wend & Ouse Hospitals NHS Trust", "Alderbrook Hospitals NHS Foundation Trust", "<Birchdale>")
    series = [
        Series((point("2025-Q1", 60 + n, 100),), None, PlaceName(f"R{n}", name, "trust"))
        for n, name in enumerate(places)
    ]
    return across_chart(answer([point("2025-Q1", 183, 300)], place=ALLIANCE, series=series, by="trust"))


CHARTS = {
    "run": run_chart(steady()),
    "with events": run_chart(
        steady(), markers=[Marker(date(2024, 5, 2), "Commitment <accepted> & recorded")]
    ),
    "nothing": run_chart(answer([no_figure("2025-03")])),
    "no points": run_chart(answer([])),
    "one point": run_chart(answer([point("2025-03", 3, 4)])),
    "across": _across(),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("width", [340, 720])
class TestEveryDrawing:
    def test_has_attributes_only_and_fetches_nothing(self, chart: Chart, width: int) -> None:
        svg = to_svg(chart, width=width)
        assert "style" not in svg
        assert "<script" not in svg
        assert "href" not in svg
        assert svg.count("http") == 1  # the namespace

    def test_is_named_for_those_who_do_not_see_it(self, chart: Chart, width: int) -> None:
        root = read(chart, width)
        named = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
        assert root.get("role") == "img"
        assert set((root.get("aria-labelledby") or "").split()) == set(named)
        assert chart.alt in named.values()

    def test_has_the_width_that_was_asked_for(self, chart: Chart, width: int) -> None:
        root = read(chart, width)
        assert float(root.attrib["width"]) == width
        assert root.attrib["viewBox"].split()[2] == str(width)

    def test_has_no_text_under_eleven_pixels(self, chart: Chart, width: int) -> None:
        sizes = re.findall(r'font-size="([\d.]+)', to_svg(chart, width=width))
        assert sizes
        assert all(float(size) >= 11 for size in sizes)

    def test_keeps_its_words_on_the_paper(self, chart: Chart, width: int) -> None:
        root = read(chart, width)
        shift = next(e for e in root.iter(f"{SVG}g") if e.get("font-family")).attrib["transform"]
        dx, dy = (float(n) for n in re.findall(r"-?[\d.]+", shift))
        height = float(root.attrib["height"])
        outside = [
            text
            for text, left, top, right, bottom in boxes(root)
            if left + dx < 0 or right + dx > width + 1 or top + dy < 0 or bottom + dy > height
        ]
        assert not outside

    def test_is_valid_vega_lite(self, chart: Chart, width: int) -> None:
        import altair as alt

        alt.LayerChart.from_dict(draw(chart, width).marks, validate=True)


def test_the_same_chart_is_the_same_bytes() -> None:
    from alliance.charts import svg

    first = to_svg(run_chart(steady()))
    svg._svg.cache_clear()
    assert to_svg(run_chart(steady())) == first


def test_a_chart_is_drawn_once() -> None:
    from alliance.charts import svg

    svg._svg.cache_clear()
    to_svg(run_chart(steady()))
    to_svg(run_chart(steady()))
    assert svg._svg.cache_info().misses == 1


def test_an_answer_that_was_revised_is_drawn_anew() -> None:
    before = steady()
    after = replace(before, points=(*before.points[:-1], point(before.points[-1].period, 400, 500)))
    assert to_svg(run_chart(before)) != to_svg(run_chart(after))


def test_no_id_is_on_a_page_twice() -> None:
    charts = [to_svg(chart, width=width) for chart in CHARTS.values() for width in (340, 720)]
    ids = [found for svg in charts for found in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))


def test_words_from_people_are_escaped() -> None:
    svg = to_svg(CHARTS["with events"])
    assert "&lt;accepted&gt; &amp; recorded" in svg


def test_paper_that_brings_its_own_letters_has_them_in_every_chart() -> None:
    drawn = to_svg(run_chart(steady()), font="Source Sans Pro")
    assert 'font-family="Source Sans Pro"' in drawn
    assert "Arial" not in drawn
    assert "Arial" in to_svg(run_chart(steady()))
