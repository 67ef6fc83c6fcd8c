"""The national series of the ten earlier standards: what it counts, what makes it refused, and the real file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from alliance.periods import period_of
from alliance.sources import Release, find_sources, open_raw, recognise
from alliance.sources.cancer_waiting_times import explain
from tests.sources.conftest import Refuse
from tests.sources.small_earlier import Sheets, series_sheets
from tests.sources.small_workbook import write

MONTHS = [date(2018, 3, 1), *(date(2018, m, 1) for m in (4, 5, 6, 7))]
QUARTERS = {"17/18 Q4": 333.0, "18/19 Q1": 300.0, "18/19 Q2": 9.0}
MONTHLY, QUARTERLY, ANNUAL = "Monthly Data", "Quarterly Data", "Annual Data"
CUTS = ("route", "treatment_stage", "modality")


def small() -> Sheets:
    """Five months around April 2018, and three quarters, of which one is the sum of its months."""
    told = series_sheets(MONTHS, QUARTERS)
    spring = told[QUARTERLY][5]
    for k in range(10):
        spring[2 + 7 * k : 6 + 7 * k] = [
            300.0 + 30 * k,
            270.0 + 30 * k,
            30.0,
            (270.0 + 30 * k) / (300.0 + 30 * k),
        ]
    return told


def read(path: Path) -> tuple[Release, pl.DataFrame]:
    """A file's release and observations."""
    file = open_raw(path)
    source, release = recognise(file)
    return release, source.read(file, release).observations


@pytest.fixture
def table(tmp_path: Path) -> pl.DataFrame:
    return read(write(tmp_path / "series.xlsx", small()))[1]


# ------------------------------------------------------------------------------------------ made-up files


def test_it_answers_for_england_where_no_organisations_file_does(tmp_path: Path) -> None:
    release, found = read(write(tmp_path / "renamed.xlsx", small()))
    assert (release.form, release.level, release.basis) == ("national-series-to-2023", "national", "provider")
    assert release.title.endswith("2018-03 to 2018-07")
    assert found["place"].unique().to_list() == ["england"]


def test_each_standard_is_a_cut_of_what_it_counts_and_no_figure_stands_over_them(table: pl.DataFrame) -> None:
    march = table.filter(pl.col("period_start") == date(2018, 3, 1), pl.col("band") == "all")
    counts = {
        tuple(row[:-1]): row[-1]
        for row in march.sort("quantity").select("quantity", *CUTS, "value").iter_rows()
    }
    assert counts == {
        ("first-seen-urgent", "all", "all", "all"): 100.0,
        ("first-seen-breast-symptoms", "all", "all", "all"): 110.0,
        ("treated-31-day", "all", "first", "all"): 120.0,
        ("treated-31-day", "all", "subsequent", "anti-cancer-drug-regimen"): 130.0,
        ("treated-31-day", "all", "subsequent", "radiotherapy"): 140.0,
        ("treated-31-day", "all", "subsequent", "surgery"): 150.0,
        ("treated-31-day-within", "all", "first", "all"): 110.0,
        ("treated-31-day-within", "all", "subsequent", "anti-cancer-drug-regimen"): 120.0,
        ("treated-31-day-within", "all", "subsequent", "radiotherapy"): 130.0,
        ("treated-31-day-within", "all", "subsequent", "surgery"): 140.0,
        ("treated-62-day", "urgent-suspected-cancer", "all", "all"): 160.0,
        ("treated-62-day", "screening", "all", "all"): 170.0,
        ("treated-62-day", "consultant-upgrade", "all", "all"): 180.0,
        ("treated-62-day-within", "urgent-suspected-cancer", "all", "all"): 150.0,
        ("treated-62-day-within", "screening", "all", "all"): 160.0,
        ("treated-62-day-within", "consultant-upgrade", "all", "all"): 170.0,
        ("faster-diagnosis", "all", "all", "all"): 190.0,
        ("faster-diagnosis-within", "all", "all", "all"): 180.0,
    }


def test_routes_stages_and_treatments_are_never_summed_away() -> None:
    about = find_sources()["cancer-waiting-times"].ABOUT
    for form in ("national-series-to-2023", "provider-workbook-to-2023", "commissioner-workbook-to-2023"):
        for name in ("treated-62-day", "treated-31-day"):
            quantity = about.quantity(name)
            assert quantity is not None
            assert quantity.apart[form] == {"route", "treatment_stage", "modality"}
            assert frozenset() not in quantity.blocks[form]


