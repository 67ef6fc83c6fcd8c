"""Adding a release to a store: whole or not at all, one loader at a time."""

from __future__ import annotations

import fcntl
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from alliance.errors import StoreTrouble
from alliance.observations import CUTS, varying
from alliance.store.book import begun_pages
from alliance.store.manifest import Coverage, Entry, Manifest, read_manifest
from alliance.store.snapshots import keep, write_whole

if TYPE_CHECKING:
    import polars as pl

ROWS_IN_GROUP = 262_144  # what polars puts into one row group
ORDER = ("quantity", "basis", "place", "band", "period_start")

__all__ = [
    "add_page",
    "add_release",
    "clear_leftovers",
    "coverage_of",
    "cuts_of",
    "lock",
    "put_table",
    "write_table",
]


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the store alone; another loader waits here until it is free.

    Raises
    ------
    StoreTrouble
        The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("a")
    except OSError as fault:
        raise StoreTrouble(
            f"The store {folder} cannot be written: {fault.strerror}.",
            "Choose another folder with --store, or ask for the right to write there.",
        ) from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def clear_leftovers(folder: Path) -> None:
    """Remove what a loader that was killed left half written, or unnamed. The caller holds the lock."""
    try:
        for page in [*(folder / "book").glob(".*.part"), *(folder / "book" / p for p in begun_pages(folder))]:
            rmtree(page)
        for part in folder.rglob(".*.part"):
            part.unlink(missing_ok=True)
    except OSError as fault:
        raise StoreTrouble(
            f"The store {folder} cannot be written: {fault.strerror}.", "Check the folder's rights."
        ) from None


def write_table(observations: pl.DataFrame, folder: Path) -> str:
    """Write observations as Parquet under their own hash; return the file's name."""
    ranges = (
        observations.height > ROWS_IN_GROUP
    )  # what a group's values lie between helps where there are several
    return put_table(observations, folder / "releases", statistics=ranges)


def put_table(table: pl.DataFrame, room: Path, **layout: Any) -> str:
    """Write any table as Parquet under its own hash, once; `layout` is what polars takes of groups and statistics."""
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd", compression_level=1, **layout)
    content = buffer.getvalue()
    name = f"{sha256(content).hexdigest()}.parquet"
    keep(content, name, room)
    return name


def coverage_of(observations: pl.DataFrame) -> tuple[Coverage, ...]:
    """Which quantities a table speaks of, in which periods, with which status, on which basis, for whom."""
    keys = ["quantity", "period_start", "period_end", "status", "basis", "visibility"]
    differ = varying(observations, keys)
    rows = observations.select(keys).unique(differ) if differ else observations.select(keys).head(1)
    return tuple(Coverage(*row) for row in rows.sort(keys).iter_rows())


def cuts_of(observations: pl.DataFrame) -> dict[str, dict[str, tuple[str, ...]]]:
    """Which slugs of each cut a table has, quantity by quantity, besides 'all'."""
    import polars as pl

    found: dict[str, dict[str, tuple[str, ...]]] = {}
    rows = observations.lazy()
    first = observations.head(1)
    told = {*varying(observations, CUTS), *(cut for cut in CUTS if (first[cut] != "all").any())}
    cuts = [cut for cut in CUTS if cut in told]
    asked = pl.collect_all([rows.select("quantity", cut).unique() for cut in cuts])
    for cut, pairs in zip(cuts, asked, strict=True):
        for quantity, slug in sorted(pairs.iter_rows()):
            if slug != "all":
                known = found.setdefault(quantity, {})
                known[cut] = (*known.get(cut, ()), slug)
    return found


def add_release(folder: Path, manifest: Manifest | None = None, /, **facts: Any) -> tuple[Manifest, bool]:
    """Put a written table on the manifest; return the manifest and whether anything changed.

    The caller holds the lock, and may say what the manifest is, where it was read or written under that lock. A
    release that is there already changes nothing.
    """
    manifest = manifest or read_manifest(folder)
    entry = Entry(**facts)
    if manifest.entry(entry.id):
        return manifest, False
    content = manifest.with_entry(entry)
    write_whole(folder / "manifest.json", content)
    return replace(manifest, entries=(*manifest.entries, entry), stamp=sha256(content).hexdigest()), True


def add_page(folder: Path, page: str) -> None:
    """Put a written page of the book of places on the manifest. The caller holds the lock."""
    manifest = read_manifest(folder)
    if page not in manifest.pages:
        write_whole(folder / "manifest.json", manifest.with_page(page))
