"""Reference files (trusts, areas, successions, local corrections) become pages of the store's own book of places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from alliance.errors import FileRefused
from alliance.places import PlaceBook
from alliance.places.corrections import read_corrections
from alliance.places.pages import PageAbout, write_page
from alliance.places.reference import PageKind, Table, read_page, recognise_page, settle
from alliance.places.rows import Rows
from alliance.sources import RawFile, open_raw
from alliance.store.book import open_book
from alliance.store.manifest import read_manifest
from alliance.store.snapshots import keep
from alliance.store.writing import add_page

__all__ = ["Page", "add_reference", "reference_in"]

LARGEST = 32 * 1024 * 1024  # bytes, unpacked: no reference file comes near it
_WHOSE = {
    PageKind.ODS_TRUSTS: ("NHS England, Organisation Data Service", "Open Government Licence v3.0"),
    PageKind.ODS_SUCCESSIONS: ("NHS England, Organisation Data Service", "Open Government Licence v3.0"),
    PageKind.AREAS: ("Office for National Statistics", "Open Government Licence v3.0"),
    PageKind.NAMES: ("Office for National Statistics", "Open Government Licence v3.0"),
    PageKind.CORRECTIONS: ("The alliance itself", "Its own"),
}
_UNSTATED = ("Not stated by the file", "Not stated by the file")
_COUNTED = {
    "places": "place",
    "memberships": "membership",
    "successions": "succession",
    "codes": "code",
    "names": "name",
    "coterminous": "shared edge",
    "endings": "ending",
}


@dataclass(frozen=True)
class Page:
    """A file that was recognised as reference; its cells are read when they are asked for."""

    file: RawFile
    kind: PageKind

    @cached_property
    def cells(self) -> Table:
        """Every cell of the file.

        Raises
        ------
        FileRefused
            It cannot be read to its end.
        """
        return _cells(self.file, whole=True)


def reference_in(path: Path) -> Page | None:
    """The reference file that a path names; None where it is anything else, unreadable files included."""
    try:
        file = open_raw(path)
        cells = _cells(file)
        kind = recognise_page(file.name, cells) if cells else None
    except FileRefused:  # told when the file's turn comes to be loaded
        return None
    return Page(file, kind) if kind else None


def _cells(file: RawFile, *, whole: bool = False) -> Table:
    if len(file.content) > LARGEST or file.lines is None or len(file.body) > LARGEST:  # no workbook is opened
        return ()
    if file.body.lstrip()[:1] == b"{":
        return _from_json(file.body)
    return file.lines.rows if whole else file.lines.first_cells(20)


def _from_json(body: bytes) -> Table:
    """A JSON object of codes and names, as rows of two cells."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or too many objects within objects
        return ()
    plain = isinstance(told, dict) and all(isinstance(name, str) for name in told.values())
    return [[code, name] for code, name in told.items()] if plain else ()


def add_reference(page: Page, store: Path, known_since: date, today: date) -> tuple[str, list[str]]:
    """Put what is new in a reference file into the store's book, as a page of its own.

    Returns what was added in words ('' where the page is there already), and what was left out and why. The caller
    holds the lock.

    Raises
    ------
    FileRefused
        A row is not what it should be, or does not fit the book; nothing was added.
    StoreTrouble
        The store cannot be written.
    """
    book = open_book(store)
    folder = _folder(store, page)
    if folder is None:
        return "", []
    rows, left_out = _settled(page, book, known_since, today)
    keep(page.file.content, f"{page.file.sha256}{page.file.path.suffix.lower()}", store / "snapshots")
    publisher, licence = _WHOSE.get(page.kind, _UNSTATED)
    about = PageAbout(
        page.file.name,
        page.file.sha256,
        publisher,
        licence,
        known_since,
        str(page.kind),
        rows.as_at,
    )
    write_page(rows, folder, about)
    add_page(store, folder.name)
    return _in_words(rows), left_out


def _folder(store: Path, page: Page) -> Path | None:
    """Where the page goes: after all that are there; None where its file has one."""
    pages = read_manifest(store).pages
    mark = page.file.sha256[:16]
    if any(name.endswith(mark) for name in pages):
        return None
    return store / "book" / f"{len(pages) + 1:03d}-{mark}"


def _settled(page: Page, book: PlaceBook, on: date, today: date) -> tuple[Rows, list[str]]:
    name = page.file.name
    if page.kind is PageKind.CORRECTIONS:
        return read_corrections(name, page.cells, book, today=today), []
    source = f"{_WHOSE.get(page.kind, _UNSTATED)[0]}: {name}"
    found = settle(read_page(page.kind, page.cells, source=source, name=name), book, on=on)
    return found.rows, found.left_out


def _in_words(rows: Rows) -> str:
    counts = [(len(getattr(rows, part)), one) for part, one in _COUNTED.items()]
    said = ", ".join(f"{count:,} {one}{'s' * (count != 1)}" for count, one in counts if count)
    return said or "nothing that the book did not know"
