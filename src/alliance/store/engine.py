"""The engine: DuckDB over a store's releases, in memory for a server, straight from Parquet for a command."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from alliance.errors import StoreTrouble
from alliance.observations import CUTS
from alliance.store.gathering import gathered_for
from alliance.store.manifest import RESTORE, Manifest, read_manifest
from alliance.store.snapshots import is_itself

__all__ = ["Engine"]

_WORDS = ("release", "place", "basis", "quantity", "variant", *CUTS, "absence", "visibility")
MOST_IN_MEMORY = 10_000_000  # rows; a larger store is asked where it lies
_REST = ("period_start", "period_end", "value", "lower", "upper")


class Engine:
    """A connection to one state of one store. Safe to use from several threads."""

    def __init__(self, folder: Path, *, in_memory: bool = False) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self.in_memory = in_memory
        self._connection = duckdb.connect()
        self._connection.execute("SET parquet_metadata_cache = true")  # tables never change
        self._threads = threading.local()
        self._filled = False
        self._held: set[str] = set()
        if in_memory and 0 < sum(entry.rows for entry in self.manifest.entries) <= MOST_IN_MEMORY:
            self._fill()

    def _fill(self) -> None:
        """Copy every release into memory, words as numbers, in the order in which they are asked for."""
        read = self.source([e.table for e in self.manifest.entries])
        for column in _WORDS:
            self._run(
                f"CREATE TYPE {column}_word AS ENUM "
                f"(SELECT DISTINCT {column} FROM {read} WHERE {column} IS NOT NULL ORDER BY 1)"
            )
        words = ", ".join(f"{column}::{column}_word AS {column}" for column in _WORDS)
        self._run(
            f"CREATE TABLE observations AS SELECT {words}, {', '.join(_REST)} FROM {read} "
            "ORDER BY quantity, band, basis, place"
        )
        self._filled = True

    def source(self, tables: Iterable[str], quantities: Iterable[str] | None = None) -> str:
        """What to read FROM: the table in memory, or Parquet files with these tables' rows of the quantities."""
        return "observations" if self._filled else self.files(tables, quantities)

    def files(self, tables: Iterable[str], quantities: Iterable[str] | None = None) -> str:
        """These Parquet files, or gathered ones that hold them: rows of other releases may be among theirs.

        Without `quantities` every row is there.
        """
        wanted = tuple(tables)
        asked = None if quantities is None else {*quantities}
        large, own = gathered_for(self.manifest, wanted, asked, self._usable)
        paths = [self._held_path("gathered", table) for table in large]
        paths += [self._held_path("releases", table) for table in own]
        paths = paths or [
            self._held_path("releases", wanted[0])
        ]  # no row is there, and that must be found out
        names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        return f"read_parquet([{names}])"

    def _usable(self, table: str) -> bool:
        """Whether a gathered table is there and whole; the releases' own tables answer where it is not."""
        try:
            self._held_path("gathered", table)
        except StoreTrouble:
            return False
        return True

    def alone(self, table: str) -> str:
        """One release's own table to read FROM, with every column of an observation."""
        path = str(self.whole(table)).replace("'", "''")
        return f"read_parquet('{path}')"

    def whole(self, table: str) -> Path:
        """Where a table lies; it is what it was when it was written."""
        return self._held_path("releases", table)

    def _held_path(self, room: str, table: str) -> Path:
        """Where a table lies, once it is sure that it is what it was when it was written: its name is its hash."""
        path = self.folder / room / table
        if table in self._held:
            return path
        try:
            whole = is_itself(path)
        except OSError as fault:
            raise StoreTrouble(f"{path} cannot be read: {fault.strerror}.", RESTORE) from None
        if not whole:
            raise StoreTrouble(f"{path} is not what it was when it was loaded.", RESTORE)
        self._held.add(table)
        return path

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._run(sql, parameters).fetchall()

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._threads, "cursor"):
            self._threads.cursor = self._connection.cursor()
        try:
            cursor: duckdb.DuckDBPyConnection = self._threads.cursor.execute(sql, parameters)
        except duckdb.Error as fault:
            first = str(fault).splitlines()[0]
            raise StoreTrouble(
                f"The store {self.folder} cannot be read: {first}.",
                RESTORE,
            ) from None
        return cursor
