"""A whole workbook, tiny and made up: what is read from it, and what it is recognised by."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.ingest import load, releases
from alliance.sources import Reading, open_raw, recognise
from alliance.store.manifest import read_manifest
from tests.sources.small_workbook import row_of, sheets, small_workbook, some_groups, write

TODAY = date(2024, 3, 14)


def read(path: Path) -> Reading:
    """A file's observations and names."""
    file = open_raw(path)
    source, release = recognise(file)
    return source.read(file, release)


def test_a_workbook_is_recognised_by_what_is_in_it_whatever_its_name(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "copy (2) of final FINAL.bin", date(2024, 11, 1), basis="commissioner")
    source, release = recognise(open_raw(path))
    assert source.ABOUT.id == "cancer-waiting-times"
    assert (release.form, release.basis) == ("monthly-workbook", "commissioner")
    assert (release.first, release.last) == (date(2024, 11, 1), date(2024, 11, 30))
    assert release.title == "Cancer waiting times, commissioner based, 2024-11"


@pytest.mark.parametrize(
    ("said", "status"), [("Final", "final"), ("Provisional", "provisional"), ("Draft", "unknown")]
)
def test_the_front_page_says_whether_figures_are_final(tmp_path: Path, said: str, status: str) -> None:
    reading = read(small_workbook(tmp_path / "book.xlsx", status=said))
    assert reading.observations["status"].unique().to_list() == [status]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("book", "unknown"),
        ("JANUARY-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL", "final"),
        ("january-2024-provider-workbook-provisional-v2", "provisional"),
        ("January-2024-Provisional-to-Final", "unknown"),
        ("January-2024-finalised", "unknown"),
    ],
)
def test_where_the_front_page_has_no_status_the_name_says_it_or_nothing_does(
    tmp_path: Path, name: str, status: str
) -> None:
    told = sheets(some_groups())
    told["Frontpage"] = [["Welcome"]]
    reading = read(write(tmp_path / f"{name}.xlsx", told))
    assert reading.observations["status"].unique().to_list() == [status]


@pytest.mark.parametrize(
    ("said", "status"), [("Final", "final"), ("Provisional", "provisional"), ("Draft", "unknown")]
)
def test_the_front_page_counts_more_than_the_name(tmp_path: Path, said: str, status: str) -> None:
    for word in ("FINAL", "PROVISIONAL"):
        reading = read(small_workbook(tmp_path / f"book-{word}.xlsx", status=said))
        assert reading.observations["status"].unique().to_list() == [status]


def test_the_word_of_whoever_loads_it_counts_more_than_the_front_pages(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "book.xlsx", status="Final")
    (loaded,) = load([path], tmp_path / "store", today=TODAY, status="provisional")
    assert loaded.status == "provisional"
    assert releases(tmp_path / "store")[0]["status"] == "provisional"


def test_known_since_is_the_day_of_publication_or_else_of_loading(tmp_path: Path) -> None:
    load([small_workbook(tmp_path / "a.xlsx")], tmp_path / "store", today=TODAY, published=date(2024, 3, 7))
    load([small_workbook(tmp_path / "b.xlsx", date(2024, 2, 1))], tmp_path / "store", today=TODAY)
    first, second = read_manifest(tmp_path / "store").entries
    assert (first.published_on, first.known_since) == (date(2024, 3, 7), date(2024, 3, 7))
    assert (second.published_on, second.known_since) == (None, TODAY)


def test_each_count_keeps_the_cell_in_which_the_publisher_wrote_it(tmp_path: Path) -> None:
    told = sheets(some_groups())
    observations = read(write(tmp_path / "book.xlsx", told)).observations
    for ref, value in observations.select("ref", "value").iter_rows():
        sheet, cell = ref.split("!")
        column = ord(cell[0]) - ord("A")
        assert told[sheet][int(cell[1:]) - 1][column] == value, ref


def test_totals_those_within_and_wait_bands_are_observations_of_their_own(tmp_path: Path) -> None:
    observations = read(small_workbook(tmp_path / "book.xlsx")).observations
    here = observations.filter(
        (pl.col("place") == "ZA1")
        & (pl.col("quantity").is_in(["treated-62-day", "treated-62-day-within"]))
        & (pl.col("cancer") == "lung")
        & (pl.col("route") == "urgent-suspected-cancer")
    )
    found = {(q, b): v for q, b, v in here.select("quantity", "band", "value").iter_rows()}
    assert found == {
        ("treated-62-day", "all"): 11,
        ("treated-62-day-within", "all"): 7.5,
        ("treated-62-day", "0-31"): 3,
        ("treated-62-day", "32-38"): 1.5,
        ("treated-62-day", "39-48"): 2,
        ("treated-62-day", "49-62"): 1,
        ("treated-62-day", "63-76"): 2,
        ("treated-62-day", "77-90"): 0,
        ("treated-62-day", "91-104"): 0.5,
        ("treated-62-day", "over-104"): 1,
    }


