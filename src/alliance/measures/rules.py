"""What the fields of a definition must be beside each other: a standard lies in the measure's unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from math import inf

from alliance.errors import FileRefused
from alliance.measures.fields import SEE
from alliance.measures.model import (
    BETTER,
    KINDS,
    PERIODS,
    STAGES,
    TARGETS,
    VARIANTS,
    Measure,
    Standard,
)

__all__ = ["hold"]

Fault = tuple[str, str]  # what is wrong, and what to write instead where that can be told
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNITS = {
    "proportion": ("proportion",),
    "count": ("count",),
    "rate": ("rate",),
    "published": ("percent", "rate", "score-0-10", "proportion"),
}
MOST = {"proportion": 1.0, "percent": 100.0, "score-0-10": 10.0}
"""The most that a value can be in a unit; the least is 0 in all of them, and counts and rates have no most."""


def hold(measure: Measure, file: str) -> None:
    """Hold a measure to its closed lists and to itself.

    Raises
    ------
    FileRefused
        The first rule that it breaks, with the field; for one of a family with its id.
    """
    where = f"{file}, {measure.id}" if measure.family else file
    for what, instead in (*_of_names(measure, file), *_of_words(measure), *_of_numbers(measure)):
        raise FileRefused(f"{where}: {what}.", f"{instead} {SEE}".strip())


def _of_names(measure: Measure, file: str) -> Iterator[Fault]:
    if measure.family and not measure.id.startswith(f"{measure.family}-"):
        yield f"the id '{measure.id}' does not begin with the file's name", ""
    if not measure.family and f"{measure.id}.toml" != file:
        yield f"the id '{measure.id}' is not the file's name", ""
    if not _ID.fullmatch(measure.id):
        yield "the id may have small letters, digits and hyphens only", ""


def _of_words(measure: Measure) -> Iterator[Fault]:
    closed = {
        "kind": KINDS,
        "better": BETTER,
        "stage": STAGES,
        "period": PERIODS,
        "variant": VARIANTS,
    }
    for field, words in closed.items():
        value = getattr(measure, field)
        if value not in words:
            yield f"{field} '{value}' is not one of {', '.join(words)}", ""
    units = UNITS.get(measure.kind, ())
    if measure.unit not in units:
        yield f"unit '{measure.unit}' of a measure of kind {measure.kind} is not {' or '.join(units)}", ""
    for number, target in enumerate(measure.standards, 1):
        if target.kind not in TARGETS:
            yield f"kind '{target.kind}' of standards {number} is not one of {', '.join(TARGETS)}", ""


def _of_numbers(measure: Measure) -> Iterator[Fault]:
    if measure.kind == "proportion" and measure.denominator is None:
        yield "a proportion needs a denominator", ""
    if measure.kind == "count" and measure.denominator is not None:
        yield "a count has no denominator", "With one it is a proportion."
    for number, target in enumerate(measure.standards, 1):
        yield from _of_target(target, f"standards {number}", measure.unit)
    national = [target for target in measure.standards if target.kind == "standard"]
    for one, other in combinations(national, 2):
        if _overlap(one, other):
            yield (
                f"standards {one.value:g} and {other.value:g} both hold on the same day",
                "Give the earlier its last day in `to`, and the later its first in `from`.",
            )


def _of_target(target: Standard, where: str, unit: str) -> Iterator[Fault]:
    most = MOST.get(unit, inf)
    if not 0 <= target.value <= most:
        span = f"from 0 to {most:g}" if most < inf else "0 or more"
        share = unit == "proportion" and 1 < target.value <= 100
        yield (
            f"value {target.value:g} of {where} is not {span}, as the measure's unit ({unit}) is",
            f"For {target.value:g}% write {round(target.value / 100, 10):g}." if share else "",
        )
    if target.start and target.end and target.start > target.end:
        yield f"the last day of {where} (to {target.end}) comes before its first (from {target.start})", ""


def _overlap(one: Standard, other: Standard) -> bool:
    return (one.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (
        one.end or date.max
    )
