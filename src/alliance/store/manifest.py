"""The list of all that a store holds: one JSON file, replaced whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from alliance.errors import StoreTrouble

__all__ = [
    "PUBLIC",
    "RESTORE",
    "SUB_ICB",
    "Coverage",
    "Entry",
    "Gathered",
    "Manifest",
    "Shelf",
    "read_manifest",
    "state_of",
]

VERSION = 3
_READABLE = (1, 2, 3)
PUBLIC = "public"
RESTORE = (
    "Restore the folder from a copy; or load the published files, which its folder snapshots has under their hashes, "
    "into a new store, with the dates, statuses and visibilities that they had."
)
SUB_ICB = "sub_icb"


@dataclass(frozen=True)
class Coverage:
    """One quantity in one period that a release speaks of, on which basis, with which status, and for whom."""

    quantity: str
    start: date
    end: date
    status: str
    basis: str = "provider"
    visibility: str = PUBLIC


@dataclass(frozen=True)
class Entry:
    """One release: one file as it was published. `known_since` is when its numbers could be known.

    Until `embargo` only those see it who are on the list that its numbers' visibility names; after that hour it is
    public. `kinds` are the kinds of place that it speaks of, `label` what stands beside each of its numbers.
    """

    id: str  # the sha256 of the raw bytes
    source: str
    form: str
    level: str  # organisation | national: which fills only what the other leaves open
    title: str
    basis: str
    file: str
    snapshot: str
    table: str
    rows: int
    publisher: str
    licence: str
    url: str
    published_on: date | None
    known_since: date
    loaded_on: date
    coverage: tuple[Coverage, ...]
    cuts: Mapping[str, Mapping[str, tuple[str, ...]]]  # quantity → cut → the slugs that the file has of it
    names: Mapping[str, str]
    embargo: datetime | None = None
    kinds: tuple[str, ...] = ()
    label: str = ""

    def lifted(self, now: datetime | None) -> bool:
        """Whether there was an embargo that has passed; without a clock none has."""
        return self.embargo is not None and now is not None and self.embargo <= now

    def seen_by(self, visible: Set[str], now: datetime | None) -> bool:
        """Whether somebody who may see these visibilities may know of the release at all."""
        return self.lifted(now) or any(c.visibility in visible for c in self.coverage)

    def has(self, quantity: str, cut: str, slug: str) -> bool:
        """Whether the release speaks of a part of a quantity at all."""
        return slug == "all" or slug in self.cuts.get(quantity, {}).get(cut, ())

    @property
    def by_areas(self) -> bool:
        """Whether its rows are of areas below an ICB: parts of an ICB, or before July 2022 the CCGs."""
        return self.level == SUB_ICB or SUB_ICB in self.kinds

    @property
    def status(self) -> str:
        """The release's status in one word: final, provisional, unknown, or mixed."""
        found = {c.status for c in self.coverage}
        return found.pop() if len(found) == 1 else "mixed"

    @property
    def snapshot_key(self) -> tuple[str, date]:
        """The file's name and the day since which it is known: how a schedule names it."""
        return self.file, self.known_since

    @property
    def first(self) -> date:
        return min(c.start for c in self.coverage)

    @property
    def last(self) -> date:
        return max(c.end for c in self.coverage)


@dataclass(frozen=True)
class Shelf:
    """One file of a gathered table: all its rows of these quantities."""

    table: str
    quantities: tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """A table that repeats the rows of several releases; `level` says how often they were gathered."""

    shelves: tuple[Shelf, ...]
    level: int
    releases: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """Every release of a store, in the order of loading, the pages of its book, and its gathered tables.

    `stamp` changes when anything does.
    """

    entries: tuple[Entry, ...]
    stamp: str
    pages: tuple[str, ...] = ()
    gathered: tuple[Gathered, ...] = ()

    def entry(self, release: str) -> Entry | None:
        return next((e for e in self.entries if e.id == release), None)

    def find(self, start: str) -> list[Entry]:
        """The releases whose hash, or whose file's name, begins so."""
        return [e for e in self.entries if e.id.startswith(start.lower()) or e.file.startswith(start)]

    def with_entry(self, entry: Entry) -> bytes:
        """The JSON of this manifest with one more release."""
        return _to_bytes((*self.entries, entry), self.pages, self.gathered)

    def with_page(self, page: str) -> bytes:
        """The JSON of this manifest with one more page of the book of places."""
        return _to_bytes(self.entries, (*self.pages, page), self.gathered)

    def with_gathered(self, gathered: tuple[Gathered, ...]) -> bytes:
        """The JSON of this manifest with these gathered tables."""
        return _to_bytes(self.entries, self.pages, gathered)


