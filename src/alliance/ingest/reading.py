"""Everything about one file that can be done before the store is touched: read, checked, written aside."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from alliance.errors import FileRefused
from alliance.observations import check
from alliance.sources import About, Release, open_raw, recognise
from alliance.store.manifest import Coverage
from alliance.store.snapshots import keep
from alliance.store.writing import coverage_of, write_table

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """A file that has been read and checked, its table and snapshot written, not yet on the manifest."""

    file: str
    sha256: str = ""
    release: Release | None = None
    about: About | None = None
    snapshot: str = ""
    table: str = ""
    rows: int = 0
    coverage: tuple[Coverage, ...] = ()
    names: Mapping[str, str] | None = None
    new_labels: tuple[str, ...] = ()
    error: FileRefused | None = None

    @property
    def status(self) -> str:
        found = sorted({c.status for c in self.coverage})
        return " and ".join(found)

    def facts(self, published: date | None, today: date) -> dict[str, Any]:
        """The manifest's entry for this file."""
        if self.release is None or self.about is None:
            raise TypeError("a file that was not read has no entry")
        stated = published or self.release.published_on
        return {
            "id": self.sha256,
            "source": self.release.source,
            "form": self.release.form,
            "level": self.release.level,
            "title": self.release.title,
            "basis": self.release.basis,
            "file": self.file,
            "snapshot": self.snapshot,
            "table": self.table,
            "rows": self.rows,
            "publisher": self.release.publisher or self.about.publisher,
            "licence": self.release.licence or self.about.licence,
            "url": self.about.url,
            "published_on": stated,
            "known_since": stated or today,
            "loaded_on": today,
            "coverage": self.coverage,
            "names": dict(self.names or {}),
        }


def prepare(path: Path, store: Path, known: Set[str], status: str | None) -> Prepared:
    """Read and check one file and write its table and snapshot aside; a refusal is kept, not raised.

    Raises
    ------
    StoreTrouble
        The store cannot be written.
    """
    import polars as pl

    try:
        file = open_raw(path)
        if file.sha256 in known:
            return Prepared(file.name, file.sha256)
        source, release = recognise(file)
        reading = source.read(file, release)
        observations = reading.observations
        if status:
            observations = observations.with_columns(pl.lit(status, pl.Categorical).alias("status"))
            release = replace(release, status=status)
        check(observations, file.name)
        snapshot = f"{file.sha256}{path.suffix.lower()}"
        keep(file.content, snapshot, store / "snapshots")
        table = write_table(observations, store)
    except FileRefused as error:
        return Prepared(path.name, error=error)
    return Prepared(
        file=file.name,
        sha256=file.sha256,
        release=release,
        about=source.ABOUT,
        snapshot=snapshot,
        table=table,
        rows=observations.height,
        coverage=coverage_of(observations),
        names=reading.names,
        new_labels=reading.new_labels,
    )
