"""Which release speaks for a quantity in a period: one whole file, never a mixture of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.store.manifest import Coverage, Entry

__all__ = ["Winner", "winners"]

_STATUS = {"provisional": 0, "unknown": 1, "final": 2}


@dataclass(frozen=True)
class Winner:
    """The release that speaks for one period."""

    entry: Entry
    coverage: Coverage


def winners(
    entries: Sequence[Entry], *, source: str, quantity: str, basis: str, as_of: date | None = None
) -> list[Winner]:
    """The release for each period, in order of time.

    Organisation-level before national, final before provisional, a cumulative file before a single month's,
    then the one known last. With `as_of`, only releases known on that day.
    """
    found: dict[tuple[date, date], tuple[tuple[int, int, int, date, int], Winner]] = {}
    for order, entry in enumerate(entries):
        if entry.source != source or entry.basis != basis or (as_of and entry.known_since > as_of):
            continue
        months = len({c.start for c in entry.coverage}) if entry.level == "organisation" else 0
        for coverage in _of(entry.coverage, quantity):
            rank = (
                int(entry.level == "organisation"),
                _STATUS.get(coverage.status, 1),
                months,
                entry.known_since,
                order,
            )
            period = (coverage.start, coverage.end)
            if period not in found or rank > found[period][0]:
                found[period] = (rank, Winner(entry, coverage))
    return [winner for _, (_, winner) in sorted(found.items())]


def _of(coverage: Iterable[Coverage], quantity: str) -> Iterable[Coverage]:
    return (c for c in coverage if c.quantity == quantity)
