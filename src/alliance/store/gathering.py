"""Many small tables gathered into few large ones, so that a question of a large store opens few files.

A gathered table repeats rows of releases and adds none: the releases' own tables stay the truth, and the gathered
ones can be made anew from them at any time. A store that fits into memory has none.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.store.manifest import Gathered, Manifest, read_manifest
from alliance.store.snapshots import write_whole
from alliance.store.writing import ORDER

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
    has digits in base six.
    """
    manifest = read_manifest(folder)
    if sum(entry.rows for entry in manifest.entries) < from_rows:
        return manifest
    while (group := _next_group(manifest)) is not None:
        table = _written(folder, group)
        releases = tuple(release for part in group for release in part.releases)
        made = Gathered(table, max(part.level for part in group) + 1, releases)
        inside = {part.table for part in group}
        kept = tuple(g for g in manifest.gathered if g.table not in inside)
        write_whole(folder / "manifest.json", manifest.with_gathered((*kept, made)))
        manifest = read_manifest(folder)
    return manifest


def _next_group(manifest: Manifest) -> list[Gathered] | None:
    """The oldest six tables of one level that lie beside each other; None where no level has so many."""
    taken = {release for g in manifest.gathered for release in g.releases}
    single = [Gathered(e.table, 0, (e.id,)) for e in manifest.entries if e.id not in taken]
    for level in range(max((g.level for g in manifest.gathered), default=0) + 1):
        same = single if level == 0 else [g for g in manifest.gathered if g.level == level]
        if len(same) >= FACTOR:
            return same[:FACTOR]
    return None


def _written(folder: Path, group: Sequence[Gathered]) -> str:
    import polars as pl

    frames = [
        pl.scan_parquet(folder / _room(part) / part.table).drop(LEFT_OUT, strict=False) for part in group
    ]
    table: pl.DataFrame = pl.concat(frames).sort(SORTED, maintain_order=True).collect()
    buffer = io.BytesIO()
    table.write_parquet(
        buffer, compression="zstd", compression_level=1, statistics=True, row_group_size=ROWS_IN_GROUP
    )
    content = buffer.getvalue()
    name = f"{sha256(content).hexdigest()}.parquet"
    if not (folder / "gathered" / name).exists():
        write_whole(folder / "gathered" / name, content)
    return name


def _room(part: Gathered) -> str:
    return "gathered" if part.level else "releases"


def gathered_for(
    manifest: Manifest, tables: Iterable[str], usable: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """Which gathered tables, and which releases' own beside them, hold all rows of these releases' tables.

    A gathered table is worth opening where it spares opening others; one that is lost or damaged is not `usable`,
    and nothing is missing without it.
    """
    wanted = dict.fromkeys(tables)
    of_release = {e.id: e.table for e in manifest.entries}
    chosen = []
    for gathered in manifest.gathered:
        inside = [of_release[r] for r in gathered.releases if of_release.get(r) in wanted]
        if len(inside) > 1 and usable(gathered.table):
            chosen.append(gathered.table)
            for table in inside:
                del wanted[table]
    return chosen, list(wanted)


def clear_gathered(folder: Path, manifest: Manifest) -> None:
    """Remove gathered tables that no manifest names any more. The caller holds the lock."""
    known = {g.table for g in manifest.gathered}
    for path in (folder / "gathered").glob("*.parquet"):
        if path.name not in known:
            path.unlink(missing_ok=True)
