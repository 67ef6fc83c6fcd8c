"""Where words go on a chart, so that they cover neither one another nor the points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from alliance.charts.palette import FONT_SIZE

__all__ = ["Box", "Words", "cost", "lanes", "place", "shorten", "text_width", "wrap"]

# Widths of Arial's letters in thousandths of the size; what is not listed is 556 wide.
_WIDTHS = {
    letter: width
    for width, letters in {
        222: "ijl’'",
        278: " \u00a0!,./:;[]ftI",
        333: "()-r",
        500: "ckvxyzsJ",
        584: "+<=>−",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "mM",
        889: "%",
        944: "W",
        1000: "—…@",
    }.items()
    for letter in letters
}


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """How wide text is in Arial, in pixels; a little more, for fonts that stand in for it."""
    return sum(_WIDTHS.get(letter, 556) for letter in text) / 1000 * size * 1.03


Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Box:
    """A rectangle on the paper, in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The shared area, in square pixels."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


@dataclass(frozen=True)
class Words:
    """Text at a place: `x` is its anchor, `y` its mid-height; `rimmed` in white where lines may cross."""

    text: str
    x: float
    y: float
    align: Align
    colour: str
    bold: bool = False
    rimmed: bool = False

    @property
    def box(self) -> Box:
        """The paper that the words cover."""
        wide = text_width(self.text) * (1.06 if self.bold else 1.0)
        left = {"left": self.x, "center": self.x - wide / 2, "right": self.x - wide}[self.align]
        return Box(left - 2, self.y - FONT_SIZE * 0.62, left + wide + 2, self.y + FONT_SIZE * 0.62)


def cost(words: Words, taken: Iterable[Box], within: Box) -> float:
    """The area, in square pixels, that words cover of what is there; paper off the plot counts fourfold."""
    box = words.box
    outside = (box.right - box.left) * (box.bottom - box.top) - box.overlap(within)
    return sum(box.overlap(other) for other in taken) + 4 * max(0.0, outside)


def place(candidates: Sequence[Words], taken: Sequence[Box], within: Box) -> Words:
    """The first candidate that covers nothing, else the first of those that cover least."""
    return min(candidates, key=lambda words: round(cost(words, taken, within), 6))


def shorten(text: str, width: float) -> str:
    """Text cut with an ellipsis to fit a width in pixels."""
    if text_width(text) <= width:
        return text
    while text and text_width(text + "…") > width:
        text = text[:-1]
    return text.rstrip(" ,") + "…"


def wrap(text: str, width: float, lines: int = 2) -> tuple[str, ...]:
    """Text broken between words into at most so many lines; what is left over is cut with an ellipsis."""
    words, found = text.split(" "), [""]  # a no-break space keeps words together
    for n, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if text_width(longer) <= width or not found[-1]:
            found[-1] = longer
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] = shorten(f"{found[-1]} {' '.join(words[n:])}", width)
            break
    return tuple(found)


def lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The lowest free lane for each span from left to right, so that no two spans of a lane touch."""
    ends: list[float] = []
    found = []
    for left, right in spans:
        lane = next((n for n, end in enumerate(ends) if end + 6 < left), len(ends))
        ends[lane : lane + 1] = [right]
        found.append(lane)
    return found
