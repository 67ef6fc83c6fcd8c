"""A hundred files in one go, ten of them bad: ninety loaded, ten explained, and the store whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.store.manifest import read_manifest
from tests.sources.conftest import contents
from tests.spec.hundred_files import WRONG, write_the_right, write_the_wrong
from tests.spec.small_england import write_book
from tests.unit.cli.conftest import Ran, Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hundred files, and a store that has a book of its own and nothing else yet."""
    made = tmp_path_factory.mktemp("hundred")
    assert write_the_right(made / "files") == 90
    write_the_wrong(made / "files")
    assert len(list((made / "files").iterdir())) == 100
    write_book(made / "store" / "book")
    return made


def explained(ran: Ran) -> dict[str, str]:
    """The sentence on standard error for each file that was refused."""
    told = [line.removeprefix("alliance: ") for line in ran.err.splitlines()]
    return {name: line for name in WRONG for line in told if name in line}


def test_a_hundred_files_in_one_go(run: Run, folder: Path) -> None:
    """One test, for the later looks are at what the first loading left."""
    words = ("load", folder / "files", "--store", folder / "store")
    ran = run(*words)
    assert ran.code == FileRefused.exit_code == 4
    refused = [line.split()[-1] for line in ran.out.splitlines() if "] refused" in line]
    assert set(refused) == WRONG.keys()
    assert "100 files: 90 loaded, 10 refused." in ran.out
    assert "[100/100]" in ran.out

    sentences = explained(ran)
    assert sentences.keys() == WRONG.keys()
    assert len(ran.err.splitlines()) == 10, "one line a file that was refused"
    assert [name for name, words_of_it in WRONG.items() if words_of_it not in sentences[name]] == []
    assert "Traceback" not in ran.err

    checked = run("check", "--store", folder / "store")
    assert (checked.code, checked.err) == (0, "")
    assert "every table and snapshot has its own hash" in checked.out
    entries = read_manifest(folder / "store").entries
    assert len(entries) == 88, "and two pages of the book"
    assert len(read_manifest(folder / "store").pages) == 2
    assert not list((folder / "store").rglob("*.part"))

    before = contents(folder / "store")
    again = run(*words)
    assert again.code == 4
    assert "100 files: 90 already loaded, 10 refused." in again.out
    assert explained(again) == sentences
    assert contents(folder / "store") == before, "loading again changes nothing"

    asked = run(
        "ask", "treatment-62-day", "--place", "ZA1", "--store", folder / "store", "--format", "json"
    ).told
    assert [p["absence"] for p in asked["points"][:12]] == [None] * 12
    assert {p["denominator"] for p in asked["points"][:12]} == {asked["points"][0]["denominator"]}


def test_each_bad_file_alone_leaves_an_empty_store_as_it_was(run: Run, folder: Path, tmp_path: Path) -> None:
    write_book(tmp_path / "store" / "book")
    before = {name: held for name, held in contents(tmp_path / "store").items() if name != ".lock"}
    for name in WRONG:
        ran = run("load", folder / "files" / name, "--store", tmp_path / "store")
        assert (ran.code, len(ran.err.splitlines())) == (4, 1), name
        assert "1 file: 1 refused." in ran.out
        left = {name: held for name, held in contents(tmp_path / "store").items() if name != ".lock"}
        assert left == before, name


def test_an_embargoed_file_is_not_there_for_the_public_who_asks_for_it(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    store, file = tmp_path / "store", folder / "files" / "provider-03.xlsx"
    write_book(store / "book")
    embargo = ("--visibility", "board-list", "--embargo", "2099-05-14T09:30+01:00")
    assert run("load", file, "--store", store, *embargo).code == 0
    words = ("ask", "treatment-62-day", "--place", "ZA1", "--store", store, "--format", "json")
    public, listed = run(*words).told, run(*words, "--audience", "board-list").told
    assert (public["points"], public["citations"]) == ([], [])
    assert public["sentence"] == "Alder Hospital: no published file that is loaded has this measure for it."
    assert listed["points"][0]["denominator"] == 18.0
    assert "Not for publication: seen by board-list." in listed["caveats"]