def test_those_seen_within_14_days_are_a_band_as_in_the_later_workbooks(table: pl.DataFrame) -> None:
    seen = table.filter(pl.col("quantity") == "first-seen-urgent", pl.col("period_start") == date(2018, 4, 1))
    assert dict(seen.select("band", "value").iter_rows()) == {"all": 100.0, "0-14": 90.0, "over-14": 10.0}


def test_until_march_2018_months_stay_provisional_and_the_quarters_are_final(table: pl.DataFrame) -> None:
    found = {
        (period_of(start, end).label, status)
        for start, end, status in table.select("period_start", "period_end", "status").iter_rows()
    }
    assert found == {
        ("2018-03", "provisional"),
        ("2018-Q1", "final"),
        *((f"2018-0{month}", "final") for month in (4, 5, 6, 7)),
    }
    quarter = table.filter(
        pl.col("period_end") == date(2018, 3, 31), pl.col("period_start") == date(2018, 1, 1)
    )
    assert quarter.filter(pl.col("quantity") == "faster-diagnosis")["value"].to_list() == [423.0]


def test_each_total_keeps_its_cell(tmp_path: Path) -> None:
    path = write(tmp_path / "series.xlsx", small())
    book = CalamineWorkbook.from_path(path)
    _, table = read(path)
    for ref, value in table.select("ref", "value").iter_rows():
        sheet, cell = ref.split("!")
        letters, row = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        column = -1
        for letter in letters:
            column = (column + 1) * 26 + ord(letter) - ord("A")
        assert book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[row - 1][column] == value


def test_a_standard_that_was_not_yet_set_is_left_out(tmp_path: Path) -> None:
    told = small()
    told[MONTHLY][4][9:13] = ["No Standard Set", "", "", ""]
    told[MONTHLY][5][9:13] = ["", "", "", ""]
    _, table = read(write(tmp_path / "series.xlsx", told))
    months = table.filter(
        pl.col("quantity") == "first-seen-breast-symptoms", pl.col("period_start") >= date(2018, 3, 1)
    )
    assert months["period_start"].min() == date(2018, 5, 1)


def test_a_month_with_a_time_of_day_is_that_month(tmp_path: Path) -> None:
    told = small()
    told[MONTHLY][4][1] = datetime(2018, 3, 1, 12)  # noqa: DTZ001
    assert read(write(tmp_path / "series.xlsx", told))[0].first == date(2018, 3, 1)


def test_a_year_that_is_not_over_is_passed_over(tmp_path: Path) -> None:
    told = small()
    told[ANNUAL] += [["", "2018/19 YTD", 5.0, 4.0, 1.0, 0.8]]
    assert read(write(tmp_path / "series.xlsx", told))[0].form == "national-series-to-2023"


def test_a_book_of_monthly_data_of_another_kind_is_not_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "other.xlsx", {"Monthly Data": [["a"], ["", "", "Beds"], ["b"]]})
    assert explain(open_raw(path))["national-series-to-2023"].startswith(
        "It has no sheet 'Monthly Data' whose cell C2"
    )


def _put(sheet: str, row: int, column: int, value: object) -> Callable[[Sheets], None]:
    def spoil(told: Sheets) -> None:
        told[sheet][row][column] = value

    return spoil


