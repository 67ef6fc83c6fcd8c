"""A store that cannot be written, or is not what it was: one sentence, and nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from alliance.answers import open_desk, over_time
from alliance.errors import FileRefused, StoreTrouble
from alliance.ingest import inspect, load, reconcile, releases
from alliance.sources import open_raw
from tests.sources.small_workbook import small_workbook

TODAY = date(2024, 3, 14)
NOBODY = 65_534


@contextmanager
def without_rights() -> Iterator[None]:
    """Do something as a person who may read and not write, even where the tests run as root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one month: copied, never changed."""
    folder = tmp_path_factory.mktemp("loaded")
    load([small_workbook(folder / "january.xlsx")], folder / "store", today=TODAY)
    return folder


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Path:
    """A store of one month, to be spoiled."""
    return shutil.copytree(loaded / "store", tmp_path / "store")


@pytest.fixture(scope="module")
def february(loaded: Path) -> Path:
    """A file that is not loaded yet."""
    return small_workbook(loaded / "february.xlsx", date(2024, 2, 1))


@pytest.fixture
def read_only(store: Path, february: Path) -> Iterator[tuple[Path, Path]]:
    """A store, and a file, that everybody may read and nobody write."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(store, folder / "store")
    shutil.copy(february, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder / "store", folder / february.name
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_store_is_not_loaded_into(read_only: tuple[Path, Path]) -> None:
    store, file = read_only
    before = (store / "manifest.json").read_bytes()
    with without_rights(), pytest.raises(StoreTrouble, match="cannot be written: Permission denied"):
        load([file], store, today=TODAY)
    assert (store / "manifest.json").read_bytes() == before


def test_a_read_only_store_still_answers(read_only: tuple[Path, Path]) -> None:
    with without_rights():
        answer = over_time(open_desk(read_only[0]), "treatment-31-day", "england")
    assert answer.latest is not None
    assert answer.latest.denominator == 34


def test_a_store_whose_tables_cannot_be_written_is_trouble_and_not_a_refused_file(
    store: Path, february: Path
) -> None:
    shutil.rmtree(store / "releases")
    (store / "releases").write_text("in the way")
    (store / "manifest.json").unlink()
    with pytest.raises(StoreTrouble, match=r"releases.* cannot be written"):
        load([february], store, today=TODAY)
    assert not (store / "manifest.json").exists()


def test_a_file_in_the_place_of_a_store(february: Path) -> None:
    with pytest.raises(StoreTrouble, match=r"The store .* cannot be written: File exists"):
        load([february], february, today=TODAY)
    with pytest.raises(StoreTrouble, match="There is no store in"):
        open_desk(february)


def _manifest(store: Path) -> Path:
    return store / "manifest.json"


def _first_table(store: Path, besides: str = "") -> Path:
    return next(path for path in (store / "releases").iterdir() if path.name != besides)


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a manifest cut in half": (
        lambda s: _manifest(s).write_bytes(_manifest(s).read_bytes()[:300]),
        "manifest.json is damaged",
    ),
    "a manifest that is empty": (lambda s: _manifest(s).write_bytes(b""), "manifest.json is damaged"),
    "a manifest that is not text": (lambda s: _manifest(s).write_bytes(b"\xff\xfe\x00"), "is damaged"),
    "a manifest that is a list": (lambda s: _manifest(s).write_text("[]"), "is damaged"),
    "a manifest with a field too many": (
        lambda s: _manifest(s).write_text(_manifest(s).read_text().replace('"id"', '"uid"')),
        "is damaged",
    ),
    "a manifest with a day that is none": (
        lambda s: _manifest(s).write_text(_manifest(s).read_text().replace("2024-03-14", "2024-02-31")),
        "is damaged",
    ),
    "a manifest of a later version": (
        lambda s: _manifest(s).write_text(json.dumps({"version": 4, "releases": []})),
        "is of version 4; this program reads versions up to 3",
    ),
    "a folder in its place": (
        lambda s: (_manifest(s).unlink(), _manifest(s).mkdir()),
        "manifest.json cannot be read: Is a directory",
    ),
    "an entry that is not whole": (
        lambda s: _manifest(s).write_text(_manifest(s).read_text().replace('"rows": 912', '"rows": null')),
        "manifest.json is damaged (the entry of january.xlsx is not whole)",
    ),
    "all tables are gone": (lambda s: shutil.rmtree(s / "releases"), "releases cannot be read: No such file"),
    "a table that is gone": (lambda s: _first_table(s).unlink(), "lacks 1 of its tables, the first is "),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_says_so_to_whoever_asks(store: Path, february: Path, damage: str) -> None:
    spoil, sentence = DAMAGES[damage]
    spoil(store)
    for ask in (
        lambda: load([february], store, today=TODAY),
        lambda: open_desk(store),
        lambda: inspect(store),
        lambda: reconcile(store),
        lambda: releases(store),
    ):
        with pytest.raises(StoreTrouble) as trouble:
            ask()
        assert sentence in trouble.value.what
        assert trouble.value.next_step
        assert trouble.value.exit_code == 5


