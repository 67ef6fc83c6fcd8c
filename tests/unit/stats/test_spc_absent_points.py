"""Months without a value: skipped, unless what is published truly has a gap there."""

from __future__ import annotations

import numpy as np
import pytest

from alliance.stats.spc import Assurance, Direction, Signal, Variation, xmr

NAN = np.nan
LOW_THEN_HIGH = [-1, 1] * 6 + [-1] + [0.4, 0.6, 0.5]  # and the high points go on after the absent one


def shifted(values: list[float], **asked: object) -> list[int]:
    chart = xmr(values, baseline=12, **asked)  # type: ignore[arg-type]
    return [place for place, found in enumerate(chart.signals) if found & Signal.SHIFT]


def test_an_absent_point_does_not_break_a_run() -> None:
    assert shifted([*LOW_THEN_HIGH, NAN, 0.4, 0.6, 0.5, 0.4]) == [13, 14, 15, 17, 18, 19, 20]


def test_an_absent_point_does_not_lengthen_a_run() -> None:
    assert shifted([*LOW_THEN_HIGH, NAN, 0.4, 0.6, 0.5]) == []


def test_an_absent_point_leaves_the_chart_of_the_others_as_it_was() -> None:
    present = [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3]
    chart, without = xmr([*present[:5], NAN, NAN, *present[5:]]), xmr(present)
    kept = [place for place in range(20) if place not in (5, 6)]
    for name in ("mean", "lower_limit", "upper_limit", "signals"):
        np.testing.assert_array_equal(getattr(chart, name)[kept], getattr(without, name))


def test_the_moving_range_spans_an_absent_point() -> None:
    assert xmr([1, NAN, 4]).upper_limit[0] == pytest.approx(2.5 + 2.66 * 3)


def test_an_absent_point_has_lines_and_no_signal() -> None:
    chart = xmr([*[0, 1] * 6, NAN, 9])
    assert chart.upper_limit[12] == chart.upper_limit[0]
    assert (chart.signals[12], chart.direction[12]) == (Signal.NONE, Direction.NONE)


def test_a_gap_in_what_is_published_ends_a_run() -> None:
    values = [*LOW_THEN_HIGH, NAN, 0.4, 0.6, 0.5, 0.4]
    assert shifted(values, breaks=[16]) == []
    assert shifted(values, breaks=np.isnan(values)) == []
    assert shifted([*values, 0.4, 0.4, 0.5], breaks=[16]) == [17, 18, 19, 20, 21, 22, 23]


def test_a_gap_can_be_marked_at_the_first_point_after_months_that_are_not_listed() -> None:
    values = [*LOW_THEN_HIGH, 0.4, 0.6, 0.5, 0.4]
    assert shifted(values) == [13, 14, 15, 16, 17, 18, 19]
    assert shifted(values, breaks=[16]) == []


def test_no_moving_range_spans_a_gap_and_the_limits_go_on_beyond_it() -> None:
    chart = xmr([1, 2, NAN, 8, 9], breaks=[2])
    assert (chart.upper_limit == chart.upper_limit[0]).all()
    assert chart.upper_limit[0] == pytest.approx(5 + 2.66 * 1)


def test_no_trend_and_no_window_of_three_spans_a_gap() -> None:
    rise = [1, 2, 3, 4, NAN, 5, 6, 7]
    assert (xmr(rise).signals & Signal.TREND > 0).tolist() == [True] * 4 + [False] + [True] * 3
    assert not (xmr(rise, breaks=[4]).signals & Signal.TREND).any()
    close = [*[0.5, -0.5] * 6, 2, NAN, 2, 1]
    assert Signal(xmr(close, baseline=12).signals[14]) == Signal.TWO_OF_THREE
    assert not xmr(close, baseline=12, breaks=[13]).signals.any()


def test_each_series_may_have_its_own_gaps() -> None:
    values = np.array([*LOW_THEN_HIGH, NAN, 0.4, 0.6, 0.5, 0.4])
    gaps = np.array([np.isnan(values), np.zeros(len(values), dtype=bool)])
    chart = xmr([values, values], baseline=12, breaks=gaps)
    assert [(row & Signal.SHIFT > 0).sum() for row in chart.signals] == [0, 7]


def test_the_latest_point_that_has_a_value_decides_the_icon() -> None:
    assert xmr([*[0, 1] * 7, 9, NAN, NAN]).variation is Variation.IMPROVEMENT_HIGH


def test_absent_points_are_not_counted_towards_thirteen() -> None:
    assert xmr([*[0, 1] * 6, NAN, NAN]).variation is Variation.TOO_FEW_POINTS
    assert xmr([*[0, 1] * 6, NAN, 0]).variation is Variation.COMMON_CAUSE


def test_a_baseline_counts_points_that_have_a_value() -> None:
    assert xmr([1, NAN, 3, 100, 100], baseline=2).mean[0] == 2


def test_a_series_without_any_value_says_nothing() -> None:
    several = xmr([[NAN] * 20, [0.0, 1.0] * 10], target=5)
    assert np.isnan(several.mean[0]).all()
    assert not several.signals[0].any()
    assert list(several.variation) == [Variation.TOO_FEW_POINTS, Variation.COMMON_CAUSE]
    assert list(several.assurance) == [Assurance.NONE, Assurance.FAIL]
    assert xmr([NAN] * 20, rules="plotthedots-0.2.2").variation is Variation.TOO_FEW_POINTS


def test_a_segment_without_any_value_has_no_lines_and_the_one_before_keeps_its_icons() -> None:
    chart = xmr([*[0, 1] * 8, NAN, NAN], rebase_at=[16], target=9)
    assert np.isfinite(chart.mean[:16]).all()
    assert np.isnan(chart.mean[16:]).all()
    assert (chart.variation, chart.assurance) == (Variation.COMMON_CAUSE, Assurance.FAIL)


def test_none_is_an_absent_value_too() -> None:
    np.testing.assert_array_equal(xmr([1, None, 4]).mean, xmr([1, NAN, 4]).mean)  # type: ignore[list-item]


def test_the_peers_rules_keep_to_a_gap_as_well() -> None:
    rise_and_fall = [*range(-4, 4), *range(1, -7, -1)]
    values, summit = [*[-9, 9] * 6, *rise_and_fall], 19
    asked = {"better": "neutral", "rules": "plotthedots-0.2.2", "baseline": 12}
    assert xmr(values, **asked).direction[summit] is Direction.LOW
    assert xmr(values, breaks=[summit + 1], **asked).direction[summit] is Direction.HIGH
