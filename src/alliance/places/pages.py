"""The pages of a book: a folder of CSV files, and sub-folders that are read after it in the order of their names."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from shutil import rmtree
from typing import Any

from alliance.places.cells import DECIDED
from alliance.places.checks import check_one_row_a_code
from alliance.places.model import Decision
from alliance.places.reading import FILES, OPTIONAL, read_rows
from alliance.places.rows import Located, Rows, refuse

__all__ = ["ABOUT", "PageAbout", "about_page", "read_pages", "write_page"]

ABOUT = "page.json"
"""The file of a page that says where it came from."""


@dataclass(frozen=True)
class PageAbout:
    """Where a page came from.

    `known_since` is the day from which its facts could be known; `as_at` the latest day of which its file
    tells, None where it does not say. `author` and `reason` are empty for a publisher's file.
    """

    file: str
    sha256: str
    publisher: str
    licence: str
    known_since: date
    kind: str
    as_at: date | None = None
    author: str = ""
    reason: str = ""


def about_page(folder: Path) -> PageAbout | None:
    """What a page says of itself; None where it says nothing, as the pages do that people write by hand."""
    path = folder / ABOUT
    if not path.exists():
        return None
    name = f"{folder.name}/{ABOUT}"
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        known = {field.name for field in fields(PageAbout)}
        days = {"known_since": date.fromisoformat(said["known_since"]), "as_at": _day(said.get("as_at"))}
        return PageAbout(**{key: value for key, value in said.items() if key in known} | days)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        refuse(
            f"{name} is not what `alliance load` writes.",
            "Restore the folder from a copy, or load its file again.",
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_pages(folder: Path, as_of: date | None = None, without: Collection[str] = ()) -> list[Rows]:
    """The rows of a folder and then of each sub-folder, by name; with `as_of`, those known by that day.

    Folders whose names begin with a dot are no pages, nor are those named in `without`. A page that says nothing of
    itself is always known.

    Raises
    ------
    FileRefused
        There is no page at all, or a row is not what it should be.
    """
    own = any((folder / name).exists() for name in FILES)
    further = (
        sorted(p for p in folder.iterdir() if p.is_dir() and _is_page(p) and p.name not in without)
        if folder.is_dir()
        else []
    )
    found = [folder] if own or not further else []
    return [rows for path in found + further if (rows := _page(path, as_of)) is not None]


def _is_page(path: Path) -> bool:
    return not path.name.startswith(".") and path.name not in FILES


def _page(folder: Path, as_of: date | None) -> Rows | None:
    about = about_page(folder)
    if as_of and about and about.known_since > as_of:
        return None
    rows = read_rows(folder)
    check_one_row_a_code(rows.places)
    rows.as_at = about.as_at if about else None
    return rows


def write_page(rows: Rows, folder: Path, about: PageAbout | None = None) -> None:
    """Write a page into a new folder: the CSV files that have rows, and where they came from.

    The folder appears whole or not at all, whatever ends the program or the machine; one that is there already is
    left as it is.
    """
    if folder.exists():
        return
    part = folder.with_name(f".{folder.name}.part")
    rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, located in _files(rows).items():
        if located or name == "places.csv":
            _write(part / name, located)
    if about:
        said = {key: _plain(value) for key, value in asdict(about).items()}
        (part / ABOUT).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for path in (*sorted(part.iterdir()), part):
        _sync(path)
    part.replace(folder)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files(rows: Rows) -> dict[str, Sequence[Located[Any]]]:
    return {
        "places.csv": rows.places,
        "memberships.csv": rows.memberships,
        "successions.csv": rows.successions,
        "codes.csv": rows.codes,
        "names.csv": rows.names,
        "coterminous.csv": rows.coterminous,
        "endings.csv": rows.endings,
    }


def _write(path: Path, rows: Iterable[Located[Any]]) -> None:
    columns = FILES[path.name] + OPTIONAL.get(path.name, ())
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(located.row, column) for column in columns] for located in rows)


def _cell(row: Any, column: str) -> object:
    if column in DECIDED:
        decision: Decision | None = row.decision
        return _plain(getattr(decision, column)) if decision else ""
    return _plain(getattr(row, column))


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else "" if value is None else value
