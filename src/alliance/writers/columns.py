"""How much of a table's width each column gets, on paper and on slides."""

from __future__ import annotations

from collections.abc import Sequence

from alliance.pages.model import Table

__all__ = ["weights"]

_MOST_LINES = 5
_SHORT = 19  # letters: what is no longer stays on one line


def weights(table: Table, room: float) -> list[float]:
    """A column's share of a width, in letters, of which there is `room` for so many.

    Each gets what its longest word, its short cells and a heading of four lines need; and all get so much that their
    longest cells take the same number of lines, the fewest for which there is room.
    """
    cells = [[row[n].text for row in table.rows] for n in range(len(table.columns))]
    least = [_least(name, texts) for name, texts in zip(table.columns, cells, strict=True)]
    longest = [_longest(texts) for texts in cells]
    found = least
    for lines in (1 + n / 10 for n in range(10 * _MOST_LINES)):
        found = [max(one, long / lines) for one, long in zip(least, longest, strict=True)]
        if sum(found) <= room:
            break
    return [round(width, 2) for width in found]


def _longest(texts: Sequence[str]) -> float:
    return max(map(len, texts), default=0) + 2.0


def _least(heading: str, texts: Sequence[str]) -> float:
    word = max((len(word) for text in texts for word in text.split(" ")), default=1)
    short = max((len(text) for text in texts if len(text) <= _SHORT), default=1)
    headings = (1.15 * max(map(len, heading.split(" "))), len(heading) / 3.2)
    all_short = _longest(texts) <= _SHORT + 2.0
    return max(min(word, 20), short if all_short else 1, *headings) + 2.0
