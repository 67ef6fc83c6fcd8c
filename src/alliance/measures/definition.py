"""What a measure is, and how its definition is read from a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alliance.errors import FileRefused
from alliance.periods import Grain

__all__ = ["KINDS", "STAGES", "Break", "Measure", "Part", "Standard", "read_measure", "read_measures"]

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
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
    kind of period in which it is published, `variant` the variant that is shown unless another is asked for,
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


def read_measure(path: Path) -> Measure:
    """Read a file that defines one measure.

    Raises
    ------
    FileRefused
        As `read_measures`; or it defines a family of them.
    """
    found = read_measures(path)
    if len(found) != 1:
        raise FileRefused(f"{path.name} defines {len(found)} measures.", "Read it as a family.")
    return found[0]


def read_measures(path: Path) -> list[Measure]:
    """Read a definition and hold it to its rules: one measure, or a family with a `[[members]]` table each.

    A member takes from the file what it does not state itself.

    Raises
    ------
    FileRefused
        The file is not TOML, misses a field, or has a value outside the closed lists.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        members = raw.pop("members", None)
        if members is None:
            measures = [_measure(raw)]
        else:
            measures = [_measure({**raw, **member}, family=path.stem) for member in members]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise FileRefused(
            f"{path.name} is not a TOML file: {fault}.", "Mend the line and try again."
        ) from None
    except KeyError as fault:
        raise FileRefused(
            f"{path.name} has no {fault.args[0]}.", "See docs/how-to/add-a-measure.md for the fields."
        ) from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise FileRefused(
            f"{path.name} has a value of the wrong kind: {fault}.",
            "See docs/how-to/add-a-measure.md for the fields.",
        ) from None
    for measure in measures:
        _hold(measure, path)
    return measures


def _measure(raw: Mapping[str, Any], *, family: str = "") -> Measure:
    denominator = raw.get("denominator")
    return Measure(
        id=raw["id"],
        title=raw["title"],
        short_title=raw.get("short_title", raw["title"]),
        kind=raw["kind"],
        unit=raw.get("unit", {"proportion": "proportion", "count": "count"}.get(raw["kind"], "rate")),
        better=raw["better"],
        stage=raw["stage"],
        source=raw["source"],
        numerator=_part(raw["numerator"]),
        denominator=_part(denominator) if denominator else None,
        standards=tuple(_standard(s) for s in raw.get("standards", ())),
        why=raw["why"],
        caveats=tuple(raw["caveats"]),
        owner=raw["owner"],
        reviewed_on=raw["reviewed_on"],
        period=raw.get("period", "month"),
        variant=raw.get("variant", "none"),
        breaks=tuple(Break(b["on"], b["why"]) for b in raw.get("breaks", ())),
        family=family,
    )


def _part(raw: Mapping[str, Any]) -> Part:
    cut = {
        k: tuple(v) if isinstance(v, list) else (v,) for k, v in raw.items() if k not in ("quantity", "means")
    }
    return Part(quantity=raw["quantity"], means=raw["means"], cut=cut)


def _standard(raw: Mapping[str, Any]) -> Standard:
    return Standard(
        float(raw["value"]),
        raw["kind"],
        raw.get("from"),
        raw.get("to"),
        raw["set_by"],
        raw.get("verified", True),
    )


def _hold(measure: Measure, path: Path) -> None:
    faults = [
        (not measure.family and measure.id != path.stem, f"the id '{measure.id}' is not the file's name"),
        (
            bool(measure.family) and not measure.id.startswith(f"{path.stem}-"),
            f"the id '{measure.id}' does not begin with the file's name",
        ),
        (not _ID.fullmatch(measure.id), "the id may have small letters, digits and hyphens only"),
        (measure.kind not in KINDS, f"kind '{measure.kind}' is not one of {', '.join(KINDS)}"),
        (measure.better not in BETTER, f"better '{measure.better}' is not one of {', '.join(BETTER)}"),
        (measure.stage not in STAGES, f"stage '{measure.stage}' is not one of {', '.join(STAGES)}"),
        (measure.period not in PERIODS, f"period '{measure.period}' is not one of {', '.join(PERIODS)}"),
        (measure.kind == "proportion" and measure.denominator is None, "a proportion needs a denominator"),
        (not {s.kind for s in measure.standards} <= set(TARGETS), f"a target is one of {', '.join(TARGETS)}"),
        (not all(s.set_by for s in measure.standards), "a standard must say who set it"),
    ]
    for wrong, why in faults:
        if wrong:
            raise FileRefused(f"{path.name}: {why}.", "See docs/how-to/add-a-measure.md for the fields.")