def state_of(releases: Iterable[str]) -> str:
    """One hash of some releases, in whichever order they were loaded."""
    return sha256("\n".join(sorted(releases)).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a store; an empty one where nothing was ever loaded.

    Raises
    ------
    StoreTrouble
        The manifest is unreadable or a table that it names is gone.
    """
    path = folder / "manifest.json"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Manifest((), "empty")
    except OSError as fault:
        raise StoreTrouble(f"{path} cannot be read: {fault.strerror}.", "Check the store's folder.") from None
    try:
        raw = json.loads(content)
        if raw["version"] not in _READABLE:
            raise StoreTrouble(
                f"{path} is of version {raw['version']}; this program reads versions up to {VERSION}.",
                "Use the program's version that wrote the store, or load the files into a new store.",
            )
        entries = tuple(_entry(e) for e in raw["releases"])
        pages = tuple(str(page) for page in raw.get("pages", ()))
        gathered = tuple(_gathered(g) for g in raw.get("gathered", ()) if raw["version"] == VERSION)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise StoreTrouble(f"{path} is damaged ({fault}).", RESTORE) from None
    tables = _names_in(folder / "releases") if entries else set()
    gone = [e.table for e in entries if e.table not in tables]
    if gone:
        raise StoreTrouble(
            f"The store {folder} lacks {len(gone)} of its tables, the first is {gone[0]}.",
            RESTORE,
        )
    return Manifest(entries, sha256(content).hexdigest(), pages, gathered)


def _names_in(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir()}
    except OSError as fault:
        raise StoreTrouble(
            f"{folder} cannot be read: {fault.strerror}.", "Check the store's folder."
        ) from None


def _gathered(raw: dict[str, Any]) -> Gathered:
    shelves = tuple(Shelf(s["table"], tuple(s["quantities"])) for s in raw["shelves"])
    return Gathered(shelves, raw["level"], tuple(raw["releases"]))


def _entry(raw: dict[str, Any]) -> Entry:
    coverage = tuple(
        Coverage(
            c["quantity"],
            date.fromisoformat(c["start"]),
            date.fromisoformat(c["end"]),
            c["status"],
            c.get("basis", raw["basis"]),  # version 1 had one basis a file, and all was public
            c.get("visibility", PUBLIC),
        )
        for c in raw["coverage"]
    )
    embargo = raw.get("embargo")
    days = {
        key: date.fromisoformat(raw[key]) if raw[key] else None
        for key in ("published_on", "known_since", "loaded_on")
    }
    cuts = {
        quantity: {cut: tuple(slugs) for cut, slugs in by_cut.items()}
        for quantity, by_cut in raw["cuts"].items()
    }
    if not coverage or not isinstance(raw["rows"], int):
        raise ValueError(f"the entry of {raw['file']} is not whole")
    return Entry(
        **{
            **raw,
            **days,
            "coverage": coverage,
            "cuts": cuts,
            "embargo": datetime.fromisoformat(embargo) if embargo else None,
            "kinds": tuple(raw.get("kinds", ("england",))),  # each file of version 1 had a row for England
        }
    )


def _to_bytes(entries: tuple[Entry, ...], pages: tuple[str, ...], gathered: tuple[Gathered, ...]) -> bytes:
    def plain(value: object) -> str:
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError(f"{value!r} has no place in a manifest")

    releases = [{**vars(entry), "coverage": [vars(c) for c in entry.coverage]} for entry in entries]
    told = {
        "version": VERSION,
        "pages": pages,
        "gathered": [asdict(table) for table in gathered],
        "releases": releases,
    }
    return json.dumps(told, default=plain).encode()  # without indent: many times faster
