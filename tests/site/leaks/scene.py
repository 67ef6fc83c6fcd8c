"""A site with three releases: one for everybody, one for partners, one for a named list until an hour.

Every number of a release is half of a multiple of its prime, so that sums of it are known too; each has a hospital
that is in no book. Everything is made up.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from alliance.ingest import Audience, load
from alliance.store.book import ONLY_OWN
from tests.sources.small_workbook import sheets, some_groups, write

__all__ = [
    "AFTER",
    "ALLIANCE",
    "AT_THE_HOUR",
    "BEFORE",
    "LIST",
    "PARTNERS",
    "RELEASES",
    "Release",
    "leaks",
    "make_store",
]

ALLIANCE, LIST, PARTNERS = "E56000999", "pre-release-may", "partners"
AT_THE_HOUR = datetime(2026, 5, 14, 8, 30, tzinfo=UTC)  # half past nine in London
BEFORE, AFTER = AT_THE_HOUR - timedelta(seconds=1), AT_THE_HOUR + timedelta(days=1)


@dataclass(frozen=True)
class Release:
    """One workbook of one month; `prime` makes its numbers, `hospital` is in no other file."""

    file: str
    month: date
    known: date
    prime: int
    hospital: str
    audience: Audience

    @property
    def visibility(self) -> str:
        """Whom it is for."""
        return self.audience.visibility or "public"

    def write(self, folder: Path) -> Path:
        """The workbook, the same bytes each time."""
        path = folder / self.file
        if not path.exists():
            groups = some_groups("RXR", "RXH", self.hospital, times=self.prime)
            write(path, sheets(groups, self.month, status="Provisional"))
        return path


RELEASES = (
    Release("everybody.xlsx", date(2026, 2, 1), date(2026, 4, 9), 7, "ZP1", Audience()),
    Release("partners-march.xlsx", date(2026, 3, 1), date(2026, 4, 30), 7411, "ZX1", Audience(PARTNERS)),
    Release(
        "may-list-april.xlsx",
        date(2026, 4, 1),
        date(2026, 5, 13),
        36107,
        "ZX2",
        Audience(LIST, AT_THE_HOUR),
    ),
)
PLACES = (
    (ALLIANCE, "alliance", "Three Rivers Cancer Alliance (fictional)"),
    ("RXR", "trust", "Riverside Hospitals (fictional)"),
    ("RXH", "trust", "Hillside Hospitals (fictional)"),
    ("RXE", "trust", "Elsewhere Hospitals (fictional)"),
)


def make_store(folder: Path, files: Path, *, visible: tuple[str, ...] = ("public", PARTNERS, LIST)) -> Path:
    """A store with the releases that are for these; the others are not in it. `files` keeps the workbooks."""
    _write_book(folder / "book")
    for release in RELEASES:
        if release.visibility in visible:
            known = {"today": release.known, "published": release.known}
            (loaded,) = load([release.write(files)], folder, **known, audience=release.audience)
            assert loaded.outcome == "loaded", loaded
    return folder


def _write_book(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ONLY_OWN).touch()
    empty = {"opened": "", "closed": "", "verified": "yes", "note": ""}
    _csv(folder / "places.csv", [{"code": c, "kind": k, "name": n, **empty} for c, k, n in PLACES])
    inside = {"within": ALLIANCE, "basis": "provider", "primary": "yes", "valid_from": "", "valid_to": ""}
    _csv(folder / "memberships.csv", [{"place": code, **inside} for code in ("RXR", "RXH")])


def _csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "source"])
        writer.writeheader()
        writer.writerows({**row, "source": "made up"} for row in rows)


_GROUPED = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)")  # as people read them: 7,411
_PLAIN = re.compile(r"(?<![\w.#-])\d+(?:\.\d+)?(?!\w)")  # as programs do: 7411.0


def leaks(text: str, files: Path, visible: tuple[str, ...]) -> list[str]:
    """What a text gives away of the releases that its reader may not see: words, hashes, numbers and sums of them."""
    hidden = [release for release in RELEASES if release.visibility not in visible]
    found = [word for release in hidden for word in _words(release, files) if word in text]
    primes = list(_primes(hidden))
    read = (*_GROUPED.findall(text), *_PLAIN.findall(text))
    numbers = {float(number.replace(",", "")) for number in read}
    return found + [f"{n:.1f}" for n in sorted(numbers) for p in primes if n >= p / 2 and (2 * n) % p == 0]


def _words(release: Release, files: Path) -> tuple[str, ...]:
    fingerprint = sha256((files / release.file).read_bytes()).hexdigest()
    return release.file, f"HOSPITAL {release.hospital}", fingerprint[:8]


def _primes(hidden: list[Release]) -> Iterator[int]:
    """What divides sums over months of which one is of a hidden release."""
    for size in range(1, len(RELEASES) + 1):
        for pooled in combinations(RELEASES, size):
            if set(pooled) & set(hidden):
                yield sum(release.prime for release in pooled)
