"""The named cells of one row of a book, read as what they should be or refused."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from alliance.places.model import Decision
from alliance.places.rows import refuse

__all__ = ["DECIDED", "Cells", "header_of"]

E = TypeVar("E", bound=StrEnum)

DECIDED = ("reason", "author", "decided_on")
"""The columns of a row that somebody decided locally."""


def header_of(cells: list[str], columns: tuple[str, ...], optional: tuple[str, ...], name: str) -> list[str]:
    """The columns of a file, by its first row: all of `columns`, perhaps some of `optional`, once each."""
    found = [cell.strip().lower() for cell in cells]
    missing = [column for column in columns if column not in found]
    other = [column for column in found if column not in columns + optional]
    if missing or other or len(set(found)) != len(found):
        refuse(
            f"{name}, row 1 should hold the columns {', '.join(columns)}, once each"
            + (f"; {', '.join(missing)} missing" if missing else "")
            + (f"; {', '.join(other)} not known" if other else "")
            + "."
        )
    return found


class Cells:
    """The named cells of one row, read as what they should be."""

    __slots__ = ("_cells", "where")

    def __init__(self, where: str, cells: dict[str, str]) -> None:
        self.where = where
        self._cells = cells

    def text(self, column: str) -> str:
        return self._cells.get(column, "")

    def needed(self, column: str) -> str:
        return self.text(column) or refuse(f"{self.where} has no {column}.")

    def day(self, column: str) -> date | None:
        text = self.text(column)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            refuse(f"{self.where}: {column} '{text}' is not a date like 2025-04-01.")

    def needed_day(self, column: str) -> date:
        return self.day(column) or refuse(f"{self.where} has no {column}.")

    def days_in_order(self, first: str, last: str) -> tuple[date | None, date | None]:
        start, end = self.day(first), self.day(last)
        if start and end and end < start:
            refuse(f"{self.where}: {last} {end} lies before {first} {start}.")
        return start, end

    def yes(self, column: str, unstated: bool) -> bool:
        text = self.text(column).lower()
        if text not in ("", "yes", "no"):
            refuse(f"{self.where}: {column} '{text}' is neither yes nor no.")
        return text == "yes" if text else unstated

    def one_of(self, column: str, choices: type[E]) -> E:
        text = self.needed(column).lower()
        try:
            return choices(text)
        except ValueError:
            refuse(f"{self.where}: {column} '{text}' is not one of {', '.join(choices)}.")

    def decision(self) -> Decision | None:
        """Who decided the row and why, where it is a local correction: then all of it must be said."""
        if not any(self.text(column) for column in DECIDED):
            return None
        return Decision(self.needed("reason"), self.needed("author"), self.needed_day("decided_on"))
