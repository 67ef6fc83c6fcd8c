"""New segments with limits of their own, baselines, and what is asked of many series at once."""

from __future__ import annotations

import numpy as np
import pytest

from alliance.stats import spc
from alliance.stats.spc import RULE_SETS, Assurance, Direction, Signal, Variation, xmr

BEFORE, AFTER = [0.0, 1.0] * 8, [10.0, 11.0] * 8


def test_a_new_segment_has_limits_of_its_own() -> None:
    chart = xmr([*BEFORE, *AFTER], rebase_at=[16])
    assert (chart.mean[:16] == 0.5).all()
    assert (chart.mean[16:] == 10.5).all()
    assert not chart.signals.any()
    assert xmr([*BEFORE, *AFTER]).signals.any()


def test_no_range_is_taken_from_one_segment_to_the_next() -> None:
    assert xmr([*BEFORE, *AFTER], rebase_at=[16]).upper_limit[0] == pytest.approx(0.5 + 2.66)


def test_no_signal_crosses_into_a_new_segment() -> None:
    rise = list(range(14))
    assert (xmr(rise).signals & Signal.TREND).all()
    assert not (xmr(rise, rebase_at=[6, 12]).signals & Signal.TREND).any()


def test_the_icons_are_those_of_the_latest_segment() -> None:
    chart = xmr([*BEFORE, *AFTER], rebase_at=[16], target=5)
    assert chart.assurance is Assurance.PASS
    assert xmr(BEFORE, target=5).assurance is Assurance.FAIL


def test_a_new_segment_has_no_icons_until_it_has_thirteen_points() -> None:
    assert xmr([*BEFORE, *AFTER[:12]], rebase_at=[16]).variation is Variation.TOO_FEW_POINTS
    assert xmr([*BEFORE, *AFTER[:13]], rebase_at=[16]).variation is Variation.COMMON_CAUSE


def test_a_segment_that_starts_at_the_first_point_is_the_first() -> None:
    np.testing.assert_array_equal(xmr(BEFORE, rebase_at=[0]).mean, xmr(BEFORE).mean)


def test_starts_may_be_named_in_any_order_and_twice() -> None:
    values = [*BEFORE, *AFTER, *BEFORE]
    once, twice = xmr(values, rebase_at=[16, 32]), xmr(values, rebase_at=(32, 16, 32))
    np.testing.assert_array_equal(once.upper_limit, twice.upper_limit)


def test_a_baseline_is_taken_from_each_segment() -> None:
    chart = xmr([*BEFORE, 50, *AFTER, 90], rebase_at=[17], baseline=16)
    assert (chart.mean[0], chart.mean[-1]) == (0.5, 10.5)
    assert [place for place, found in enumerate(chart.signals) if found] == [16, 33]


def test_a_baseline_longer_than_its_segment_is_the_whole_segment() -> None:
    np.testing.assert_array_equal(xmr(BEFORE, baseline=99).upper_limit, xmr(BEFORE).upper_limit)


def test_one_series_is_answered_in_words_and_several_in_arrays() -> None:
    one, several = xmr(BEFORE), xmr([BEFORE, AFTER, BEFORE], target=[0, 1, 2])
    assert isinstance(one.variation, Variation)
    assert isinstance(one.assurance, Assurance)
    assert one.mean.shape == one.signals.shape == one.direction.shape == (16,)
    assert several.variation.shape == several.assurance.shape == (3,)
    assert several.mean.shape == several.signal.shape == (3, 16)
    assert all(isinstance(word, Direction) for word in several.direction.ravel())
    assert all(isinstance(word, Assurance) for word in several.assurance)


def test_no_series_at_all_are_answered_with_none() -> None:
    assert xmr(np.empty((0, 24))).mean.shape == (0, 24)


def test_an_answer_cannot_be_written_over_and_leaves_the_question_as_it_was() -> None:
    values = np.array(BEFORE)
    chart = xmr(values, rebase_at=[8])
    for line in (chart.mean, chart.signals, chart.direction, xmr(values).upper_limit):
        with pytest.raises(ValueError, match="read-only"):
            line[0] = line[1]
    values[0] = 0.25
    assert values.flags.writeable


def test_a_chart_names_its_rules() -> None:
    assert xmr(BEFORE).rules == "making-data-count"
    assert set(RULE_SETS) == {"making-data-count", "plotthedots-0.2.2"}
    assert all(name == rules.name for name, rules in RULE_SETS.items())


def test_the_room_lists_its_names() -> None:
    promised = {"xmr", "Xmr", "Signal", "Direction", "Variation", "Assurance", "RULE_SETS"}
    assert promised <= set(spc.__all__)
    assert {"none", "improvement", "concern", "high", "low"} == {str(word) for word in Direction}
    assert [(s.name, s.value) for s in Signal] == [
        ("ASTRONOMICAL", 1),
        ("SHIFT", 2),
        ("TREND", 4),
        ("TWO_OF_THREE", 8),
    ]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"values": []}, "no points"),
        ({"values": 3.0}, "dimensions"),
        ({"values": [[[1.0]]]}, "dimensions"),
        ({"values": [1.0, np.inf]}, "infinite"),
        ({"better": "up"}, "better must be one of higher, lower, neutral"),
        ({"rules": "mine"}, "making-data-count, plotthedots-0.2.2"),
        ({"target": [1.0, 2.0]}, "one for each of 1 series"),
        ({"target": np.inf}, "target is infinite"),
        ({"baseline": 1}, "at least 2"),
        ({"rebase_at": [16]}, "rebase_at must name points from 0 to 15"),
        ({"rebase_at": [-1]}, "rebase_at"),
        ({"rebase_at": [1.5]}, "whole numbers"),
        ({"breaks": [16]}, "breaks must name points"),
        ({"breaks": [True, False]}, "shape"),
        ({"breaks": [[1, 2]]}, "whole numbers"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_and_told_why(asked: dict, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        xmr(**{"values": BEFORE, **asked})
