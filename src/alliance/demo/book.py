"""The fictional England's own book of places, in the columns that `PlaceBook.read` reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from alliance.demo.england import ALLIANCES, COMMISSIONERS, MERGER, PROVIDERS, Provider
from alliance.demo.stages import named_in_files
from alliance.demo.survival import ENGLAND

__all__ = ["ONLY_OWN_PLACES", "write_book"]

ONLY_OWN_PLACES = "only-own-places"
"""The file that says: the places of this folder alone, none of the real ones."""

_SOURCE = "Invented for the demonstration"
_OPENED = date(2015, 4, 1)
Row = tuple[str, ...]


def write_book(folder: Path) -> None:
    """Write places.csv, memberships.csv, successions.csv and codes.csv into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    places = ("code", "kind", "name", "opened", "closed", "verified", "source", "note")
    members = ("place", "within", "valid_from", "valid_to", "basis", "primary", "source")
    _write(folder / "places.csv", places, _places())
    _write(folder / "memberships.csv", members, _memberships())
    _write(folder / "successions.csv", ("old", "new", "date", "kind", "source"), [_succession()])
    codes = [(alliance.ods, alliance.code, "ODS alliance", _SOURCE) for alliance in ALLIANCES]
    codes.append((ENGLAND, "england", "ONS country", _SOURCE))
    codes += [(name, code, "name in a file without codes", _SOURCE) for name, code in named_in_files()]
    _write(folder / "codes.csv", ("other", "canonical", "system", "source"), codes)
    (folder / ONLY_OWN_PLACES).write_text("The places of this folder are all there are.\n", encoding="ascii")


def _write(path: Path, columns: Row, rows: Iterable[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _places() -> Iterator[Row]:
    for alliance in ALLIANCES:
        yield alliance.code, "alliance", alliance.name, "", "", "yes", _SOURCE, "Fictional."
    for provider in PROVIDERS:
        opened, closed = _OPENED.isoformat(), _closed(provider)
        yield provider.code, provider.kind, provider.name, opened, closed, "yes", _SOURCE, "Fictional."
    for board in COMMISSIONERS:
        if board.kind != "unknown":
            yield board.code, board.kind, board.name, "", "", "yes", _SOURCE, "Fictional."


def _closed(provider: Provider) -> str:
    return (MERGER.on - timedelta(days=1)).isoformat() if provider.code == MERGER.old else ""


def _memberships() -> Iterator[Row]:
    for provider in PROVIDERS:
        if provider.alliance:
            yield provider.code, provider.alliance, "", _closed(provider), "provider", "yes", _SOURCE
            host = max(provider.commissioners, key=lambda code: provider.commissioners[code])
            yield provider.code, host, "", _closed(provider), "host", "yes", _SOURCE
    for board, alliance in _boards_in_alliances():
        yield board, alliance, "", "", "resident", "no", _SOURCE


def _boards_in_alliances() -> list[tuple[str, str]]:
    """Which boards' people live in which alliance: Lantern Coast's live in both."""
    alder, fells = (alliance.code for alliance in ALLIANCES)
    return [("ZQA", alder), ("ZQB", alder), ("ZQC", alder), ("ZQC", fells), ("ZQD", fells)]


def _succession() -> Row:
    return MERGER.old, MERGER.new, MERGER.on.isoformat(), "merge", _SOURCE
