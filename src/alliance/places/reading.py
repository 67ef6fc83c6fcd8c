"""Reads the CSV files of a page of a book of places; a bad row is refused, with its file and row named."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import TypeVar

from alliance.places.cells import DECIDED, Cells, header_of
from alliance.places.model import (
    Basis,
    Coterminous,
    Ending,
    Membership,
    Naming,
    Place,
    PlaceKind,
    Succession,
    SuccessionKind,
)
from alliance.places.rows import Located, OtherCode, Rows, refuse

__all__ = ["FILES", "OPTIONAL", "read_rows"]

T = TypeVar("T")


def _place(cells: Cells) -> Place:
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
        decision=cells.decision(),
    )


def _membership(cells: Cells) -> Membership:
    start, end = cells.days_in_order("valid_from", "valid_to")
    return Membership(
        cells.needed("place"),
        cells.needed("within"),
        start,
        end,
        cells.one_of("basis", Basis),
        cells.yes("primary", unstated=False),
        cells.needed("source"),
        cells.yes("verified", unstated=True),
        cells.decision(),
    )


def _succession(cells: Cells) -> Succession:
    return Succession(
        cells.needed("old"),
        cells.needed("new"),
        cells.needed_day("date"),
        cells.one_of("kind", SuccessionKind),
        cells.needed("source"),
        cells.yes("verified", unstated=True),
        cells.decision(),
    )


def _other_code(cells: Cells) -> OtherCode:
    return OtherCode(
        cells.needed("other"),
        cells.needed("canonical"),
        cells.text("system"),
        cells.text("source"),
        cells.decision(),
    )


def _naming(cells: Cells) -> Naming:
    start, end = cells.days_in_order("valid_from", "valid_to")
    return Naming(
        cells.needed("place"),
        cells.needed("code"),
        cells.one_of("kind", PlaceKind),
        cells.needed("name"),
        start,
        end,
        cells.yes("verified", unstated=True),
        cells.needed("source"),
    )


def _coterminous(cells: Cells) -> Coterminous:
    start, end = cells.days_in_order("valid_from", "valid_to")
    return Coterminous(
        cells.needed("alliance"),
        cells.one_of("kind", PlaceKind),
        cells.needed("area"),
        cells.text("grouping"),
        start,
        end,
        cells.yes("verified", unstated=True),
        cells.needed("source"),
    )


def _ending(cells: Cells) -> Ending:
    place, within = cells.needed("place"), cells.needed("within")
    return Ending(place, within, cells.needed_day("last_day"), cells.needed("source"), cells.decision())


FILES: dict[str, tuple[str, ...]] = {
    "places.csv": ("code", "kind", "name", "opened", "closed", "verified", "source", "note"),
    "memberships.csv": ("place", "within", "valid_from", "valid_to", "basis", "primary", "source"),
    "successions.csv": ("old", "new", "date", "kind", "source"),
    "codes.csv": ("other", "canonical", "system", "source"),
    "names.csv": ("place", "code", "kind", "name", "valid_from", "valid_to", "verified", "source"),
    "coterminous.csv": (
        "alliance",
        "kind",
        "area",
        "grouping",
        "valid_from",
        "valid_to",
        "verified",
        "source",
    ),
    "endings.csv": ("place", "within", "last_day", "source"),
}
"""The files of a page and their columns."""

OPTIONAL: dict[str, tuple[str, ...]] = {
    "places.csv": DECIDED,
    "memberships.csv": ("verified", *DECIDED),
    "successions.csv": ("verified", *DECIDED),
    "codes.csv": DECIDED,
    "endings.csv": DECIDED,
}
"""Columns that a file may have besides: whether a row is confirmed, who decided it, why and when."""


def _text_of(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        refuse(f"{name} is not text in UTF-8.", "Save it as CSV UTF-8 and try again.")
    except OSError as trouble:
        refuse(f"{name} cannot be read: {trouble.strerror}.", "Check the path and who may read it.")


def _read(path: Path, parse: Callable[[Cells], T]) -> Iterator[Located[T]]:
    name = f"{path.parent.name}/{path.name}"
    reader = csv.reader(StringIO(_text_of(path, name)), strict=True)
    try:
        header = header_of(next(reader, []), FILES[path.name], OPTIONAL.get(path.name, ()), name)
        for cells in reader:
            where = f"{name}, row {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                refuse(f"{where} has {len(cells)} cells; row 1 has {len(header)}.")
            stripped = dict(zip(header, map(str.strip, cells), strict=True))
            yield Located(where, parse(Cells(where, stripped)))
    except csv.Error as trouble:
        refuse(f"{name}, row {reader.line_num} is not CSV: {trouble}.")


def _read_if_there(path: Path, parse: Callable[[Cells], T]) -> list[Located[T]]:
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
        names=_read_if_there(folder / "names.csv", _naming),
        coterminous=_read_if_there(folder / "coterminous.csv", _coterminous),
        endings=_read_if_there(folder / "endings.csv", _ending),
    )
