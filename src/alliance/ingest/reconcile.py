"""Holding every monthly file against the national time series, total by total."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alliance.store.engine import Engine
from alliance.store.manifest import Entry
from alliance.store.precedence import winners
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

    Only the release that speaks for a month is compared: a provisional file that its final one has followed
    differs rightly. Differences are reported, not refused.
    """
    engine = Engine(store)
    entries = {e.id: e for e in engine.manifest.entries}
    totals = england_totals(engine, QUANTITIES)
    newest = _newest_series(entries)
    national = {(q, first, last): value for release, _, q, first, last, value in totals if release == newest}
    pairs = {(e.source, c.basis) for e in entries.values() for c in e.coverage}
    speaking = {
        (won.entry.id, basis, quantity, *won.span)
        for source, basis in pairs
        for quantity in QUANTITIES
        for won in winners(engine.manifest.entries, source=source, quantity=quantity, basis=basis)
        if won.entry.level == "organisation"
    }
    return [
        Reconciled(entries[release].file, basis, first, quantity, value, national[quantity, first, last])
        for release, basis, quantity, first, last, value in totals
        if (quantity, first, last) in national and (release, basis, quantity, first, last) in speaking
    ]


def _newest_series(entries: dict[str, Entry]) -> str:
    series = [e for e in entries.values() if e.level == "national"]
    return max(series, key=lambda e: (e.last, e.known_since)).id if series else ""
