"""Tables: every cell's number is the answer's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alliance.answers.model import PlaceName, Series, StandardInForce
from alliance.pages.figures import across_figure
from alliance.pages.tables import (
    files_table,
    parts_table,
    patients_to_standard,
    points_table,
    standards_table,
)
from tests.unit.answers_by_hand import ALLIANCE, RELEASE, STANDARDS, answer, marked, no_figure, point, steady


def test_every_point_has_a_row_with_its_own_numbers() -> None:
    plain = steady()
    table = points_table(plain)
    assert len(table.rows) == len(plain.points)
    for row, p in zip(table.rows, plain.points, strict=True):
        assert [cell.number for cell in row[1:4]] == [p.numerator, p.denominator, p.value]
        assert row[5].number == p.mean


def test_each_row_has_as_many_cells_as_there_are_columns() -> None:
    plain = steady()
    tables = [
        points_table(plain),
        points_table(replace(plain, unit="count")),
        standards_table("62 days", "proportion", STANDARDS),
        files_table([RELEASE]),
    ]
    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert not table.numeric or len(table.numeric) == len(table.columns)


def test_an_absent_figure_has_its_reason_and_no_number() -> None:
    row = points_table(answer([no_figure("2025-03", "no_activity")])).rows[0]
    assert row[3].text == "No patients"
    assert all(cell.number is None for cell in row)


def test_signals_are_in_words() -> None:
    plain = steady()
    points = marked(plain.points, ["2025-03"], "shift", "improvement")
    assert points_table(replace(plain, points=points)).rows[-1][7].text == "Improvement: shift"


def test_patients_to_the_standard_are_signed_and_keep_their_halves() -> None:
    plain = answer([])
    assert patients_to_standard(plain, point("2025-03", 923.5, 1684.5)) == pytest.approx(508.325)
    assert patients_to_standard(plain, point("2025-03", 100, 100)) == -15


def test_the_standard_is_the_one_of_the_period() -> None:
    standards = (
        StandardInForce(0.75, "standard", None, date(2026, 3, 31), "x"),
        StandardInForce(0.80, "standard", date(2026, 4, 1), None, "x"),
    )
    held = answer([], standards=standards)
    assert patients_to_standard(held, point("2026-03", 70, 100)) == 5
    assert patients_to_standard(held, point("2026-04", 70, 100)) == 10


@pytest.mark.parametrize(
    "changed", [{"standards": ()}, {"better": "neutral"}], ids=["no standard", "neither way is better"]
)
def test_without_a_standard_to_reach_nobody_is_needed(changed: dict[str, object]) -> None:
    assert patients_to_standard(replace(answer([]), **changed), point("2025-03", 70, 100)) is None


def test_where_fewer_is_better_those_beyond_the_standard_are_counted() -> None:
    few = replace(answer([]), better="lower", standards=(StandardInForce(0.01, "standard", None, None, "x"),))
    assert patients_to_standard(few, point("2025-03", 70, 100)) == 69
    assert patients_to_standard(few, point("2025-03", 0.5, 100)) == -0.5


def test_parts_stand_in_their_own_order_and_without_those_of_other_periods() -> None:
    series = [
        Series((point("2025-Q1", share, 100),), None, PlaceName(f"R{n}", f"Trust {n}", "trust"))
        for n, share in enumerate((50, 90, 70))
    ]
    series.append(Series((point("2024-Q4", 1, 100),), None, PlaceName("R9", "Trust 9", "trust")))
    whole = answer([point("2025-Q1", 210, 300)], place=ALLIANCE, series=series, by="trust")
    table = parts_table(whole, "2025-Q1", name="Organisation", href=lambda s: f"/places/{s.place.code}/")
    assert [row[0].text for row in table.rows] == ["Trust 0", "Trust 1", "Trust 2"]
    assert [row[-1].number for row in table.rows] == [35, -5, 15]
    assert [row[-1].text for row in table.rows] == ["35", "Met, 5 to spare", "15"]
    assert table.rows[0][0].href == "/places/R0/"


def test_a_measure_without_a_standard_has_no_column_for_it() -> None:
    series = [Series((point("2025-Q1", 5, 100),), None, cut={"cancer": "lung"})]
    whole = answer([point("2025-Q1", 5, 100)], series=series, standards=())
    table = parts_table(whole, "2025-Q1", name="Cancer", href=lambda _: "")
    assert table.columns[-1] == "95% interval"


@pytest.mark.parametrize(
    ("variant", "span", "line"),
    [
        ("unadjusted", "95% confidence interval", "the fewer the patients, the longer the line."),
        ("adjusted", "Expected range", "where the score of a place like this would be expected to lie."),
        ("none", "Confidence interval", "the fewer the patients, the longer the line."),
    ],
)
def test_a_published_estimate_stands_with_what_its_range_is(variant: str, span: str, line: str) -> None:
    told = replace(point("2018", 8.8, 100), value=8.79, lower=8.71, upper=8.9)
    series = [Series((told,), None, PlaceName("R1", "Trust 1", "trust"))]
    scored = replace(answer([told], series=series, unit="score-0-10", by="trust"), variant=variant)
    assert points_table(scored).columns[2] == span
    assert parts_table(scored, "2018", name="Organisation", href=lambda _: "").columns[2] == span
    words = across_figure(scored, "2018", href=lambda _: "").sentence
    assert f"its line the {span[:1].lower()}{span[1:]}: {line}" in words


def test_standards_say_who_set_them_and_until_when() -> None:
    table = standards_table("62 days", "proportion", STANDARDS)
    assert [c.text for c in table.rows[0]] == [
        "Standard 85%",
        "1 October 2023",
        "Still in force",
        "the national body",
    ]


def test_a_file_is_told_by_the_start_of_its_hash_or_by_all_of_it() -> None:
    assert files_table([RELEASE]).rows[0][-1].text == "a" * 12
    assert files_table([RELEASE], whole_hash=True).rows[0][-1].text == "a" * 64