BAD: dict[str, tuple[Callable[[Sheets], None], str]] = {
    "a sheet is gone": (lambda told: told.pop(ANNUAL) and None, "without the sheets Annual Data"),
    "no months": (lambda told: told[MONTHLY].__delitem__(slice(4, None)), "has no months in column B"),
    "another table": (
        _put(MONTHLY, 1, 16, "Three Month Wait"),
        "Q2, is not the table 'One Month … to a First Treatment",
    ),
    "tables exchanged": (
        _put(MONTHLY, 1, 44, "Two Month Wait from a National Screening"),
        "AS2, is not the table",
    ),
    "another heading": (_put(QUARTERLY, 3, 3, "Within"), "sheet 'Quarterly Data', C2, is not the table"),
    "text in a number": (_put(MONTHLY, 4, 2, "many"), "sheet 'Monthly Data', C5: 'many' is not a number"),
    "a share is gone": (_put(MONTHLY, 4, 5, ""), "F5: '' is not a number"),
    "within is more than the total": (_put(MONTHLY, 4, 3, 200.0), "C5: within and outside do not sum"),
    "the percentage is another's": (_put(MONTHLY, 4, 5, 0.5), "C5: the percentage is not that of its counts"),
    "a month is missing": (lambda told: told[MONTHLY].pop(6) and None, "2018-06 does not follow 2018-04"),
    "a month twice": (
        lambda told: told[MONTHLY].insert(6, told[MONTHLY][5]),
        "2018-04 does not follow 2018-04",
    ),
    "no month": (_put(MONTHLY, 5, 1, "spring"), "B6: 'spring' is not a period"),
    "a quarter is not its months": (
        lambda told: told[QUARTERLY][5].__setitem__(slice(2, 6), [299.0, 269.0, 30.0, 269 / 299]),
        "sheet 'Quarterly Data', C6: 299 is not the sum of its parts",
    ),
    "the cover is blank": (lambda told: told["Cover"].pop(2) and None, "does not say which months are final"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_spoilt_series_is_refused_whole_with_its_cell(tmp_path: Path, refuse: Refuse, fault: str) -> None:
    spoil, said = BAD[fault]
    told = small()
    spoil(told)
    assert said in refuse(write(tmp_path / "series.xlsx", told)).what


# ---------------------------------------------------------------------------------------------- real files


@pytest.fixture(scope="module")
def real(shared: Path) -> pl.DataFrame:
    """The real series, October 2009 to September 2023."""
    path = next((shared / "data/cwt/national_time_series").glob("*2009*"))
    release, table = read(path)
    assert (release.first, release.last) == (date(2009, 10, 1), date(2023, 9, 30))
    return table


def _monthly(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter((pl.col("period_end") - pl.col("period_start")).dt.total_days() < 31)


def test_the_real_series_has_every_month_and_quarter_of_every_standard(real: pl.DataFrame) -> None:
    months = _monthly(real).filter(
        pl.col("band") == "all", ~pl.col("quantity").cast(pl.String).str.ends_with("within")
    )
    lengths = [
        *((s, 168) for s in ("first-seen-urgent", "first", "anti-cancer-drug-regimen", "surgery")),
        *((s, 168) for s in ("urgent-suspected-cancer", "screening", "consultant-upgrade")),
        *(("first-seen-breast-symptoms", 165), ("radiotherapy", 153), ("faster-diagnosis", 30)),
    ]
    found = months.group_by("quantity", *CUTS).len().select(pl.col("len")).to_series().sort().to_list()
    assert found == sorted(length for _, length in lengths)
    assert months.height == 1524
    quarters = real.filter((pl.col("period_end") - pl.col("period_start")).dt.total_days() > 31)
    assert quarters["status"].unique().to_list() == ["final"]
    assert (quarters["period_start"].min(), quarters["period_end"].max()) == (
        date(2009, 1, 1),
        date(2018, 3, 31),
    )
    assert quarters["period_start"].n_unique() == 37


def test_what_both_series_count_in_the_same_way_is_equal_in_every_month(
    real: pl.DataFrame, national_series: Path
) -> None:
    whole = pl.all_horizontal(pl.col(cut) == "all" for cut in (*CUTS, "band"))
    keys = ("quantity", "period_start")
    new = {row[:2]: row[2] for row in read(national_series)[1].select(*keys, "value").iter_rows()}
    old = {row[:2]: row[2] for row in _monthly(real).filter(whole).select(*keys, "value").iter_rows()}
    compared = [(key, old[key], new[key]) for key in old if key in new]
    assert len(compared) == 30 * 2 + 168 + 165, (
        "28 days, and people first seen: April 2021, October 2009, January 2010"
    )
    assert [c for c in compared if c[1] != c[2]] == []


def test_the_combined_standards_are_more_than_the_sum_of_the_earlier_ones(
    real: pl.DataFrame, national_series: Path
) -> None:
    """Why nobody sums the routes: the later definitions count people whom none of the ten standards counted."""
    new = read(national_series)[1].filter(pl.col("period_start") < date(2023, 10, 1))
    more: dict[str, list[float]] = {}
    for quantity in ("treated-31-day", "treated-62-day"):
        stated = dict(new.filter(pl.col("quantity") == quantity).select("period_start", "value").iter_rows())
        parts = (
            _monthly(real)
            .filter(pl.col("quantity") == quantity)
            .group_by("period_start")
            .agg(pl.col("value").sum())
        )
        sums = dict(parts.iter_rows())
        more[quantity] = [stated[month] - sums[month] for month in sorted(stated)]
    assert len(more["treated-31-day"]) == len(more["treated-62-day"]) == 18, "April 2022 to September 2023"
    assert (min(more["treated-31-day"]), max(more["treated-31-day"])) == (288.0, 515.0)
    assert (min(more["treated-62-day"][:15]), max(more["treated-62-day"][:15])) == (107.0, 150.0)
    assert more["treated-62-day"][15:] == [0.0, 0.0, 0.0], "July to September 2023 are the plain sum"
