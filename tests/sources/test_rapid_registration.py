"""Rapid registration: months and twelve months kept apart, lung never twice, always provisional."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alliance.observations import check
from alliance.periods import period_of
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.rapid_registration import ABOUT
from alliance.sources.rapid_registration.geography import KINDS, place_named
from tests.sources.conftest import Refuse
from tests.sources.small_published import RAPID, Row, rapid_row, text, with_twelve_months, write_text

YEAR = [f"2023-{month:02d}" for month in range(4, 13)] + [f"2024-{month:02d}" for month in range(1, 7)]
RESPIRATORY = {"broad": "Respiratory and intrathoracic"}


def taken(tmp_path: Path, content: str) -> tuple[Release, Reading]:
    file = open_raw(write_text(tmp_path / "renamed.csv", content))
    source, release = recognise(file)
    assert source.ABOUT is ABOUT
    reading = source.read(file, release)
    check(reading.observations, file.name)
    return release, reading


def read_rows(tmp_path: Path, *rows: Row) -> Reading:
    return taken(tmp_path, text(RAPID, rows))[1]


def values(reading: Reading, quantity: str, **cut: str) -> pl.DataFrame:
    found = reading.observations.filter(pl.col("quantity") == quantity)
    for name, slug in cut.items():
        found = found.filter(pl.col(name) == slug)
    return found


def test_a_month_is_numerator_and_denominator_and_provisional(tmp_path: Path) -> None:
    release, reading = taken(tmp_path, text(RAPID, [rapid_row()]))
    row = values(reading, "rapid-early-stage").row(0, named=True)
    assert (row["value"], row["place"], row["cancer"], row["status"]) == (60, "england", "all", "provisional")
    assert (row["ref"], row["period_end"]) == ("line 3, column Numerator", date(2024, 3, 31))
    assert row["note"] == "Completeness of the follow-up of treatment: Complete"
    assert values(reading, "rapid-early-stage-among")["value"].to_list() == [100]
    assert (release.status, release.licence) == ("provisional", "None: made-up figures")


def test_twelve_months_have_a_quantity_of_their_own(tmp_path: Path) -> None:
    rows = with_twelve_months([rapid_row(month=month, numerator=60 + i) for i, month in enumerate(YEAR)])
    reading = read_rows(tmp_path, *rows)
    long = values(reading, "rapid-early-stage-12-months").sort("period_start")
    assert long.height == len(YEAR) - 11
    first = long.row(0, named=True)
    assert first["value"] == sum(60 + i for i in range(12))
    assert period_of(first["period_start"], first["period_end"]).label in ("FY2023-24", "R12-2024-03")
    assert values(reading, "rapid-early-stage").height == len(YEAR)


def test_lung_within_the_respiratory_cancers_is_never_added_to_them(tmp_path: Path) -> None:
    rows = [
        rapid_row(numerator=50, **RESPIRATORY, detailed="Broad group total"),
        rapid_row(numerator=40, **RESPIRATORY, detailed="Lung"),
        rapid_row(numerator=40, broad="Lung", detailed="Broad group total"),
    ]
    reading = read_rows(tmp_path, *rows)
    assert values(reading, "rapid-early-stage").select("cancer", "value").rows() == [
        ("respiratory", 50.0),
        ("lung", 40.0),
    ]
    declared = ABOUT.quantity("rapid-early-stage")
    assert declared is not None
    assert "cancer" in declared.apart["rapid-registration-csv"]


@pytest.mark.parametrize(
    ("breakdown", "label", "cut", "slug"),
    [
        ("Gender", "Female", "sex", "female"),
        ("Age", "60-69", "age", "60-69"),
        ("Ethnicity", "Made up", "ethnicity", "made-up"),
        ("Stage at diagnosis", "Stage 1", "tumour_stage", "1"),
        ("Route to diagnosis", "Screening", "route", "screening"),
        ("Deprivation", "1 - made up", "deprivation", "1-made-up"),
    ],
)
def test_a_breakdown_is_one_cut(tmp_path: Path, breakdown: str, label: str, cut: str, slug: str) -> None:
    reading = read_rows(tmp_path, rapid_row(Breakdown=breakdown, Demographic=label))
    assert values(reading, "rapid-early-stage", **{cut: slug}).height == 1


def test_a_metric_that_is_new_keeps_its_own_words_and_is_reported(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, rapid_row(metric="Genomic tests (made up)"))
    assert values(reading, "rapid-genomic-tests-made-up").height == 1
    assert reading.new_labels == ("metric: Genomic tests (made up)",)


def test_what_is_left_over_here_is_not_the_other_cancers_of_the_waiting_times(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, rapid_row(broad="Other", detailed="Broad group total"))
    assert values(reading, "rapid-early-stage")["cancer"].to_list() == ["other-rapid-registration"]
    assert reading.new_labels == ("cancer: Other (rapid registration)",)


def test_a_count_without_a_denominator_is_a_count(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, rapid_row(denominator="", metric="Incidence", Statistic=60))
    assert values(reading, "rapid-diagnoses")["value"].to_list() == [60]
    assert values(reading, "rapid-diagnoses-among").height == 0


def test_a_hidden_number_is_an_absence_and_no_zero(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, rapid_row(numerator="*", denominator="*", Statistic="*"))
    found = values(reading, "rapid-early-stage").row(0, named=True)
    assert (found["value"], found["absence"]) == (None, "suppressed")


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("cancer alliance", "West Midlands", "E56000007"),
        ("cancer alliance", "West Midlands Cancer Alliance", "E56000007"),
        ("cancer alliance", "Somerset, Wiltshire, Avon & Gloucestershire", "E56000033"),
        ("cancer alliance", "Lancashire and South Cumbria", "E56000018"),
        ("icb", "NHS Lancashire and South Cumbria Integrated Care Board", "QE1"),
        ("icb", "NHS Staffordshire and Stoke-on-Trent ICB", "QNC"),
        ("region", "London", "E40000003"),
        ("england", "England", "england"),
    ],
)
def test_a_name_is_the_place_of_its_kind(kind: str, name: str, code: str) -> None:
    assert place_named(KINDS[kind], name) == (code, True)


def test_a_name_that_the_book_does_not_know_keeps_itself(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, rapid_row("Far Away"))
    assert values(reading, "rapid-early-stage")["place"].to_list() == ["FAR AWAY"]
    assert reading.names == {"FAR AWAY": "Far Away"}


def test_everything_that_is_read_of_a_known_metric_is_declared(tmp_path: Path) -> None:
    rows = with_twelve_months([rapid_row(month=month) for month in YEAR])
    for quantity in read_rows(tmp_path, *rows).observations["quantity"].unique():
        assert ABOUT.quantity(quantity), quantity


def bad(**changed: Any) -> str:
    return text(RAPID, [rapid_row(), rapid_row(month="2024-04") | changed])


def twelve(**changed: Any) -> str:
    rows = with_twelve_months([rapid_row(month=month) for month in YEAR])
    return text(RAPID, [*rows[:-1], rows[-1] | changed])


BAD: dict[str, tuple[str, str]] = {
    "a column is missing": (
        text([c for c in RAPID if c != "Demographic"], [rapid_row()]),
        "line 2: the column 'Demographic' is not in its header.",
    ),
    "a month as a word": (
        bad(**{"Date (YYYY-MM)": "avril 2024"}),
        "line 4, column Date (YYYY-MM): 'avril 2024' is not a month like '2024-03'.",
    ),
    "a thirteenth month": (bad(**{"Date (YYYY-MM)": "2024-13"}), "'2024-13' is not a month like '2024-03'."),
    "a geography that is none": (
        bad(**{"Geography type": "Planet"}),
        "line 4, column Geography type: 'Planet' is not a type of geography known here.",
    ),
    "a breakdown that is none": (
        bad(Breakdown="Star sign"),
        "line 4, column Breakdown: 'Star sign' is not a breakdown known here.",
    ),
    "a breakdown of nobody": (
        bad(Breakdown="Gender", Demographic=""),
        "line 4, column Demographic: the cell is empty.",
    ),
    "a detailed group of no broad one": (
        bad(**{"Cancer group (detailed)": "Lung"}),
        "line 4, column Cancer group (detailed): 'Lung' is a detailed group of no broad one.",
    ),
    "text in a number": (bad(Numerator="some"), "line 4, column Numerator: 'some' is not a number."),
    "more than all": (
        bad(Numerator=101, Statistic=101.0),
        "line 4, column Numerator: more than its denominator.",
    ),
    "a statistic of other counts": (
        bad(Statistic=61.0),
        "line 4, column Statistic: 61.0 is not the statistic of its counts.",
    ),
    "twelve months that are not the sum of theirs": (
        twelve(**{"Numerator (12m)": 719, "Statistic (12m)": 59.9}),
        "line 17, column Numerator (12m): 719.0 is not the sum of its twelve months.",
    ),
    "twelve months of other people": (
        twelve(**{"Denominator (12m)": 1_190, "Statistic (12m)": 60.5}),
        "line 17, column Denominator (12m): 1190.0 is not the sum of its twelve months.",
    ),
    "two numbers of one thing": (
        text(RAPID, [rapid_row(), rapid_row(numerator=61)]),
        "line 4, column Numerator: the same place, month, group and metric stand above with other numbers.",
    ),
    "lung twice with two numbers": (
        text(
            RAPID,
            [
                rapid_row(numerator=40, **RESPIRATORY, detailed="Lung"),
                rapid_row(numerator=41, broad="Lung", detailed="Broad group total"),
            ],
        ),
        "line 4, column Numerator: the same place, month, group and metric stand above",
    ),
    "a detailed group larger than its broad one": (
        text(
            RAPID,
            [
                rapid_row(numerator=40, **RESPIRATORY, detailed="Broad group total"),
                rapid_row(numerator=41, **RESPIRATORY, detailed="Lung"),
            ],
        ),
        "line 4, column Numerator: more than its broad group has.",
    ),
    "alliances with more than England": (
        text(RAPID, [rapid_row(), rapid_row("Near", numerator=31), rapid_row("Far", numerator=30)]),
        "line 4, column Numerator: the alliances together have more than England.",
    ),
    "a second header": (
        text(RAPID, [rapid_row()]) + ",".join(RAPID) + "\r\n",
        "line 4, is the header again: two files were joined.",
    ),
    "a footer": (text(RAPID, [rapid_row()]) + "Source: made up\r\n", "line 4, has 1 cell where"),
    "a line cut off": (text(RAPID, [rapid_row()])[:-12], "line 3, has 12 cells where"),
    "a header and no rows": (text(RAPID, []), "has no month like '2024-03'"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_one_sentence_with_the_line(tmp_path: Path, refuse: Refuse, case: str) -> None:
    content, said = BAD[case]
    assert said in refuse(write_text(tmp_path / "bad.csv", content)).what


def test_a_file_with_semicolons_is_the_same_file(tmp_path: Path) -> None:
    content = text(RAPID, [rapid_row()], separator=";")
    assert values(taken(tmp_path, content)[1], "rapid-early-stage")["value"].to_list() == [60]
