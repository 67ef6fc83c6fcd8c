"""A small store with two rooms: what everybody may see, what is for partners, and what a list sees before its hour.

Every hidden file holds marks: counts, shares, hashes, names of files, of a hospital and of a cancer that stand nowhere
else. Beside it can be built the store in which the hidden files never were.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import polars as pl
from pypdf import PdfReader

from alliance.answers import BY_CUT, BY_PLACE, Answer, Desk, ask, open_desk
from alliance.errors import AllianceError
from alliance.ingest import Audience, load
from tests.sources.combined_csv import read
from tests.sources.small_workbook import Group, sheets, some_groups, write
from tests.spec.small_england import write_book

__all__ = [
    "AFTER", "BEFORE", "HOUR", "LIST", "PLACES", "Rooms", "answers_of", "as_text", "marks_in", "text_of",
]  # fmt: skip

LIST = "pre-release-april"
HOUR = datetime(2024, 5, 9, 8, 30, tzinfo=UTC)
BEFORE, AFTER = HOUR.replace(hour=7), HOUR.replace(hour=9)
PLACES = ("england", "E56900001", "QZ1", "ZA1", "ZH9")
SOURCES = ("cancer-waiting-times", "waiting-list", "local-data")  # of the others no file is here
BY_EVERYTHING = ("treatment-62-day", "faster-diagnosis-28-day", "waiting-over-62-days", "fit-returned")
DIVIDED = [
    by for by in (*BY_CUT, *BY_PLACE) if by not in ("sex", "age", "deprivation", "ethnicity")
]  # as files are
TODAY = date(2024, 4, 11)
MEASURE = """
id = "fit-returned"
title = "Tests returned"
short_title = "Tests returned"
kind = "proportion"
better = "higher"
stage = "diagnosis"
source = "local-data"
why = "Made up."
caveats = []
owner = "Nobody"
reviewed_on = 2024-01-01
[numerator]
quantity = "fit-returned-numerator"
means = "tests returned"
[denominator]
quantity = "fit-returned"
means = "tests sent"
"""


@dataclass(frozen=True)
class Rooms:
    """The files of the two rooms, and stores that hold some of them."""

    folder: Path
    public: tuple[Path, ...] = ()
    partners: tuple[Path, ...] = ()
    listed: tuple[Path, ...] = ()
    _stores: dict[tuple[str, ...], Path] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path) -> Rooms:
        """Write the files."""
        return cls(folder, tuple(_public(folder)), tuple(_partners(folder)), tuple(_listed(folder)))

    def store(self, *rooms: str, lifted: bool = False) -> Path:
        """A store of these rooms (public, partners, listed); `lifted` where the list's files came out as public."""
        key = (*rooms, *(("lifted",) if lifted else ()))
        if key not in self._stores:
            self._stores[key] = self._fill("-".join(key), rooms, lifted)
        return self._stores[key]

    def _fill(self, name: str, rooms: Sequence[str], lifted: bool) -> Path:
        store = self.folder / name
        write_book(store / "book")
        (store / "measures").mkdir()
        (store / "measures" / "fit-returned.toml").write_text(MEASURE, encoding="utf-8")
        for room in rooms:
            seen = {
                "public": Audience("public"),
                "partners": Audience("partners"),
                "listed": Audience(LIST, HOUR),
            }
            audience = Audience("public") if lifted and room == "listed" else seen[room]
            day = HOUR.date() if room == "listed" else TODAY
            results = load(getattr(self, room), store, today=TODAY, published=day, audience=audience)
            assert [r.error for r in results] == [None] * len(results)
        return store

    def desk(
        self, *rooms: str, visible: Sequence[str] = (), now: datetime = BEFORE, lifted: bool = False
    ) -> Desk:
        """A store of these rooms, open for those who see what is public and this."""
        store = self.store(*rooms, lifted=lifted)
        return open_desk(store, in_memory=True, visible=("public", *visible), now=now)

    def marks(self, room: str) -> set[str]:
        """What stands in the files of a room and in no other: names, hashes, and counts as they are written."""
        mine, others = self._told(room), set[str]()
        for other in {"public", "partners", "listed"} - {room}:
            others |= self._told(other)
        return mine - others

    def _told(self, room: str) -> set[str]:
        found: set[str] = set()
        for path in getattr(self, room):
            found |= {path.name, hashlib.sha256(path.read_bytes()).hexdigest()}
            values = read(path).observations["value"].drop_nulls().to_list()
            counts = {value for value in values if value >= 1000}
            found |= {form for value in counts for form in (f"{value:.0f}", f"{value:,.0f}")}
        return found | ({"Hidden Hospital"} if room == "listed" else set())


