"""What one release says otherwise than another: places, cells and sums."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alliance.errors import UnknownName, UsageError
from alliance.store.comparing import Changed, changed_cells, changed_sums
from alliance.store.engine import Engine
from alliance.store.manifest import Entry

__all__ = ["Changed", "Difference", "diff"]


@dataclass(frozen=True)
class Difference:
    """Two releases held against each other, cell by cell, where they speak of the same.

    `sums` has one row a quantity and period for the whole of it; `cells` the cells whose values differ, `only_old`
    and `only_new` how many cells stand in one of them alone. Places are counted by how many of their cells differ.
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
    spoken = {(c.quantity, c.basis, c.start, c.end) for c in first.coverage}
    if not spoken & {(c.quantity, c.basis, c.start, c.end) for c in second.coverage}:
        raise UsageError(
            f"{first.file} and {second.file} speak of no period in common.", "`alliance sources` shows which."
        )
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
        tuple(changed_sums(engine, first, second)),
    )


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
