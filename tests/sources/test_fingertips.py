"""Fingertips: the publisher's values with their intervals, once each, under periods that have a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alliance.observations import check
from alliance.periods import period_of
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.fingertips import ABOUT
from alliance.sources.fingertips.times import parse_time
from tests.sources.conftest import Refuse
from tests.sources.small_published import FINGERTIPS, Row, fingertips_row, text, write_text


def taken(tmp_path: Path, content: str, encoding: str = "utf-8") -> tuple[Release, Reading]:
    file = open_raw(write_text(tmp_path / "renamed.csv", content, encoding))
    source, release = recognise(file)
    assert source.ABOUT is ABOUT
    reading = source.read(file, release)
    check(reading.observations, file.name)
    return release, reading


def read_rows(tmp_path: Path, *rows: Row) -> Reading:
    return taken(tmp_path, text(FINGERTIPS, rows))[1]


def values(reading: Reading, quantity: str = "fingertips-91280") -> pl.DataFrame:
    return reading.observations.filter(pl.col("quantity") == quantity)


def test_value_interval_count_and_denominator_are_as_published(tmp_path: Path) -> None:
    release, reading = taken(tmp_path, text(FINGERTIPS, [fingertips_row()]))
    row = values(reading).row(0, named=True)
    assert (row["value"], row["lower"], row["upper"]) == (14.2, 13.2, 15.2)
    assert (row["place"], row["basis"], row["ref"]) == ("ZA1", "resident", "line 3, column Value")
    assert period_of(row["period_start"], row["period_end"]).label == "FY2022-23"
    assert values(reading, "fingertips-91280-count")["value"].to_list() == [14_200]
    assert values(reading, "fingertips-91280-denominator")["value"].to_list() == [100_000]
    assert (release.title, release.licence) == ("Fingertips indicators, 2022", "None: made-up figures")


def test_a_file_that_does_not_call_itself_fictional_is_its_publishers(tmp_path: Path) -> None:
    release, reading = taken(tmp_path, text(FINGERTIPS, [fingertips_row()], above=()))
    assert release.publisher == ""
    assert values(reading)["ref"].to_list() == ["line 2, column Value"]


def test_england_repeated_under_two_parents_is_one(tmp_path: Path) -> None:
    england = {"Area Name": "England", "Area Type": "England"}
    rows = [fingertips_row("E92000001", **england, **{"Parent Code": p}) for p in ("", "E92000001")]
    assert values(read_rows(tmp_path, *rows))["place"].to_list() == ["england"]


def test_the_mark_that_fingertips_puts_before_an_icb_is_taken_off(tmp_path: Path) -> None:
    assert values(read_rows(tmp_path, fingertips_row("nE54000039")))["place"].to_list() == ["E54000039"]


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("Value suppressed for disclosure control due to small count", "suppressed"),
        ("Value not published as the number of cases is too small", "too_few"),
        ("Value missing in source data", "not_published"),
        ("", "not_published"),
    ],
)
def test_a_value_that_is_not_there_has_its_reason(tmp_path: Path, note: str, reason: str) -> None:
    row = fingertips_row(value="", **{"Value note": note, "Count": "", "Denominator": ""})
    found = values(read_rows(tmp_path, row)).row(0, named=True)
    assert (found["value"], found["absence"], found["note"]) == (None, reason, note or None)


def test_sex_age_and_tenths_of_deprivation_are_cuts(tmp_path: Path) -> None:
    deciles = {"Category Type": "LSOA21 deprivation deciles in England (IMD2019)"}
    rows = [
        fingertips_row(Sex="Female"),
        fingertips_row(Age="15-24 yrs"),
        fingertips_row(Category="Most deprived decile (IMD2019)", **deciles),
        fingertips_row(Category="Least deprived decile (IMD2019)", **deciles),
    ]
    reading = read_rows(tmp_path, *rows)
    found = values(reading).select("sex", "age", "deprivation").rows()
    assert found == [
        ("female", "all", "all"),
        ("all", "15-24-yrs", "all"),
        ("all", "all", "tenth-1"),
        ("all", "all", "tenth-10"),
    ]
    assert reading.new_labels == ()


def test_the_ages_that_define_an_indicator_are_its_whole_and_of_no_other(tmp_path: Path) -> None:
    other = fingertips_row(indicator="91845", **{"Indicator Name": "Made up"})
    reading = read_rows(tmp_path, fingertips_row(), other)
    assert values(reading)["age"].to_list() == ["all"]
    assert values(reading, "fingertips-91845")["age"].to_list() == ["15-yrs"]


def test_an_indicator_that_is_not_on_the_list_is_kept_and_reported(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, fingertips_row(indicator="94136", **{"Indicator Name": "Made up"}))
    assert values(reading, "fingertips-94136").height == 1
    assert reading.new_labels == ("indicator 94136: Made up",)


def test_everything_that_is_read_of_a_known_indicator_is_declared_and_never_summed(tmp_path: Path) -> None:
    for quantity in read_rows(tmp_path, fingertips_row()).observations["quantity"].unique():
        declared = ABOUT.quantity(quantity)
        assert declared is not None
        assert declared.apart["fingertips-csv"] == {"sex", "age", "deprivation"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2022", "2022"),
        ("2022/23", "FY2022-23"),
        ("1999/00", "FY1999-00"),
        ("2020 - 22", "2020-2022"),
        ("2018 - 2022", "2018-2022"),
        ("1998 - 00", "1998-2000"),
        ("2022 Q3", "2022-Q3"),
        ("2022/23 Q1", "FY2022-23-Q1"),
        ("2022/23 Q4", "FY2022-23-Q4"),
        ("2020/21 - 22/23", None),
        ("2022/24", None),
        ("2022 - 2022", None),
        ("Mars 2022", None),
        ("Mar 2022", None),
        ("", None),
    ],
)
def test_a_period_is_one_that_has_a_name_or_none(text: str, label: str | None) -> None:
    found = parse_time(text)
    assert (found.label if found else None) == label


def bad(**changed: Any) -> str:
    return text(FINGERTIPS, [fingertips_row(), fingertips_row("ZA2", **changed)])


BAD: dict[str, tuple[str, str]] = {
    "a column is missing": (
        text([c for c in FINGERTIPS if c != "Value note"], [fingertips_row()]),
        "line 2: the column 'Value note' is not in its header.",
    ),
    "a period without a name": (
        bad(period="2020/21 - 22/23", **{"Time period range": "3y"}),
        "line 4, column Time period: '2020/21 - 22/23' is no period that has a name here.",
    ),
    "a month in French": (
        bad(period="mars 2022", **{"Time period Sortable": "20220300"}),
        "'mars 2022' is no period that has a name here.",
    ),
    "a sortable period of another year": (
        bad(**{"Time period Sortable": "20210000"}),
        "line 4, column Time period Sortable: '20210000' does not begin with the year of its period.",
    ),
    "a range of another length": (
        bad(**{"Time period range": "3y"}),
        "line 4, column Time period range: '3y' is not the length of its period.",
    ),
    "no period anywhere": (
        text(FINGERTIPS, [fingertips_row(**{"Time period Sortable": ""})]),
        "has no period like 20220000 in 'Time period Sortable'.",
    ),
    "text in a number": (bad(value="n/k"), "line 4, column Value: 'n/k' is not a number."),
    "a decimal comma": (bad(value="14,2"), "line 4, column Value: '14,2' is not a number."),
    "a value outside its interval": (
        bad(**{"Lower CI 95.0 limit": 20}),
        "line 4, column Value: 14.2 lies outside its interval.",
    ),
    "a category without a place": (
        bad(**{"Category Type": "Religion - 9 groups", "Category": "None"}),
        "line 4, column Category Type: 'Religion - 9 groups' divides people in a way that has no place here.",
    ),
    "England twice with other figures": (
        text(FINGERTIPS, [fingertips_row("E92000001"), fingertips_row("E92000001", 15.0)]),
        "line 4, column Value: the same area, sex, age, category and period stand in line 3 with another",
    ),
    "no area": (bad(**{"Area Code": ""}), "line 4, column Area Code: the cell is empty."),
    "a second header": (
        text(FINGERTIPS, [fingertips_row()]) + ",".join(FINGERTIPS) + "\r\n",
        "line 4, is the header again: two files were joined.",
    ),
    "a footer": (
        text(FINGERTIPS, [fingertips_row()]) + "Source: made up\r\n",
        "line 4, has 1 cell where the header has 27.",
    ),
    "a line cut off": (bad()[:-20], "line 4, has 19 cells where the header has 27."),
    "a quotation mark that is not closed": (
        text(FINGERTIPS, [fingertips_row(**{"Area Name": "Far"})]).replace("Far", '"Far'),
        "line 3, cannot be read: a quotation mark is not closed.",
    ),
    "a header and no rows": (text(FINGERTIPS, []), "has no period like 20220000"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_one_sentence_with_the_line(tmp_path: Path, refuse: Refuse, case: str) -> None:
    content, said = BAD[case]
    assert said in refuse(write_text(tmp_path / "bad.csv", content)).what


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8-sig", "cp1252"])
def test_other_encodings_and_separators_are_read(tmp_path: Path, encoding: str) -> None:
    content = text(FINGERTIPS, [fingertips_row(**{"Area Name": "Zürich"})], separator=";")
    assert values(taken(tmp_path, content, encoding)[1])["value"].to_list() == [14.2]
