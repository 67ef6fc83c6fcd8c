"""Named sets of rules. A set never changes once it has a name: a chart drawn with it can be drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from alliance.stats.spc.terms import Signal

__all__ = ["RULE_SETS", "RuleSet", "TrendSide"]


class TrendSide(Enum):
    """Which way a point counts as going when it belongs to a trend."""

    EVERY = auto()  # both ways, where one trend ends and the opposite one begins
    NEWEST = auto()  # the way of the trend that begins
    OUTGOING = auto()  # by the step out of it, if the next point is in a trend too; no step is a fall


@dataclass(frozen=True)
class RuleSet:
    """What distinguishes one set of rules from another; what all share is written in `docs/explanation`."""

    name: str
    screens: bool  # leaves ranges above 3.267 times their average out of the limits, unless told not to
    screening_needs_two_ranges: bool  # and only where two distinct ranges remain
    limits_without_ranges: bool  # with no range to go by the limits are the mean, rather than undefined
    outside_counts_in_two_of_three: bool  # a point beyond a limit is beyond two sigma as well
    improvement_first: bool  # a point that is improvement and concern at once is shown as improvement
    trend_side: TrendSide
    target_on_limit_counts_as_beyond: bool
    points_before_icons: int  # in the latest segment
    precedence: tuple[Signal, ...]  # which of a point's signals is shown


_MAKING_DATA_COUNT = RuleSet(
    name="making-data-count",
    screens=False,
    screening_needs_two_ranges=True,
    limits_without_ranges=True,
    outside_counts_in_two_of_three=True,
    improvement_first=True,
    trend_side=TrendSide.EVERY,
    target_on_limit_counts_as_beyond=True,
    points_before_icons=13,
    precedence=(Signal.ASTRONOMICAL, Signal.SHIFT, Signal.TREND, Signal.TWO_OF_THREE),
)

_PLOTTHEDOTS_0_2_2 = RuleSet(
    name="plotthedots-0.2.2",
    screens=True,
    screening_needs_two_ranges=False,
    limits_without_ranges=False,
    outside_counts_in_two_of_three=False,
    improvement_first=False,
    trend_side=TrendSide.OUTGOING,
    target_on_limit_counts_as_beyond=False,
    points_before_icons=1,
    precedence=(Signal.ASTRONOMICAL, Signal.TREND, Signal.TWO_OF_THREE, Signal.SHIFT),
)

RULE_SETS: Mapping[str, RuleSet] = MappingProxyType(
    {rules.name: rules for rules in (_MAKING_DATA_COUNT, _PLOTTHEDOTS_0_2_2)}
)
"""Every set of rules by its name."""
