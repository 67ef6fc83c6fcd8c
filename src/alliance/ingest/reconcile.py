"""Holding what organisations' files say of England against the national time series, total by total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alliance.sources import find_sources
from alliance.store.engine import Engine
from alliance.store.manifest import Entry
from alliance.store.precedence import Span, Winner, winners
from alliance.store.queries import Counted, Seen, Wanted, sums

__all__ = ["Reconciled", "reconcile"]

SOURCE = "cancer-waiting-times"
QUANTITIES = tuple(
    f"{quantity}{suffix}"
    for quantity in ("faster-diagnosis", "treated-31-day", "treated-62-day")
    for suffix in ("", "-within")
)
BASES = ("provider", "commissioner")


@dataclass(frozen=True)
class Reconciled:
    """One file's England total beside the national series' for the same period. Patients; halves occur."""

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

    Only the release that speaks for a period is compared: a provisional file that its final one has followed
    differs rightly. Differences are reported, not refused.
    """
    engine = Engine(store)
    found: list[Reconciled] = []
    for quantity in QUANTITIES:
        national = _national(engine, quantity)
        for basis in BASES if national else ():
            won = _speaking(engine, quantity, basis, "organisation")
            found += [
                Reconciled(entry.file, basis, span[0], quantity, total, national[span])
                for entry, span, total in _totals(engine, quantity, [w for w in won if w.span in national])
            ]
    return sorted(found, key=lambda r: (r.month, r.basis, r.file, r.quantity))


def _national(engine: Engine, quantity: str) -> dict[Span, float]:
    """What the national series say, period by period: where two speak, the one that runs furthest."""
    series = [e for e in engine.manifest.entries if e.source == SOURCE and e.level == "national"]
    found: dict[Span, float] = {}
    for entry in sorted(series, key=lambda e: (e.last, e.known_since)):
        won = _speaking(engine, quantity, "provider", "national", entry)
        found |= {span: total for _, span, total in _totals(engine, quantity, won)}
    return found


def _speaking(
    engine: Engine, quantity: str, basis: str, level: str, only: Entry | None = None
) -> list[Winner]:
    """The releases that speak for England as a whole: those of one level that publish it undivided or can be summed."""
    return winners(
        [only] if only else engine.manifest.entries,
        source=SOURCE,
        quantity=quantity,
        basis=basis,
        fits=lambda entry: entry.level == level and whole_of(SOURCE, quantity, entry.form) is not None,
    )


def whole_of(source: str, quantity: str, form: str) -> Wanted | None:
    """The whole of a quantity in the files of one form, summed over parts where these alone are published."""
    said = find_sources()[source].ABOUT.quantity(quantity)
    blocks = said.blocks.get(form, ()) if said else ()
    whole = [block for block in blocks if not block & said.apart.get(form, frozenset())] if said else []
    if not whole:
        return None
    smallest = min(whole, key=lambda block: (len(block), sorted(block)))
    return Wanted((Counted(quantity),), {}, None, smallest)


def _totals(engine: Engine, quantity: str, won: list[Winner]) -> Iterator[tuple[Entry, Span, float]]:
    """England in each release: its own row, or where it has none the sum of its organisations."""
    by_form: dict[str, list[Winner]] = defaultdict(list)
    for winner in won:
        by_form[winner.entry.form].append(winner)
    everybody = Seen(tuple(sorted({c.visibility for w in won for c in w.entry.coverage})))
    for form, mine in by_form.items():
        wanted = whole_of(SOURCE, quantity, form)
        if wanted is None:
            continue
        entries = {w.entry.id: w.entry for w in mine}
        totals: dict[tuple[str, Span], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for row in sums(engine, wanted, mine, None, everybody):
            totals[row.release, (row.start, row.end)][row.place == "england"] += row.value or 0.0
        for (release, span), (organisations, stated) in totals.items():
            has_england = "england" in entries[release].kinds
            yield entries[release], span, stated if has_england else organisations
