"""Colours and shapes. A signal is told by its shape and its colour, so that colour is never alone.

The meaning of the colours is that of NHS England's Making Data Count: common cause grey, improvement blue,
concern orange, special cause that is neither good nor bad purple. Ours are darker, to stand out at 3 to 1
from white as the web accessibility guidelines ask of graphics.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "AMBITION",
    "BAND",
    "CROSS",
    "DOT",
    "FONT",
    "FONT_SIZE",
    "GRID",
    "INK",
    "LINE",
    "MUTED",
    "PLAN",
    "STANDARD",
    "Sign",
    "sign_of",
]

FONT = "Arial, Helvetica, sans-serif"
FONT_SIZE = 12  # never below 11 pixels, at any width

INK = "#212b32"
MUTED = "#4c6272"
LINE = "#8a99a3"
GRID = "#e4e9ec"
BAND = "#eef2f4"
DOT = "#1d4f7c"
STANDARD = "#00603c"
CROSS = "M-0.9,-0.9L0.9,0.9M-0.9,0.9L0.9,-0.9"  # a Vega symbol: no figure
AMBITION = "#3f8f6d"
PLAN = "#7c2855"


@dataclass(frozen=True)
class Sign:
    """How a point is drawn: its colour, its shape (a Vega symbol) and its name in the key."""

    colour: str
    shape: str
    name: str
    size: int


_COMMON = Sign("#4c6272", "circle", "usual variation", 34)
_CONCERN = Sign("#bf5600", "diamond", "special cause: concern", 72)
_NEUTRAL = Sign("#512b7a", "square", "special cause", 60)


def sign_of(direction: str, better: str) -> Sign:
    """The sign of a point's direction; the triangle of improvement points to where better lies."""
    if direction == "improvement":
        shape = "triangle-down" if better == "lower" else "triangle-up"
        return Sign("#005eb8", shape, "special cause: improvement", 72)
    if direction == "concern":
        return _CONCERN
    return _NEUTRAL if direction in ("high", "low") else _COMMON
