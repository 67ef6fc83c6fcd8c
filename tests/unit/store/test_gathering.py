"""Gathered tables: the same answers from few files, made anew from the releases' own whenever one is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Answer, open_desk, over_time
from alliance.errors import StoreTrouble
from alliance.store import gathering
from alliance.store.gathering import FACTOR, clear_gathered, gather
from alliance.store.manifest import read_manifest
from alliance.store.writing import lock
from tests.spec.small_england import Telling, telling, write_store

MONTHS = [date(2022 + n // 12, n % 12 + 1, 1) for n in range(FACTOR * FACTOR + FACTOR + 2)]


def told() -> Telling:
    """A release a month; the first month's is revised by the second release."""
    known = "\n".join(f"r{n:02d} | {month.year + 1}-{month.month:02d}-10" for n, month in enumerate(MONTHS))
    numbers = "\n".join(
        f"r{n:02d} | {place} | {month:%Y-%m} | {20 + n} | {10 + n % 7} | {seen}"
        for n, month in enumerate(MONTHS)
        for place, seen in (("ZA1", ""), ("ZA2", "partners" if n % 5 == 0 else ""))
    )
    revised = f"r01 | ZA1 | {MONTHS[0]:%Y-%m} | 99 | 3 |"
    return telling(
        f"release | known\n{known}",
        f"release | place | month | total | within | visibility\n{numbers}\n{revised}",
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return write_store(told(), tmp_path / "store")


def answers(store: Path) -> list[Answer]:
    """The same questions, asked of the files: a trust, an alliance, England; now, then, and for partners."""
    public, partners = open_desk(store), open_desk(store, visible=("public", "partners"))
    return [
        over_time(desk, "treatment-62-day", place, as_of=as_of)
        for desk in (public, partners)
        for place in ("ZA1", "ZA2", "E56900001", "england")
        for as_of in (None, date(2023, 6, 30))
    ]


def gathered(store: Path) -> list[tuple[int, int]]:
    with lock(store):
        manifest = gather(store, from_rows=0)
        clear_gathered(store, manifest)
    return [(g.level, len(g.releases)) for g in manifest.gathered]


def test_answers_are_the_same_from_few_tables(store: Path) -> None:
    before = answers(store)
    assert sorted(gathered(store)) == [(1, FACTOR), (2, FACTOR * FACTOR)]
    assert len(list((store / "gathered").iterdir())) == 2
    assert answers(store) == before


def test_gathering_again_changes_nothing(store: Path) -> None:
    first = gathered(store)
    stamp = read_manifest(store).stamp
    assert gathered(store) == first
    assert read_manifest(store).stamp == stamp


def test_a_small_store_has_no_gathered_tables(store: Path) -> None:
    with lock(store):
        assert gather(store).gathered == ()
    assert not (store / "gathered").exists()


def test_each_quantity_of_many_rows_has_a_file_of_its_own(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(store)
    monkeypatch.setattr(gathering, "ROWS_IN_GROUP", 2 * FACTOR)
    gathered(store)
    largest = max(read_manifest(store).gathered, key=lambda g: g.level)
    assert sorted(shelf.quantities for shelf in largest.shelves) == [
        ("treated-62-day",),
        ("treated-62-day-within",),
    ]
    assert answers(store) == before


@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_gathered_table_that_is_lost_or_damaged_is_made_anew(
    store: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    before = answers(store)
    gathered(store)
    for path in (store / "gathered").iterdir():
        path.unlink() if harm == "lost" else path.write_bytes(b"not what it was")
    monkeypatch.setattr(gathering, "FACTOR", 2)  # what there is would be gathered further
    levels = gathered(store)
    assert sum(releases for _, releases in levels) == len(told().releases)
    assert {path.name for path in (store / "gathered").iterdir()} == {
        shelf.table for g in read_manifest(store).gathered for shelf in g.shelves
    }
    assert answers(store) == before


def test_a_release_that_is_damaged_is_not_gathered(store: Path) -> None:
    entry = read_manifest(store).entries[0]
    (store / "releases" / entry.table).write_bytes(b"not what it was")
    with lock(store), pytest.raises(StoreTrouble, match="is not what it was when it was loaded"):
        gather(store, from_rows=0)
    assert read_manifest(store).gathered == ()


@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_gathered_table_that_is_lost_or_damaged_is_done_without(store: Path, harm: str) -> None:
    before = answers(store)
    gathered(store)
    for path in (store / "gathered").iterdir():
        path.unlink() if harm == "lost" else path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    assert answers(store) == before
