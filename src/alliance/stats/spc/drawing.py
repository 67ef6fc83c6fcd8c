"""What an XmR chart says, and how it is put together from what was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from alliance.stats.spc.icons import DIRECTIONS, Words, assurance_of, variation_of
from alliance.stats.spc.points import Codes, Floats
from alliance.stats.spc.question import Question
from alliance.stats.spc.segments import Charted, charted
from alliance.stats.spc.terms import Assurance, Variation

__all__ = ["Xmr", "draw"]

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Xmr:
    """What an XmR chart says of each point and each series. Its arrays are read-only.

    Attributes
    ----------
    mean, lower_limit, upper_limit : ndarray of float, the values' shape
        Centre line and process limits (2.66 average moving ranges from it), in the unit of the values; at
        absent points too; NaN only where a segment has no value at all.
    near_lower, near_upper : ndarray of float, the values' shape
        Two thirds of the way from the mean to the process limits.
    signals : ndarray of int, the values' shape
        All that makes a point special cause, as a sum of `Signal`.
    signal : ndarray of int, the values' shape
        The one `Signal` that is shown.
    direction : ndarray of Direction, the values' shape
        What the shown signal means.
    variation : Variation, or ndarray of Variation (k,)
        What the latest point that has a value says.
    assurance : Assurance, or ndarray of Assurance (k,)
        Whether the target lies beyond the latest limits.
    rules : str
        The name of the set of rules.
    """

    mean: Floats
    lower_limit: Floats
    upper_limit: Floats
    near_lower: Floats
    near_upper: Floats
    signals: Codes
    signal: Codes
    direction: Words
    variation: Variation | Words
    assurance: Assurance | Words
    rules: str


def draw(question: Question, *, single: bool) -> Xmr:
    """The chart of every series; `single` leaves out the first axis, for one series asked by itself."""
    found = charted(question)

    def at_each_point(by_segment: Floats) -> Floats:
        return _sealed(_spread(by_segment, question), single)

    variation, assurance = _icons(question, found)
    return Xmr(
        mean=at_each_point(found.mean),
        lower_limit=at_each_point(found.mean - found.reach),
        upper_limit=at_each_point(found.mean + found.reach),
        near_lower=at_each_point(found.mean - found.near_reach),
        near_upper=at_each_point(found.mean + found.near_reach),
        signals=_sealed(found.signals, single),
        signal=_sealed(found.shown, single),
        direction=_sealed(DIRECTIONS[question.better][found.side], single),
        variation=variation[0] if single else _sealed(variation, single),
        assurance=assurance[0] if single else _sealed(assurance, single),
        rules=question.rules.name,
    )


def _spread(by_segment: Floats, question: Question) -> Floats:
    """Each segment's number at each of its points."""
    if by_segment.shape[1] == 1:
        return np.broadcast_to(by_segment, question.values.shape)
    return np.repeat(by_segment, [columns.stop - columns.start for columns in question.segments], axis=1)


def _sealed(answered: NDArray[Kind], single: bool) -> NDArray[Kind]:
    shaped = answered[0] if single else answered
    shaped.flags.writeable = False
    return shaped


def _icons(question: Question, found: Charted) -> tuple[Words, Words]:
    """Of the latest point that has a value, and the limits and number of points of its segment."""
    present = ~np.isnan(question.values)
    latest = present.shape[1] - 1 - present[:, ::-1].argmax(axis=1)
    starts = [columns.start for columns in question.segments]
    segment = np.searchsorted(starts, latest, side="right") - 1
    series = np.arange(len(latest))
    mean, reach = found.mean[series, segment], found.reach[series, segment]
    counts, side = found.counts[series, segment], found.side[series, latest]
    limits = (mean - reach, mean + reach)
    return (
        variation_of(side, counts, question.better, question.rules),
        assurance_of(question.target, limits, counts, question.better, question.rules),
    )
