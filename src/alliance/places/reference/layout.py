"""What the readers of reference files share: lines, days, codes, and names written in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from alliance.places.rows import refuse

__all__ = ["CODE", "NEXT", "columns_of", "day_of", "lines_of", "plain_name"]

CODE = re.compile(r"[A-Z0-9]{3,9}")
NEXT = "Take the file from its publisher again, and load it unchanged."
_SMALL = {"and", "at", "for", "in", "of", "on", "the", "upon", "with"}
_CAPITALS = {"NHS", "ICB", "CCG", "UK"}


def lines_of(name: str, rows: Sequence[Sequence[str]], first: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Each row that is not empty, from row `first` on, with where it stands, its cells stripped."""
    for number, row in enumerate(rows[first - 1 :], start=first):
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield f"{name}, line {number}", cells


def columns_of(name: str, header: Sequence[str], needed: Sequence[str]) -> list[int]:
    """Where each needed column stands in a header; it may hold others."""
    found = [cell.strip().lower().lstrip("\ufeff") for cell in header]
    missing = [column for column in needed if found.count(column) != 1]
    if missing:
        refuse(f"{name}, line 1 should hold the columns {', '.join(missing)}, once each.", NEXT)
    return [found.index(column) for column in needed]


def day_of(text: str, where: str, column: str) -> date | None:
    """A day written as 20250401 or 2025-04-01, None where nothing is written."""
    if not text:
        return None
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{8}|\d{4}-\d\d-\d\d", text) else "")
    except ValueError:
        refuse(f"{where}: {column} '{text}' is not a day like 20250401.", NEXT)


def plain_name(text: str) -> str:
    """A name that stands in capitals, as people write it; any other is left alone."""
    if text != text.upper():
        return text
    words = text.split()
    return " ".join(_plain_word(word, first=at == 0) for at, word in enumerate(words))


def _plain_word(word: str, *, first: bool) -> str:
    if word.strip("(),") in _CAPITALS:
        return word
    if word.lower() in _SMALL and not first:
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))
