"""CSV that reads back to the answer, and that a spreadsheet cannot take for a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.answers.model import PlaceName, Series
from alliance.writers.csv import COLUMNS, answer_rows
from tests.unit.answers_by_hand import ALLIANCE, TRUST, answer, no_figure, point, steady


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_point_is_a_row_with_the_answers_own_numbers() -> None:
    plain = steady()
    rows = _read(answer_rows(plain))
    assert [r["period"] for r in rows] == [p.period for p in plain.points]
    for row, p in zip(rows, plain.points, strict=True):
        told = (p.numerator, p.denominator, p.value, p.lower, p.upper, p.mean, p.lower_limit, p.upper_limit)
        names = ("numerator", "denominator", "value", "lower", "upper", "mean", "lower_limit", "upper_limit")
        assert tuple(float(row[name]) for name in names) == told


def test_each_row_says_what_it_is_about_and_where_it_came_from() -> None:
    row = _read(answer_rows(answer([point("2025-03", 1, 2)], cut={"cancer": "lung"})))[0]
    assert row["measure"] == "treatment-62-day"
    assert (row["place_code"], row["place_name"], row["place_kind"]) == (TRUST.code, TRUST.name, "trust")
    assert (row["cancer"], row["route"]) == ("lung", "all")
    assert (row["standard"], row["status"], row["known_since"]) == ("0.85", "final", "2025-05-08")
    assert row["sha256"] == "a" * 64


def test_parts_follow_the_whole_and_are_told_from_it() -> None:
    series = [
        Series((point("2025-03", 1, 2),), None, PlaceName("RX2", "Birchdale", "trust")),
        Series((point("2025-03", 3, 4),), None, cut={"cancer": "skin"}),
    ]
    rows = _read(answer_rows(answer([point("2025-03", 4, 6)], place=ALLIANCE, series=series)))
    assert [r["part"] for r in rows] == ["whole", "part", "part"]
    assert [r["place_code"] for r in rows] == [ALLIANCE.code, "RX2", ALLIANCE.code]
    assert [r["cancer"] for r in rows] == ["all", "all", "skin"]


def test_an_absent_number_is_empty_with_its_reason_and_never_zero() -> None:
    row = _read(answer_rows(answer([no_figure("2025-03", "suppressed")])))[0]
    assert (row["value"], row["numerator"], row["absence"]) == ("", "", "suppressed")


def test_halves_stay_halves_and_whole_patients_stay_whole() -> None:
    row = _read(answer_rows(answer([point("2025-03", 923.5, 1684)])))[0]
    assert (row["numerator"], row["denominator"]) == ("923.5", "1684")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r+1", "  =1"])
def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(name: str) -> None:
    place = PlaceName("RX9", name, "trust")
    row = _read(answer_rows(answer([point("2025-03", 1, 2)], place=place)))[0]
    assert row["place_name"] == f"'{name.strip()}"


@given(st.text(max_size=20))
def test_no_text_is_ever_a_formula(name: str) -> None:
    place = PlaceName("RX9", name, "trust")
    text = answer_rows(answer([point("2025-03", 1, 2)], place=place))
    cells = next(csv.reader(io.StringIO(text.split("\n", 1)[1], newline="")))
    assert not cells[COLUMNS.index("place_name")].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_limit_below_nothing_stays_a_number() -> None:
    below = replace(point("2025-03", 1, 2), mean=0.5, lower_limit=-0.25, upper_limit=1.25)
    assert _read(answer_rows(answer([below])))[0]["lower_limit"] == "-0.25"


def test_the_same_answer_is_the_same_text() -> None:
    assert answer_rows(steady()) == answer_rows(steady())
