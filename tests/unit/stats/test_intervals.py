"""Intervals for proportions: against published tables, a plain twin, and what must always hold."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.stats import newcombe_difference, wilson
from tests.unit.stats.peers import number, rows
from tests.unit.stats.plain_intervals import plain_newcombe, plain_wilson

DEVIATES = {0.9: 1.6448536269514722, 0.95: 1.959963984540054, 0.998: 3.090232306167813}


@st.composite
def counted(draw: st.DrawFn) -> tuple[float, float]:
    """Numerator and denominator of patients, in halves."""
    halves = draw(st.integers(1, 60_000))
    return draw(st.integers(0, halves)) / 2, halves / 2


@pytest.mark.parametrize(
    ("confidence", "name", "scale"),
    [(0.9, "90", 1), (0.95, "95_0cl", 100), (0.99, "99", 1), (0.998, "99_8cl", 100)],
)
def test_wilson_agrees_with_phe_indicator_methods(
    oracles: Path, confidence: float, name: str, scale: int
) -> None:
    table = rows(oracles / "phe_indicator_methods" / "proportion_wilson.csv")
    assert len(table) > 100
    lower, upper = wilson([number(r["x"]) for r in table], [number(r["n"]) for r in table], confidence)
    for side, limit in (("lower", lower), ("upper", upper)):
        expected = [number(row[f"{side}{name}"]) / scale for row in table]
        np.testing.assert_allclose(limit, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("file", ["test_Prop.csv", "test_Prop_g.csv"])
def test_wilson_agrees_with_the_tables_that_phe_indicator_methods_tests_itself_by(
    oracles: Path, file: str
) -> None:
    table = rows(oracles / "phe_peer_own_tables" / file)
    assert {row["method"] for row in table} == {"Wilson"}
    for row in table:
        scale = number(row["multiplier"])
        for confidence, name in ((0.95, "95_0cl"), (0.998, "99_8cl")):
            limits = wilson(number(row["Numerator"]), number(row["Denominator"]), confidence)
            expected = [number(row[f"{side}{name}"]) / scale for side in ("lower", "upper")]
            assert limits == pytest.approx(expected, rel=1e-9, nan_ok=True)


def test_wilson_agrees_with_the_peers_grouped_results(oracles: Path) -> None:
    table = rows(oracles / "phe_peer_own_tables" / "test_Prop_g_results.csv")
    for row in table:
        limits = wilson(
            number(row["Numerator"]), number(row["Denominator"]), number(row["confidence"].rstrip("%")) / 100
        )
        scale = number(row["multiplier"])
        assert limits == pytest.approx(
            (number(row["lowercl"]) / scale, number(row["uppercl"]) / scale), rel=1e-9, nan_ok=True
        )


@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_limits_of_his_papers_table(
    first: tuple[int, int], second: tuple[int, int], lower: float, upper: float
) -> None:
    found = newcombe_difference(*first, *second)
    assert found[1:] == pytest.approx((lower, upper), abs=5e-5)


@given(counted(), st.sampled_from(sorted(DEVIATES)))
def test_wilson_agrees_with_its_plain_twin(patients: tuple[float, float], confidence: float) -> None:
    plain = plain_wilson(*patients, DEVIATES[confidence])
    assert wilson(*patients, confidence) == pytest.approx(plain, rel=1e-9, abs=1e-12)


@given(counted(), counted())
def test_newcombe_agrees_with_its_plain_twin(first: tuple[float, float], second: tuple[float, float]) -> None:
    plain = plain_newcombe(first, second, DEVIATES[0.95])
    assert newcombe_difference(*first, *second) == pytest.approx(plain, rel=1e-8, abs=1e-10)


@given(counted())
def test_wilson_holds_the_proportion_and_stays_between_none_and_all(patients: tuple[float, float]) -> None:
    lower, upper = wilson(*patients)
    share = patients[0] / patients[1]
    assert 0 <= lower <= share <= upper <= 1
    assert (lower == 0) == (patients[0] == 0)
    assert (upper == 1) == (patients[0] == patients[1])


@given(counted())
def test_wilson_of_those_within_mirrors_wilson_of_those_beyond(patients: tuple[float, float]) -> None:
    lower, upper = wilson(*patients)
    mirrored = wilson(patients[1] - patients[0], patients[1])
    assert (1 - lower, 1 - upper) == pytest.approx((mirrored[1], mirrored[0]), abs=1e-12)


@given(counted())
def test_more_confidence_asks_for_a_wider_interval(patients: tuple[float, float]) -> None:
    narrow, wide = wilson(*patients, 0.95), wilson(*patients, 0.998)
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


@given(counted(), counted())
def test_a_difference_turned_round_changes_its_sign_only(
    first: tuple[float, float], second: tuple[float, float]
) -> None:
    difference, lower, upper = newcombe_difference(*first, *second)
    turned = newcombe_difference(*second, *first)
    assert turned == pytest.approx((-difference, -upper, -lower), abs=1e-12)
    assert -1 - 1e-12 <= lower <= difference <= upper <= 1 + 1e-12


def test_nobody_seen_gives_no_interval() -> None:
    assert all(math.isnan(limit) for limit in wilson(0, 0))
    assert all(math.isnan(number) for number in newcombe_difference(3, 10, 0, 0))


def test_an_absent_number_gives_no_interval() -> None:
    lower, upper = wilson([math.nan, 3], [10, 10])
    assert np.isnan([lower[0], upper[0]]).all()
    assert np.isfinite([lower[1], upper[1]]).all()


def test_numbers_are_answered_in_the_shape_that_they_were_asked_in() -> None:
    lower, upper = wilson([[1, 2, 3]], [[10], [20]])
    assert lower.shape == upper.shape == (2, 3)
    assert np.ndim(wilson(1, 2)[0]) == 0
    assert newcombe_difference([1, 2], [3, 4], 1, 3)[0].shape == (2,)


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [(3, 2, "greater"), (-0.5, 2, "negative"), (0, -1, "negative"), (1, math.inf, "infinite")],
)
def test_impossible_counts_are_refused(x: float, n: float, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        wilson(x, n)
    with pytest.raises(ValueError, match=reason):
        newcombe_difference(1, 2, x, n)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1, math.nan])
def test_a_confidence_that_is_no_share_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilson(1, 2, confidence)
