"""A question put twice to one store: to the library and to the command, which must say the same."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alliance.answers import Answer, Desk, ask
from tests.unit.cli.conftest import Run

__all__ = ["Both", "Told", "england_in_months", "one_point"]

Told = dict[str, Any]


@dataclass(frozen=True)
class Both:
    """One store, open as a desk and named to the command."""

    desk: Desk
    store: Path
    run: Run

    def __call__(self, measure: str, place: str, **asked: Any) -> Told:
        """The command's JSON, after it was held against the library's answer."""
        answer = ask(self.desk, measure, place, **asked)
        words = [word for key, value in asked.items() for word in _words(key, value)]
        ran = self.run("ask", measure, "--place", place, "--store", self.store, "--format", "json", *words)
        assert (ran.code, ran.err) == (0, "")
        told: Told = ran.told
        assert told == answer.to_json()
        return told


def _words(key: str, value: Any) -> list[str]:
    if key == "cut":
        return [word for cut, slug in value.items() for word in (f"--{cut.replace('_', '-')}", slug)]
    option = {"start": "from", "end": "to"}.get(key, key.replace("_", "-"))
    return [f"--{option}", value.isoformat() if isinstance(value, date) else str(value)]


def one_point(told: Told) -> Told:
    """The only point of an answer."""
    (point,) = told["points"]
    return dict(point)


def england_in_months(answer: Answer) -> dict[date, tuple[float | None, float | None]]:
    """Denominator and numerator, month by month."""
    return {
        date.fromisoformat(f"{point.period}-01"): (point.denominator, point.numerator)
        for point in answer.points
    }


def summed(series: list[Told], pick: Callable[[Told], float | None]) -> float:
    """The sum over the parts of an answer, each with one point."""
    return math.fsum(pick(part["points"][0]) or 0.0 for part in series)
