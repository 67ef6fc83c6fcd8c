"""What a source says of a file: which release it is, and what it read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["About", "Blocks", "Quantity", "Reading", "Release"]

Blocks = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Quantity:
    """One thing that a publisher counts.

    `blocks` says, for each form of the source's files, which cuts are published together: a cancer is published
    by route or not at all in the 28-day sheets, so a cancer over all routes is a sum.
    """

    id: str
    unit: str
    means: str
    blocks: Mapping[str, Blocks]


@dataclass(frozen=True)
class About:
    """A publisher's release family: who publishes it, under which licence, how often, and what it counts."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    cadence: str
    forms: Mapping[str, str]
    quantities: tuple[Quantity, ...]
    caveats: tuple[str, ...] = ()

    def quantity(self, name: str) -> Quantity | None:
        return next((q for q in self.quantities if q.id == name), None)


@dataclass(frozen=True)
class Release:
    """What a file was recognised as. `status` and `published_on` are what the file itself states, if it does.

    A file that calls itself FICTIONAL has a `publisher` and `licence` of its own. `level` is organisation, or
    national for a series that answers only where no organisation-level file does.
    """

    source: str
    form: str
    title: str
    basis: str
    first: date
    last: date
    status: str = "unknown"
    published_on: date | None = None
    level: str = "organisation"
    publisher: str = ""  # where the file says that it is not the family's publisher who made it
    licence: str = ""


@dataclass(frozen=True)
class Reading:
    """The observations of a file, the names that it gives to codes, and labels that were new to us."""

    observations: pl.DataFrame
    names: Mapping[str, str]
    new_labels: tuple[str, ...] = ()
