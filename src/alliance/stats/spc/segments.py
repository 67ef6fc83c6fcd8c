"""Segments of blocks of series, worked out one by one and put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from alliance.stats.spc.icons import shown_of
from alliance.stats.spc.limits import limits_of
from alliance.stats.spc.points import Codes, Flags, Floats, side_by_side
from alliance.stats.spc.question import Question
from alliance.stats.spc.rules import TrendSide
from alliance.stats.spc.signals import signals_of

__all__ = ["Charted", "charted"]

BLOCK = 2048  # series at a time, so that the work stays in the processor's cache


@dataclass(frozen=True)
class Charted:
    """What k series say, of each of s segments (k, s), then of each of n points (k, n)."""

    mean: Floats
    reach: Floats  # from the mean to the process limits
    near_reach: Floats
    counts: NDArray[np.int_]  # points that have a value
    signals: Codes
    shown: Codes
    side: Codes  # 1 up, −1 down, 0 not special cause


def charted(question: Question) -> Charted:
    """Every segment of every series."""
    blocks = [slice(start, start + BLOCK) for start in range(0, max(len(question.values), 1), BLOCK)]
    return _joined(
        [_joined([_one(question, rows, columns) for columns in question.segments], 1) for rows in blocks], 0
    )


def _joined(parts: Sequence[Charted], axis: int) -> Charted:
    if len(parts) == 1:
        return parts[0]
    names = [field.name for field in fields(Charted)]
    return Charted(*(np.concatenate([getattr(part, name) for part in parts], axis=axis) for name in names))


def _one(question: Question, rows: slice, columns: slice) -> Charted:
    rules = question.rules
    points = side_by_side(question.values[rows, columns], _part(question.breaks, rows, columns))
    limits = limits_of(points, question.baseline, question.screen, rules)
    high, low = signals_of(points, limits, rules, _trend_side(question))
    shown, side = shown_of(high, low, question.better, rules)
    return Charted(
        mean=limits.mean,
        reach=limits.reach,
        near_reach=limits.near_reach,
        counts=points.counts[:, np.newaxis],
        signals=points.put_back(high | low),
        shown=points.put_back(shown),
        side=points.put_back(side),
    )


def _part(breaks: Flags | None, rows: slice, columns: slice) -> Flags | None:
    if breaks is None:
        return None
    return breaks[:, columns] if len(breaks) == 1 else breaks[rows, columns]


def _trend_side(question: Question) -> TrendSide:
    """Where neither way is better, a point cannot be shown as going both ways."""
    chosen = question.rules.trend_side
    return TrendSide.NEWEST if (chosen, question.better) == (TrendSide.EVERY, "neutral") else chosen
