"""What other people's software computed, as tests read it from `../shared/oracles`."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alliance.stats.spc import Xmr, xmr

__all__ = ["BETTER", "Case", "cases_of", "number", "rows"]

BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neutral"}


@dataclass(frozen=True)
class Case:
    """One series, how the peer was asked about it, and what it answered, a point and as a whole."""

    name: str
    asked: dict[str, Any]  # as `xmr` is asked
    points: list[dict[str, str]]
    summary: dict[str, str]

    @property
    def values(self) -> list[float]:
        return [number(point["value"]) for point in self.points]

    def ours(self, **changed: Any) -> Xmr:
        """What we say when asked the same."""
        return xmr(self.values, **{**self.asked, **changed})

    def column(self, name: str) -> list[float]:
        """A column of the peer's points, as numbers."""
        return [number(point[name]) for point in self.points]


def number(cell: str) -> float:
    """A cell as a number; an empty one is absent."""
    return float(cell) if cell else math.nan


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases_of(oracles: Path, peer: str) -> list[Case]:
    """Every case that this peer (a folder of the oracles) was asked."""
    called = json.loads((oracles / "spc_plotthedots" / "cases.json").read_text(encoding="utf-8"))
    points = defaultdict(list)
    for row in rows(oracles / peer / "expected_points.csv"):
        points[row["case"]].append(row)
    summaries = {row["case"]: row for row in rows(oracles / peer / "expected_summary.csv")}
    return [
        Case(call["case"], _asked(call), points[call["case"]], summaries[call["case"]])
        for call in called
        if call["case"] in summaries
    ]


def _asked(call: dict[str, Any]) -> dict[str, Any]:
    at = call["rebase_at_index_1based"]
    starts = [] if at is None else at if isinstance(at, list) else [at]
    return {
        "better": BETTER[call["improvement_direction"]],
        "target": call["target"],
        "baseline": call["fix_after_n_points"],
        "rebase_at": [start - 1 for start in starts],
        "screen": call["screen_outliers"],
    }
