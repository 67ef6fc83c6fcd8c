"""From signals to what is shown: the direction of each point, and the two icons of a series."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alliance.stats.spc.limits import SAME
from alliance.stats.spc.points import Codes, Floats
from alliance.stats.spc.rules import RuleSet
from alliance.stats.spc.terms import Assurance, Direction, Signal, Variation

__all__ = ["DIRECTIONS", "VARIATIONS", "assurance_of", "shown_of", "variation_of"]

Words = NDArray[np.object_]


def _words(*members: Direction | Variation | Assurance) -> Words:
    found = np.empty(len(members), dtype=object)
    found[:] = members
    return found


# by side: nothing, up, down (the place of −1 is the last)
DIRECTIONS = {
    "higher": _words(Direction.NONE, Direction.IMPROVEMENT, Direction.CONCERN),
    "lower": _words(Direction.NONE, Direction.CONCERN, Direction.IMPROVEMENT),
    "neutral": _words(Direction.NONE, Direction.HIGH, Direction.LOW),
}
VARIATIONS = {
    "higher": _words(Variation.COMMON_CAUSE, Variation.IMPROVEMENT_HIGH, Variation.CONCERN_LOW),
    "lower": _words(Variation.COMMON_CAUSE, Variation.CONCERN_HIGH, Variation.IMPROVEMENT_LOW),
    "neutral": _words(Variation.COMMON_CAUSE, Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW),
}


def shown_of(high: Codes, low: Codes, better: str, rules: RuleSet) -> tuple[Codes, Codes]:
    """The one signal that is shown at each point, and its side: 1 up, −1 down, 0 none."""
    candidates = high | low
    if rules.improvement_first and better != "neutral":
        good = high if better == "higher" else low
        candidates = np.where(good > 0, good, candidates)
    shown = _first_by(rules.precedence)[candidates]
    up, down = (high & shown) > 0, (low & shown) > 0
    up = up & ~down if better == "lower" else up
    return shown, np.where(up, np.int8(1), -down.astype(np.int8))


def _first_by(precedence: tuple[Signal, ...]) -> Codes:
    """For each sum of signals, the one that comes first."""
    return np.array(
        [next((s for s in precedence if s & several), Signal.NONE) for several in range(16)], dtype=np.int8
    )


def variation_of(side: Codes, counts: NDArray[np.int_], better: str, rules: RuleSet) -> Words:
    """The variation icon of each series, from the side of its latest point; all (k,)."""
    found = VARIATIONS[better][side]
    found[counts < rules.points_before_icons] = Variation.TOO_FEW_POINTS
    return found


def assurance_of(
    target: Floats, limits: tuple[Floats, Floats], counts: NDArray[np.int_], better: str, rules: RuleSet
) -> Words:
    """The assurance icon of each series, from its latest limits; all (k,).

    Where both limits have met on the target itself, each point so far met the target exactly: pass.
    """
    lower, upper = limits
    rounding = SAME * np.maximum(np.abs(target), np.maximum(np.abs(lower), np.abs(upper)))
    if rules.target_on_limit_counts_as_beyond:
        below, above = target <= lower + rounding, target >= upper - rounding
    else:
        below, above = target < lower - rounding, target > upper + rounding
    met, missed = (below, above) if better == "higher" else (above, below)
    outcome = np.where(met, 0, np.where(missed, 1, 2))
    silent = np.isnan(target) | (counts < rules.points_before_icons) | (better == "neutral")
    words = _words(Assurance.PASS, Assurance.FAIL, Assurance.INCONSISTENT, Assurance.NONE)
    found: Words = words[np.where(silent, 3, outcome)]
    return found
