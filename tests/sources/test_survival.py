"""Survival: the publisher's estimates as they were published, by cancer, place and years since diagnosis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alliance.observations import check
from alliance.periods import period_of
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.survival import ABOUT
from tests.sources.conftest import Refuse
from tests.sources.small_published import (
    ADULT,
    INDEX,
    Row,
    adult_row,
    adult_sheets,
    index_row,
    index_sheets,
    write_sheets,
)

Sheets = Mapping[str, list[list[Any]]]


def taken(tmp_path: Path, sheets: Sheets) -> tuple[Release, Reading]:
    file = open_raw(write_sheets(tmp_path / "renamed.xlsx", sheets))
    source, release = recognise(file)
    assert source.ABOUT is ABOUT
    reading = source.read(file, release)
    check(reading.observations, file.name)
    return release, reading


def read_index(tmp_path: Path, *rows: Row) -> Reading:
    return taken(tmp_path, index_sheets(rows))[1]


def one(reading: Reading, quantity: str, **cut: str) -> dict[str, Any]:
    chosen = reading.observations.filter(pl.col("quantity") == quantity)
    for name, slug in cut.items():
        chosen = chosen.filter(pl.col(name) == slug)
    assert chosen.height == 1
    return chosen.row(0, named=True)


def test_the_index_keeps_value_and_interval_as_they_are_published(tmp_path: Path) -> None:
    release, reading = taken(tmp_path, index_sheets([index_row(value=74.5), index_row(years=5, value=55.1)]))
    found = one(reading, "survival-index-1-year")
    assert (found["value"], found["lower"], found["upper"]) == (74.5, 73.5, 75.5)
    assert (found["place"], found["basis"], found["cancer"], found["age"]) == (
        "ZA1",
        "resident",
        "all",
        "all",
    )
    assert (found["period_start"], found["period_end"]) == (date(2019, 1, 1), date(2019, 12, 31))
    assert found["ref"] == "Table 5!K12"
    assert one(reading, "survival-index-1-year-patients")["value"] == 5400
    assert one(reading, "survival-index-5-year")["value"] == 55.1
    assert release.title == "Index of cancer survival, diagnosed 2019 to 2019"
    assert release.licence == "None: made-up figures"
    assert reading.names == {"ZA1": "Alliance ZA1"}


def test_an_estimate_borrowed_from_another_place_is_no_value_of_this_one(tmp_path: Path) -> None:
    reading = read_index(tmp_path, index_row(value=71.2, **{"Substituted by Other Geography": "Region ZA9"}))
    found = one(reading, "survival-index-1-year")
    assert (found["value"], found["lower"], found["absence"]) == (None, None, "too_few")
    assert found["note"] == "The publisher shows 71.2 % of Region ZA9 in its place."


@pytest.mark.parametrize(
    ("mark", "reason"),
    [("[c]", "suppressed"), ("[x]", "not_published"), ("", "not_published"), ("[u]", "too_few")],
)
def test_a_mark_in_place_of_a_number_is_an_absence_with_its_reason(
    tmp_path: Path, mark: str, reason: str
) -> None:
    found = one(read_index(tmp_path, index_row(value=mark)), "survival-index-1-year")
    assert (found["value"], found["absence"]) == (None, reason)


def test_the_adult_table_has_the_years_of_diagnosis_that_its_title_states(tmp_path: Path) -> None:
    rows = [adult_row(years=1), adult_row(years=5, net=18.4), adult_row(site="Melanoma of skin", net=101.1)]
    release, reading = taken(tmp_path, adult_sheets(rows))
    found = one(reading, "net-survival-1-year", cancer="lung")
    assert (found["value"], found["lower"], found["ref"]) == (45.2, None, "Table 4!I11")
    assert period_of(found["period_start"], found["period_end"]).label == "2016-2020"
    assert one(reading, "net-survival-5-year")["value"] == 18.4
    assert one(reading, "net-survival-1-year", cancer="melanoma")["value"] == 101.1
    assert one(reading, "overall-survival-1-year", cancer="lung")["value"] == 43.9
    assert one(reading, "net-survival-1-year-patients", cancer="lung")["value"] == 1200
    assert release.title == "Adult cancer survival, diagnosed 2016-2020"


def test_the_later_headings_of_the_adult_table_are_read_too(tmp_path: Path) -> None:
    later = {"Area type": "Geography type", "Area code": "Geography code", "Area name": "Geography name"}
    later["Patient numbers"] = "Patients"
    sheets = adult_sheets([adult_row()])
    sheets["Table 4"][9] = [later.get(title, title) for title in ADULT]
    assert one(taken(tmp_path, sheets)[1], "net-survival-1-year")["value"] == 45.2


def test_standardised_and_not_standardised_are_different_quantities(tmp_path: Path) -> None:
    rows = [adult_row(), adult_row(net=39.9, **{"Standardisation type": "Non-standardised"})]
    reading = taken(tmp_path, adult_sheets(rows))[1]
    assert one(reading, "net-survival-1-year")["value"] == 45.2
    assert one(reading, "net-survival-1-year-unstandardised")["value"] == 39.9


def test_all_other_cancers_of_the_index_are_not_the_other_cancers_of_the_waiting_times(
    tmp_path: Path,
) -> None:
    reading = read_index(tmp_path, *(index_row(site=site) for site in ("Other", "Index", "Colorectal")))
    assert set(reading.observations["cancer"]) == {"all", "other-than-breast-colorectal-lung", "bowel"}
    assert reading.new_labels == ()


def test_everything_that_is_read_is_declared_and_is_never_summed(tmp_path: Path) -> None:
    plain = {"Standardisation type": "Non-standardised"}
    adult = taken(tmp_path, adult_sheets([adult_row(), adult_row(**plain)]))[1]
    index = read_index(tmp_path, index_row(), index_row(years=10, **plain))
    for quantity in {*adult.observations["quantity"], *index.observations["quantity"]}:
        declared = ABOUT.quantity(quantity)
        assert declared is not None
        assert all(
            cut in declared.apart[form]
            for form, blocks in declared.blocks.items()
            for b in blocks
            for cut in b
        )


def heading(sheet: str, old: str, new: str) -> Any:
    def spoil(sheets: Sheets) -> Sheets:
        cells = {sheet: [[new if cell == old else cell for cell in row] for row in sheets[sheet]]}
        return {**sheets, **cells}

    return spoil


def index_of(*rows: Row) -> Sheets:
    return index_sheets(rows)


BAD: dict[str, tuple[Sheets, str]] = {
    "a column is missing": (
        heading("Table 5", "Lower CI", "Low")(index_of(index_row())),
        "sheet 'Table 5', row 11: the column 'Lower CI' is not in its header.",
    ),
    "a column stands twice": (
        heading("Table 5", "Precision", "Lower CI")(index_of(index_row())),
        "the column 'Lower CI' is twice in its header.",
    ),
    "no years of diagnosis": (
        adult_sheets([adult_row()], "Table 4: made-up survival"),
        "sheet 'Table 4': the rows above the header state no years of diagnosis",
    ),
    "two runs of years": (
        adult_sheets([adult_row()], "adults diagnosed 2016 to 2020 and children diagnosed 2002 to 2020"),
        "the rows above the header state two runs of years of diagnosis",
    ),
    "years that run backwards": (
        adult_sheets([adult_row()], "adults diagnosed 2020 to 2016"),
        "2020 to 2016 is no run of years.",
    ),
    "text in a number": (index_of(index_row(value="about 70")), "Table 5!K12: 'about 70' is not a number."),
    "a comma for a point": (index_of(index_row(value="74,5")), "Table 5!K12: '74,5' is not a number."),
    "a value outside its interval": (
        index_of(index_row(**{"Lower CI": 80})),
        "Table 5!K12: 74.5 lies outside its interval.",
    ),
    "years since diagnosis that nobody publishes": (
        index_of(index_row(years=7)),
        "Table 5!I12: '7' is not one of 1, 2, 3, 4, 5, 10 years since diagnosis.",
    ),
    "a standardisation that says nothing": (
        index_of(index_row(**{"Standardisation type": "Crude"})),
        "Table 5!G12: 'Crude' does not say whether the estimate is standardised.",
    ),
    "two standards of one cancer": (
        index_of(index_row(), index_row(code="ZA2", **{"Standardisation type": "Age-standardised"})),
        "Table 5!G13: 'Age-standardised' is another standard than that of the same cancer above",
    ),
    "the same estimate twice": (
        index_of(index_row(), index_row(value=70.0)),
        "Table 5!K12, Table 5!K13, Table 5!J12, Table 5!J13 describes what another cell does.",
    ),
    "no year": (index_of(index_row(year="2019/20")), "sheet 'Table 5', has no year of diagnosis."),
    "one year is none": (
        index_of(index_row(), index_row(year="latest")),
        "Table 5!H13: 'latest' is not a year of diagnosis.",
    ),
    "no code": (index_of(index_row(code="")), "Table 5!C12: the cell is empty."),
    "a footer below the table": (
        {"Table 5": [*index_of(index_row())["Table 5"], ["Source: made up"]]},
        "Table 5!C13: the cell is empty.",
    ),
    "a header and no rows": (index_of(), "has no year of diagnosis."),
    "a second header": (
        {"Table 5": [*index_of(index_row())["Table 5"], [*INDEX]]},
        "sheet 'Table 5', row 13, is the header again: two files were joined.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_one_sentence_with_the_cell(tmp_path: Path, refuse: Refuse, case: str) -> None:
    sheets, said = BAD[case]
    assert said in refuse(write_sheets(tmp_path / "bad.xlsx", sheets)).what


def test_a_workbook_with_another_table_4_is_not_taken_for_survival(tmp_path: Path) -> None:
    other: Sequence[list[Any]] = [["Trust", "Answers"], ["ZA1", 12]]
    file = open_raw(write_sheets(tmp_path / "other.xlsx", {"Table 4": [*other]}))
    from alliance.sources import survival

    assert survival.recognise(file) is None
