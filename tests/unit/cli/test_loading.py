"""`alliance load`, `check` and `sources`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.store.manifest import read_manifest
from tests.sources.small_workbook import national_sheets, sheets, small_workbook, some_groups, write
from tests.unit.cli.conftest import Run

JANUARY = {date(2024, 1, 1): {"28": (164.0, 134.0), "31": (34.0, 26.0), "62": (36.0, 26.0)}}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two months and the national series for one of them."""
    write(tmp_path / "files" / "1.xlsx", sheets(some_groups("RRK", "RJE")))
    write(tmp_path / "files" / "2.xlsx", sheets(some_groups("RRK", "RJE"), date(2024, 2, 1)))
    write(tmp_path / "files" / "series.xlsx", national_sheets(JANUARY))
    return tmp_path / "files"


def test_each_file_has_its_line_and_the_totals_are_reconciled(run: Run, files: Path, tmp_path: Path) -> None:
    ran = run("load", files, "--store", tmp_path / "store", "--published", "2024-03-14")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "[1/3] loaded          1.xlsx: Cancer waiting times, provider based, 2024-01, final, 912 numbers",
        "[2/3] loaded          2.xlsx: Cancer waiting times, provider based, 2024-02, final, 912 numbers",
        "[3/3] loaded          series.xlsx: Cancer waiting times, national time series, 2024-01 to 2024-01, final, "
        "8 numbers",
        "3 files: 3 loaded.",
        "Reconciled with the national time series: all 6 totals agree.",
    ]
    assert {e.known_since for e in read_manifest(tmp_path / "store").entries} == {date(2024, 3, 14)}


def test_a_day_of_publication_to_come_is_refused_in_a_sentence(run: Run, files: Path, tmp_path: Path) -> None:
    ran = run("load", files, "--store", tmp_path / "store", "--published", "9999-12-31")
    assert ran.code == 2
    assert ran.err.count("lies after today") == 1
    assert "[1/3]" not in ran.out
    assert not (tmp_path / "store").exists()


def test_a_list_may_have_a_file_before_the_day_of_its_publication(
    run: Run, files: Path, tmp_path: Path
) -> None:
    words = ("load", files / "1.xlsx", "--store", tmp_path / "store", "--visibility", "pre-release")
    embargo = ("--embargo", "2099-11-13T09:30+00:00", "--published")
    assert run(*words, *embargo, "2099-11-14").code == 2
    assert run(*words, *embargo, "2099-11-13").code == 0
    assert [e.known_since for e in read_manifest(tmp_path / "store").entries] == [date(2099, 11, 13)]


def test_loading_twice_changes_nothing(run: Run, files: Path, tmp_path: Path) -> None:
    run("load", files, "--store", tmp_path / "store")
    before = (tmp_path / "store" / "manifest.json").read_bytes()
    ran = run("load", files, "--store", tmp_path / "store")
    assert ran.code == 0
    assert "3 files: 3 already loaded." in ran.out
    assert (tmp_path / "store" / "manifest.json").read_bytes() == before


def test_a_refused_file_ends_with_4_and_the_others_are_loaded(run: Run, files: Path, tmp_path: Path) -> None:
    (files / "1.xlsx").write_bytes(b"<html>Page not found</html>")
    ran = run("load", files, "--store", tmp_path / "store")
    assert ran.code == 4
    assert "[1/3] refused         1.xlsx" in ran.out
    assert ran.err.startswith("alliance: 1.xlsx is a web page, not a data file. Open the publisher's page")
    assert "3 files: 2 loaded, 1 refused." in ran.out
    assert [e.file for e in read_manifest(tmp_path / "store").entries] == ["2.xlsx", "series.xlsx"]


def test_where_all_are_refused_nothing_is_reconciled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    ran = run("load", tmp_path / "letter.txt", "--store", tmp_path / "store")
    assert (ran.code, ran.out.splitlines()[-1]) == (4, "1 file: 1 refused.")


def test_warnings_are_listed_and_counted(run: Run, tmp_path: Path) -> None:
    ran = run("load", small_workbook(tmp_path / "1.xlsx"), "--store", tmp_path / "store")
    assert "unknown organisation ZA1 (HOSPITAL ZA1): kept, and counted in England" in ran.out
    assert "1 file: 1 loaded. 2 warnings." in ran.out
    assert "No national time series is loaded for these months: nothing to reconcile with." in ran.out


def test_totals_that_differ_are_named(run: Run, files: Path, tmp_path: Path) -> None:
    other = {date(2024, 1, 1): {**JANUARY[date(2024, 1, 1)], "62": (37.0, 26.0)}}
    write(files / "series.xlsx", national_sheets(other))
    ran = run("load", files, "--store", tmp_path / "store")
    assert ran.out.splitlines()[-2:] == [
        "1 of 6 totals differ from the national time series:",
        "  1.xlsx, treated-62-day, 2024-01: 36 against 37",
    ]


def test_the_status_can_be_given(run: Run, files: Path, tmp_path: Path) -> None:
    ran = run("load", files / "1.xlsx", "--store", tmp_path / "store", "--status", "provisional")
    assert "2024-01, provisional, 912 numbers" in ran.out


def test_check_says_that_a_store_is_whole_and_whom_it_does_not_know(
    run: Run, files: Path, tmp_path: Path
) -> None:
    run("load", files, "--store", tmp_path / "store")
    ran = run("check", "--store", tmp_path / "store")
    assert ran.out.splitlines() == [
        "3 releases, 1,832 numbers; every table and snapshot has its own hash.",
        "Reconciled with the national time series: all 6 totals agree.",
        "Every organisation code is in the book of places.",
    ]
    run("load", small_workbook(tmp_path / "strange.xlsx"), "--store", tmp_path / "store")
    assert "unknown organisation ZA1 (HOSPITAL ZA1): kept, shown as unknown, counted in England" in (
        run("check", "--store", tmp_path / "store").out
    )


def test_sources_lists_what_can_be_loaded_and_what_is(run: Run, files: Path, tmp_path: Path) -> None:
    empty = run("sources", "--store", tmp_path / "store")
    assert "cancer-waiting-times: Cancer waiting times, NHS England" in empty.out
    assert "is empty: alliance load FILE… fills it." in empty.out
    run("load", files, "--store", tmp_path / "store")
    assert "3 releases in" in run("sources", "--store", tmp_path / "store").out
    told = run("sources", "--store", tmp_path / "store", "--format", "json").told
    assert [*told] == ["sources", "releases", "feeds"]
    assert {f["source"]: f["state"] for f in told["feeds"]}["patient-experience"] == "empty"
    assert [r["file"] for r in told["releases"]] == ["1.xlsx", "2.xlsx", "series.xlsx"]
    assert {q["id"] for q in told["sources"][0]["quantities"]} >= {"treated-62-day", "treated-62-day-within"}
