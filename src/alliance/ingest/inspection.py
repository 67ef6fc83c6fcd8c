"""Whether a store is whole, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from alliance.errors import StoreTrouble
from alliance.places import PlaceBook, PlaceKind
from alliance.store.book import open_book
from alliance.store.manifest import Entry, read_manifest

__all__ = ["State", "inspect", "releases"]


@dataclass(frozen=True)
class State:
    """What an inspection found: how much there is, which codes the book of places does not know, and what in the
    store's own pages of it does not fit together, a sentence each.
    """

    releases: int
    rows: int
    unknown: tuple[tuple[str, str], ...]
    misfits: tuple[str, ...] = ()


def inspect(store: Path, on: date | None = None) -> State:
    """Compare every table and snapshot with its hash, every code with the book, and the book with itself as at `on`.

    Raises
    ------
    StoreTrouble
        A file is gone or is not what it was when it was written.
    """
    if not (store / "manifest.json").exists():
        raise StoreTrouble(
            f"There is no store in {store}.", "Load files first: alliance load FILE… --store FOLDER."
        )
    entries = read_manifest(store).entries
    for entry in entries:
        _hold(store / "releases" / entry.table, entry.table.split(".")[0], entry)
        _hold(store / "snapshots" / entry.snapshot, entry.id, entry)
    book = open_book(store)
    names = {code: name for entry in entries for code, name in entry.names.items()}
    unknown = sorted(
        (code, name)
        for code, name in names.items()
        if code not in book and book.find(code).kind is PlaceKind.UNKNOWN
    )
    builtin = set(PlaceBook.builtin().faults(on)) if on else set()  # told by the project's own tests
    misfits = tuple(fault for fault in book.faults(on) if fault not in builtin) if on else ()
    return State(len(entries), sum(e.rows for e in entries), tuple(unknown), misfits)


def _hold(path: Path, wanted: str, entry: Entry) -> None:
    try:
        found = sha256(path.read_bytes()).hexdigest()
    except OSError as fault:
        raise StoreTrouble(
            f"{path} (of {entry.file}) cannot be read: {fault.strerror}.", "Restore the store from a copy."
        ) from None
    if found != wanted:
        raise StoreTrouble(
            f"{path} (of {entry.file}) is not what it was when it was loaded.",
            "Restore the store from a copy.",
        )


def releases(store: Path) -> list[dict[str, Any]]:
    """Every release of a store as plain values; an empty list where nothing was loaded."""
    return [
        {
            "id": e.id,
            "source": e.source,
            "form": e.form,
            "title": e.title,
            "basis": e.basis,
            "from": e.first.isoformat(),
            "to": e.last.isoformat(),
            "status": e.status,
            "published_on": e.published_on.isoformat() if e.published_on else None,
            "known_since": e.known_since.isoformat(),
            "visibility": " and ".join(sorted({c.visibility for c in e.coverage})),
            "embargo": e.embargo.isoformat() if e.embargo else None,
            "rows": e.rows,
            "file": e.file,
            "publisher": e.publisher,
            "licence": e.licence,
        }
        for e in read_manifest(store).entries
    ]
