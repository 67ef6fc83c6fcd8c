"""`alliance fetch`, against a made-up publisher on this machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance.store.manifest import read_manifest
from tests.sources.fetching.small_publisher import Publisher, answers, closed_port, open_publisher
from tests.sources.small_workbook import sheets, some_groups, write
from tests.unit.cli.conftest import Run

HOME = "/statistics/cancer-waiting-times/"
YEAR = HOME + "2023-24-monthly-cancer-waiting-times-statistics/"
JANUARY = "/uploads/2024/03/JANUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx"
FEBRUARY = "/uploads/2024/04/FEBRUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx"


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A page, a sub-page, and a workbook on each."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)  # the clock's, not ours: pauses take no time
    with open_publisher() as found:
        found.page(HOME, YEAR, JANUARY)
        found.page(YEAR, FEBRUARY, JANUARY)
        for path, month in ((JANUARY, date(2024, 1, 1)), (FEBRUARY, date(2024, 2, 1))):
            book = write(tmp_path / "made" / "book.xlsx", sheets(some_groups("RRK", "RJE"), month))
            found.file(path, book.read_bytes())
        yield found


def _words(publisher: Publisher, store: Path, *more: str) -> tuple[object, ...]:
    return ("fetch", "cancer-waiting-times", "--store", store, "--landing", publisher.address + HOME, *more)


def test_new_files_are_fetched_loaded_and_listed(run: Run, publisher: Publisher, tmp_path: Path) -> None:
    ran = run(*_words(publisher, tmp_path / "store"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1:] == [
        "[1/2] loaded          JANUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx: "
        "Cancer waiting times, provider based, 2024-01, final, 912 numbers",
        "[2/2] loaded          FEBRUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx: "
        "Cancer waiting times, provider based, 2024-02, final, 912 numbers",
        "2 links: 2 loaded.",
    ]
    entries = read_manifest(tmp_path / "store").entries
    assert [entry.file for entry in entries] == [path.rpartition("/")[2] for path in (JANUARY, FEBRUARY)]
    assert not list((tmp_path / "store" / "downloads").rglob("*.xlsx"))  # they are among the snapshots
    assert run("check", "--store", tmp_path / "store").code == 0


def test_fetching_again_changes_nothing(run: Run, publisher: Publisher, tmp_path: Path) -> None:
    run(*_words(publisher, tmp_path / "store"))
    before = (tmp_path / "store" / "manifest.json").read_bytes()
    ran = run(*_words(publisher, tmp_path / "store"))
    assert ran.out.splitlines()[-1] == "2 links: 2 unchanged."
    assert (tmp_path / "store" / "manifest.json").read_bytes() == before


def test_a_file_that_was_loaded_by_hand_is_not_loaded_again(
    run: Run, publisher: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "by-hand.xlsx").write_bytes(publisher.served[JANUARY].body)
    run("load", tmp_path / "by-hand.xlsx", "--store", tmp_path / "store")
    ran = run(*_words(publisher, tmp_path / "store"))
    assert ran.out.splitlines()[-1] == "2 links: 1 already loaded, 1 loaded."
    assert read_manifest(tmp_path / "store").entries[0].file == "by-hand.xlsx"


def test_a_dry_run_lists_and_changes_nothing(run: Run, publisher: Publisher, tmp_path: Path) -> None:
    ran = run(*_words(publisher, tmp_path / "store", "--dry-run"))
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "JANUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx: new",
        f"        {publisher.address}{JANUARY}",
        "FEBRUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx: new",
        f"        {publisher.address}{FEBRUARY}",
        f"2 files on {publisher.address}{HOME} and its sub-pages, 2 of them new. Nothing was fetched.",
    ]
    assert not (tmp_path / "store").exists()
    run(*_words(publisher, tmp_path / "store"))
    assert "would ask whether it changed" in run(*_words(publisher, tmp_path / "store", "--dry-run")).out


def test_a_dry_run_tells_of_a_page_that_is_gone(run: Run, publisher: Publisher, tmp_path: Path) -> None:
    del publisher.served[YEAR]
    ran = run(*_words(publisher, tmp_path / "store", "--dry-run"))
    assert ran.code == 5
    assert "is not there any more (404)" in ran.err


def test_a_file_that_the_store_refuses_ends_with_4(run: Run, publisher: Publisher, tmp_path: Path) -> None:
    publisher.file(JANUARY, b"this is no workbook")
    ran = run(*_words(publisher, tmp_path / "store"))
    assert ran.code == 4
    assert "[1/2] refused         JANUARY-2024" in ran.out
    assert "2 links: 1 refused, 1 loaded." in ran.out
    assert ran.err.startswith(
        "alliance: JANUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx is not a file that"
    )


def test_a_file_that_does_not_come_ends_with_5_and_the_others_are_loaded(
    run: Run, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.first(JANUARY, *[answers(503)] * 4)
    ran = run(*_words(publisher, tmp_path / "store"))
    assert ran.code == 5
    assert "2 links: 1 failed, 1 loaded." in ran.out
    assert "did not come in 4 tries: the server answered 503" in ran.err


def test_offline_it_says_so_in_one_sentence(run: Run, tmp_path: Path) -> None:
    page = f"http://127.0.0.1:{closed_port()}/"
    ran = run("fetch", "cancer-waiting-times", "--store", tmp_path / "store", "--landing", page)
    assert ran.code == 5
    assert ran.err == (
        f"alliance: The publisher's page {page} cannot be reached: the connection was refused. "
        "Check the network and fetch again later, or download the files by hand and `alliance load` them.\n"
    )
    assert not (tmp_path / "store").exists()


def test_a_page_without_such_links_ends_with_4(run: Run, publisher: Publisher, tmp_path: Path) -> None:
    publisher.page(HOME, "/dashboard")
    ran = run(*_words(publisher, tmp_path / "store"))
    assert ran.code == 4
    assert "have no link to monthly workbooks, combined CSV files" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("no-such-source",), 3, "There is no source 'no-such-source'."),
        (("--landing", "http://127.0.0.1/"), 2, "--landing is the page of one source."),
        (
            ("cancer-waiting-times", "--landing", "www.example.org"),
            2,
            "'www.example.org' is not a web address.",
        ),
        (("cancer-waiting-times", "--landing", "file:///x"), 2, "'file:///x' is not a web address."),
    ],
)
def test_questions_that_cannot_be_asked(
    run: Run, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = run("fetch", *words, "--store", tmp_path / "store")
    assert ran.code == code
    assert said in ran.err


def test_a_source_without_a_page_of_links_is_fetched_by_hand(
    run: Run, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alliance.sources import find_sources

    source = find_sources()["cancer-waiting-times"]
    monkeypatch.delattr(source, "LANDING")
    said = f"Cancer waiting times: its files are fetched by hand, from {source.ABOUT.url}."
    ran = run(*_words(publisher, tmp_path / "store"))
    assert (ran.code, said in ran.err) == (2, True)
    of_all = run("fetch", "--store", tmp_path / "store")
    assert (of_all.code, of_all.err) == (0, "")
    assert said in of_all.out.splitlines()


def test_files_that_are_not_published_are_fetched_from_nowhere(run: Run, tmp_path: Path) -> None:
    from alliance.sources import find_sources

    own = ("local-data", "trajectories", "waiting-list")
    for name in own:
        ran = run("fetch", name, "--store", tmp_path / "store")
        assert ran.code == 2
        assert "its files are the alliance's and its partners' own, and are not published." in ran.err
        assert "http" not in ran.err
    assert all(source.ABOUT.url for name, source in find_sources().items() if name not in own)


def test_progress_is_shown_on_a_terminal_alone(
    run: Run, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "MB" not in run(*_words(publisher, tmp_path / "one")).err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = run(*_words(publisher, tmp_path / "two")).err
    assert "JANUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx: 0." in shown
