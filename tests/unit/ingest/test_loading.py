"""Loading: each file added whole or refused whole, in order, one result a file."""

from __future__ import annotations

import shutil
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from alliance.answers import open_desk, over_time
from alliance.errors import FileRefused, StoreTrouble, UsageError
from alliance.ingest import Audience, Loaded, files_in, inspect, load, releases
from alliance.places.corrections import COLUMNS
from alliance.store.manifest import read_manifest
from alliance.store.snapshots import write_whole
from tests.sources.small_workbook import sheets, small_workbook, some_groups, write

TODAY = date(2024, 6, 13)
HOUR = datetime(2099, 5, 14, 8, 30, tzinfo=UTC)
ELSE = "a release is never changed; to have it otherwise, load it into a new store"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three months in a folder, with what a folder also tends to hold."""
    for month in (1, 2, 3):
        small_workbook(tmp_path / "files" / f"{month}.xlsx", date(2024, month, 1))
    (tmp_path / "files" / ".hidden.xlsx").write_bytes(b"?")
    (tmp_path / "files" / "~$1.xlsx").write_bytes(b"?")
    return tmp_path / "files"


def test_a_folder_is_walked_in_order_of_name_and_hidden_files_are_passed_over(folder: Path) -> None:
    (folder / "2024").mkdir()
    (folder / "1.xlsx").rename(folder / "2024" / "z.xlsx")
    assert [p.name for p in files_in([folder])] == ["2.xlsx", "z.xlsx", "3.xlsx"]


def test_results_come_in_the_files_order_and_are_told_one_by_one(folder: Path, tmp_path: Path) -> None:
    told: list[Loaded] = []
    results = load([folder], tmp_path / "store", today=TODAY, progress=told.append)
    assert [r.file for r in results] == ["1.xlsx", "2.xlsx", "3.xlsx"]
    assert told == results
    assert [r.rows for r in results] == [r["rows"] for r in releases(tmp_path / "store")]


def test_a_refused_file_does_not_stop_the_others(folder: Path, tmp_path: Path) -> None:
    (folder / "2.xlsx").write_bytes(b"PK not really")
    results = load([folder], tmp_path / "store", today=TODAY)
    assert [r.outcome for r in results] == ["loaded", "refused", "loaded"]
    assert isinstance(results[1].error, FileRefused)
    assert [r["file"] for r in releases(tmp_path / "store")] == ["1.xlsx", "3.xlsx"]


def test_a_reference_file_that_is_cut_off_does_not_stop_the_others(folder: Path, tmp_path: Path) -> None:
    header = ",".join(COLUMNS)
    rows = [f"place,ZA{n},,trust,Trust {n},,,,,made up,Me,2024-01-01" for n in range(30)]
    cut = "\n".join([header, *rows, 'place,ZA30,,trust,"Trust'])
    (folder / "corrections.csv").write_text(cut, encoding="utf-8")
    results = {r.file: r for r in load([folder], tmp_path / "store", today=TODAY)}
    assert [r.outcome for r in results.values()] == ["loaded", "loaded", "loaded", "refused"]
    assert "a quotation mark is not closed" in str(results["corrections.csv"].error)


def test_more_files_than_are_read_ahead_come_back_in_their_order(tmp_path: Path) -> None:
    book = small_workbook(tmp_path / "files" / "0.xlsx")
    for number in range(1, 9):
        shutil.copy(book, tmp_path / "files" / f"{number}.xlsx")
    results = load([tmp_path / "files"], tmp_path / "store", today=TODAY)
    assert [r.file for r in results] == [f"{n}.xlsx" for n in range(9)]
    assert [r.outcome for r in results] == ["loaded"] + ["already loaded"] * 8
    assert inspect(tmp_path / "store").releases == 1


def test_two_writers_of_the_same_content_do_not_meet(tmp_path: Path) -> None:
    """As when one folder holds a file and its copy: both are prepared at the same time."""
    faults: list[BaseException] = []
    start = threading.Barrier(2)

    def keep_writing() -> None:
        start.wait()
        try:
            for number in range(150):
                write_whole(tmp_path / "same" / f"{number}", b"x" * 1000)
        except BaseException as fault:
            faults.append(fault)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        writers = [threading.Thread(target=keep_writing) for _ in range(2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    finally:
        sys.setswitchinterval(interval)
    assert faults == []
    assert len(list((tmp_path / "same").iterdir())) == 150


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere", "nowhere does not exist."),
        ("x" * 300, "cannot be opened: File name too long."),
        ("empty", "empty holds no files."),
    ],
)
def test_paths_with_no_file_are_refused_before_anything_is_read(
    folder: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    paths = [tmp_path / name] if name == "empty" else [folder, tmp_path / name]
    with pytest.raises(FileRefused) as refused:
        load(paths, tmp_path / "store", today=TODAY)
    assert refused.value.what.endswith(sentence)
    assert not (tmp_path / "store").exists()


def test_a_status_is_final_or_provisional(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'draft' is not a status"):
        load([folder], tmp_path / "store", today=TODAY, status="draft")
    assert not (tmp_path / "store").exists()


def test_figures_of_a_month_that_has_not_ended_are_refused_and_the_others_loaded(
    folder: Path, tmp_path: Path
) -> None:
    results = load([folder], tmp_path / "store", today=date(2024, 3, 30))
    assert [r.outcome for r in results] == ["loaded", "loaded", "refused"]
    assert results[2].error is not None
    assert results[2].error.what.startswith("3.xlsx, ")
    assert "the period 2024-03-01 to 2024-03-31 has not ended: today is 2024-03-30." in results[2].error.what


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("9999-12", "own.csv, line 2: '9999-12' is not a period."),
        (
            "FY2024-25",
            "own.csv, line 2, column numerator and 1 more: the period 2024-04-01 to 2025-03-31",
        ),
        ("2024-W24", "the period 2024-06-10 to 2024-06-16 has not ended"),
        ("2051", "the period 2051-01-01 to 2051-12-31 has not ended"),
        ("1985", "the period 1985-01-01 to 1985-12-31 begins before 1990"),
    ],
)
def test_local_data_of_a_time_that_cannot_be_are_refused_by_line(
    tmp_path: Path, period: str, said: str
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"place,period,measure,numerator,denominator\nRRK,{period},own,10,20\n")
    (refused,) = load([path], tmp_path / "store", today=TODAY)
    assert refused.error is not None
    assert said in refused.error.what
    assert refused.error.next_step


def test_a_revised_file_of_the_same_month_is_kept_beside_the_first(tmp_path: Path) -> None:
    first = small_workbook(tmp_path / "a" / "january.xlsx")
    revised = write(tmp_path / "b" / "january.xlsx", sheets(some_groups("ZA1", times=2)))
    load([first], tmp_path / "store", today=date(2024, 3, 14))
    load([revised], tmp_path / "store", today=date(2024, 5, 9))
    entries = read_manifest(tmp_path / "store").entries
    assert [(e.file, e.known_since) for e in entries] == [
        ("january.xlsx", date(2024, 3, 14)),
        ("january.xlsx", date(2024, 5, 9)),
    ]
    assert len(list((tmp_path / "store/snapshots").iterdir())) == 2


def test_two_files_of_one_month_and_status_are_told_apart(tmp_path: Path) -> None:
    first = small_workbook(tmp_path / "first.xlsx")
    revised = write(tmp_path / "revised.xlsx", sheets(some_groups("ZA1", times=2)))
    other = small_workbook(tmp_path / "payers.xlsx", basis="commissioner")
    _, second, third = load([first, revised, other], tmp_path / "store", today=TODAY)
    said = "first.xlsx is of the same month and status: of the two, the one known last speaks"
    assert second.warnings[-1] == said
    assert said not in third.warnings, "the bases are kept apart"


def test_a_second_loading_with_another_day_says_that_the_first_stands(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "book.xlsx")
    day = date(2024, 3, 14)
    load([path], tmp_path / "store", today=TODAY, published=day)
    (same,) = load([path], tmp_path / "store", today=TODAY, published=day)
    (other,) = load([path], tmp_path / "store", today=TODAY, published=date(2024, 4, 11))
    assert (same.outcome, same.warnings) == ("already loaded", ())
    assert other.warnings == (f"known since 2024-03-14 and final, as it was first loaded: {ELSE}",)
    (other,) = load([path], tmp_path / "store", today=TODAY, status="provisional")
    assert other.warnings == (f"known since 2024-03-14 and final, as it was first loaded: {ELSE}",)
    (same,) = load([path], tmp_path / "store", today=TODAY, status="final")
    assert same.warnings == ()


@pytest.mark.parametrize(
    ("first", "second", "whom"),
    [
        (Audience(), Audience("partners"), "everybody"),
        (Audience(), Audience("list-a", HOUR), "everybody"),
        (Audience("list-a"), Audience("public"), "the list list-a"),
        (
            Audience("list-a", HOUR),
            Audience("list-a"),
            "the list list-a until 2099-05-14T08:30:00+00:00, and everybody from then on",
        ),
        (Audience("partners"), Audience("partners", HOUR), "partner organisations"),
    ],
    ids=str,
)
def test_a_second_loading_for_others_says_for_whom_it_stays(
    tmp_path: Path, first: Audience, second: Audience, whom: str
) -> None:
    path = small_workbook(tmp_path / "book.xlsx")
    load([path], tmp_path / "store", today=TODAY, audience=first)
    before = (tmp_path / "store" / "manifest.json").read_bytes()
    for same in (first, Audience()):
        (loaded,) = load([path], tmp_path / "store", today=TODAY, audience=same)
        assert loaded.warnings == ()
    (loaded,) = load([path], tmp_path / "store", today=TODAY, audience=second)
    (warning,) = loaded.warnings
    assert warning.startswith(
        f"for {whom}, as it was first loaded, and not as --visibility {second.visibility}"
    )
    assert warning.endswith(f"nothing was restricted or opened; {ELSE}")
    assert (tmp_path / "store" / "manifest.json").read_bytes() == before


def test_a_second_loading_with_the_same_day_before_an_embargo_is_no_other_day(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "book.xlsx")
    for _ in range(2):
        (loaded,) = load(
            [path],
            tmp_path / "store",
            today=TODAY,
            published=date(2024, 3, 14),
            audience=Audience("list-a", HOUR),
        )
    assert (loaded.outcome, loaded.warnings) == ("already loaded", ())


def test_a_code_of_another_system_is_kept_under_the_books_own(tmp_path: Path) -> None:
    groups = some_groups("E54000010", "UNKNOWN")
    path = write(tmp_path / "book.xlsx", sheets(groups, basis="commissioner", names={"E54000010": "AN ICB"}))
    (loaded,) = load([path], tmp_path / "store", today=TODAY)
    assert loaded.warnings == ()
    (entry,) = read_manifest(tmp_path / "store").entries
    assert entry.names["QNC"] == "AN ICB"
    answer = over_time(open_desk(tmp_path / "store"), "treatment-31-day", "E54000010")
    assert (answer.place.code, answer.points[0].denominator) == ("QNC", 17)


def test_the_raw_bytes_are_kept_as_they_were_published(folder: Path, tmp_path: Path) -> None:
    load([folder], tmp_path / "store", today=TODAY)
    entries = read_manifest(tmp_path / "store").entries
    for entry in entries:
        kept = (tmp_path / "store/snapshots" / entry.snapshot).read_bytes()
        assert kept == (folder / entry.file).read_bytes()
        assert entry.snapshot == f"{entry.id}.xlsx"
    described = releases(tmp_path / "store")[0]
    assert described["publisher"] == "NHS England"
    assert (described["from"], described["to"], described["basis"]) == (
        "2024-01-01",
        "2024-01-31",
        "provider",
    )
    assert (described["published_on"], described["known_since"]) == (None, "2024-06-13")


def test_nothing_is_known_of_a_store_that_was_never_loaded_into(tmp_path: Path) -> None:
    assert releases(tmp_path / "store") == []
    with pytest.raises(StoreTrouble, match="There is no store in"):
        inspect(tmp_path / "store")
