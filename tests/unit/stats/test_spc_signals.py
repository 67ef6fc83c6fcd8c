"""What Making Data Count's rules mark, each rule by an example that reads as the rule does."""

from __future__ import annotations

import pytest

from alliance.stats.spc import Direction, Signal, Xmr, xmr

# Twelve points with mean 0 and an average range of 1: sigma is 2.66 / 3, the limits lie at ±2.66,
# the near limits at ±1.773….
QUIET = [0.5, -0.5] * 6
BASELINE = len(QUIET)


def after_quiet(*points: float, better: str = "higher", rules: str = "making-data-count") -> Xmr:
    """The chart of the quiet months, whose limits go on, and then these points."""
    return xmr([*QUIET, *points], better=better, baseline=BASELINE, rules=rules, screen=False)


def marked(chart: Xmr, signal: Signal) -> list[int]:
    """Which points after the quiet months bear a signal, the first being 0."""
    return [place for place, found in enumerate(chart.signals[BASELINE:]) if found & signal]


def test_the_limits_lie_2_66_average_ranges_from_the_mean() -> None:
    chart = after_quiet()
    lines = (chart.mean, chart.lower_limit, chart.near_lower, chart.near_upper, chart.upper_limit)
    assert [line[0] for line in lines] == pytest.approx([0, -2.66, -2.66 * 2 / 3, 2.66 * 2 / 3, 2.66])


def test_a_point_beyond_a_limit_is_astronomical() -> None:
    assert marked(after_quiet(2.67, 0, -2.67), Signal.ASTRONOMICAL) == [0, 2]


def test_a_point_on_a_limit_is_not_beyond_it() -> None:
    assert marked(after_quiet(2.66, 0, -2.66), Signal.ASTRONOMICAL) == []


def test_seven_points_on_one_side_of_the_mean_are_a_shift_and_six_are_not() -> None:
    assert marked(after_quiet(-1, *[0.1, 0.2] * 3, -1), Signal.SHIFT) == []
    assert marked(after_quiet(-1, *[0.1, 0.2] * 3, 0.1, -1), Signal.SHIFT) == [1, 2, 3, 4, 5, 6, 7]


def test_a_point_on_the_mean_ends_a_shift() -> None:
    assert marked(after_quiet(-1, 1, 1, 1, 0, 1, 1, 1, 1), Signal.SHIFT) == []


def test_seven_points_that_rise_are_a_trend_and_six_are_not() -> None:
    rise = [-0.9, -0.6, -0.3, 0, 0.3, 0.6]
    assert marked(after_quiet(0.2, *rise, 0.2), Signal.TREND) == []
    assert marked(after_quiet(0.2, *rise, 0.9, 0.2), Signal.TREND) == [1, 2, 3, 4, 5, 6, 7]


def test_a_tie_ends_a_trend() -> None:
    assert marked(after_quiet(0.2, -0.9, -0.6, -0.3, -0.3, 0, 0.3, 0.6, 0.2), Signal.TREND) == []


def test_two_of_three_points_beyond_two_sigma_on_one_side_are_marked() -> None:
    assert marked(after_quiet(-1, 2, 2, 1, -1), Signal.TWO_OF_THREE) == [1, 2]
    assert marked(after_quiet(-1, 2, 1, 2, -1), Signal.TWO_OF_THREE) == [1, 3]


def test_the_third_of_three_must_lie_on_the_same_side() -> None:
    assert marked(after_quiet(-1, 2, 2, -1), Signal.TWO_OF_THREE) == []
    assert marked(after_quiet(-1, 2, -0.1, 2, -1), Signal.TWO_OF_THREE) == []


def test_a_point_beyond_a_limit_counts_as_one_of_two_in_three() -> None:
    points = (-1, 3, 2, 1, -1)
    assert marked(after_quiet(*points), Signal.TWO_OF_THREE) == [1, 2]
    assert marked(after_quiet(*points, rules="plotthedots-0.2.2"), Signal.TWO_OF_THREE) == []


def test_all_signals_of_a_point_are_kept_and_the_first_by_precedence_is_shown() -> None:
    chart = after_quiet(-1, 1, 2, 1, 2, 1, 2, 3)
    both = Signal.SHIFT | Signal.TWO_OF_THREE
    assert [Signal(found) for found in chart.signals[-2:]] == [both, both | Signal.ASTRONOMICAL]
    assert [Signal(found) for found in chart.signal[-2:]] == [Signal.SHIFT, Signal.ASTRONOMICAL]


