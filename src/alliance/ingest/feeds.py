"""What a store holds of each source, when more is expected, and which feeds have stopped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from alliance.sources import find_sources
from alliance.sources.expected import Feed, feeds_of
from alliance.store.manifest import read_manifest

__all__ = ["feeds"]


def feeds(store: Path, today: date) -> list[Feed]:
    """Every source against its own rhythm, by the newest period of organisations' figures (else of any)."""
    held: dict[str, tuple[date, date | None]] = {}
    entries = sorted(
        read_manifest(store).entries, key=lambda e: (e.level == "organisation", e.last, e.known_since)
    )
    for entry in entries:
        held[entry.source] = (entry.last, entry.known_since)
    return feeds_of((source.ABOUT for source in find_sources().values()), held, today)
