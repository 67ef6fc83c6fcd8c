"""Many small tables gathered into few large ones, so that a question of a large store opens few files.

A gathered table repeats rows of releases and adds none: the releases' own tables stay the truth, and the gathered
ones can be made anew from them at any time. A store that fits into memory has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.errors import StoreTrouble
from alliance.store.manifest import RESTORE, Gathered, Manifest, Shelf, read_manifest
from alliance.store.snapshots import is_itself, write_whole
from alliance.store.writing import ORDER, put_table

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FACTOR", "FROM_ROWS", "clear_gathered", "gather", "gathered_for"]

FROM_ROWS = 10_000_000  # a store with fewer rows is answered from memory, or from few files
FACTOR = 6  # so many tables of one size become one of the next: each row is written again a few times at most
ROWS_IN_GROUP = 131_072  # large: what a question pays for is each group's own description
SORTED = (*ORDER[:-1], "cancer", "route", ORDER[-1])
LEFT_OUT = ("ref", "source", "status")  # asked for only with the release's own table


def gather(folder: Path, from_rows: int = FROM_ROWS) -> Manifest:
    """Gather what can be gathered, level by level; return the manifest. The caller holds the lock.

    Loading stays linear: a row is written again once a level, and there are as many levels as the number of releases
    has digits in base six. A gathered table that is lost or damaged is made anew.

    Raises
    ------
    StoreTrouble
        A release's own table is lost or damaged, or the store cannot be written.
    """
    manifest = read_manifest(folder)
    if sum(entry.rows for entry in manifest.entries) < from_rows:
        return manifest
    while (group := _next_group(manifest)) is not None:
        lost = [part for part in group if part.level and not _whole(folder, part)]
        made = [] if lost else [_made(folder, group)]
        gone = lost or group
        kept = (g for g in manifest.gathered if g not in gone)
        write_whole(folder / "manifest.json", manifest.with_gathered((*kept, *made)))
        manifest = read_manifest(folder)
    return manifest


def _next_group(manifest: Manifest) -> list[Gathered] | None:
    """The oldest six tables of one level that lie beside each other; None where no level has so many."""
    taken = {release for g in manifest.gathered for release in g.releases}
    single = [Gathered((Shelf(e.table, ()),), 0, (e.id,)) for e in manifest.entries if e.id not in taken]
    for level in range(max((g.level for g in manifest.gathered), default=0) + 1):
        same = single if level == 0 else [g for g in manifest.gathered if g.level == level]
        if len(same) >= FACTOR:
            return same[:FACTOR]
    return None


def _made(folder: Path, group: Sequence[Gathered]) -> Gathered:
    """One table of a group's rows, a file a quantity that has many; quantities of few rows share one."""
    import polars as pl

    for part in group:
        if not _whole(folder, part):
            raise StoreTrouble(f"{_paths(folder, part)[0]} is not what it was when it was loaded.", RESTORE)
    frames = [
        pl.scan_parquet(path).drop(LEFT_OUT, strict=False) for part in group for path in _paths(folder, part)
    ]
    rows: pl.DataFrame = pl.concat(frames).sort(SORTED, maintain_order=True).collect()
    counts = dict(rows["quantity"].value_counts().iter_rows())
    many = sorted(name for name, count in counts.items() if count >= ROWS_IN_GROUP)
    few = sorted(counts.keys() - {*many})
    sets = [(name,) for name in many] + ([tuple(few)] if few else [])
    shelves = tuple(Shelf(_put(rows.filter(pl.col("quantity").is_in(s)), folder), s) for s in sets)
    releases = tuple(release for part in group for release in part.releases)
    return Gathered(shelves, max(part.level for part in group) + 1, releases)


def _put(rows: pl.DataFrame, folder: Path) -> str:
    return put_table(rows, folder / "gathered", statistics=True, row_group_size=ROWS_IN_GROUP)


def _paths(folder: Path, part: Gathered) -> list[Path]:
    room = "gathered" if part.level else "releases"
    return [folder / room / shelf.table for shelf in part.shelves]


def _whole(folder: Path, part: Gathered) -> bool:
    """Whether each file of a table is there and what it was when it was written: its name is its hash."""
    try:
        return all(is_itself(path) for path in _paths(folder, part))
    except OSError:
        return False


def gathered_for(
    manifest: Manifest, tables: Iterable[str], quantities: Set[str] | None, usable: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """Which gathered files, and which releases' own tables beside them, hold all rows of these releases' tables.

    Only rows of `quantities` are wanted; None is all. A gathered table is worth opening where it spares opening
    others; where a file of it is lost or damaged, and so not `usable`, nothing is missing without it.
    """
    wanted = dict.fromkeys(tables)
    of_release = {e.id: e.table for e in manifest.entries}
    chosen = []
    for gathered in manifest.gathered:
        inside = [of_release[r] for r in gathered.releases if of_release.get(r) in wanted]
        shelves = [s.table for s in gathered.shelves if quantities is None or quantities & {*s.quantities}]
        if len(inside) > 1 and all(usable(table) for table in shelves):
            chosen += shelves
            for table in inside:
                del wanted[table]
    return chosen, list(wanted)


def clear_gathered(folder: Path, manifest: Manifest) -> None:
    """Remove gathered tables that no manifest names any more. The caller holds the lock."""
    known = {shelf.table for g in manifest.gathered for shelf in g.shelves}
    for path in (folder / "gathered").glob("*.parquet"):
        if path.name not in known:
            path.unlink(missing_ok=True)