def test_a_table_whose_bytes_changed_is_found_by_its_hash(store: Path) -> None:
    table = _first_table(store)
    table.write_bytes(table.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreTrouble, match="is not what it was when it was loaded"):
        inspect(store)


def test_a_table_that_is_no_table_any_more_is_trouble_when_it_is_asked(store: Path) -> None:
    _first_table(store).write_bytes(b"not a table")
    with pytest.raises(StoreTrouble, match="is not what it was when it was loaded"):
        over_time(open_desk(store), "treatment-31-day", "england")
    with pytest.raises(StoreTrouble, match="is not what it was when it was loaded"):
        open_desk(store, in_memory=True)


def test_a_table_that_goes_while_the_store_is_open_is_trouble_when_it_is_asked(store: Path) -> None:
    desk = open_desk(store)
    _first_table(store).unlink()
    with pytest.raises(StoreTrouble, match="cannot be read: No such file"):
        over_time(desk, "treatment-31-day", "england")


def test_a_table_that_never_was_one_is_trouble_when_it_is_asked(store: Path) -> None:
    """Its name is its hash, and yet it holds no numbers."""
    name = f"{hashlib.sha256(b'nothing').hexdigest()}.parquet"
    (store / "releases" / name).write_bytes(b"nothing")
    _manifest(store).write_text(_manifest(store).read_text().replace(_first_table(store, name).name, name))
    with pytest.raises(StoreTrouble, match="cannot be read"):
        over_time(open_desk(store), "treatment-31-day", "england")


def test_leftovers_that_cannot_be_cleared_away_are_trouble(store: Path, february: Path) -> None:
    (store / "releases" / ".abc.parquet.99.1.part").mkdir()
    with pytest.raises(StoreTrouble, match="cannot be written"):
        load([february], store, today=TODAY)


def test_a_file_that_one_may_not_read_is_refused(read_only: tuple[Path, Path]) -> None:
    _, file = read_only
    file.chmod(0)
    with (
        without_rights(),
        pytest.raises(FileRefused, match=r"february\.xlsx cannot be opened: Permission denied"),
    ):
        open_raw(file)


def test_a_snapshot_that_is_gone_is_found(store: Path) -> None:
    next((store / "snapshots").iterdir()).unlink()
    with pytest.raises(StoreTrouble, match=r"\(of january\.xlsx\) cannot be read: No such file"):
        inspect(store)


def test_what_a_killed_loader_left_is_cleared_away_by_the_next(store: Path, february: Path) -> None:
    left = store / "releases" / ".abc.parquet.99.1.part"
    left.write_bytes(b"half")
    load([february], store, today=TODAY)
    assert not left.exists()
    assert inspect(store).releases == 2
