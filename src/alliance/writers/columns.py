"""How much of a table's width each column gets, on paper and on slides."""

from __future__ import annotations

from collections.abc import Sequence

from alliance.pages.model import Table

__all__ = ["weights"]

_MARGIN = 2.4  # between columns, in letters
_SHORT = 19  # letters: what is no longer stays on one line, if there is room
_ATTEMPTS = (
    (True, 3),
    (False, 6),
)  # whether short cells stay on one line, and how many lines others may take


def weights(table: Table, room: float) -> list[float]:
    """A column's share of a width, in letters, of which there is `room` for so many.

    Each gets what its longest word, its short cells and a heading of four lines need; and all get so much that their
    longest cells take the same number of lines, the fewest for which there is room.
    """
    cells = [[row[n].text for row in table.rows] for n in range(len(table.columns))]
    longest = [_longest(texts) for texts in cells]
    found: list[float] = []
    for short, most in _ATTEMPTS:
        least = [_least(name, texts, short) for name, texts in zip(table.columns, cells, strict=True)]
        for lines in (1 + n / 10 for n in range(10 * most - 9)):
            found = [max(one, long / lines) for one, long in zip(least, longest, strict=True)]
            if sum(found) <= room:
                return [round(width, 2) for width in found]
    return [round(width, 2) for width in found]


def _longest(texts: Sequence[str]) -> float:
    return max(map(len, texts), default=0) + _MARGIN


def _least(heading: str, texts: Sequence[str], short: bool) -> float:
    word = max((len(word) for text in texts for word in text.split(" ")), default=1)
    cell = max(map(len, texts), default=1)
    headings = (1.25 * max(map(len, heading.split(" "))), len(heading) / 3.2)
    return max(min(word, 20), cell if short and cell <= _SHORT else 1, *headings) + _MARGIN