def test_shift_is_shown_before_trend_and_trend_before_two_of_three() -> None:
    falling = after_quiet(-1, 2.6, 2.4, 2.2, 2.0, 1.9, 1.85, 1.8, better="neutral")
    assert Signal(falling.signals[-1]) == Signal.SHIFT | Signal.TREND | Signal.TWO_OF_THREE
    assert falling.signal[-1] == Signal.SHIFT
    crossing = after_quiet(-1, -0.9, -0.6, -0.3, 0.3, 0.6, 1.8, 1.9, -1, better="higher")
    assert Signal(crossing.signals[-2]) == Signal.TREND | Signal.TWO_OF_THREE
    assert crossing.signal[-2] == Signal.TREND


@pytest.mark.parametrize(
    ("better", "high", "low"),
    [
        ("higher", Direction.IMPROVEMENT, Direction.CONCERN),
        ("lower", Direction.CONCERN, Direction.IMPROVEMENT),
        ("neutral", Direction.HIGH, Direction.LOW),
    ],
)
def test_what_a_point_means_depends_on_which_way_is_better(
    better: str, high: Direction, low: Direction
) -> None:
    chart = after_quiet(3, 0, -3, better=better)
    assert list(chart.direction[BASELINE:]) == [high, Direction.NONE, low]


def test_a_trend_means_the_way_that_it_goes_wherever_the_mean_lies() -> None:
    rising_below_the_mean = after_quiet(1, -2.6, -2.2, -1.8, -1.4, -1.2, 0, -0.1, better="neutral")
    assert marked(rising_below_the_mean, Signal.TREND) == []
    rising = after_quiet(1, -1.7, -1.5, -1.3, -1.1, -0.9, -0.7, 0.2, 0.1, better="lower")
    assert list(rising.direction[BASELINE + 1 : BASELINE + 8]) == [Direction.CONCERN] * 7


def test_a_point_that_is_improvement_and_concern_is_shown_as_improvement() -> None:
    recovering = (1, -2.6, -2.4, -2.2, -2.0, -1.6, -1.2, -0.8)  # below the mean throughout, and rising
    chart = after_quiet(*recovering)
    assert Signal(chart.signals[-1]) == Signal.SHIFT | Signal.TREND
    assert (chart.direction[-1], chart.signal[-1]) == (Direction.IMPROVEMENT, Signal.TREND)
    turned = after_quiet(*recovering, better="lower")
    assert (turned.direction[-1], turned.signal[-1]) == (Direction.IMPROVEMENT, Signal.SHIFT)


@pytest.mark.parametrize(
    ("better", "shown"),
    [("higher", Direction.IMPROVEMENT), ("lower", Direction.IMPROVEMENT), ("neutral", Direction.LOW)],
)
def test_a_peak_between_two_trends_is_improvement_or_else_the_newer_way(
    better: str, shown: Direction
) -> None:
    peak = [-1.5, -1.0, -0.5, -0.2, 0.7, 1.2, 1.7, 1.2, 0.7, 0.2, -0.5, -1.0, -1.5]
    chart = after_quiet(*peak, better=better)
    assert marked(chart, Signal.TREND) == list(range(13))
    assert chart.direction[BASELINE + 6] is shown


@pytest.mark.parametrize(("better", "shown"), [("higher", "improvement_high"), ("lower", "concern_high")])
def test_the_variation_icon_is_that_of_the_latest_point(better: str, shown: str) -> None:
    assert after_quiet(0, 3, better=better).variation == shown
    assert after_quiet(3, 0, better=better).variation == "common_cause"


def test_rounding_of_decimals_moves_no_point_off_the_mean_or_a_limit() -> None:
    tenths = [0.3, 0.1, 0.2] * 8  # their mean is 0.2, and is not in binary
    assert not xmr(tenths).signals.any()
    assert not (xmr([0.2, *[0.1, 0.3] * 4, *[0.2] * 12]).signals & Signal.SHIFT).any()
    hundredths = [0.90, 0.80] * 6  # limits of 0.85 ± 0.266
    on_limits = xmr([*hundredths, 1.116, 0.584], baseline=12)
    assert not (on_limits.signals & Signal.ASTRONOMICAL).any()
    assert on_limits.upper_limit[0] == pytest.approx(1.116)


def test_a_signal_knows_its_names_whatever_kind_of_integer_it_comes_as() -> None:
    found = after_quiet(3).signals[-1]
    assert Signal(found).names == ("astronomical",)
    assert Signal(found | Signal.TWO_OF_THREE).names == ("astronomical", "two_of_three")
    assert Signal.NONE.names == ()
