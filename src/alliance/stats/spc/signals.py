"""Which points are special cause variation, by which rule, and on which side."""

from __future__ import annotations

import numpy as np

from alliance.stats.spc.limits import Limits
from alliance.stats.spc.points import Codes, Flags, Floats, Points
from alliance.stats.spc.rules import RuleSet, TrendSide
from alliance.stats.spc.terms import Signal

__all__ = ["RUN_LENGTH", "signals_of"]

RUN_LENGTH = 7  # points in a shift, and in a trend


def signals_of(points: Points, limits: Limits, rules: RuleSet, side: TrendSide) -> tuple[Codes, Codes]:
    """The signals of each point that point up, and those that point down, as sums of `Signal`; (k, w)."""
    distance = points.values - limits.mean
    rising, falling = _trends(points, side)
    high = _one_side(distance, rising, points.linked, limits, rules)
    low = _one_side(-distance, falling, points.linked, limits, rules)
    return high, low


def _one_side(distance: Floats, trend: Flags, linked: Flags, limits: Limits, rules: RuleSet) -> Codes:
    above = distance > limits.rounding
    outside = distance > limits.reach + limits.rounding
    beyond = distance > limits.near_reach + limits.rounding
    close = beyond if rules.outside_counts_in_two_of_three else beyond & ~outside
    together = above[:, :-1] & above[:, 1:] & linked
    found = outside.astype(np.int8) * np.int8(Signal.ASTRONOMICAL)
    found |= _in_a_run(together) * np.int8(Signal.SHIFT)
    found |= trend * np.int8(Signal.TREND)
    found |= _two_of_three(close, together) * np.int8(Signal.TWO_OF_THREE)
    return found


def _in_a_run(steps: Flags) -> Flags:
    """Points of a run; `steps` (k, w − 1) says whether a point and the next belong to the same one."""
    whole = _all_of(steps, RUN_LENGTH - 1)
    return _any_of(whole, RUN_LENGTH, steps.shape[1] + 1)


def _two_of_three(close: Flags, together: Flags) -> Flags:
    """Close points of a window of three on one side of the mean that holds at least two of them."""
    first, second, third = close[:, :-2], close[:, 1:-1], close[:, 2:]
    two = (first & second) | (second & third) | (first & third)
    return close & _any_of(two & _all_of(together, 2), 3, close.shape[1])


def _all_of(flags: Flags, length: int) -> Flags:
    """Whether `length` flags in a row are all set, by the place of the first."""
    places = max(flags.shape[1] - length + 1, 0)
    found = np.ones((flags.shape[0], places), dtype=bool)
    for offset in range(length):
        found &= flags[:, offset : offset + places]
    return found


def _any_of(windows: Flags, length: int, width: int) -> Flags:
    """Whether a point lies in a window of `length` points that is set, by the place of its first point."""
    found = np.zeros((windows.shape[0], width), dtype=bool)
    for offset in range(length if windows.shape[1] else 0):
        found[:, offset : offset + windows.shape[1]] |= windows
    return found


def _trends(points: Points, side: TrendSide) -> tuple[Flags, Flags]:
    steps = np.diff(points.values, axis=1)
    rising = _in_a_run((steps > 0) & points.linked)
    falling = _in_a_run((steps < 0) & points.linked)
    if side is TrendSide.EVERY:
        return rising, falling
    upwards = np.zeros(rising.shape, dtype=bool)
    upwards[:, :-1] = steps > 0
    if side is TrendSide.NEWEST:
        shared = rising & falling
        return rising & (upwards | ~shared), falling & ~(upwards & shared)
    return _by_the_outgoing_step(rising | falling, upwards, points.linked)


def _by_the_outgoing_step(in_trend: Flags, upwards: Flags, linked: Flags) -> tuple[Flags, Flags]:
    arrived_upwards = np.zeros_like(upwards)
    arrived_upwards[:, 1:] = upwards[:, :-1]
    goes_on = np.zeros_like(in_trend)
    goes_on[:, :-1] = in_trend[:, 1:] & linked
    up = np.where(goes_on, upwards, arrived_upwards)
    return in_trend & up, in_trend & ~up
