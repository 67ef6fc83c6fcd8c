"""A very small England: two alliances, a handful of trusts, and stores of what was told of them.

Everything is made up. The same tables fill a store for the engine and are read by the plain twin.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from alliance.observations import check, conform
from alliance.periods import parse_period
from alliance.store.book import ONLY_OWN
from alliance.store.writing import add_release, coverage_of, cuts_of, lock, write_table
from tests.spec.tables import read_table

PLACES = """
code      | kind     | name              | opened     | closed
----------+----------+-------------------+------------+-----------
E40900001 | region   | Middle            |            |
E56900001 | alliance | Northern Alliance |            |
E56900002 | alliance | Southern Alliance |            |
QZ1       | icb      | Hills             |            |
QZ2       | icb      | Plains            |            |
ZA1       | trust    | Alder Hospital    |            |
ZA2       | trust    | Birch Hospital    |            |
ZA3       | trust    | Cedar Hospital    |            |
ZA4       | trust    | Damson Hospital   | 2024-03-01 |
ZA9       | trust    | Old Alder         |            | 2024-02-29
ZU1       | provider | Elder Clinic      |            |
"""
# Where each provider counts. Birch moves south in March; Cedar also works in the north, which is never added.
MEMBERSHIPS = """
place | within    | from       | to         | basis    | primary
------+-----------+------------+------------+----------+--------
ZA1   | E56900001 |            |            | provider | yes
ZA2   | E56900001 |            | 2024-02-29 | provider | yes
ZA2   | E56900002 | 2024-03-01 |            | provider | yes
ZA3   | E56900002 |            |            | provider | yes
ZA3   | E56900001 |            |            | provider | no
ZA4   | E56900002 |            |            | provider | yes
ZA1   | E40900001 |            |            | host     | yes
"""
SUCCESSIONS = """
old | new | date       | kind
ZA9 | ZA1 | 2024-03-01 | merge
"""
PROVIDERS = ("ZA1", "ZA2", "ZA3", "ZA4", "ZA9", "ZU1")
QUANTITIES = {"28": "faster-diagnosis", "31": "treated-31-day", "62": "treated-62-day"}
MEASURES = {"28": "faster-diagnosis-28-day", "31": "treatment-31-day", "62": "treatment-62-day"}
CUTS = ("cancer", "route", "modality", "treatment_stage", "band")


@dataclass(frozen=True)
class Release:
    """One file: when it was known, what it calls its figures, and whether it is of organisations."""

    name: str
    known: date
    status: str = "final"
    level: str = "organisation"
    basis: str = "provider"


class Told(NamedTuple):
    """One number that a release tells. `quantity` is a publisher's quantity; cuts are slugs or 'all'."""

    release: str
    place: str
    month: date
    quantity: str
    cuts: tuple[str, ...]  # in the order of CUTS
    value: float
    visibility: str = "public"


@dataclass(frozen=True)
class Telling:
    """All that was told: releases in the order of loading, and their numbers."""

    releases: tuple[Release, ...]
    numbers: tuple[Told, ...]


def telling(releases: str, numbers: str) -> Telling:
    """Read two tables. A row of numbers has a total and those within; what it does not name is 'all'.

    Each release also tells England's total, the sum of its organisations, unless it is a national one.
    """
    made = tuple(_release(row) for row in read_table(releases))
    told = [number for row in read_table(numbers) for number in _numbers(row)]
    level = {release.name: release.level for release in made}
    return Telling(made, (*told, *england([n for n in told if level[n.release] == "organisation"])))


def _release(row: dict[str, str]) -> Release:
    given = {key: row[key] for key in ("status", "level", "basis") if row.get(key)}
    return Release(row["release"], date.fromisoformat(row["known"]), **given)


def _numbers(row: dict[str, str]) -> list[Told]:
    quantity = QUANTITIES[row.get("standard") or "62"]
    cuts = tuple(row.get(cut) or "all" for cut in CUTS)
    month = parse_period(row["month"]).start
    seen = row.get("visibility") or "public"
    pairs = ((quantity, row.get("total")), (f"{quantity}-within", row.get("within")))
    return [
        Told(row["release"], row["place"], month, name, cuts, float(value), seen)
        for name, value in pairs
        if value
    ]


def england(numbers: Sequence[Told]) -> list[Told]:
    """England's own rows: the sums of the organisations'."""
    sums: dict[tuple[Any, ...], float] = {}
    for n in numbers:
        key = (n.release, "england", n.month, n.quantity, n.cuts)
        sums[key] = sums.get(key, 0.0) + n.value
    return [Told(*key, value) for key, value in sums.items()]


def write_book(folder: Path) -> None:
    """The small England's own book of places."""
    folder.mkdir(parents=True)
    (folder / ONLY_OWN).touch()
    _csv(folder / "places.csv", [{**row, "verified": "yes", "note": ""} for row in read_table(PLACES)])
    rows = [{**row, "valid_from": row["from"], "valid_to": row["to"]} for row in read_table(MEMBERSHIPS)]
    _csv(
        folder / "memberships.csv",
        [{k: v for k, v in row.items() if k not in ("from", "to")} for row in rows],
    )
    _csv(folder / "successions.csv", read_table(SUCCESSIONS))


def _csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "source"])
        writer.writeheader()
        writer.writerows({**row, "source": "made up"} for row in rows)


def write_store(told: Telling, store: Path) -> Path:
    """Fill a store as the loader does, release by release."""
    write_book(store / "book")
    with lock(store):
        for release in told.releases:
            mine = [n for n in told.numbers if n.release == release.name]
            add_release(store, **_facts(release, _table(release, mine), store))
    return store


def _table(release: Release, numbers: list[Told]) -> pl.DataFrame:
    rows = [
        {
            "source": "cancer-waiting-times",
            "release": identity(release),
            "place": n.place,
            "basis": release.basis,
            "period_start": n.month,
            "period_end": parse_period(f"{n.month:%Y-%m}").end,
            "quantity": n.quantity,
            "status": release.status,
            "value": n.value,
            "visibility": n.visibility,
            "ref": "made up",
            **dict(zip(CUTS, n.cuts, strict=True)),
        }
        for n in numbers
    ]
    return check(conform(pl.DataFrame(rows)), release.name)


def identity(release: Release) -> str:
    """The hash under which a release is kept."""
    return hashlib.sha256(release.name.encode()).hexdigest()


def _facts(release: Release, table: pl.DataFrame, store: Path) -> dict[str, Any]:
    return {
        "id": identity(release),
        "source": "cancer-waiting-times",
        "form": "monthly-workbook" if release.level == "organisation" else "national-series",
        "level": release.level,
        "title": release.name,
        "basis": release.basis,
        "file": f"{release.name}.xlsx",
        "snapshot": "none",
        "table": write_table(table, store),
        "rows": table.height,
        "publisher": "Nobody",
        "licence": "none",
        "url": "",
        "published_on": release.known,
        "known_since": release.known,
        "loaded_on": release.known,
        "coverage": coverage_of(table),
        "cuts": cuts_of(table),
        "names": {n: n for n in table["place"].unique().to_list()},
        "kinds": ("england",) if (table["place"] == "england").any() else ("trust",),
    }
