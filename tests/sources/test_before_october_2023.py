"""Workbooks of before October 2023: months of commissioners, quarters of providers, and the real ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.answers import open_desk, over_time
from alliance.ingest import load
from alliance.periods import period_of
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.cancer_waiting_times import explain
from tests.sources.conftest import Refuse
from tests.sources.small_earlier import commissioner_sheets, provider_sheets
from tests.sources.small_workbook import Sheets, small_workbook, write

CUTS = ("cancer", "route", "treatment_stage", "modality")
SURGERY, UPGRADE, RARE = "31-DAY SUB TREAT (SURGERY)", "62-DAY (CONSULTANT UPGRADE)", "31-DAY (RARER CANCERS)"


def read(path: Path) -> tuple[Release, Reading]:
    """A file's release and what was read of it."""
    file = open_raw(path)
    source, release = recognise(file)
    return release, source.read(file, release)


def of(table: pl.DataFrame, place: str, quantity: str, band: str = "all", **cuts: str) -> list[float]:
    """The values of a place's one cell."""
    fixed = {cut: cuts.get(cut, "all") for cut in CUTS}
    conditions = [pl.col(cut) == slug for cut, slug in fixed.items()]
    rows = table.filter(
        pl.col("place") == place, pl.col("quantity") == quantity, pl.col("band") == band, *conditions
    )
    return rows["value"].to_list()


# -------------------------------------------------------------------------------- made-up commissioner months


@pytest.mark.parametrize(
    ("stated", "front", "code", "label"),
    [
        ("PERIOD: JUL 2021/22", "July 2021", "CCG CODE", "2021-07"),
        ("PERIOD: JUL 2022/23", "July 2022", "ODS CODE", "2022-07"),
        ("PERIOD: JAN 2022/23", "January 2023", "ODS CODE", "2023-01"),
    ],
)
def test_a_commissioners_month_is_of_its_financial_year(
    tmp_path: Path, stated: str, front: str, code: str, label: str
) -> None:
    release, _ = read(write(tmp_path / "renamed.xlsx", commissioner_sheets(stated, front, code)))
    assert (release.form, release.basis, release.status) == (
        *("commissioner-workbook-to-2023", "commissioner"),
        "final",
    )
    assert period_of(release.first, release.last).label == label
    assert release.because.endswith(f"A2 and A3 say {label}, commissioner based.")


def test_each_standard_of_a_commissioner_is_a_cut(tmp_path: Path) -> None:
    _, reading = read(write(tmp_path / "book.xlsx", commissioner_sheets()))
    table = reading.observations
    assert reading.new_labels == ()
    assert of(table, "ZA1", "first-seen-urgent") == [20.0]
    assert of(table, "ZA1", "first-seen-breast-symptoms", "over-14") == [20.0]
    assert of(table, "ZA2", "first-seen-breast-symptoms", "0-14") == [10.0]
    assert of(table, "ZA1", "treated-62-day", route="urgent-suspected-cancer") == [60.0]
    assert of(table, "ZA1", "treated-62-day-within", route="screening") == [80.0]
    assert of(table, "UNKNOWN", "treated-31-day", treatment_stage="first") == [12.0]
    assert of(table, "ZA1", "treated-31-day", treatment_stage="subsequent", modality="radiotherapy") == [
        180.0
    ]
    assert of(table, "ZA1", "faster-diagnosis-within") == [180.0]
    assert of(table, "ZA1", "treated-62-day") == of(table, "ZA1", "treated-31-day") == []


def test_a_commissioner_workbook_has_no_row_for_england_and_none_is_made_up(tmp_path: Path) -> None:
    _, reading = read(write(tmp_path / "book.xlsx", commissioner_sheets()))
    assert set(reading.observations["place"].unique()) == {"ZA1", "ZA2", "UNKNOWN"}


def test_a_month_before_april_2021_has_no_faster_diagnosis(tmp_path: Path) -> None:
    told = commissioner_sheets("PERIOD: MAR 2020/21", "March 2021")
    del told["28-DAY FDS (ALL ROUTES)"]
    _, reading = read(write(tmp_path / "book.xlsx", told))
    assert "faster-diagnosis" not in reading.observations["quantity"].unique().to_list()


