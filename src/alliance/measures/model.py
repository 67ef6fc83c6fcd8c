"""What a measure is: what is counted, over what, which standards it has, and where its series breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alliance.periods import Grain

__all__ = [
    "BETTER",
    "KINDS",
    "PERIODS",
    "STAGES",
    "TARGETS",
    "VARIANTS",
    "Break",
    "Measure",
    "Part",
    "Standard",
]

KINDS = ("proportion", "rate", "count", "published")
STAGES = (
    "prevention",
    "screening",
    "diagnosis",
    "treatment",
    "living with and beyond",
    "end of life",
    "whole pathway",
)
BETTER = ("higher", "lower", "neutral")
TARGETS = ("standard", "ambition", "trajectory")
PERIODS = ("week", "month", "quarter", "year", "fy", "fyq", "years")
VARIANTS = ("none", "unadjusted", "adjusted", "yearonyear")


@dataclass(frozen=True)
class Standard:
    """A dated target and who set it. `value` is in the measure's unit: 0.85, not 85."""

    value: float
    kind: str  # standard | ambition | trajectory
    start: date | None
    end: date | None
    set_by: str
    verified: bool = True


@dataclass(frozen=True)
class Break:
    """From this day on a series means something else: no run of points crosses it. `why` is shown to the reader."""

    on: date
    why: str


@dataclass(frozen=True)
class Part:
    """Which published quantity is counted, in which cut of it, and what that means in words.

    `cut` is the slugs that are counted together, cut by cut: stages 1 and 2 of `tumour_stage`.
    """

    quantity: str
    means: str
    cut: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Measure:
    """One thing that an alliance watches: what is counted, over what, and why it matters.

    `unit` is proportion, rate, count, percent or score-0-10. `better` is higher, lower or neutral. `period` is the
    kind of period in which it is published, `stock` says that it counts those who are there on its last day, so that
    sums over periods are no people. `variant` is the variant that is shown unless another is asked for,
    `family` the definition's file where it defines many measures (the questions of a survey). For a `published`
    measure the numerator is the publisher's own estimate, and the denominator those whom it is about.
    """

    id: str
    title: str
    short_title: str
    kind: str
    unit: str
    better: str
    stage: str
    source: str
    numerator: Part
    denominator: Part | None
    standards: tuple[Standard, ...]
    why: str
    caveats: tuple[str, ...]
    owner: str
    reviewed_on: date
    period: Grain = "month"
    variant: str = "none"
    breaks: tuple[Break, ...] = ()
    stock: bool = False
    family: str = ""

    @property
    def held(self) -> bool:
        """Whether a national standard is still in force: one that ended holds nobody to anything."""
        return any(s.kind == "standard" and s.end is None for s in self.standards)

    def standard_on(self, day: date) -> Standard | None:
        """The national standard in force on a day; ambitions and trajectories are not standards."""
        held = [
            s
            for s in self.standards
            if s.kind == "standard" and (s.start or date.min) <= day <= (s.end or date.max)
        ]
        return held[-1] if held else None
