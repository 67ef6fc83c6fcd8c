"""An answer as tidy CSV: one row a point, with all that is needed to trust it, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from alliance.answers.model import Answer, Point
from alliance.answers.restricted import kept_by
from alliance.observations import CUTS
from alliance.periods import parse_period

__all__ = ["COLUMNS", "FORMULA", "answer_rows", "rows"]

COLUMNS = (
    "measure",
    "title",
    "place_code",
    "place_name",
    "place_kind",
    "basis",
    "variant",
    *CUTS,
    "part",
    "period",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "unit",
    "standard",
    "mean",
    "lower_limit",
    "upper_limit",
    "signal",
    "signals",
    "direction",
    "status",
    "absence",
    "known_since",
    "as_of",
    "sha256",
    "visibility",
)
FORMULA = ("=", "+", "-", "@")
_Value = str | float | None


def answer_rows(answer: Answer) -> str:
    """The answer as CSV text: a header, the whole's points (`part` is "whole"), then those of its parts.

    Text is one line, and led by an apostrophe where a spreadsheet would take it for a formula; numbers stay
    numbers. An absent number is an empty cell, and `absence` says why. `sha256` names every file behind the answer.
    """
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    for row in rows(answer):
        table.writerow({name: _safe(row[name]) for name in COLUMNS})
    return text.getvalue()


def rows(answer: Answer) -> Iterator[Mapping[str, _Value]]:
    """One mapping of `COLUMNS` a point: the whole's, then those of its parts; days are written as 2025-03-31."""
    whole = {
        "measure": answer.measure,
        "title": answer.title,
        "place_code": answer.place.code,
        "place_name": answer.place.name,
        "place_kind": answer.place.kind,
        "basis": answer.basis,
        "variant": answer.variant,
        "unit": answer.unit,
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "sha256": " ".join(c.sha256 for c in answer.citations),
        "visibility": " ".join(kept_by(answer.citations)) or "public",
        **{cut: answer.cut.get(cut, "all") for cut in CUTS},
        "part": "whole",
    }
    for point in answer.points:
        yield {**whole, **_point(answer, point)}
    for series in answer.series or ():
        own: dict[str, _Value] = {**whole, **(series.cut or {}), "part": "part"}
        if series.place:
            place = series.place
            own |= {"place_code": place.code, "place_name": place.name, "place_kind": place.kind}
        for point in series.points:
            yield {**own, **_point(answer, point)}


def _point(answer: Answer, point: Point) -> dict[str, _Value]:
    standard = answer.standard_on(parse_period(point.period).start)
    return {
        "period": point.period,
        "numerator": point.numerator,
        "denominator": point.denominator,
        "value": point.value,
        "lower": point.lower,
        "upper": point.upper,
        "standard": standard.value if standard else None,
        "mean": point.mean,
        "lower_limit": point.lower_limit,
        "upper_limit": point.upper_limit,
        "signal": point.signal,
        "signals": " ".join(point.signals),
        "direction": point.direction,
        "status": point.status,
        "absence": point.absence,
        "known_since": point.known_since.isoformat() if point.known_since else None,
    }


def _safe(value: _Value) -> str | float | int:
    if value is None:
        return ""
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"'{line}" if line.startswith(FORMULA) else line
    return int(value) if value == int(value) else value
