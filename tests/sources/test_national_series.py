"""The national series: which months are final, and what makes one refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from alliance.ingest import load, reconcile
from alliance.sources import open_raw, recognise
from alliance.store.manifest import read_manifest
from tests.sources.conftest import Refuse
from tests.sources.small_workbook import Sheets, national_sheets, small_workbook, write

MONTHS = {
    date(2024, 1, 1): {"28": (164.0, 134.0), "31": (34.0, 26.0), "62": (36.0, 26.0)},
    date(2024, 2, 1): {"28": (150.0, 100.0), "31": (30.0, 29.0), "62": (40.5, 20.5)},
    date(2024, 3, 1): {"28": (140.0, 90.0), "31": (31.0, 30.0), "62": (41.0, 22.0)},
}
TODAY = date(2024, 5, 9)
MONTHLY, QUARTERLY, SEEN = "Monthly Performance", "Quarterly Performance", "Monthly Referrals Seen"


def test_the_cover_says_which_months_are_final_and_all_others_are_provisional(tmp_path: Path) -> None:
    told = national_sheets(MONTHS, final=(date(2024, 1, 1), date(2024, 2, 1)))
    file = open_raw(write(tmp_path / "series.xlsx", told))
    source, release = recognise(file)
    assert (release.level, release.basis) == ("national", "provider")
    assert release.title == "Cancer waiting times, national time series, 2024-01 to 2024-03"
    status = source.read(file, release).observations.select("period_start", "status").unique()
    assert dict(status.iter_rows()) == {
        date(2024, 1, 1): "final",
        date(2024, 2, 1): "final",
        date(2024, 3, 1): "provisional",
    }


def test_one_file_of_both_kinds_is_called_mixed(tmp_path: Path) -> None:
    told = national_sheets(MONTHS, final=(date(2024, 1, 1), date(2024, 2, 1)))
    (loaded,) = load([write(tmp_path / "series.xlsx", told)], tmp_path / "store", today=TODAY)
    assert loaded.status == "final and provisional"
    assert read_manifest(tmp_path / "store").entries[0].status == "mixed"


def test_each_total_keeps_its_cell(tmp_path: Path) -> None:
    told = national_sheets(MONTHS)
    file = open_raw(write(tmp_path / "series.xlsx", told))
    source, release = recognise(file)
    observations = source.read(file, release).observations
    assert observations.height == 3 * (3 * 2 + 2)
    for ref, value in observations.select("ref", "value").iter_rows():
        sheet, cell = ref.split("!")
        assert told[sheet][int(cell[1:]) - 1][ord(cell[0]) - ord("A")] == value


def test_a_month_before_a_measure_began_is_left_out(tmp_path: Path) -> None:
    told = national_sheets(MONTHS)
    told[MONTHLY][4][16:20] = ["", "", "", ""]
    told[SEEN][4][6] = ""
    told[MONTHLY].append(["", "", "Note: figures are rounded to the half patient"])
    file = open_raw(write(tmp_path / "series.xlsx", told))
    source, release = recognise(file)
    observations = source.read(file, release).observations.filter(pl.col("period_start") == date(2024, 1, 1))
    assert set(observations["quantity"]) == {
        *("faster-diagnosis", "faster-diagnosis-within", "treated-31-day", "treated-31-day-within"),
        "first-seen-urgent",
    }


def test_a_month_that_is_written_with_a_time_of_day_is_that_month(tmp_path: Path) -> None:
    told = national_sheets(MONTHS)
    told["Cover"][2][2] = datetime(2024, 1, 1, 12)  # noqa: DTZ001
    told[MONTHLY][5][1] = datetime(2024, 2, 1, 12)  # noqa: DTZ001
    (loaded,) = load([write(tmp_path / "series.xlsx", told)], tmp_path / "store", today=TODAY)
    assert (loaded.outcome, loaded.rows) == ("loaded", 24)
    (entry,) = read_manifest(tmp_path / "store").entries
    assert {type(c.start) for c in entry.coverage} == {date}


def test_quarters_that_are_the_sums_of_their_months_are_believed(tmp_path: Path) -> None:
    told = national_sheets(MONTHS, quarters={"23/24 Q4": 117.5, "24/25 Q1": 9.0, "whole": 1.0})
    told["Annual Performance"].append([*[""] * 15, "2023/24", 117.5, 1.0, 1.0, 1.0])
    (loaded,) = load([write(tmp_path / "series.xlsx", told)], tmp_path / "store", today=TODAY)
    assert loaded.outcome == "loaded", (
        "the year and the second quarter are not whole, so nothing is held against them"
    )


def test_a_small_workbook_is_reconciled_with_it_total_by_total(tmp_path: Path) -> None:
    series = write(tmp_path / "series.xlsx", national_sheets(MONTHS))
    load([small_workbook(tmp_path / "january.xlsx"), series], tmp_path / "store", today=TODAY)
    found = reconcile(tmp_path / "store")
    assert len(found) == 6
    assert all(r.agrees for r in found)
    assert {r.month for r in found} == {date(2024, 1, 1)}


def test_a_workbook_that_differs_is_told_and_not_refused(tmp_path: Path) -> None:
    february = small_workbook(tmp_path / "february.xlsx", date(2024, 2, 1), status="Provisional")
    series = write(tmp_path / "series.xlsx", national_sheets(MONTHS))
    load([february, series], tmp_path / "store", today=TODAY)
    differing = {r.quantity: (r.stated, r.national) for r in reconcile(tmp_path / "store") if not r.agrees}
    assert differing["treated-62-day"] == (36.0, 40.5)


def test_the_newest_of_two_series_is_the_one_reconciled_with(tmp_path: Path) -> None:
    old = {date(2024, 1, 1): {"28": (1.0, 1.0), "31": (1.0, 1.0), "62": (1.0, 1.0)}}
    files = [
        small_workbook(tmp_path / "january.xlsx"),
        write(tmp_path / "new.xlsx", national_sheets(MONTHS)),
        write(tmp_path / "old.xlsx", national_sheets(old)),
    ]
    load(files, tmp_path / "store", today=TODAY)
    assert all(r.agrees for r in reconcile(tmp_path / "store"))


def test_without_a_series_there_is_nothing_to_reconcile_with(tmp_path: Path) -> None:
    assert reconcile(tmp_path / "store") == []
    load([small_workbook(tmp_path / "january.xlsx")], tmp_path / "store", today=TODAY)
    assert reconcile(tmp_path / "store") == []


CASES: dict[str, tuple[Callable[[Sheets], object], str]] = {
    "a sheet is missing": (
        lambda told: told.pop(SEEN),
        "is a national time series without the sheets Monthly Referrals Seen.",
    ),
    "no month is there": (
        lambda told: told.update({MONTHLY: told[MONTHLY][:4]}),
        "sheet 'Monthly Performance', has no months in column B.",
    ),
    "no count is there": (
        lambda told: (
            [row.__setitem__(slice(2, 7), [""] * 5) for row in told[MONTHLY][4:]],
            [row.__setitem__(slice(9, 14), [""] * 5) for row in told[MONTHLY][4:]],
            [row.__setitem__(slice(16, 20), [""] * 4) for row in told[MONTHLY][4:]],
            [row.__setitem__(slice(1, 7), [""] * 6) for row in told[SEEN][4:]],
        ),
        "sheet 'Monthly Performance', has no counts.",
    ),
    "only a column is left": (
        lambda told: told.update({MONTHLY: [row[:2] for row in told[MONTHLY]]}),
        "sheet 'Monthly Performance', C2, is not the 'Four Week …' table.",
    ),
    "the cover is silent": (
        lambda told: told.update({"Cover": [["", "Good morning"]]}),
        "sheet 'Cover', does not say which months are final.",
    ),
    "tables are exchanged": (
        lambda told: told[MONTHLY][1].__setitem__(9, "Two Month"),
        "sheet 'Monthly Performance', J2, is not the 'One Month …' table.",
    ),
    "columns are exchanged": (
        lambda told: told[MONTHLY][3].__setitem__(16, "Within Standard"),
        "sheet 'Monthly Performance', Q2, is not the 'Two Month …' table.",
    ),
    "more within than in all": (
        lambda told: told[MONTHLY][4].__setitem__(3, 165.0),
        "sheet 'Monthly Performance', C5: within and outside do not sum to the total.",
    ),
    "a total is words": (
        lambda told: told[MONTHLY][5].__setitem__(2, "not yet"),
        "Monthly Performance!C6: 'not yet' is not a number.",
    ),
    "those within are words": (
        lambda told: told[MONTHLY][5].__setitem__(10, "not yet"),
        "Monthly Performance!K6: 'not yet' is not a number.",
    ),
    "one of three counts is empty": (
        lambda told: told[MONTHLY][5].__setitem__(4, ""),
        "Monthly Performance!E6: '' is not a number.",
    ),
    "a month has lost its name": (
        lambda told: told[MONTHLY][5].__setitem__(8, "February"),
        "Monthly Performance!I7: March 2024 does not follow January 2024.",
    ),
    "the last month has lost its name": (
        lambda told: told[MONTHLY][6].__setitem__(8, "March"),
        "Monthly Performance!I7: 'March' is not a month.",
    ),
    "a percentage is another": (
        lambda told: told[MONTHLY][5].__setitem__(5, 0.5),
        "sheet 'Monthly Performance', C6: the percentage is not that of its counts.",
    ),
    "those seen are not there": (
        lambda told: told.update({SEEN: told[SEEN][:1]}),
        "sheet 'Monthly Referrals Seen', B2, is not the 'Urgent Suspected Cancer …' table.",
    ),
    "tables of those seen are exchanged": (
        lambda told: told[SEEN][1].__setitem__(5, "Urgent Suspected Cancer"),
        "sheet 'Monthly Referrals Seen', F2, is not the 'Urgent Breast …' table.",
    ),
    "people seen are words": (
        lambda told: told[SEEN][5].__setitem__(2, "many"),
        "Monthly Referrals Seen!C6: 'many' is not a number.",
    ),
    "a quarter is not the sum of its months": (
        lambda told: told[QUARTERLY].append([*[""] * 15, "23/24 Q4", 118.0, 0.0, 0.0, 0.0]),
        "Quarterly Performance!Q5: 118 is not the sum of its months.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_series_is_refused_when(tmp_path: Path, refuse: Refuse, case: str) -> None:
    spoil, sentence = CASES[case]
    told = national_sheets(MONTHS)
    spoil(told)
    what = refuse(write(tmp_path / "series.xlsx", told)).what
    assert what.startswith("series.xlsx")
    assert sentence in what
