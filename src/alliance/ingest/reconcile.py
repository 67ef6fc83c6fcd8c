"""Holding every monthly file against the national time series, total by total."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alliance.store.engine import Engine
from alliance.store.manifest import Entry
from alliance.store.queries import england_totals

__all__ = ["Reconciled", "reconcile"]

QUANTITIES = tuple(
    f"{quantity}{suffix}"
    for quantity in ("faster-diagnosis", "treated-31-day", "treated-62-day")
    for suffix in ("", "-within")
)


@dataclass(frozen=True)
class Reconciled:
    """One file's England total beside the national series' for the same month. Patients; halves occur."""

    file: str
    basis: str
    month: date
    quantity: str
    stated: float
    national: float

    @property
    def agrees(self) -> bool:
        return self.stated == self.national


def reconcile(store: Path) -> list[Reconciled]:
    """Every comparison that can be made; none where the store holds no national series.

    A provisional month differs rightly from a series that already has its final figures: differences are
    reported, not refused.
    """
    engine = Engine(store)
    entries = {e.id: e for e in engine.manifest.entries}
    totals = england_totals(engine, QUANTITIES)
    newest = _newest_series(entries)
    national = {(q, day): value for release, q, day, value in totals if release == newest}
    return [
        Reconciled(
            entries[release].file, entries[release].basis, day, quantity, value, national[quantity, day]
        )
        for release, quantity, day, value in totals
        if entries[release].level != "national" and (quantity, day) in national
    ]


def _newest_series(entries: dict[str, Entry]) -> str:
    series = [e for e in entries.values() if e.level == "national"]
    return max(series, key=lambda e: (e.last, e.known_since)).id if series else ""
