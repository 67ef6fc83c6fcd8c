"""The figures of a story: then and now, and nothing revised in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from alliance.charts import Marker
from alliance.pages.model import Figure, Table, Text
from alliance.pages.story import build
from tests.unit.answers_by_hand import answer, point, steady

THEN = steady(12)
NOW = steady(18)


def _tables(page) -> dict[str, Table]:
    return {b.caption: b for b in page.blocks if isinstance(b, Table)}


def test_what_was_found_then_stands_before_what_is_known_now() -> None:
    frozen = replace(THEN, sentence="What was found.")
    page = build(answer=NOW, frozen=frozen)
    found = [b for b in page.blocks if isinstance(b, Text | Figure)]
    assert found[0] == Text("What was found.")
    assert isinstance(found[1], Figure)
    assert found[1].chart.answer is NOW


def test_figures_that_were_not_revised_are_said_to_stand() -> None:
    page = build(answer=NOW, frozen=THEN)
    assert Text("The figures on which the gap was agreed have not been revised since.") in page.blocks


def test_a_figure_that_was_revised_is_shown_both_ways() -> None:
    changed = replace(NOW, points=(point("2023-10", 300, 512.5), *NOW.points[1:]))
    table = _tables(build(answer=changed, frozen=THEN))["Figures revised since the gap was agreed"]
    (row,) = table.rows
    before, after = THEN.points[0], changed.points[0]
    assert [c.number for c in row[1:5]] == [before.numerator, before.value, after.numerator, after.value]
    assert row[3].text == "300 of 512.5"


def test_a_revised_count_has_no_denominator() -> None:
    counts = [replace(p, denominator=None, value=p.numerator) for p in THEN.points]
    later = [replace(counts[0], numerator=999.0, value=999.0), *counts[1:]]
    page = build(answer=answer(later, unit="count"), frozen=answer(counts, unit="count"))
    row = _tables(page)["Figures revised since the gap was agreed"].rows[0]
    assert row[3].text == "999"


def test_the_days_that_matter_are_on_the_chart_and_in_a_table() -> None:
    markers = (Marker(date(2024, 9, 2), "Board decided"), Marker(date(2024, 6, 14), "Commitment accepted"))
    page = build(answer=NOW, frozen=THEN, markers=markers)
    figure = next(b for b in page.blocks if isinstance(b, Figure))
    rows = _tables(page)["Days marked on the chart"].rows
    assert [m.label for m in figure.chart.markers] == ["Commitment accepted", "Board decided"]
    assert [[c.text for c in row] for row in rows] == [
        ["14 June 2024", "Commitment accepted"],
        ["2 September 2024", "Board decided"],
    ]


def test_a_story_without_dates_has_no_empty_table() -> None:
    assert "Days marked on the chart" not in _tables(build(answer=NOW, frozen=THEN))