def test_it_is_loaded_beside_a_workbook_of_today(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "old.xlsx", commissioner_sheets()),
        write(tmp_path / "quarter.xlsx", provider_sheets()),
        small_workbook(tmp_path / "new.xlsx"),
    ]
    loaded = load(files, tmp_path / "store", today=date(2024, 3, 14))
    assert [(one.outcome, one.status) for one in loaded] == [("loaded", "final")] * 3


def test_neither_layout_is_taken_for_the_other(tmp_path: Path) -> None:
    old = explain(open_raw(write(tmp_path / "old.xlsx", commissioner_sheets())))
    new = explain(open_raw(small_workbook(tmp_path / "new.xlsx")))
    assert old["commissioner-workbook-to-2023"].startswith("It has the sheet 'TWO WEEK WAIT-ALL CANCER'")
    assert old["provider-workbook-to-2023"].endswith("that is provider based.")
    assert old["monthly-workbook"].startswith("It has no sheet named like")
    assert new["commissioner-workbook-to-2023"] == (
        "It has no sheet named like 'TWO WEEK WAIT-ALL CANCER' that is commissioner based."
    )


# ----------------------------------------------------------------------------------- made-up provider quarter


@pytest.fixture
def quarter(tmp_path: Path) -> pl.DataFrame:
    return read(write(tmp_path / "quarter.xlsx", provider_sheets()))[1].observations


def test_a_providers_quarter_is_one_period_and_final(tmp_path: Path) -> None:
    release, reading = read(write(tmp_path / "quarter.xlsx", provider_sheets()))
    assert (release.form, release.status) == ("provider-workbook-to-2023", "final")
    assert period_of(release.first, release.last).label == "2015-Q2", "the first quarter of 2015/16"
    assert reading.new_labels == ()
    assert reading.observations.select("period_start", "period_end").unique().rows() == [
        (date(2015, 4, 1), date(2015, 6, 30))
    ]


def test_only_all_care_is_loaded_so_that_nobody_is_counted_twice(quarter: pl.DataFrame) -> None:
    assert of(quarter, "ZA1", "treated-62-day", route="consultant-upgrade") == [10.0]
    assert of(quarter, "england", "treated-62-day", route="consultant-upgrade") == [20.0]
    assert of(quarter, "england", "treated-62-day-within", route="consultant-upgrade") == [8.0]
    assert of(quarter, "ZA1", "treated-62-day", "over-104", route="consultant-upgrade") == [6.0]


def test_cancers_are_grouped_as_they_were_then(quarter: pl.DataFrame) -> None:
    assert of(quarter, "ZA1", "treated-62-day", route="urgent-suspected-cancer", cancer="urological") == [5.0]
    first = {"treatment_stage": "first"}
    assert of(quarter, "ZA1", "treated-31-day", cancer="urological-with-testicular", **first) == [5.0]
    assert of(quarter, "ZA1", "treated-31-day", cancer="urological", **first) == []


def test_rarer_cancers_are_a_quantity_of_their_own_without_waits(quarter: pl.DataFrame) -> None:
    rare = quarter.filter(pl.col("quantity").cast(pl.String).str.starts_with("treated-rare"))
    assert set(rare["cancer"].unique()) == {"testicular", "acute-leukaemia"}
    assert rare["band"].unique().to_list() == ["all"]
    assert of(quarter, "england", "treated-rare-31-day-within", cancer="testicular") == [4.0]


def test_the_waits_to_be_seen_are_bands(quarter: pl.DataFrame) -> None:
    assert of(quarter, "ZA1", "first-seen-urgent", "0-14") == [4.0]
    assert of(quarter, "ZA1", "first-seen-urgent", "over-28") == [6.0]
    assert of(quarter, "ZA1", "first-seen-urgent", "over-14") == []
    assert of(quarter, "ZA1", "first-seen-urgent", cancer="lung") == [5.0]


def test_each_count_keeps_its_cell(tmp_path: Path) -> None:
    told = provider_sheets()
    table = read(write(tmp_path / "quarter.xlsx", told))[1].observations
    for ref, value in table.select("ref", "value").iter_rows():
        sheet, cell = ref.split("!")
        assert told[sheet][int(cell[1:]) - 1][ord(cell[0]) - ord("A")] == value


