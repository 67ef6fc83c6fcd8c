"""What a source says of a file: which release it is, and what it read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["About", "Blocks", "Landing", "Quantity", "Reading", "Release"]

Blocks = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Quantity:
    """One thing that a publisher counts, or an estimate that it computed.

    `blocks` says, for each form of the source's files, which cuts are published together: a cancer is published
    by route or not at all in the 28-day sheets, so a cancer over all routes is a sum. `apart` says, for each form,
    which cuts are never summed away: the routes to 62 days had standards of their own before October 2023, and
    their sum was nobody's figure. `bands` are the bands of days waited by which some form divides it; None where each
    file says its own.
    """

    id: str
    unit: str
    means: str
    blocks: Mapping[str, Blocks]
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bands: tuple[str, ...] | None = ()


@dataclass(frozen=True)
class About:
    """A publisher's release family: who publishes it, under which licence, how often, and what it counts.

    `url` is where its files are published; empty where they are not: partner organisations have them.
    `every_months` is how many months lie between two releases, and `after_days` how many days after the end of its
    period a release is expected; None where there is no rhythm. `visibility` is who may see the family's files
    unless the loader says otherwise: `public`, or `partners` for what partner organisations collect themselves.
    `label` stands beside each of its numbers: "management information". `everywhere` is whether the organisations of a
    file are all that there are in England, so that their sum is England's; what an alliance collects is not.
    `years_ahead` is how far ahead its periods may lie: plans do; what was counted has happened.
    """

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    cadence: str
    forms: Mapping[str, str]
    quantities: tuple[Quantity, ...]
    caveats: tuple[str, ...] = ()
    every_months: int | None = None
    after_days: int | None = None
    visibility: str = "public"
    label: str = ""
    everywhere: bool = True
    years_ahead: int = 0

    def quantity(self, name: str) -> Quantity | None:
        return next((q for q in self.quantities if q.id == name), None)


@dataclass(frozen=True)
class Landing:
    """A publisher's own page from which a family's files can be fetched. A source lists its pages in `LANDING`.

    `follow` finds, in the path of a link, the sub-pages that lead to files; `files` the files themselves. Both are
    searched for in the path as it reads (`%20` is a space), capitals do not count. `note` says in words what is
    looked for: "monthly workbooks and the national time series". `hosts` are other hosts of the publisher's on
    which the files lie; the page's own host, and those below its domain, need no mention.
    """

    url: str
    follow: str
    files: str
    note: str
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """What a file was recognised as. `status` and `published_on` are what the file itself states, if it does.

    A file that calls itself FICTIONAL has a `publisher` and `licence` of its own. `level` is organisation;
    national for a series that answers only where no organisation-level file does; or sub_icb for a file of parts of
    ICBs, which answers for these parts and for alliances by who pays. `because` is what in the file
    told which release it is, for `alliance sources explain`.
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
    because: str = ""


@dataclass(frozen=True)
class Reading:
    """The observations of a file, the names that it gives to codes, labels that were new to us, and warnings."""

    observations: pl.DataFrame
    names: Mapping[str, str]
    new_labels: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
