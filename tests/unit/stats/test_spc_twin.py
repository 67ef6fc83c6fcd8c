"""The fast chart and the plain one say the same of any series."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.stats.spc import RULE_SETS, Signal, xmr
from tests.unit.stats.plain_spc import PlainChart, plain_xmr

SCALES = st.sampled_from([1, 4, 100, 1000])
RANGES = st.sampled_from([(0, 4), (0, 30), (-400, 1000)])
NUMBERS = RANGES.flatmap(lambda ends: st.integers(*ends))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A series with ties, constants, runs and absent points, and a way of asking about it."""
    pieces = draw(st.lists(st.one_of(_noise(), _constants(), _trends(), _peaks()), min_size=1, max_size=4))
    values = [value for piece in pieces for value in piece][:40]
    values = [None if draw(st.integers(0, 9)) == 0 else value for value in values]
    places = st.lists(st.integers(0, len(values) - 1), max_size=3)
    return {
        "values": values,
        "scale": draw(SCALES),
        "better": draw(st.sampled_from(["higher", "lower", "neutral"])),
        "target": draw(st.sampled_from(values) | NUMBERS),
        "baseline": draw(st.none() | st.integers(2, 20)),
        "rebase_at": draw(st.just([]) | places),
        "screen": draw(st.sampled_from([None, True, False])),
        "rules": draw(st.sampled_from(sorted(RULE_SETS))),
        "breaks": draw(st.just([]) | places),
    }


def _noise() -> st.SearchStrategy[list[int]]:
    return RANGES.flatmap(lambda ends: st.lists(st.integers(*ends), min_size=1, max_size=25))


def _constants() -> st.SearchStrategy[list[int]]:
    return st.tuples(NUMBERS, st.integers(1, 20)).map(lambda pair: [pair[0]] * pair[1])


def _trends() -> st.SearchStrategy[list[int]]:
    steps = st.tuples(NUMBERS, st.sampled_from([-3, -1, 1, 2]), st.integers(5, 10))
    return steps.map(lambda t: [t[0] + t[1] * step for step in range(t[2])])


def _peaks() -> st.SearchStrategy[list[int]]:
    return _trends().map(lambda up: [*up, *up[-2::-1]])


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_the_fast_chart_and_the_plain_one_agree(question: dict[str, Any]) -> None:
    values, scale = question.pop("values"), question.pop("scale")
    target = question.pop("target")
    found = xmr(
        [math.nan if v is None else v / scale for v in values],
        target=None if target is None else target / scale,
        **question,
    )
    exact = [None if v is None else Fraction(v, scale) for v in values]
    plain = plain_xmr(exact, target=None if target is None else Fraction(target, scale), **question)
    assert [found.variation, found.assurance] == [plain.variation, plain.assurance]
    for place in range(len(values)):
        assert found.direction[place] == plain.direction(place), place
        assert _said(found, place) == _plainly(plain, place), place
        _assert_lines_agree(found, plain, place)


def _said(found: Any, place: int) -> tuple[set[str], str]:
    shown = Signal(found.signal[place]).names
    return set(Signal(found.signals[place]).names), shown[0] if shown else "none"


def _plainly(plain: PlainChart, place: int) -> tuple[set[str], str]:
    point = plain.points.get(place)
    return ({rule for rule, _ in point.fired}, point.shown) if point else (set(), "none")


def _assert_lines_agree(found: Any, plain: PlainChart, place: int) -> None:
    mean, reach = plain.mean[place], plain.reach[place]
    expected = {"mean": mean}
    for name, share in (("limit", Fraction(1)), ("near", Fraction(2, 3))):
        known = mean is not None and reach is not None
        lower, upper = ("lower_limit", "upper_limit") if name == "limit" else ("near_lower", "near_upper")
        expected[lower] = mean - share * reach if known else None
        expected[upper] = mean + share * reach if known else None
    for name, value in expected.items():
        line = getattr(found, name)[place]
        assert math.isnan(line) if value is None else math.isclose(line, value, rel_tol=1e-12, abs_tol=1e-9)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(questions(), min_size=2, max_size=6), st.data())
def test_many_series_at_once_are_as_each_by_itself(
    several: list[dict[str, Any]], data: st.DataObject
) -> None:
    width = max(len(question["values"]) for question in several)
    block = np.full((len(several), width), np.nan)
    for row, question in enumerate(several):
        block[row, : len(question["values"])] = [math.nan if v is None else v for v in question["values"]]
    targets = [math.nan if q["target"] is None else q["target"] for q in several]
    asked = {key: several[0][key] for key in ("better", "baseline", "screen", "rules")}
    marks = np.array(
        data.draw(
            st.lists(
                st.lists(st.booleans(), min_size=width, max_size=width),
                min_size=len(several),
                max_size=len(several),
            )
        )
    )
    together = xmr(block, target=targets, breaks=marks, **asked)
    for row in range(len(several)):
        alone = xmr(block[row], target=targets[row], breaks=marks[row], **asked)
        assert (together.variation[row], together.assurance[row]) == (alone.variation, alone.assurance)
        for name in ("mean", "lower_limit", "near_upper", "signals", "signal"):
            np.testing.assert_array_equal(getattr(together, name)[row], getattr(alone, name))
        assert list(together.direction[row]) == list(alone.direction)