def test_a_fictional_workbook_is_not_the_publishers(tmp_path: Path) -> None:
    told = provider_sheets()
    told["Frontpage"].append(["FICTIONAL: made up"])
    release, _ = read(write(tmp_path / "quarter.xlsx", told))
    assert release.licence == "None: made-up figures"


# --------------------------------------------------------------------------------------------- spoilt files


def _put(sheet: str, row: int, column: int, value: object) -> Callable[[Sheets], None]:
    def spoil(told: Sheets) -> None:
        told[sheet][row][column] = value

    return spoil


def _without(sheet: str) -> Callable[[Sheets], None]:
    return lambda told: told.pop(sheet) and None


def _rename_care(told: Sheets) -> None:
    for row in told[UPGRADE]:
        if len(row) > 3 and row[3] == "ALL CARE":
            row[3] = "ADMITTED"


BAD_MONTHS: dict[str, tuple[Callable[[Sheets], None], str]] = {
    "a sheet is gone": (_without(SURGERY), f"of 2021-07 without the sheet '{SURGERY}'"),
    "faster diagnosis is gone": (
        _without("28-DAY FDS (ALL ROUTES)"),
        "without the sheet '28-DAY FDS (ALL ROUTES)'",
    ),
    "the front page is gone": (_without("Frontpage"), "without the sheet 'Frontpage'"),
    "a sheet too many": (
        lambda told: told.update({"62-DAY (MOON)": [["x"]]}),
        "has the sheet '62-DAY (MOON)'",
    ),
    "no period": (_put(SURGERY, 1, 0, "PERIOD: SOON"), "A2, states no month like 'PERIOD: JUL 2021/22'"),
    "a year that is none": (_put(SURGERY, 1, 0, "PERIOD: JUL 2021/23"), "A2, states no month"),
    "a month in French": (_put(SURGERY, 1, 0, "PERIOD: AOU 2021/22"), "A2, states no month"),
    "another month on one sheet": (
        _put(SURGERY, 1, 0, "PERIOD: JUN 2021/22"),
        "for 2021-06; the first sheet",
    ),
    "another basis on one sheet": (_put(SURGERY, 2, 0, "BASIS: PROVIDER BASED"), "is provider data"),
    "no basis": (_put(SURGERY, 2, 0, "BASIS"), "A3, does not say provider or commissioner"),
    "another month on the front page": (
        _put("Frontpage", 3, 0, "June 2021"),
        "the front page says June 2021",
    ),
    "another heading": (
        _put(SURGERY, 7, 6, "WITHIN 13 DAYS"),
        "G8, is headed 'WITHIN 13 DAYS' where 'WITHIN 31 DAYS'",
    ),
    "no care setting in the header": (_put(SURGERY, 7, 3, ""), "D8, is headed '' where 'CARE SETTING'"),
    "no header": (_put(SURGERY, 7, 1, "CODE"), "has no header with ODS CODE or CCG CODE in rows 6 to 12"),
    "a column too many": (
        lambda told: told["28-DAY FDS (ALL ROUTES)"][6].extend(["", "x"]),
        "has too many columns",
    ),
    "text in a number": (_put(SURGERY, 8, 5, "many"), "F9: 'many' is not a number"),
    "a negative count": (_put(SURGERY, 8, 7, -1.0), "F9: a count is missing or negative"),
    "within is more than the total": (_put(SURGERY, 8, 6, 999.0), "F9: more within the standard than in all"),
    "after does not fit": (_put(SURGERY, 8, 7, 3.0), "F9: within and after do not sum to the total"),
    "the percentage is another's": (_put(SURGERY, 8, 8, 0.1), "F9: the percentage is not that of its counts"),
    "an organisation twice": (
        lambda told: told[SURGERY].append([*told[SURGERY][8]]),
        "F9, F12: the same organisation and group stand twice",
    ),
    "a treatment of another sheet": (
        _put(SURGERY, 8, 4, "DRUGS"),
        "E9: 'DRUGS' does not belong on this sheet",
    ),
    "a care setting that is none": (_put(SURGERY, 8, 3, "AT HOME"), "D9: 'AT HOME' is none of ADMITTED"),
    "no code": (_put(SURGERY, 8, 1, ""), "B9: 'NHS ZA1' has no code"),
    "no name": (_put(SURGERY, 8, 2, ""), "row 9, has no organisation's name"),
    "no rows": (lambda told: told[SURGERY].__delitem__(slice(8, None)), "has no rows of counts"),
    "an empty sheet": (lambda told: told[SURGERY].__delitem__(slice(3, None)), "ends before its header"),
}
BAD_QUARTERS: dict[str, tuple[Callable[[Sheets], None], str]] = {
    "the parts are not the whole": (
        lambda told: _of_place(told, UPGRADE, "ADMITTED").__setitem__(slice(5, 8), [6.0, 3.0, 3.0]),
        "the waits do not sum to the total",
    ),
    "a part of care is gone": (
        lambda told: told[UPGRADE].remove(_of_place(told, UPGRADE, "NON-ADMITTED")),
        "admitted and non-admitted do not sum to all care (ZA1, all: 7.0 against 10.0)",
    ),
    "all care is called admitted": (_rename_care, "the same organisation and group stand twice"),
    "an organisation is gone from all care": (
        lambda told: told[UPGRADE].remove(_of_place(told, UPGRADE, "ALL CARE")),
        "admitted and non-admitted do not sum to all care",
    ),
    "an organisation is gone": (
        lambda told: told["TWO WEEK WAIT-BREAST SYMPTOMS"].pop(10) and None,
        "the organisations do not sum to England",
    ),
    "a cancer is gone": (
        lambda told: _drop_cancer(told, "TWO WEEK WAIT-BY CANCER", "Suspected lung cancer"),
        "the cancers do not sum to sheet 'TWO WEEK WAIT-ALL CANCER'",
    ),
    "rarer cancers are not their whole": (
        lambda told: _drop_cancer(told, RARE, "Testicular"),
        "the cancers do not sum to their whole",
    ),
    "a wait has another heading": (
        lambda told: told[UPGRADE][8].__setitem__(-1, "AFTER 105 DAYS"),
        "is headed 'AFTER 105 DAYS' where 'AFTER 104 DAYS' is expected",
    ),
    "a later header without waits": (
        lambda told: told[UPGRADE][15].__delitem__(slice(9, None)),
        "row 16, has other columns than row 9",
    ),
}


