"""The dot chart: by name, with intervals, never by value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance.answers.model import PlaceName, Series
from alliance.charts import across_chart
from tests.unit.answers_by_hand import ALLIANCE, answer, no_figure, point
from tests.unit.charts.drawings import filled_white, read, words

NAMES = ("Wend Valley NHS Trust", "Alderbrook Hospitals NHS Foundation Trust", "Moorside Hospitals NHS Trust")


def _series(*shares: float) -> list[Series]:
    return [
        Series((point("2025-Q1", 200 * share, 200),), None, PlaceName(f"R{n}", name, "trust"))
        for n, (name, share) in enumerate(zip(NAMES, shares, strict=True))
    ]


def _answer(series: list[Series]):
    return answer([point("2025-Q1", 390, 600)], place=ALLIANCE, series=series, by="trust")


@pytest.mark.parametrize("shares", [(0.9, 0.5, 0.7), (0.5, 0.9, 0.7), (0.7, 0.5, 0.9)])
@pytest.mark.parametrize("width", [340, 720])
def test_places_stand_by_name_whatever_their_values(shares: tuple[float, ...], width: int) -> None:
    shown = words(read(across_chart(_answer(_series(*shares))), width))
    names = [text for text in shown if text in ("Alderbrook Hospitals", "Moorside Hospitals", "Wend Valley")]
    assert names == ["Alderbrook Hospitals", "Moorside Hospitals", "Wend Valley"]


def test_each_figure_stands_with_the_number_of_patients_behind_it() -> None:
    assert "90.0% of 200" in words(read(across_chart(_answer(_series(0.9, 0.5, 0.7)))))


def test_the_standard_and_the_whole_are_drawn_for_reference() -> None:
    shown = words(read(across_chart(_answer(_series(0.9, 0.5, 0.7)))))
    assert "Standard 85%" in shown
    assert "Three Rivers Cancer Alliance 65.0%" in shown


@pytest.mark.parametrize(
    ("unit", "variant", "span"),
    [
        ("proportion", "none", "95% interval"),
        ("score-0-10", "unadjusted", "95% confidence interval"),
        ("score-0-10", "adjusted", "expected range"),
        ("percent", "none", "confidence interval"),
    ],
)
def test_the_key_and_the_words_say_what_the_lines_are(unit: str, variant: str, span: str) -> None:
    chart = across_chart(replace(_answer(_series(0.9, 0.5, 0.7)), unit=unit, variant=variant))
    assert span in words(read(chart))
    assert f"in alphabetical order, each with its {span};" in chart.alt


def test_figures_without_a_range_have_no_line_and_no_words_for_it() -> None:
    series = [
        replace(s, points=(replace(s.points[0], lower=None, upper=None),)) for s in _series(0.9, 0.5, 0.7)
    ]
    chart = across_chart(_answer(series))
    assert "interval" not in " ".join([*words(read(chart)), chart.alt])


def test_a_place_without_a_figure_keeps_its_row_and_says_why() -> None:
    series = _series(0.9, 0.5, 0.7)
    series[0] = replace(series[0], points=(no_figure("2025-Q1", "no_activity"),))
    shown = words(read(across_chart(_answer(series))))
    assert "Wend Valley" in shown
    assert "no patients" in shown


def test_provisional_figures_are_hollow() -> None:
    series = [
        replace(s, points=(replace(s.points[0], status="provisional"),)) for s in _series(0.9, 0.5, 0.7)
    ]
    root = read(across_chart(_answer(series)))
    assert len(filled_white(root)) == 3 + 1
    assert "provisional figure" in words(root)


def test_parts_that_are_cancers_are_named() -> None:
    series = [Series((point("2025-Q1", 60, 100),), None, cut={"cancer": "lung"})]
    assert "Lung" in words(read(across_chart(_answer(series))))


def test_the_newest_period_of_all_is_shown() -> None:
    series = _series(0.9, 0.5, 0.7)
    series[1] = replace(series[1], points=(point("2024-Q4", 10, 200), *series[1].points))
    assert "5.0% of 200" not in words(read(across_chart(_answer(series))))