def _public(folder: Path) -> Iterator[Path]:
    for month in (1, 2):
        groups = [*some_groups("ZA1", "ZA2", "ZA3"), *some_groups("ZA1", times=month * 3)]
        told = sheets(groups, date(2024, month, 1), status="Provisional")
        yield write(folder / "files" / f"open-{month}.xlsx", told)


def _marked(first: int, *codes: str) -> list[Group]:
    """Groups of which each count is a number that nobody else has."""
    groups = some_groups(*codes)
    return [
        Group(g.standard, g.code, g.part, g.cancer, _bands(first + 1009 * n, len(g.bands)), g.modality)
        for n, g in enumerate(groups)
    ]


def _bands(first: int, count: int) -> tuple[float, ...]:
    return tuple(float(first + 101 * n * n + 7 * n) for n in range(count))


def _partners(folder: Path) -> Iterator[Path]:
    """A final January before it is published, a plan, a waiting list, and what the alliance collected."""
    told = sheets(_marked(31_013, "ZA1", "ZA2"), date(2024, 1, 1))
    yield write(folder / "files" / "partners-own-january.xlsx", told)
    plan = folder / "files" / "secret-plan.csv"
    plan.write_text(
        "measure,place,period,value,set_by\ntreatment-62-day,ZA1,2024-02,61.37%,Hidden Board\n"
        "treatment-62-day,ZA1,2024-03,62.41%,Hidden Board\n"
    )
    yield plan
    waiting = folder / "files" / "secret-waiting-list.csv"
    waiting.write_text(
        "DateKey,Week Ending,Org Code,Org Name,Section,RowType,TumourType,Day 0-28,Day 29-62,Day 63-104,Day >104\n"
        "20240204,04/02/2024,ZA1,Alder Hospital,Section1 Without DTT,Urgent Suspected Cancer,Lung,"
        "52153,4127,3121,2111\n"
        "20240204,04/02/2024,ZA1,Alder Hospital,Section2 With DTT,Urgent Suspected Cancer,Lung,1201,1301,1409,1511\n"
    )
    yield waiting
    local = folder / "files" / "secret-local-data.csv"
    local.write_text("place,period,measure,numerator,denominator\nZA1,2024-02,fit-returned,45317,56039\n")
    yield local


def _listed(folder: Path) -> Iterator[Path]:
    """March, and February once more and final, with a hospital that no other file names."""
    for month, first in ((2, 61_031), (3, 83_047)):
        groups = _marked(first, "ZA1", "ZA3", "ZH9")
        told = sheets(groups, date(2024, month, 1), names={"ZH9": "Hidden Hospital"})
        yield write(folder / "files" / f"embargoed-{month}.xlsx", told)


def answers_of(desk: Desk, as_of: date | None = None) -> Iterator[tuple[str, Answer | str]]:
    """Every measure at every place, some by everything too; what is refused is told in its own words."""
    for measure in (m.id for m in desk.measures.values() if m.source in SOURCES):
        for place in PLACES:
            for by in (None, *(DIVIDED if measure in BY_EVERYTHING else ())):
                try:
                    yield f"{measure} {place} {by}", ask(desk, measure, place, by=by, as_of=as_of)
                except AllianceError as refused:
                    yield f"{measure} {place} {by}", f"{refused}"
                    if by is None:
                        break  # and so is every part of it


def text_of(name: str, content: bytes) -> str:
    """All words and numbers of a file that was written, whatever its format."""
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if name.endswith((".xlsx", ".pptx")):
        return _zipped(content)
    if name.endswith(".parquet"):
        return "\n".join(str(row) for row in pl.read_parquet(BytesIO(content)).iter_rows())
    return content.decode("utf-8-sig")


def _zipped(content: bytes) -> str:
    """The XML of an Office file, and of the workbooks inside it."""
    found = []
    with ZipFile(BytesIO(content)) as packed:
        for inner in packed.namelist():
            body = packed.read(inner)
            found.append(_zipped(body) if inner.endswith(".xlsx") else body.decode("utf-8", "replace"))
    return "\n".join(found)


def marks_in(text: str, marks: set[str]) -> set[str]:
    """Which marks stand in a text: a number only as a whole number of its own, never as what follows a point."""
    words = {word.rstrip(".,").removesuffix(".0") for word in re.findall(r"[\w.,-]+", text)}
    whole = words | {part.removesuffix(".0") for word in words for part in word.split(",")}
    numbers = {mark for mark in marks if re.fullmatch(r"[\d,]+", mark)}
    return (numbers & whole) | {mark for mark in marks - numbers if mark in text}


def as_text(told: Answer | str) -> str:
    """An answer as its JSON, a refusal as its words."""
    return told if isinstance(told, str) else json.dumps(told.to_json(), ensure_ascii=False)