def _of_place(told: Sheets, sheet: str, care: str, code: str = "ZA1") -> list[object]:
    return next(row for row in told[sheet] if len(row) > 3 and row[1] == code and row[3] == care)


def _drop_cancer(told: Sheets, sheet: str, label: str) -> None:
    told[sheet] = [
        row for row in told[sheet] if label.casefold() not in {str(cell).casefold() for cell in row[:5]}
    ]


@pytest.mark.parametrize("fault", BAD_MONTHS)
def test_a_spoilt_month_is_refused_whole_with_its_cell(tmp_path: Path, refuse: Refuse, fault: str) -> None:
    spoil, said = BAD_MONTHS[fault]
    told = commissioner_sheets()
    spoil(told)
    assert said in refuse(write(tmp_path / "month.xlsx", told)).what


@pytest.mark.parametrize("fault", BAD_QUARTERS)
def test_a_spoilt_quarter_is_refused_whole_with_its_cell(tmp_path: Path, refuse: Refuse, fault: str) -> None:
    spoil, said = BAD_QUARTERS[fault]
    told = provider_sheets()
    spoil(told)
    assert said in refuse(write(tmp_path / "quarter.xlsx", told)).what


def test_a_quarter_without_all_care_is_not_put_together_here(tmp_path: Path, refuse: Refuse) -> None:
    told = provider_sheets()
    cut = next(i for i, row in enumerate(told[UPGRADE]) if row == ["PART: ALL CARE"])
    del told[UPGRADE][cut:]
    assert "has no part for all care" in refuse(write(tmp_path / "quarter.xlsx", told)).what


# ----------------------------------------------------------------------------------------------- real files

