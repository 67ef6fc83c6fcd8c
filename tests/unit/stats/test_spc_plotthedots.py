"""The rule set `plotthedots-0.2.2` says what NHSRplotthedots 0.2.2 says, its faults included."""

from __future__ import annotations

import numpy as np

from alliance.stats.spc import Direction, Signal, xmr
from tests.unit.stats.peers import Case

RULES = "plotthedots-0.2.2"
LABELS = {
    "Common Cause": Signal.NONE,
    "Above UCL": Signal.ASTRONOMICAL,
    "Below LCL": Signal.ASTRONOMICAL,
    "7 Point Trend (Increasing)": Signal.TREND,
    "7 Point Trend (Decreasing)": Signal.TREND,
    "2 in 3 Above CL": Signal.TWO_OF_THREE,
    "2 in 3 Below CL": Signal.TWO_OF_THREE,
    "7 Points Above CL": Signal.SHIFT,
    "7 Points Below CL": Signal.SHIFT,
}
DIRECTIONS = {
    "common_cause": Direction.NONE,
    "special_cause_improvement": Direction.IMPROVEMENT,
    "special_cause_concern": Direction.CONCERN,
    "special_cause_neutral_high": Direction.HIGH,
    "special_cause_neutral_low": Direction.LOW,
}
UPWARDS = ("Above", "Increasing")


def test_there_are_142_cases(plotthedots: list[Case]) -> None:
    assert len(plotthedots) == 142
    assert sum(len(case.points) for case in plotthedots) == 4055


def test_means_and_limits_are_the_peers(plotthedots: list[Case]) -> None:
    for case in plotthedots:
        ours = case.ours(rules=RULES)
        for line, column in (("mean", "mean"), ("lower_limit", "lpl"), ("upper_limit", "upl")):
            np.testing.assert_allclose(
                getattr(ours, line), case.column(column), rtol=1e-9, atol=1e-12, err_msg=f"{case.name} {line}"
            )


def test_every_label_is_the_peers(plotthedots: list[Case]) -> None:
    for case in plotthedots:
        ours = case.ours(rules=RULES)
        assert list(ours.signal) == [LABELS[p["special_cause_type"]] for p in case.points], case.name
        assert list(ours.direction) == [DIRECTIONS[p["point_type"]] for p in case.points], case.name


def test_every_side_is_the_peers(plotthedots: list[Case]) -> None:
    for case in plotthedots:
        ours = case.ours(rules=RULES, better="neutral")
        high = [any(word in point["special_cause_type"] for word in UPWARDS) for point in case.points]
        assert [direction is Direction.HIGH for direction in ours.direction] == high, case.name


def test_both_icons_are_the_peers(plotthedots: list[Case]) -> None:
    for case in plotthedots:
        ours = case.ours(rules=RULES)
        assert ours.variation == case.summary["variation_icon"].removesuffix(".svg"), case.name
        assert ours.assurance == (case.summary["assurance_icon"].removesuffix(".svg") or "none"), case.name


def test_screening_is_on_unless_told_otherwise(plotthedots: list[Case]) -> None:
    screened = [case for case in plotthedots if case.asked["screen"]]
    assert len(screened) > 100
    for case in screened:
        unasked = case.ours(rules=RULES, screen=None)
        np.testing.assert_array_equal(unasked.upper_limit, case.ours(rules=RULES).upper_limit)


def test_all_cases_of_a_kind_at_once_are_as_each_by_itself(plotthedots: list[Case]) -> None:
    alike = [case for case in plotthedots if len(case.points) == 36 and "_perf" in case.name]
    together = xmr([case.values for case in alike], target=0.95, rules=RULES)
    assert len(alike) > 20
    for row, case in enumerate(alike):
        assert together.variation[row] == case.ours(rules=RULES).variation
        np.testing.assert_array_equal(together.signal[row], case.ours(rules=RULES).signal)


def test_the_peer_takes_a_pause_between_two_rises_for_a_fall() -> None:
    staircase = [1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11, 12, 13]
    assert xmr(staircase, rules=RULES, better="neutral").direction[6] is Direction.LOW
    assert xmr(staircase, better="neutral").direction[6] is Direction.HIGH
