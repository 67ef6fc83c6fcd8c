"""What one release says otherwise than another: places, cells and sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alliance.errors import UnknownName, UsageError
from alliance.ingest.reconcile import BASES, whole_of
from alliance.sources import find_sources
from alliance.store.comparing import Changed, changed_cells
from alliance.store.engine import Engine
from alliance.store.manifest import Coverage, Entry
from alliance.store.precedence import Winner
from alliance.store.queries import Counted, Seen, Wanted, sums

__all__ = ["Changed", "Difference", "diff"]

COUNTS = ("people", "people or events", "tests", "cancers")
"""Units whose numbers may be summed: an estimate is its publisher's own, and has no sum."""


@dataclass(frozen=True)
class Difference:
    """Two releases held against each other, cell by cell, where they speak of the same.

    `sums` has one row a quantity and period for the whole of England (of what is counted, never of estimates);
    `cells` the cells whose values differ, `only_old` and `only_new` how many cells stand in one of them alone.
    Places are counted by how many of their cells differ.
    """

    old: Entry
    new: Entry
    same: int
    cells: tuple[Changed, ...]
    only_old: int
    only_new: int
    places: tuple[tuple[str, int], ...]
    sums: tuple[Changed, ...]

    @property
    def nothing(self) -> bool:
        return not (self.cells or self.only_old or self.only_new)


def diff(store: Path, old: str, new: str) -> Difference:
    """What the release `new` changed against `old`; each is named by the start of its hash or of its file's name.

    Only periods, bases and quantities of which both speak are compared.

    Raises
    ------
    UnknownName
        No release, or more than one, begins so.
    UsageError
        The two are of different sources, or speak of nothing in common.
    """
    engine = Engine(store)
    first, second = _one(engine, old), _one(engine, new)
    if first.source != second.source:
        raise UsageError(
            f"{first.file} is of {first.source}, {second.file} of {second.source}.",
            "Compare two releases of one source.",
        )
    _hold_common(first, second)
    found = changed_cells(engine, first, second)
    places: dict[str, int] = {}
    for cell in found.differing:
        places[cell.place] = places.get(cell.place, 0) + 1
    return Difference(
        first,
        second,
        found.same,
        tuple(found.differing),
        found.only_old,
        found.only_new,
        tuple(sorted(places.items())),
        tuple(_changed_sums(engine, first, second)),
    )


def _hold_common(old: Entry, new: Entry) -> None:
    """Two releases speak of the same periods, on one basis, and of one quantity at least.

    Raises
    ------
    UsageError
        They do not; the sentence says what differs.
    """
    both = f"{old.file} and {new.file}"
    if not _spoken(old, "start", "end") & _spoken(new, "start", "end"):
        raise UsageError(f"{both} speak of no period in common.", "`alliance sources` shows which.")
    if not _spoken(old, "start", "end", "basis") & _spoken(new, "start", "end", "basis"):
        raise UsageError(
            f"{old.file} has {_bases(old)} figures, {new.file} has {_bases(new)} figures: they describe some of the "
            "same people in different ways, and are not compared.",
            "Compare two releases of one basis; `alliance sources` shows which have it.",
        )
    if not {_key(c) for c in old.coverage} & {_key(c) for c in new.coverage}:
        raise UsageError(
            f"{both} count nothing in common in the periods that they share.",
            "Compare two releases of one layout; `alliance sources` lists them.",
        )


def _spoken(entry: Entry, *names: str) -> set[tuple[Any, ...]]:
    return {tuple(getattr(coverage, name) for name in names) for coverage in entry.coverage}


def _bases(entry: Entry) -> str:
    return " and ".join(sorted({c.basis for c in entry.coverage}))


_Total = tuple[str, str, date, date]  # quantity, basis, first and last day


def _changed_sums(engine: Engine, old: Entry, new: Entry) -> Iterator[Changed]:
    """England's totals that differ, of what both releases count as a whole."""
    both = {_key(c) for c in old.coverage} & {_key(c) for c in new.coverage}
    was, now = (_totals(engine, entry, both) for entry in (old, new))
    for quantity, basis, start, end in sorted(was.keys() & now.keys()):
        before, after = was[quantity, basis, start, end], now[quantity, basis, start, end]
        if before != after:
            yield Changed("england", basis, start, end, quantity, {}, before, after)


def _key(coverage: Coverage) -> _Total:
    return coverage.quantity, coverage.basis, coverage.start, coverage.end


def _totals(engine: Engine, entry: Entry, keys: Set[_Total]) -> dict[_Total, float]:
    """England's own row, or the sum of the organisations of a release that has none; nothing where a part is absent."""
    own = "england" in entry.kinds
    asked: dict[tuple[str, frozenset[str]], list[Coverage]] = defaultdict(list)
    for coverage in entry.coverage:
        wanted = _whole(entry, coverage.quantity)
        if wanted is not None and _key(coverage) in keys and (own or coverage.basis in BASES):
            asked[coverage.basis, wanted.summed].append(coverage)
    found: dict[_Total, float] = defaultdict(float)
    absent = set()
    for (basis, summed), parts in asked.items():
        everything = Wanted(tuple(Counted(q) for q in {c.quantity for c in parts}), {}, None, summed)
        won = [Winner(entry, coverage) for coverage in parts]
        seen = Seen(tuple(sorted({c.visibility for c in parts})))
        for row in sums(engine, everything, won, ["england"] if own else None, seen):
            key = (row.quantity, basis, row.start, row.end)
            found[key] += row.value or 0.0
            if row.absence:
                absent.add(key)
    return {key: total for key, total in found.items() if key not in absent}


def _whole(entry: Entry, quantity: str) -> Wanted | None:
    said = find_sources()[entry.source].ABOUT.quantity(quantity)
    return whole_of(entry.source, quantity, entry.form) if said and said.unit in COUNTS else None


def _one(engine: Engine, name: str) -> Entry:
    found = engine.manifest.find(name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownName(
            f"No release's hash or file name begins with '{name}'.",
            "`alliance sources` lists those there are.",
        )
    listed = ", ".join(f"{e.id[:8]} ({e.file})" for e in found[:5])
    raise UnknownName(f"{len(found)} releases begin with '{name}': {listed}.", "Write more of the hash.")
