"""What an answer is: one measure in one place, over time, with everything needed to trust it.

The JSON of `Answer.to_json()` is a contract (docs/reference/json.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

__all__ = [
    "Answer",
    "Citation",
    "PlaceName",
    "Point",
    "Series",
    "SpcSummary",
    "StandardInForce",
    "answer_from_json",
]


@dataclass(frozen=True)
class PlaceName:
    """A place as an answer names it; `kind` is a `places.PlaceKind` value."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class StandardInForce:
    """A dated target for a measure, with who set it. `value` is in the measure's unit (0.85, not 85)."""

    value: float
    kind: str  # standard | ambition | trajectory
    start: date | None
    end: date | None
    set_by: str

    def holds_on(self, day: date) -> bool:
        """Whether this target is in force on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "kind": self.kind,
            "from": _iso(self.start),
            "to": _iso(self.end),
            "set_by": self.set_by,
        }


@dataclass(frozen=True)
class Point:
    """One period of a series. Absent numbers are None and `absence` says why; never NaN, never zero instead."""

    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    status: str  # final | provisional | unknown
    absence: str | None
    known_since: date | None
    mean: float | None = None
    lower_limit: float | None = None
    upper_limit: float | None = None
    signal: str = "none"  # none | astronomical | shift | trend | two_of_three
    signals: tuple[str, ...] = ()
    direction: str = "none"  # improvement | concern | high | low | none

    def to_json(self) -> dict[str, Any]:
        found = asdict(self)
        found["known_since"] = _iso(self.known_since)
        found["signals"] = list(self.signals)
        return found


@dataclass(frozen=True)
class SpcSummary:
    """What the control chart says of the latest segment of a series."""

    rules: str
    variation: str
    assurance: str
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None


@dataclass(frozen=True)
class Series:
    """One part of an answer that was asked `by` something: a place or a cut, never a total."""

    points: tuple[Point, ...]
    spc: SpcSummary | None
    place: PlaceName | None = None
    cut: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        key: dict[str, Any] = (
            {"place": asdict(self.place)} if self.place is not None else {"cut": dict(self.cut or {})}
        )
        return {
            **key,
            "points": [p.to_json() for p in self.points],
            "spc": asdict(self.spc) if self.spc else None,
        }


@dataclass(frozen=True)
class Citation:
    """The file that a number came from.

    `kept_for` names those for whom alone it was when the answer was given, and `embargo` until when; empty: it was
    public. Neither is in the contract's JSON.
    """

    sha256: str
    file: str
    publisher: str
    published_on: date | None
    licence: str
    status: str
    kept_for: tuple[str, ...] = ()
    embargo: datetime | None = None

    @property
    def visibility(self) -> str:
        """Whom it is for, in one word each: public, or the names of those for whom alone it is."""
        return " ".join(self.kept_for) or "public"

    def to_json(self) -> dict[str, Any]:
        names = ("sha256", "file", "publisher", "published_on", "licence", "status")
        return {**{name: getattr(self, name) for name in names}, "published_on": _iso(self.published_on)}

    def frozen(self) -> dict[str, Any]:
        """The contract's object and, where there is any, what keeps the file from the public."""
        if not self.kept_for:
            return self.to_json()
        return {**self.to_json(), "kept_for": list(self.kept_for), "embargo": _iso(self.embargo)}


