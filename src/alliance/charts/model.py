"""Charts as descriptions: what is drawn, its alt text, and how it becomes SVG."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from alliance.answers.model import Answer

__all__ = ["Chart", "Marker"]


@dataclass(frozen=True)
class Marker:
    """A dated event drawn on a chart: a commitment accepted, a Board decision."""

    day: date
    label: str


@dataclass(frozen=True)
class Chart:
    """One drawing of one answer."""

    kind: Literal["run", "across"]
    answer: Answer
    alt: str
    markers: tuple[Marker, ...] = ()
