"""What a store holds of each source, when more is expected, and which feeds have stopped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from alliance.sources import find_sources
from alliance.sources.expected import Feed, feeds_of
from alliance.store.manifest import Entry, read_manifest

__all__ = ["feeds"]


def feeds(store: Path, today: date) -> list[Feed]:
    """Every source against its own rhythm, by the newest period of organisations' figures (else of any).

    A revision of an earlier period is an update too: since when there is none is told by the latest release of all.
    """
    entries = read_manifest(store).entries
    abouts = [source.ABOUT for source in find_sources().values()]
    return feeds_of(abouts, {e.source: _held(entries, e.source, today) for e in entries}, today)


def _held(entries: tuple[Entry, ...], source: str, today: date) -> tuple[date, date | None]:
    """The end of the last period of a source, and the day of its latest update (none is known before its embargo)."""
    mine = [e for e in entries if e.source == source]
    mine = [e for e in mine if e.level == "organisation"] or mine
    return max(e.last for e in mine), max(
        (e.known_since for e in mine if e.known_since <= today), default=None
    )
