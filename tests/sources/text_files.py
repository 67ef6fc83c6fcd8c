"""Small text files that tests write, and what the sources make of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alliance.sources import Reading, Release, open_raw, recognise

__all__ = ["recognised", "table_of", "values", "written"]


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file of this text in UTF-8, or of these bytes."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def recognised(path: Path) -> tuple[Release, Reading]:
    """What the source that takes a file says that it is, and reads from it."""
    file = open_raw(path)
    source, release = recognise(file)
    return release, source.read(file, release)


def table_of(path: Path) -> list[dict[str, Any]]:
    """The observations of a file, one dictionary each."""
    return recognised(path)[1].observations.to_dicts()


def values(path: Path, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the observations of a file."""
    return [tuple(row[column] for column in columns) for row in table_of(path)]
