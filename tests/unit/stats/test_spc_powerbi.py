"""A second opinion: the Power BI visual. We differ from it where the deviations say so, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from alliance.stats.spc import Assurance, Signal, Variation
from tests.unit.stats.peers import Case

THREE_SIGMA = 3 / 1.128  # where Making Data Count rounds to 2.66
COLLAPSED = {"edge_all_100pct", "edge_constant_then_one_change"}  # series in which the peers find no range
COLUMNS = {
    Signal.ASTRONOMICAL: "astronomical",
    Signal.SHIFT: "shift7",
    Signal.TREND: "trend7",
    Signal.TWO_OF_THREE: "two_in_three",
}
ASSURANCES = {
    "consistentPass": Assurance.PASS,
    "consistentFail": Assurance.FAIL,
    "inconsistent": Assurance.INCONSISTENT,
    "none": Assurance.NONE,
}
VARIATIONS = {"".join(part.title() for part in word.split("_")).lower(): word for word in Variation}


@pytest.fixture(scope="module")
def varied(powerbi: list[Case]) -> list[Case]:
    """The cases in which the peer finds a range to go by."""
    return [case for case in powerbi if case.name not in COLLAPSED]


def theirs(case: Case, signal: Signal) -> np.ndarray:
    return np.array([point[COLUMNS[signal]] != "none" for point in case.points])


def test_there_are_120_cases(powerbi: list[Case], varied: list[Case]) -> None:
    assert (len(powerbi), len(varied)) == (120, 118)


def test_limits_differ_by_the_rounding_of_2_66_only(varied: list[Case]) -> None:
    for case in varied:
        ours = case.ours()
        centre = np.array(case.column("cl"))
        np.testing.assert_allclose(ours.mean, centre, rtol=1e-9, atol=1e-12)
        reach = (ours.upper_limit - ours.mean) * THREE_SIGMA / 2.66
        for column, expected in (("ll99", ours.mean - reach), ("ul99", ours.mean + reach)):
            np.testing.assert_allclose(case.column(column), expected, rtol=1e-9, atol=1e-9, err_msg=case.name)


def test_astronomical_points_shifts_and_trends_are_the_same(varied: list[Case]) -> None:
    for case in varied:
        found = case.ours().signals
        for signal in (Signal.ASTRONOMICAL, Signal.SHIFT, Signal.TREND):
            np.testing.assert_array_equal(found & signal > 0, theirs(case, signal), err_msg=case.name)


def test_two_of_three_differs_only_where_the_third_lies_on_the_other_side(varied: list[Case]) -> None:
    differing = 0
    for case in varied:
        ours, marked = case.ours(), theirs(case, Signal.TWO_OF_THREE)
        found = ours.signals & Signal.TWO_OF_THREE > 0
        side = np.sign(np.array(case.values) - ours.mean)
        assert not (found & ~marked).any(), case.name
        for place in np.flatnonzero(marked & ~found):
            windows = [side[first : first + 3] for first in range(max(place - 2, 0), place + 1)]
            assert all(len(window) < 3 or abs(window.sum()) < 3 for window in windows), (case.name, place)
            differing += 1
    assert differing > 0


def test_a_target_equal_to_a_limit_counts_as_beyond_it_there_too(powerbi: list[Case]) -> None:
    equal = {case.name: case.summary["assurance_icon"] for case in powerbi if "target_equal" in case.name}
    assert equal == {"edge_target_equal_upl": "consistentFail", "edge_target_equal_lpl": "consistentPass"}


def test_icons_agree_from_thirteen_points_on(varied: list[Case]) -> None:
    for case in varied:
        ours = case.ours()
        if len(case.points) < 13:
            assert ours.variation is Variation.TOO_FEW_POINTS
            continue
        assert ours.assurance is ASSURANCES[case.summary["assurance_icon"]], case.name
        two_of_three_differs = (
            theirs(case, Signal.TWO_OF_THREE)[-1] and not ours.signals[-1] & Signal.TWO_OF_THREE
        )
        if not two_of_three_differs:
            assert ours.variation == VARIATIONS[case.summary["variation_icons"].lower()], case.name


def test_where_the_peer_finds_no_range_it_marks_every_point_and_we_do_not(powerbi: list[Case]) -> None:
    for case in powerbi:
        if case.name in COLLAPSED:
            assert theirs(case, Signal.ASTRONOMICAL).all()
            assert np.isfinite(case.ours().upper_limit).all()
            assert (case.ours().signals & Signal.ASTRONOMICAL > 0).sum() <= 1