@dataclass(frozen=True)
class Answer:
    """One measure in one place. `unit` is proportion, count, rate, percent or score-0-10."""

    measure: str
    title: str
    place: PlaceName
    basis: str
    cut: Mapping[str, str]
    variant: str
    unit: str
    better: str  # higher | lower | neutral
    as_of: date | None
    standards: tuple[StandardInForce, ...]
    points: tuple[Point, ...]
    spc: SpcSummary | None
    series: tuple[Series, ...] | None
    sentence: str
    method: str
    caveats: tuple[str, ...]
    citations: tuple[Citation, ...]
    numerator_means: str = ""
    denominator_means: str = ""
    by: str | None = None

    @property
    def latest(self) -> Point | None:
        """The newest point that has a value."""
        return next((p for p in reversed(self.points) if p.value is not None), None)

    def standard_on(self, day: date) -> StandardInForce | None:
        """The national standard in force on a day (ambitions and trajectories are not standards)."""
        held = [s for s in self.standards if s.kind == "standard" and s.holds_on(day)]
        return held[-1] if held else None

    def since(self, label: str) -> Answer:
        """The same answer, showing only points from the period `label` on."""
        kept = [p.period for p in self.points]
        start = kept.index(label) if label in kept else 0
        return replace(self, points=self.points[start:])

    def to_json(self) -> dict[str, Any]:
        """The contract's JSON object, as plain dicts and lists."""
        return {
            "measure": self.measure,
            "place": asdict(self.place),
            "basis": self.basis,
            "cut": dict(self.cut),
            "variant": self.variant,
            "unit": self.unit,
            "as_of": _iso(self.as_of),
            "standards": [s.to_json() for s in self.standards],
            "points": [p.to_json() for p in self.points],
            "spc": asdict(self.spc) if self.spc else None,
            "series": [s.to_json() for s in self.series] if self.series is not None else None,
            "sentence": self.sentence,
            "method": self.method,
            "caveats": list(self.caveats),
            "citations": [c.to_json() for c in self.citations],
        }

    def frozen(self) -> dict[str, Any]:
        """The contract's object and the words that go with it: what is kept, to be drawn again as it was."""
        words = ("title", "better", "by", "numerator_means", "denominator_means")
        cited = [c.frozen() for c in self.citations]
        return {**self.to_json(), "citations": cited, **{name: getattr(self, name) for name in words}}

    def digest(self) -> str:
        """A hash of all that the answer says: the key of everything that is drawn from it."""
        text = json.dumps(self.frozen(), sort_keys=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_PLAIN = (
    "measure",
    "title",
    "basis",
    "variant",
    "unit",
    "better",
    "sentence",
    "method",
    "by",
    "numerator_means",
    "denominator_means",
)


def answer_from_json(told: Mapping[str, Any]) -> Answer:
    """The answer that `Answer.frozen()` wrote, with the same digest, so that it can be drawn again."""
    plain = {name: told[name] for name in _PLAIN}
    return Answer(
        **plain,
        place=PlaceName(**told["place"]),
        cut=dict(told["cut"]),
        as_of=_day(told["as_of"]),
        standards=tuple(_standard(row) for row in told["standards"]),
        points=_points(told["points"]),
        spc=_spc(told["spc"]),
        series=None if told["series"] is None else tuple(_series(row) for row in told["series"]),
        caveats=tuple(told["caveats"]),
        citations=tuple(_citation(row) for row in told["citations"]),
    )


def _citation(row: Mapping[str, Any]) -> Citation:
    until = row.get("embargo")
    return Citation(
        **{
            **row,
            "published_on": _day(row["published_on"]),
            "kept_for": tuple(row.get("kept_for", ())),
            "embargo": datetime.fromisoformat(until) if until else None,
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _standard(row: Mapping[str, Any]) -> StandardInForce:
    return StandardInForce(row["value"], row["kind"], _day(row["from"]), _day(row["to"]), row["set_by"])


def _points(rows: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    return tuple(
        Point(**{**row, "known_since": _day(row["known_since"]), "signals": tuple(row["signals"])})
        for row in rows
    )


def _spc(told: Mapping[str, Any] | None) -> SpcSummary | None:
    return SpcSummary(**told) if told else None


def _series(row: Mapping[str, Any]) -> Series:
    place = PlaceName(**row["place"]) if "place" in row else None
    return Series(_points(row["points"]), _spc(row["spc"]), place=place, cut=row.get("cut"))
