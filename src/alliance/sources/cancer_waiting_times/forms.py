"""The layouts in which cancer waiting times are published, one module each, found by walking this package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Protocol, cast

from alliance.sources.files import RawFile
from alliance.sources.release import Blocks, Reading, Release

__all__ = ["Form", "blocks", "find_forms"]

_PACKAGE = __name__.rpartition(".")[0]


class Form(Protocol):
    """What a module of this package offers that reads one layout.

    `FORM` is its id, `MEANS` says in a phrase what it is, `NEEDS` in a sentence by what it is recognised ("It has
    no sheet …"), `BLOCKS` which cuts of each quantity stand together in it. A module may also have `APART`, the
    cuts that are never summed away, `QUANTITIES`, what it counts that no other layout does: id → meaning, and `BANDS`,
    the bands of days waited of its own: quantity → slugs.
    """

    FORM: str
    MEANS: str
    NEEDS: str
    BLOCKS: Mapping[str, Blocks]

    def recognise(self, file: RawFile) -> Release | None: ...

    def read(self, file: RawFile, release: Release) -> Reading: ...


@cache
def find_forms() -> dict[str, Form]:
    """Every layout by its id: each module here that has a FORM."""
    import alliance.sources.cancer_waiting_times as package

    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{_PACKAGE}.{module.name}")
        if hasattr(loaded, "FORM"):
            found[loaded.FORM] = cast(Form, loaded)
    return found


def blocks(*cuts: tuple[str, ...]) -> Blocks:
    """Groups of cuts that stand together, one tuple a group; the empty tuple is the undivided whole."""
    return tuple(frozenset(block) for block in cuts)
