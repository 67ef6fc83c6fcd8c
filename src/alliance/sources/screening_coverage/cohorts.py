"""The ages of a screening cohort, and which cohorts together are a whole programme."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Cohort", "parse_cohort", "whole_of"]

_RANGE = re.compile(
    r"(?:aged?\s+)?(\d{2})\s*(?:-|–|to)\s*(\d{2})(?:\s*(?:years?|yrs?)(?: old)?)?", re.IGNORECASE
)


@dataclass(frozen=True, order=True)
class Cohort:
    """People of these ages, both included."""

    youngest: int
    oldest: int

    @property
    def slug(self) -> str:
        return f"{self.youngest}-{self.oldest}"


def parse_cohort(text: str) -> Cohort | None:
    """`25-49`, `25 to 49 years`; None where it is neither."""
    found = _RANGE.fullmatch(text.strip())
    cohort = Cohort(int(found[1]), int(found[2])) if found else None
    return cohort if cohort and cohort.youngest < cohort.oldest else None


def whole_of(cohorts: Collection[Cohort]) -> list[Cohort] | None:
    """The cohorts whose sum is the programme: the one that spans all others, or all, where none overlaps another.

    None where they overlap and none spans the rest: what the programme's figure is cannot then be told.
    """
    ordered = sorted(cohorts)
    youngest, oldest = ordered[0].youngest, max(c.oldest for c in ordered)
    spanning = Cohort(youngest, oldest)
    if spanning in ordered:
        return [spanning]
    apart = all(a.oldest < b.youngest for a, b in pairwise(ordered))
    return ordered if apart else None