# File, its period, and how many standards both it and the earlier national series have.
REAL = [
    ("Q1-2015-2016-CANCER-WAITING-TIMES-PROVIDER-WORKBOOK.xlsx", "2015-Q2", 9),
    ("nhs_commissioner_wait_times_jul_2021.xlsx", "2021-07", 10),
    ("nhs_commissioner_wait_times_jul_2022.xlsx", "2022-07", 10),
]
KEYS = ("quantity", "route", "treatment_stage", "modality", "band")


@pytest.fixture(scope="module")
def series(shared: Path) -> pl.DataFrame:
    """The real national series of the earlier standards."""
    return read(next((shared / "data/cwt/national_time_series").glob("*2009*")))[1].observations


def _whole(table: pl.DataFrame, *, stated: bool) -> dict[tuple[str, ...], float]:
    """England's figures, as stated or summed over organisations; waits over 14 days in one band, as in the series."""
    late = pl.col("band").cast(pl.String).is_in(["15-16", "17-21", "22-28", "over-28"])
    seen = pl.col("quantity").cast(pl.String).str.starts_with("first-seen")
    band = pl.when(seen & late).then(pl.lit("over-14")).otherwise(pl.col("band").cast(pl.String))
    rows = table.filter((pl.col("place") == "england") == stated, pl.col("cancer") == "all").with_columns(
        band=band
    )
    sums = rows.group_by(KEYS).agg(pl.col("value").sum())
    return {tuple(row[:-1]): row[-1] for row in sums.iter_rows()}


def test_a_clinical_commissioning_group_has_its_own_figures(tmp_path: Path) -> None:
    """Its code is a part of an ICB now; the alliance's figure by who pays is the sum of its parts."""
    told = commissioner_sheets()
    for rows in told.values():
        rows[:] = [
            ["15E" if cell == "ZA1" else "15F" if cell == "ZA2" else cell for cell in row] for row in rows
        ]
    load([write(tmp_path / "month.xlsx", told)], tmp_path / "store", today=date(2024, 3, 14))
    desk = open_desk(tmp_path / "store")
    for place, figures in (("15E", (0, 20)), ("E56000007", (0, 20)), ("15F", (0, 10))):
        latest = over_time(desk, "first-seen-14-day", place, basis="commissioner").latest
        assert latest is not None
        assert (latest.period, latest.numerator, latest.denominator) == ("2021-07", *figures)


@pytest.mark.parametrize(("name", "label", "standards"), REAL)
def test_the_real_workbooks_reproduce_the_earlier_series_exactly(
    shared: Path, series: pl.DataFrame, name: str, label: str, standards: int
) -> None:
    release, reading = read(shared / "data/cwt/before_october_2023" / name)
    assert (period_of(release.first, release.last).label, release.status) == (label, "final")
    assert reading.new_labels == ()
    national = series.filter(pl.col("period_start") == release.first, pl.col("period_end") == release.last)
    said = _whole(national, stated=True)
    # Total and within of each standard; those first seen have the late band too.
    assert len(said) == 2 * standards + 2
    summed, own = (_whole(reading.observations, stated=stated) for stated in (False, True))
    assert {key: summed.get(key) for key in said} == said, "its organisations, unknown ones included"
    if release.basis == "provider":
        assert {key: own.get(key) for key in said} == said, "its row for England"
    else:
        assert own == {}


def test_the_real_quarter_has_halves_cancers_and_rarer_cancers(shared: Path) -> None:
    _, reading = read(shared / "data/cwt/before_october_2023" / REAL[0][0])
    table = reading.observations
    assert (table["value"] % 1 == 0.5).any()
    cancers = table.filter(pl.col("quantity") == "treated-62-day")["cancer"].unique().to_list()
    assert set(cancers) == {"all", "breast", "lower-gi", "lung", "other-than-main-five", "skin", "urological"}
    rare = table.filter(
        pl.col("quantity").cast(pl.String).str.starts_with("treated-rare"), pl.col("place") == "england"
    )
    sums = dict(rare.group_by("quantity").agg(pl.col("value").sum()).iter_rows())
    assert sums == {"treated-rare-31-day": 309.0, "treated-rare-31-day-within": 265.0}
