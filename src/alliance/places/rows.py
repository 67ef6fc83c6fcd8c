"""Reads the four CSV files of a book of places; a bad row is refused, with its file and row named."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

from alliance.errors import FileRefused
from alliance.places.model import Basis, Membership, Place, PlaceKind, Succession, SuccessionKind

__all__ = ["FILES", "Located", "OtherCode", "Rows", "read_rows", "refuse"]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

NEXT_STEP = "Correct the row and try again; docs/explanation/places.md describes the columns."


def refuse(what: str, next_step: str = NEXT_STEP) -> NoReturn:
    """Refuse a book: nothing of it is used."""
    raise FileRefused(what, next_step)


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A row and where it stands: folder, file and row."""

    where: str
    row: T


@dataclass(frozen=True, slots=True)
class OtherCode:
    """Another code, of another system or an earlier time, for the place `canonical`."""

    other: str
    canonical: str
    system: str
    source: str


@dataclass
class Rows:
    """The rows of one folder, or of several in their order."""

    places: list[Located[Place]] = field(default_factory=list)
    memberships: list[Located[Membership]] = field(default_factory=list)
    successions: list[Located[Succession]] = field(default_factory=list)
    codes: list[Located[OtherCode]] = field(default_factory=list)

    def extend(self, other: Rows) -> None:
        """Add the rows of a further folder after these."""
        self.places += other.places
        self.memberships += other.memberships
        self.successions += other.successions
        self.codes += other.codes


class _Cells:
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


def _place(cells: _Cells) -> Place:
    kind = cells.one_of("kind", PlaceKind)
    if kind is PlaceKind.UNKNOWN:
        refuse(f"{cells.where}: a place in the book is not of kind unknown.")
    opened, closed = cells.days_in_order("opened", "closed")
    return Place(
        cells.needed("code"),
        kind,
        cells.needed("name"),
        opened,
        closed,
        cells.needed("source"),
        cells.yes("verified", unstated=True),
        cells.text("note"),
    )


def _membership(cells: _Cells) -> Membership:
    start, end = cells.days_in_order("valid_from", "valid_to")
    return Membership(
        cells.needed("place"),
        cells.needed("within"),
        start,
        end,
        cells.one_of("basis", Basis),
        cells.yes("primary", unstated=False),
        cells.needed("source"),
    )


def _succession(cells: _Cells) -> Succession:
    return Succession(
        cells.needed("old"),
        cells.needed("new"),
        cells.needed_day("date"),
        cells.one_of("kind", SuccessionKind),
        cells.needed("source"),
    )


def _other_code(cells: _Cells) -> OtherCode:
    return OtherCode(
        cells.needed("other"), cells.needed("canonical"), cells.text("system"), cells.text("source")
    )


FILES: dict[str, tuple[str, ...]] = {
    "places.csv": ("code", "kind", "name", "opened", "closed", "verified", "source", "note"),
    "memberships.csv": ("place", "within", "valid_from", "valid_to", "basis", "primary", "source"),
    "successions.csv": ("old", "new", "date", "kind", "source"),
    "codes.csv": ("other", "canonical", "system", "source"),
}
"""The files of a book and their columns."""


def _text_of(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        refuse(f"{name} is not text in UTF-8.", "Save it as CSV UTF-8 and try again.")
    except OSError as trouble:
        refuse(f"{name} cannot be read: {trouble.strerror}.", "Check the path and who may read it.")


def _header(cells: list[str], columns: tuple[str, ...], name: str) -> list[str]:
    found = [cell.strip().lower() for cell in cells]
    missing = [column for column in columns if column not in found]
    other = [column for column in found if column not in columns]
    if missing or other or len(found) != len(columns):
        refuse(
            f"{name}, row 1 should hold the columns {', '.join(columns)}, once each"
            + (f"; {', '.join(missing)} missing" if missing else "")
            + (f"; {', '.join(other)} not known" if other else "")
            + "."
        )
    return found


def _read(path: Path, parse: Callable[[_Cells], T]) -> Iterator[Located[T]]:
    name = f"{path.parent.name}/{path.name}"
    reader = csv.reader(StringIO(_text_of(path, name)), strict=True)
    try:
        header = _header(next(reader, []), FILES[path.name], name)
        for cells in reader:
            where = f"{name}, row {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                refuse(f"{where} has {len(cells)} cells; row 1 has {len(header)}.")
            stripped = dict(zip(header, map(str.strip, cells), strict=True))
            yield Located(where, parse(_Cells(where, stripped)))
    except csv.Error as trouble:
        refuse(f"{name}, row {reader.line_num} is not CSV: {trouble}.")


def _read_if_there(path: Path, parse: Callable[[_Cells], T]) -> list[Located[T]]:
    return list(_read(path, parse)) if path.exists() else []


def read_rows(folder: Path) -> Rows:
    """Read the book's files in `folder`; any of them may be absent, not all.

    Raises
    ------
    FileRefused
        The folder holds no file of a book, or a row is not what it should be.
    """
    if not any((folder / name).exists() for name in FILES):
        refuse(
            f"The folder {folder.name} holds none of {', '.join(FILES)}.",
            "Name a folder that holds a book of places.",
        )
    return Rows(
        places=_read_if_there(folder / "places.csv", _place),
        memberships=_read_if_there(folder / "memberships.csv", _membership),
        successions=_read_if_there(folder / "successions.csv", _succession),
        codes=_read_if_there(folder / "codes.csv", _other_code),
    )
