"""Axes: never misleading, never empty, as many labels as there is room for."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.charts.axes import Scale, days, middle, period_ticks, value_scale, value_ticks
from alliance.periods import parse_period
from tests.unit.answers_by_hand import no_figure, steady

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_a_share_that_hardly_moves_still_gets_twenty_percentage_points() -> None:
    scale = value_scale([0.63, 0.632], "proportion", 100, 0)
    assert scale.high - scale.low >= 0.2 - 1e-9


def test_an_axis_begins_at_zero_where_zero_is_near() -> None:
    assert value_scale([0.06, 0.08], "proportion", 100, 0).low == 0
    assert value_scale([10, 30], "count", 100, 0).low == 0


def test_an_axis_of_shares_never_goes_below_nothing_or_above_all() -> None:
    scale = value_scale([-0.2, 0.3, 1.0, 1.4], "proportion", 100, 0)
    assert (scale.low, scale.high) == (0, 1)


def test_a_series_without_any_value_still_has_an_axis() -> None:
    assert value_scale([None, None], "proportion", 100, 0).high == 1


@given(SHARES)
def test_every_share_lies_on_its_axis(shares: list[float]) -> None:
    scale = value_scale(shares, "proportion", 250, 0)
    assert all(scale.holds(share) for share in shares)
    assert 0 <= scale.low < scale.high <= 1


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40))
def test_every_count_lies_on_its_axis(counts: list[float]) -> None:
    scale = value_scale(counts, "count", 250, 0)
    assert all(scale.holds(number) for number in counts)


@given(SHARES)
def test_an_axis_has_a_handful_of_round_values_from_end_to_end(shares: list[float]) -> None:
    scale = value_scale(shares, "proportion", 250, 0)
    ticks = value_ticks(scale, "proportion")
    assert 3 <= len(ticks) <= 9
    assert ticks[0].value == pytest.approx(scale.low)
    assert ticks[-1].value == pytest.approx(scale.high)


@given(st.floats(0, 1), st.floats(1.5, 9), st.floats(-50, 50))
def test_a_pixel_leads_back_to_its_value(low: float, span: float, value: float) -> None:
    scale = Scale(low, low + span, 250, 0)
    assert scale.back(scale.at(value)) == pytest.approx(value)


@pytest.mark.parametrize("count", [1, 3, 12, 18, 36, 90, 200])
@pytest.mark.parametrize("width", [290, 660])
def test_months_are_labelled_as_far_as_there_is_room(count: int, width: int) -> None:
    points = steady(count).points
    first, last = parse_period(points[0].period), parse_period(points[-1].period)
    x = Scale(days(first.start), days(last.end), 0, width)
    ticks = period_ticks(points, x)
    places = [x.at(t.value) for t in ticks]
    assert ticks
    assert all(right - left >= 26 for left, right in pairwise(places))


def test_the_year_is_written_once_a_year() -> None:
    points = steady(18).points
    x = Scale(days(date(2023, 10, 1)), days(date(2025, 3, 31)), 0, 660)
    years = [t.lines[1] for t in period_ticks(points, x) if len(t.lines) > 1]
    assert years == ["2023", "2024", "2025"]


def test_a_quarter_is_labelled_by_its_months() -> None:
    ticks = period_ticks([no_figure("2025-Q1")], Scale(0, 1, 0, 600))
    assert ticks[0].lines == ("Jan–Mar", "2025")


def test_a_month_stands_in_its_middle() -> None:
    assert middle(parse_period("2025-04")) == days(date(2025, 4, 16))


def test_twelve_months_that_roll_stand_at_their_last_month() -> None:
    assert middle(parse_period("R12-2025-04")) == middle(parse_period("2025-04"))
