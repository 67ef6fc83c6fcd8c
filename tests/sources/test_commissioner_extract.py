"""The commissioner extract below the ICBs, in the layout that public code reads: summed by named lines, or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alliance.observations import check
from alliance.sources import open_raw, recognise
from tests.sources.combined_csv import read
from tests.sources.conftest import Refuse
from tests.sources.small_workbook import write

SHEET = "CWT CRS ICB SubLocation Extract"
TITLES = ("PERIOD", "ICB_SUB_LOCATION", "STANDARD", "SUB_CATEGORY", "TOTAL", "WITHIN_STANDARD", "BREACHES")
CATEGORIES = (
    ("28-day FDS", "28-day FDS", 100, 80),
    ("31-day Combined", "31-day (First)", 40, 35),
    ("31-day Combined", "31-day Sub (Surgery)", 6, 5),
    ("31-day Combined", "31-day Sub (Radiotherapy)", 5, 4),
    ("31-day Combined", "31-day Sub (Anti-cancer drug regimen)", 4, 4),
    ("31-day Combined", "31-day Sub (Other)", 2, 1),
    ("62-day Combined", "62-day (Urgent Suspected Cancer)", 20, 12),
    ("62-day Combined", "62-day (Breast Symptomatic)", 1, 1),
    ("62-day Combined", "62-day (Screening)", 3, 2),
    ("62-day Combined", "62-day (Consultant Upgrade)", 7.5, 6),
)
Rows = list[list[Any]]


def small_rows(*months: date, places: tuple[str, ...] = ("15E", "A3A8R")) -> Rows:
    """Every category of two places, the second with twice the patients of the first."""
    return [
        [month, place, standard, category, total * times, within * times, (total - within) * times]
        for month in months or (date(2025, 3, 1),)
        for times, place in enumerate(places, 1)
        for standard, category, total, within in CATEGORIES
    ]


def write_text(path: Path, rows: Rows, titles: tuple[str, ...] = TITLES) -> Path:
    """The rows as a CSV; the columns of `titles` alone."""
    places = [TITLES.index(title) if title in TITLES else -1 for title in titles]
    lines = [",".join(str(row[place]) if place >= 0 else "" for place in places) for row in rows]
    path.write_text("\n".join([",".join(titles), *lines]) + "\n")
    return path


def values(path: Path, place: str = "15E") -> dict[tuple[str, ...], float]:
    """What is said of a place: by quantity, route, stage and treatment."""
    rows = read(path).observations.filter(pl.col("place") == place)
    return {
        tuple(map(str, key)): value
        for *key, value in rows.select(
            "quantity", "route", "treatment_stage", "modality", "value"
        ).iter_rows()
    }


def test_it_is_recognised_by_its_header_as_text_and_as_a_workbook(tmp_path: Path) -> None:
    titles = [title.replace("_", " ") for title in TITLES]
    book = write(tmp_path / "x.bin", {SHEET: [titles, *small_rows()]})
    text = write_text(tmp_path / "y.bin", small_rows())
    for path in (book, text):
        _, release = recognise(open_raw(path))
        assert (release.form, release.basis, release.level) == (
            "commissioner-extract",
            "commissioner",
            "sub_icb",
        )
        assert (release.first, release.last, release.status) == (
            date(2025, 3, 1),
            date(2025, 3, 31),
            "unknown",
        )
        check(read(path).observations, path.name)
    assert values(book) == values(text)


def test_its_name_says_whether_it_is_final(tmp_path: Path) -> None:
    path = write_text(tmp_path / "CWT-CRS-Apr-2024-to-Sep-2024-ICB-Sub-Location-Final.csv", small_rows())
    assert read(path).observations["status"].unique().to_list() == ["final"]


def test_the_totals_that_it_does_not_state_are_summed(tmp_path: Path) -> None:
    found = values(write_text(tmp_path / "a.csv", small_rows()))
    assert found["treated-31-day", "all", "all", "all"] == 57
    assert found["treated-31-day-within", "all", "all", "all"] == 49
    assert found["treated-31-day", "all", "first", "all"] == 40
    assert found["treated-31-day", "all", "subsequent", "all"] == 17
    assert found["treated-31-day", "all", "subsequent", "radiotherapy"] == 5
    assert found["treated-62-day", "all", "all", "all"] == 31.5
    assert found["treated-62-day", "screening", "all", "all"] == 3
    assert found["faster-diagnosis", "all", "all", "all"] == 100


def test_a_sum_names_its_lines_and_a_stated_number_its_own(tmp_path: Path) -> None:
    rows = read(write_text(tmp_path / "a.csv", small_rows())).observations.filter(
        (pl.col("place") == "15E") & (pl.col("quantity") == "treated-31-day")
    )
    stages = rows.filter(pl.col("modality") == "all").select("treatment_stage", "ref", "note")
    found = {str(stage): (ref, note) for stage, ref, note in stages.iter_rows()}
    assert found["first"] == ("line 3, column TOTAL", None)
    assert found["subsequent"][0] == "; ".join(f"line {n}, column TOTAL" for n in (4, 5, 6, 7))
    assert found["all"][0] == "; ".join(f"line {n}, column TOTAL" for n in (3, 4, 5, 6, 7))
    assert found["all"][1] == "the sum of the lines named: the file does not state it"


def test_no_england_is_made(tmp_path: Path) -> None:
    found = read(write_text(tmp_path / "a.csv", small_rows()))
    assert set(found.observations["place"].cast(pl.String)) == {"15E", "A3A8R"}


def test_a_place_may_stand_with_its_name(tmp_path: Path) -> None:
    rows = small_rows(places=("NHS MADE-UP ICB - 15E", "UNKNOWN"))
    assert read(write_text(tmp_path / "a.csv", rows)).names == {
        "15E": "NHS MADE-UP ICB",
        "UNKNOWN": "UNKNOWN",
    }


def test_a_place_without_patients_of_a_kind_may_leave_the_row_out(tmp_path: Path) -> None:
    rows = small_rows()
    del rows[2]  # subsequent surgery
    found = values(write_text(tmp_path / "a.csv", rows))
    assert found["treated-31-day", "all", "subsequent", "all"] == 11


def test_without_a_period_the_month_is_that_of_the_name(tmp_path: Path) -> None:
    path = write_text(tmp_path / "CWT-March-2025-ICB-Sub-Location.csv", small_rows(), TITLES[1:])
    assert recognise(open_raw(path))[1].first == date(2025, 3, 1)


def set_cell(row: int, column: str, value: Any) -> Callable[[Rows], object]:
    return lambda rows: rows[row - 2].__setitem__(TITLES.index(column), value)


CASES: dict[str, tuple[Callable[[Rows], object], str]] = {
    "a sub-category is not known": (
        set_cell(4, "SUB_CATEGORY", "31-day Rare Cancers"),
        "bad.csv, line 4, column SUB_CATEGORY: the standard and sub-category are none of those known",
    ),
    "a sub-category of another standard": (set_cell(4, "STANDARD", "62-day Combined"), "are none of those known"),
    "a standard of before October 2023": (set_cell(2, "STANDARD", "2WW"), "are none of those known"),
    "a place has no code": (
        set_cell(4, "ICB_SUB_LOCATION", "NHS Somewhere ICB"),
        "bad.csv, line 4, column ICB_SUB_LOCATION: this is no code of an ICB's sub-location.",
    ),
    "a row for England": (set_cell(4, "ICB_SUB_LOCATION", "TOTAL"), "this is no code of an ICB's sub-location."),
    "a place is empty": (set_cell(4, "ICB_SUB_LOCATION", ""), "this is no code of an ICB's sub-location."),
    "text stands where a number belongs": (
        set_cell(4, "TOTAL", "few"),
        "bad.csv, line 4, column TOTAL: 'few' is not a number.",
    ),
    "a number is hidden": (set_cell(4, "TOTAL", "*"), "bad.csv, line 4, column TOTAL: '*' is not a number."),
    "within is more than the total": (
        set_cell(4, "WITHIN_STANDARD", 7),
        "bad.csv, line 4: the extract: more within the standard than in all.",
    ),
    "within and breaches contradict the total": (
        set_cell(4, "BREACHES", 3),
        "bad.csv, line 4: the extract: within and after do not sum to the total.",
    ),
    "a row stands twice": (
        lambda rows: rows.append(list(rows[3])),
        "bad.csv, lines 5, 22: the extract: the same organisation and group stand twice.",
    ),
    "a sub-category is lost": (
        lambda rows: rows.__setitem__(slice(None), [row for row in rows if "First" not in row[3]]),
        "bad.csv has no rows of treated-31-day, first in March 2025: it is not the whole file.",
    ),
    "a month in the middle": (set_cell(4, "PERIOD", "2025-03-31"), "is not the first day of a month."),
    "two headers": (lambda rows: rows.append(list(TITLES)), "is the header again: two files were joined."),
    "a footer": (lambda rows: rows.append(["Source: somebody", *[""] * 6]), "is not a date like"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_refused_where(tmp_path: Path, refuse: Refuse, case: str) -> None:
    spoil, sentence = CASES[case]
    rows = small_rows()
    spoil(rows)
    assert sentence in refuse(write_text(tmp_path / "bad.csv", rows)).what


@pytest.mark.parametrize("column", ["ICB_SUB_LOCATION", "SUB_CATEGORY", "TOTAL", "BREACHES"])
def test_a_missing_column_is_named(tmp_path: Path, refuse: Refuse, column: str) -> None:
    titles = tuple(title for title in TITLES if title != column)
    found = refuse(write_text(tmp_path / "bad.csv", small_rows(), titles)).what
    assert (
        found
        == f"bad.csv is a commissioner data extract of cancer waiting times, and has no column {column}."
    )


def test_a_column_that_is_new_is_named(tmp_path: Path, refuse: Refuse) -> None:
    path = write_text(tmp_path / "bad.csv", small_rows(), (*TITLES, "CANCER_TYPE"))
    assert "has more columns than the layout: CANCER_TYPE." in refuse(path).what


def test_without_a_period_a_name_without_a_month_is_refused(tmp_path: Path, refuse: Refuse) -> None:
    path = write_text(tmp_path / "bad.csv", small_rows(), TITLES[1:])
    assert "has no PERIOD column, and its name does not say which one month" in refuse(path).what
