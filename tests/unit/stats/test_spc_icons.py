"""Whether the target will be met: the assurance icon, and the series in which nothing varies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.stats.spc import Assurance, Direction, Signal, Variation, xmr

OURS, PEER = "making-data-count", "plotthedots-0.2.2"
STEADY = [0.5, -0.5] * 7  # limits of 0 ± 2.66


def lines_of(chart: object) -> list[np.ndarray]:
    names = ("mean", "lower_limit", "upper_limit", "near_lower", "near_upper")
    return [getattr(chart, name) for name in names]


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [
        (3, Assurance.FAIL, Assurance.PASS),
        (1, Assurance.INCONSISTENT, Assurance.INCONSISTENT),
        (-3, Assurance.PASS, Assurance.FAIL),
    ],
)
def test_a_target_beyond_the_limits_is_always_or_never_met(
    target: float, higher: Assurance, lower: Assurance
) -> None:
    assert xmr(STEADY, target=target, better="higher").assurance is higher
    assert xmr(STEADY, target=target, better="lower").assurance is lower
    assert xmr(STEADY, target=target, better="neutral").assurance is Assurance.NONE


@pytest.mark.parametrize(("target", "expected"), [(2.66, Assurance.FAIL), (-2.66, Assurance.PASS)])
def test_a_target_equal_to_a_limit_counts_as_beyond_it(target: float, expected: Assurance) -> None:
    assert xmr(STEADY, target=target).assurance is expected
    assert xmr(STEADY, target=target, rules=PEER).assurance is Assurance.INCONSISTENT


def test_without_a_target_there_is_no_assurance() -> None:
    assert xmr(STEADY).assurance is Assurance.NONE
    several = xmr([STEADY, STEADY], target=[np.nan, 3])
    assert list(several.assurance) == [Assurance.NONE, Assurance.FAIL]


@pytest.mark.parametrize("value", [1.0, 0.0, 0.7, 0.1 + 0.2, 98.6])
def test_a_constant_series_has_its_value_for_mean_and_limits(value: float) -> None:
    chart = xmr([value] * 24)
    assert all((line == value).all() for line in lines_of(chart))
    assert chart.variation is Variation.COMMON_CAUSE
    assert not chart.signals.any()


@pytest.mark.parametrize(
    ("value", "better", "expected"),
    [
        (1.0, "higher", Assurance.PASS),
        (0.5, "higher", Assurance.FAIL),
        (0.5, "lower", Assurance.PASS),
        (1.0, "lower", Assurance.FAIL),
        (1.0, "neutral", Assurance.NONE),
    ],
)
def test_a_constant_series_is_compared_with_its_target(
    value: float, better: str, expected: Assurance
) -> None:
    assert xmr([value] * 24, better=better, target=0.85).assurance is expected


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("value", [1.0, 0.0, 0.85, 0.1 + 0.2])
def test_a_constant_that_equals_its_target_has_met_it_each_time(value: float, better: str) -> None:
    assert xmr([value] * 24, better=better, target=value).assurance is Assurance.PASS


def test_the_peer_has_no_limits_for_a_constant_series() -> None:
    chart = xmr([1.0] * 24, target=0.95, rules=PEER)
    assert np.isnan(chart.upper_limit).all()
    assert chart.assurance is Assurance.INCONSISTENT


@pytest.mark.parametrize("screen", [None, True, False])
def test_one_event_after_many_months_of_none_leaves_limits_around_the_mean(screen: bool | None) -> None:
    chart = xmr([0] * 23 + [1], better="lower", screen=screen)
    assert chart.lower_limit[0] < 0 < chart.mean[0] < chart.upper_limit[0] < 1
    assert [place for place, s in enumerate(chart.signals) if s & Signal.ASTRONOMICAL] == [23]
    assert chart.direction[-1] is Direction.CONCERN


def test_the_peer_screens_the_only_range_away_and_marks_every_point() -> None:
    chart = xmr([0] * 23 + [1], better="lower", rules=PEER)
    assert (chart.lower_limit == chart.upper_limit).all()
    assert (chart.signal == Signal.ASTRONOMICAL).all()


def test_screening_if_asked_for_leaves_out_one_wild_range() -> None:
    wild = [*[1, 2, 4, 3] * 6, 40]
    assert xmr(wild, screen=True).upper_limit[0] < xmr(wild).upper_limit[0]
    np.testing.assert_array_equal(xmr(wild, screen=None).upper_limit, xmr(wild, screen=False).upper_limit)
    np.testing.assert_array_equal(
        xmr(wild, screen=True).upper_limit, xmr(wild, rules=PEER, screen=True).upper_limit
    )


def test_there_are_no_icons_below_thirteen_points() -> None:
    twelve, thirteen = STEADY[:12], STEADY[:13]
    short = xmr(twelve, target=3)
    assert (short.variation, short.assurance) == (Variation.TOO_FEW_POINTS, Assurance.NONE)
    enough = xmr(thirteen, target=30)
    assert (enough.variation, enough.assurance) == (Variation.COMMON_CAUSE, Assurance.FAIL)
    assert xmr(twelve, rules=PEER).variation is Variation.COMMON_CAUSE


def test_below_thirteen_points_there_are_still_lines_and_signals() -> None:
    chart = xmr([0, 1, 0, 1, 0, 1, 0, 1, 0, 9], better="lower")
    assert np.isfinite(lines_of(chart)).all()
    assert chart.direction[-1] is Direction.CONCERN


def test_one_point_is_its_own_mean_and_limits() -> None:
    chart = xmr([0.7], target=0.5)
    assert [line[0] for line in lines_of(chart)] == [0.7] * 5
    assert (chart.variation, chart.assurance) == (Variation.TOO_FEW_POINTS, Assurance.NONE)


@given(
    st.lists(
        st.none() | st.floats(-1e6, 1e6, allow_nan=False) | st.sampled_from([0.0, 1.0]),
        min_size=1,
        max_size=40,
    ),
    st.booleans(),
)
def test_every_line_is_finite_where_there_is_at_least_one_value(
    values: list[float | None], screen: bool
) -> None:
    chart = xmr(np.array(values, dtype=float), screen=screen, target=0.85)
    known = any(value is not None for value in values)
    assert np.isfinite(lines_of(chart)).all() == known


@given(st.lists(st.integers(-50, 50), min_size=13, max_size=40), st.integers(-60, 60))
def test_a_chart_held_to_a_mirror_says_the_same_of_what_is_better(values: list[int], target: int) -> None:
    chart = xmr(values, better="higher", target=target)
    mirrored = xmr([-value for value in values], better="lower", target=-target)
    assert list(chart.direction) == list(mirrored.direction)
    np.testing.assert_array_equal(chart.signals, mirrored.signals)
    assert chart.assurance is mirrored.assurance


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40), st.integers(1, 1000), st.integers(-500, 500))
def test_a_change_of_unit_changes_no_signal(values: list[int], scale: int, offset: int) -> None:
    changed = xmr([value / scale + offset for value in values])
    np.testing.assert_array_equal(xmr(values).signals, changed.signals)
