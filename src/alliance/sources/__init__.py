"""The publishers' release families, one module each, found by walking this package."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from shlex import quote
from typing import Protocol, cast

from alliance.errors import FileRefused
from alliance.sources.files import RawFile, open_raw
from alliance.sources.labels import cut_name, cut_slugs
from alliance.sources.release import About, Blocks, Quantity, Reading, Release

__all__ = [
    "About",
    "Blocks",
    "Quantity",
    "RawFile",
    "Reading",
    "Release",
    "Source",
    "cut_name",
    "cut_slugs",
    "find_sources",
    "open_raw",
    "recognise",
]


class Source(Protocol):
    """What a source module offers."""

    ABOUT: About

    def recognise(self, file: RawFile) -> Release | None: ...

    def read(self, file: RawFile, release: Release) -> Reading: ...


@cache
def find_sources() -> dict[str, Source]:
    """Every source by its id: each module or package here that has an ABOUT."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(loaded, "ABOUT"):
            found[loaded.ABOUT.id] = cast(Source, loaded)
    return found


def recognise(file: RawFile) -> tuple[Source, Release]:
    """Which source a file belongs to, by its content, not its name.

    Raises
    ------
    FileRefused
        No source takes it.
    """
    for source in find_sources().values():
        release = source.recognise(file)
        if release is not None:
            return source, release
    raise FileRefused(
        f"{file.name} is not a file that any source here knows.",
        f"`alliance sources explain {quote(str(file.path))}` says what was missing.",
    )
