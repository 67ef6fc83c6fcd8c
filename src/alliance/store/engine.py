"""The engine: DuckDB over a store's releases, in memory for a server, straight from Parquet for a command."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from alliance.errors import StoreTrouble
from alliance.observations import CUTS
from alliance.store.manifest import Manifest, read_manifest

__all__ = ["Engine"]

_WORDS = ("release", "place", "basis", "quantity", "variant", *CUTS, "absence", "visibility")
MOST_IN_MEMORY = 10_000_000  # rows; a larger store is asked where it lies
_NEXT = "Restore the folder from a copy, or load the snapshots into a new store."
_REST = ("period_start", "period_end", "value", "lower", "upper")


class Engine:
    """A connection to one state of one store. Safe to use from several threads."""

    def __init__(self, folder: Path, *, in_memory: bool = False) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self.in_memory = in_memory
        self._connection = duckdb.connect()
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

    def source(self, tables: Iterable[str]) -> str:
        """What to read FROM: the table in memory, or these Parquet files."""
        return "observations" if self._filled else self.files(tables)

    def files(self, tables: Iterable[str]) -> str:
        """These Parquet files, with every column of an observation."""
        tables = list(tables)
        self._hold(tables)
        paths = ", ".join("'" + str(self.folder / "releases" / t).replace("'", "''") + "'" for t in tables)
        return f"read_parquet([{paths}])"

    def whole(self, table: str) -> Path:
        """Where a table lies; it is what it was when it was written."""
        self._hold([table])
        return self.folder / "releases" / table

    def _hold(self, tables: Iterable[str]) -> None:
        """Each table is what it was when it was written: its name is its hash."""
        for table in set(tables) - self._held:
            path = self.folder / "releases" / table
            try:
                whole = f"{sha256(path.read_bytes()).hexdigest()}.parquet" == table
            except OSError as fault:
                raise StoreTrouble(f"{path} cannot be read: {fault.strerror}.", _NEXT) from None
            if not whole:
                raise StoreTrouble(f"{path} is not what it was when it was loaded.", _NEXT)
            self._held.add(table)

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
                _NEXT,
            ) from None
        return cursor
