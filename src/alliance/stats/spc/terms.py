"""The words that a control chart speaks in. Logic elsewhere decides on these, never on a display label."""

from __future__ import annotations

from enum import IntFlag, StrEnum
from operator import index

__all__ = ["Assurance", "Direction", "Signal", "Variation"]


class Signal(IntFlag):
    """What makes a point special cause variation. A point may have several; numpy integers are accepted.

    Examples
    --------
    >>> Signal(3).names
    ('astronomical', 'shift')
    """

    NONE = 0
    ASTRONOMICAL = 1  # beyond a process limit
    SHIFT = 2  # one of seven or more points in a row on one side of the mean
    TREND = 4  # one of seven or more points in a row that all rise, or all fall
    TWO_OF_THREE = 8  # beyond two sigma, with another of three points in a row on one side of the mean

    @classmethod
    def _missing_(cls, value: object) -> Signal:
        found: Signal = super()._missing_(index(value))  # type: ignore[arg-type]
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """Each signal's word as answers and their JSON have it; empty for `NONE`."""
        return tuple(signal.name.lower() for signal in self if signal.name)


class Direction(StrEnum):
    """What a special cause point means; `HIGH` and `LOW` only where neither is better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"
    LOW = "low"
    NONE = "none"


class Variation(StrEnum):
    """What the latest point of a series says: the first of the two icons."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    TOO_FEW_POINTS = "too_few_points"


class Assurance(StrEnum):
    """Whether the target will be met if nothing changes: the second of the two icons."""

    PASS = "pass"  # each point can be expected to meet the target
    FAIL = "fail"  # no point can be expected to
    INCONSISTENT = "inconsistent"  # some will and some will not
    NONE = "none"  # no target, no better direction, or too few points to say
