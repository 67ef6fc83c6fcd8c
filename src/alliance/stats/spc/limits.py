"""Mean and process limits of an XmR chart, from the average distance between neighbouring points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alliance.stats.spc.points import Flags, Floats, Points
from alliance.stats.spc.rules import RuleSet

__all__ = ["SAME", "Limits", "limits_of"]

LIMIT_FACTOR = 2.66  # 3 / 1.128, as Making Data Count and plotthedots round it
SCREEN_FACTOR = 3.267  # the upper limit of a range of two, D4
SAME = 64 * float(np.finfo(float).eps)  # a relative difference below this is rounding, not a difference


@dataclass(frozen=True)
class Limits:
    """Of a block of series; each (k, 1), in the unit of the values."""

    mean: Floats
    average_range: Floats
    rounding: Floats  # a difference below this is rounding

    @property
    def reach(self) -> Floats:
        """How far the process limits lie from the mean: three sigma."""
        return LIMIT_FACTOR * self.average_range

    @property
    def near_reach(self) -> Floats:
        """Two sigma."""
        return 2 * self.reach / 3


def limits_of(points: Points, baseline: int | None, screen: bool, rules: RuleSet) -> Limits:
    """Mean and average moving range of the baseline: the first points, or all of them.

    Distances are taken from each series' first point, which leaves a constant series exactly constant.
    """
    width = points.values.shape[1] if baseline is None else min(baseline, points.values.shape[1])
    inside = points.filled_up_to(width)
    first = points.values[:, :1]
    counts = np.count_nonzero(inside, axis=1, keepdims=True)
    distances = np.where(inside, points.values[:, :width] - first, 0.0)
    mean = first + _ratio(distances.sum(axis=1, keepdims=True), counts)
    ranges, linked = np.abs(np.diff(points.values[:, :width], axis=1)), points.linked[:, : width - 1]
    rounding = SAME * np.abs(points.values).max(axis=1, keepdims=True)
    average = _average(ranges, linked, rules)
    if screen:
        average = _screened(ranges, linked, average, rounding, rules)
    return Limits(mean, np.where(counts > 0, average, np.nan), rounding)


def _screened(ranges: Floats, linked: Flags, average: Floats, rounding: Floats, rules: RuleSet) -> Floats:
    kept = linked & (ranges < SCREEN_FACTOR * average)
    screened = _average(ranges, kept, rules)
    if rules.screening_needs_two_ranges:
        return np.where(_two_distinct(ranges, kept, rounding), screened, average)
    return screened


def _average(ranges: Floats, kept: Flags, rules: RuleSet) -> Floats:
    total = np.where(kept, ranges, 0.0).sum(axis=1, keepdims=True)
    counts = np.count_nonzero(kept, axis=1, keepdims=True)
    return _ratio(total, np.maximum(counts, 1) if rules.limits_without_ranges else counts)


def _two_distinct(ranges: Floats, kept: Flags, rounding: Floats) -> Flags:
    largest = np.where(kept, ranges, -np.inf).max(axis=1, keepdims=True, initial=-np.inf)
    smallest = np.where(kept, ranges, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    distinct: Flags = largest - smallest > rounding
    return distinct


def _ratio(total: Floats, counts: NDArray[np.int_]) -> Floats:
    ratio: Floats = np.divide(total, counts, out=np.full(total.shape, np.nan), where=counts > 0)
    return ratio
