"""Which release speaks for a quantity in a period: one whole file, never a mixture of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.store.manifest import Coverage, Entry

__all__ = ["Span", "Winner", "winners"]

_STATUS = {"provisional": 0, "unknown": 1, "final": 2}
Span = tuple[date, date]


@dataclass(frozen=True)
class Winner:
    """The release that speaks for one period.

    `kept_for` names those for whom alone some of its rows of that period are, as far as the asker sees them.
    """

    entry: Entry
    coverage: Coverage
    kept_for: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The first and the last day of the period."""
        return self.coverage.start, self.coverage.end


def winners(
    entries: Sequence[Entry],
    *,
    source: str,
    quantity: str,
    basis: str,
    as_of: date | None = None,
    fits: Callable[[Entry], bool] | None = None,
    seen: Callable[[Entry, Coverage], bool] | None = None,
    several: bool = False,
) -> list[Winner]:
    """The release for each period, in order of time.

    Organisation-level before national, final before provisional, a cumulative file before a single month's,
    then the one known last. With `as_of`, only releases known on that day. `fits` is whether a release publishes
    what is asked: one that does not leaves the word to the next. `seen` is whether the asker may see a part.
    `several` is for sources whose files speak of some places each: then every release is there, of one period the
    one that goes before the others last.
    """
    found: dict[tuple[Span, str], tuple[tuple[int, int, int, date, int], Winner]] = {}
    for order, entry in enumerate(entries):
        if entry.source != source or (as_of and entry.known_since > as_of):
            continue
        parts = [c for c in entry.coverage if c.quantity == quantity and c.basis == basis]
        if not parts or (fits is not None and not fits(entry)):
            continue
        months = len({c.start for c in entry.coverage}) if entry.level == "organisation" else 0
        for coverage in parts:
            if seen is not None and not seen(entry, coverage):
                continue
            rank = (
                int(entry.level == "organisation"),
                _STATUS.get(coverage.status, 1),
                months,
                entry.known_since,
                order,
            )
            key = ((coverage.start, coverage.end), entry.id if several else "")
            if key not in found or rank > found[key][0]:
                found[key] = (rank, Winner(entry, coverage))
    ordered = sorted(found.items(), key=lambda item: (item[0][0], item[1][0]))
    return [winner for _, (_, winner) in ordered]
