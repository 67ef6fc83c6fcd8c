"""What was fetched before: `fetched.json` in the store, replaced whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from alliance.errors import StoreTrouble

__all__ = ["Memory", "Remembered", "read_memory"]

VERSION = 1
_NAME = "fetched.json"


@dataclass(frozen=True)
class Remembered:
    """One fetched file: its address, what its server called this state of it, and what became of it.

    `etag` and `last_modified` are the server's own words, given back when it is asked whether the file changed.
    `fetched_at` is the moment of fetching (ISO 8601), `outcome` loaded, already loaded, or refused.
    """

    url: str
    source: str
    name: str
    sha256: str
    etag: str
    last_modified: str
    fetched_at: str
    outcome: str


@dataclass
class Memory:
    """What a store remembers of all that was fetched into it, by address."""

    path: Path
    files: dict[str, Remembered] = field(default_factory=dict)

    def remember(self, file: Remembered) -> None:
        """Keep one file's facts, on the disk too.

        Raises
        ------
        StoreTrouble
            The store cannot be written.
        """
        self.files[file.url] = file
        kept = [asdict(self.files[url]) for url in sorted(self.files)]
        _replace(self.path, json.dumps({"version": VERSION, "files": kept}, indent=1).encode())


def read_memory(store: Path) -> Memory:
    """What a store remembers; nothing where nothing was ever fetched.

    Raises
    ------
    StoreTrouble
        The file is there and cannot be read.
    """
    path = store / _NAME
    try:
        raw = json.loads(path.read_bytes())
        if raw["version"] != VERSION:
            raise ValueError(f"version {raw['version']}")
        found = [
            Remembered(**{f.name: str(entry[f.name]) for f in fields(Remembered)}) for entry in raw["files"]
        ]
    except FileNotFoundError:
        return Memory(path)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StoreTrouble(
            f"{path} cannot be read ({fault}).",
            "Delete it: all files are then fetched anew, and none is loaded twice.",
        ) from None
    return Memory(path, {entry.url: entry for entry in found})


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that after a crash at any instant the old one or the new one is there."""
    temporary = path.with_name(f".{path.name}.new")  # one fetch at a time: nobody else writes it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as fault:
        with suppress(OSError):  # where nothing can be written, nothing can be cleared away
            temporary.unlink()
        raise StoreTrouble(
            f"{path} cannot be written: {fault.strerror}.",
            "Check the store's folder, its rights and the disk.",
        ) from None
