"""Files damaged at random: a sentence or the whole truth, never a traceback and never a part.

A real workbook is damaged where ../shared is present, else the small made-up one.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused
from alliance.ingest import inspect, load
from alliance.observations import CUTS
from alliance.store.manifest import read_manifest
from tests.conftest import SHARED
from tests.sources.small_workbook import small_workbook

TODAY = date(2024, 3, 14)
REAL = SHARED / "data/cwt/workbooks/OCTOBER-2023-CWT-CRS-COMMISSIONER-WORKBOOK-FINAL.xlsx"
Damage = Callable[[bytearray], object]
WHERE = st.one_of(st.floats(0, 1), st.floats(0.985, 1))  # anywhere, and often in the list of members


def _flip(where: float, mask: int) -> Damage:
    def damage(content: bytearray) -> None:
        content[min(int(where * len(content)), len(content) - 1)] ^= mask

    return damage


def _clear(where: float, length: int) -> Damage:
    def damage(content: bytearray) -> None:
        start = int(where * len(content))
        content[start : start + length] = bytes(len(content[start : start + length]))

    return damage


def _cut(where: float) -> Damage:
    def damage(content: bytearray) -> None:
        del content[int(where * len(content)) :]

    return damage


DAMAGE = st.one_of(
    st.lists(st.builds(_flip, WHERE, st.integers(1, 255)), min_size=1, max_size=3),
    st.lists(st.builds(_clear, WHERE, st.integers(1, 4096)), min_size=1, max_size=1),
    st.lists(st.builds(_cut, WHERE), min_size=1, max_size=1),
)


def observations(store: Path) -> list[tuple[object, ...]]:
    """All that a store of one release holds, whatever the release is called."""
    (entry,) = read_manifest(store).entries
    table = pl.read_parquet(store / "releases" / entry.table).drop("release")
    return table.sort("ref").rows()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[tuple[object, ...]]]:
    """A sound file, and what it says."""
    folder = tmp_path_factory.mktemp("sound")
    path = REAL if REAL.exists() else small_workbook(folder / "book.xlsx")
    load([path], folder / "store", today=TODAY)
    return path.read_bytes(), observations(folder / "store")


@settings(max_examples=60, deadline=None)
@given(damages=DAMAGE)
def test_a_damaged_file_is_refused_or_says_what_the_sound_one_says(
    sound: tuple[bytes, list[tuple[object, ...]]], damages: list[Damage]
) -> None:
    content = bytearray(sound[0])
    for damage in damages:
        damage(content)
    with tempfile.TemporaryDirectory() as folder:
        path, store = Path(folder) / "damaged.xlsx", Path(folder) / "store"
        path.write_bytes(content)
        (loaded,) = load([path], store, today=TODAY)
        if loaded.outcome == "loaded":
            assert inspect(store).releases == 1
            assert observations(store) == sound[1]
        else:
            assert isinstance(loaded.error, FileRefused)
            assert [p.name for p in store.rglob("*")] == [".lock"]


SPOILT = st.lists(
    st.tuples(
        st.integers(1, 11),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(
            [b"", b"NaN", b"inf", b"-1", b"1e308", b"x", b"0.5", b"12", b"9" * 25, b"</v>", b'"']
        ),
    ),
    min_size=1,
    max_size=3,
)


def spoil(content: bytes, spoilt: list[tuple[int, float, bytes]]) -> bytes:
    """The workbook with some of its numbers rewritten, its checksums right."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for sheet, where, written in spoilt:
        name = f"xl/worksheets/sheet{sheet}.xml"
        pieces = members[name].split(b"<v>")
        chosen = 1 + int(where * (len(pieces) - 1))
        pieces[chosen] = written + pieces[chosen][pieces[chosen].index(b"</v>") :]
        members[name] = b"<v>".join(pieces)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, member in members.items():
            new.writestr(name, member)
    return made.getvalue()


@settings(max_examples=60, deadline=None)
@given(spoilt=SPOILT)
def test_numbers_rewritten_by_chance_are_refused_or_add_up(
    small: bytes, spoilt: list[tuple[int, float, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, store = Path(folder) / "spoilt.xlsx", Path(folder) / "store"
        path.write_bytes(spoil(small, spoilt))
        (loaded,) = load([path], store, today=TODAY)
        if loaded.outcome == "refused":
            assert isinstance(loaded.error, FileRefused)
            return
        (entry,) = read_manifest(store).entries
        table = pl.read_parquet(store / "releases" / entry.table)
        keys = ["quantity", *CUTS]
        england = pl.col("place") == "england"
        sums = table.filter(~england).group_by(keys).agg(pl.col("value").sum().alias("summed"))
        both = table.filter(england).join(sums, on=keys, how="full")
        assert both.filter(pl.col("value").eq_missing(pl.col("summed")).not_()).is_empty()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The small workbook's bytes."""
    return small_workbook(tmp_path_factory.mktemp("small") / "book.xlsx").read_bytes()