def test_a_breast_symptoms_sheet_repeats_its_subject_and_that_is_no_cut(tmp_path: Path) -> None:
    observations = read(small_workbook(tmp_path / "book.xlsx")).observations
    seen = observations.filter(pl.col("quantity") == "first-seen-breast-symptoms")
    assert seen["cancer"].unique().to_list() == ["all"]
    assert seen.filter((pl.col("band") == "all") & (pl.col("place") == "england"))["value"].to_list() == [16]


def test_a_new_label_is_kept_under_its_own_slug_and_reported(tmp_path: Path) -> None:
    told = sheets(some_groups())
    for rows in told.values():
        for row in rows:
            row[:] = [
                "Suspected cancer of the Moon" if cell == "Suspected skin cancer" else cell for cell in row
            ]
    (loaded,) = load([write(tmp_path / "book.xlsx", told)], tmp_path / "store", today=TODAY)
    assert loaded.outcome == "loaded"
    assert "new label cancer: Suspected cancer of the Moon" in loaded.warnings
    observations = pl.read_parquet(
        tmp_path / "store/releases" / read_manifest(tmp_path / "store").entries[0].table
    )
    assert "suspected-cancer-of-the-moon" in observations["cancer"].to_list()


def test_an_unknown_organisation_is_kept_warned_of_and_counted_in_england(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", sheets(some_groups("RRK", "Z9X"), names={"Z9X": "THE NEW HOSPITAL"}))
    (loaded,) = load([path], tmp_path / "store", today=TODAY)
    assert loaded.warnings == ("unknown organisation Z9X (THE NEW HOSPITAL): kept, and counted in England",)
    observations = read(path).observations.filter(
        (pl.col("quantity") == "treated-31-day") & (pl.col("band") == "all")
    )
    whole = observations.filter((pl.col("cancer") == "all") & (pl.col("modality") == "all"))
    values = dict(whole.filter(pl.col("treatment_stage") == "all").select("place", "value").iter_rows())
    assert values == {"RRK": 17, "Z9X": 17, "england": 34}


@pytest.mark.parametrize("stated", [date(2024, 1, 1), "Jan-24 "])
def test_the_month_may_be_stated_as_a_day_or_in_words(tmp_path: Path, stated: object) -> None:
    told = sheets(some_groups())
    for rows in [rows for name, rows in told.items() if name != "Frontpage"]:
        rows[1] = [stated]
    _, release = recognise(open_raw(write(tmp_path / "book.xlsx", told)))
    assert release.first == date(2024, 1, 1)


def test_a_file_that_calls_itself_fictional_is_not_the_publishers(tmp_path: Path) -> None:
    told = sheets(some_groups())
    told["Frontpage"][5] = ["FICTIONAL: every number is invented."]
    load([write(tmp_path / "book.xlsx", told)], tmp_path / "store", today=TODAY)
    (described,) = releases(tmp_path / "store")
    assert described["publisher"] == "Made up, in the layout of NHS England"
    assert described["licence"] == "None: made-up figures"


def test_only_what_was_recognised_is_read(tmp_path: Path) -> None:
    source, release = recognise(open_raw(small_workbook(tmp_path / "book.xlsx")))
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(TypeError, match="recognised as a workbook and is none"):
        source.read(open_raw(tmp_path / "letter.txt"), release)


def test_an_organisation_without_patients_stays_where_its_row_is(tmp_path: Path) -> None:
    told = sheets(some_groups("ZA1", "ZA2"))
    empty = [0.0] * 5
    rows = told["28-DAY FDS (ALL ROUTES)"]
    rows.insert(-2, ["", "ZA3", "CLOSED HOSPITAL", "ALL ROUTES", 0.0, 0.0, 0.0, "-", "", *empty])
    observations = read(write(tmp_path / "book.xlsx", told)).observations
    assert observations.filter(pl.col("place") == "ZA3")["value"].sum() == 0


def test_a_file_loaded_twice_changes_nothing_even_under_another_name(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "book.xlsx")
    load([path], tmp_path / "store", today=TODAY)
    before = (tmp_path / "store/manifest.json").read_bytes()
    shutil.copy(path, tmp_path / "again.xlsx")
    results = load(
        [path, tmp_path / "again.xlsx"], tmp_path / "store", today=date(2030, 1, 1), status="provisional"
    )
    assert [r.outcome for r in results] == ["already loaded", "already loaded"]
    assert (tmp_path / "store/manifest.json").read_bytes() == before


def test_the_small_workbook_is_as_wide_as_the_sheets_that_it_imitates() -> None:
    told = sheets(some_groups())
    assert len(told) == 11
    assert row_of(told["62-DAY (BY CANCER)"], "", "ALL ROUTES", "Lung")[5] == 27
