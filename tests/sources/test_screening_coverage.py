"""Screening coverage: a UTF-16 export with tabs, held to its own percentages, its regions summed to England."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alliance.observations import check
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.screening_coverage import ABOUT
from alliance.sources.screening_coverage.cohorts import Cohort, parse_cohort, whole_of
from tests.sources.conftest import Refuse
from tests.sources.small_published import (
    REGIONS,
    SCREENING,
    Row,
    screening_row,
    screening_text,
    write_text,
)


def taken(tmp_path: Path, content: str, encoding: str = "utf-16-le") -> tuple[Release, Reading]:
    file = open_raw(write_text(tmp_path / "renamed.txt", content, encoding))
    source, release = recognise(file)
    assert source.ABOUT is ABOUT
    reading = source.read(file, release)
    check(reading.observations, file.name)
    return release, reading


def read_rows(tmp_path: Path, *rows: Row) -> Reading:
    return taken(tmp_path, screening_text(rows))[1]


def value(reading: Reading, quantity: str, place: str = "ZA1", age: str = "all") -> tuple[float | None, str]:
    same = (pl.col("quantity") == quantity) & (pl.col("place") == place) & (pl.col("age") == age)
    return reading.observations.filter(same).select("value", "ref").row(0)


def test_commas_and_signs_of_per_cent_are_numbers_and_each_has_its_line(tmp_path: Path) -> None:
    release, reading = taken(tmp_path, screening_text([screening_row()]))
    assert value(reading, "screening-coverage-breast") == (12_000, "line 3, column Denominator")
    assert value(reading, "screening-coverage-breast-screened") == (8_652, "line 3, column Numerator")
    assert value(reading, "screening-coverage-breast-acceptable", age="50-70") == (
        *(70, "line 3, column Acceptable"),
    )
    assert (release.first, release.last) == (date(2025, 3, 1), date(2025, 3, 31))
    assert release.publisher.startswith("Made up, in the layout of")
    assert reading.observations["basis"].unique().to_list() == ["resident"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16", "utf-8-sig", "utf-8"])
def test_the_encoding_is_found_from_the_bytes(tmp_path: Path, encoding: str) -> None:
    reading = taken(tmp_path, screening_text([screening_row()]), encoding)[1]
    assert value(reading, "screening-coverage-breast")[0] == 12_000


def test_england_is_the_sum_of_its_seven_regions(tmp_path: Path) -> None:
    rows = [screening_row(code, 1_000 * n, 700 * n) for n, code in enumerate(REGIONS, 1)]
    reading = read_rows(tmp_path, *rows)
    assert value(reading, "screening-coverage-breast", "england") == (
        28_000,
        "the sum of the seven regions, column Denominator",
    )
    assert value(reading, "screening-coverage-breast-screened", "england")[0] == 19_600


def test_six_regions_are_not_england(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, *(screening_row(code) for code in list(REGIONS)[:6]))
    assert "england" not in reading.observations["place"].to_list()


def test_an_england_that_is_stated_is_kept_with_its_own_line(tmp_path: Path) -> None:
    rows = [screening_row(code, 1_000, 700) for code in REGIONS]
    reading = read_rows(tmp_path, *rows, screening_row("E92000001", 7_000, 4_900))
    assert value(reading, "screening-coverage-breast", "england") == (7_000, "line 10, column Denominator")


def test_cohorts_that_do_not_overlap_sum_to_the_programme(tmp_path: Path) -> None:
    cervical = {"Programme": "Cervical", "Denominator Name": "Eligible"}
    rows = [
        screening_row(eligible=500, screened=350, ages="25-49", **cervical),
        screening_row(eligible=300, screened=210, ages="50-64", **cervical),
    ]
    reading = read_rows(tmp_path, *rows)
    assert value(reading, "screening-coverage-cervical", age="25-49")[0] == 500
    assert value(reading, "screening-coverage-cervical") == (800, "line 3 + line 4, column Denominator")


def test_a_cohort_that_spans_the_others_is_the_programme_and_is_not_added_to_them(tmp_path: Path) -> None:
    rows = [
        screening_row(eligible=n, screened=0, ages=a) for a, n in (("25-49", 5), ("50-64", 3), ("25-64", 8))
    ]
    assert value(read_rows(tmp_path, *rows), "screening-coverage-breast")[0] == 8


def test_uptake_of_the_invited_is_not_coverage_of_the_eligible(tmp_path: Path) -> None:
    rows = [screening_row(), screening_row(eligible=200, screened=120, **{"Denominator Name": "Invited"})]
    reading = read_rows(tmp_path, *rows)
    assert value(reading, "screening-coverage-breast")[0] == 12_000
    assert value(reading, "screening-uptake-breast")[0] == 200


@pytest.mark.parametrize("printed", ["72.1%", "72%", "72.10%", "0.721", "72.1"])
def test_a_percentage_is_held_to_as_many_digits_as_are_printed(tmp_path: Path, printed: str) -> None:
    reading = read_rows(tmp_path, screening_row(Performance=printed))
    assert value(reading, "screening-coverage-breast-screened")[0] == 8_652


def test_nobody_eligible_has_no_percentage(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, screening_row(eligible=0, screened=0))
    assert value(reading, "screening-coverage-breast")[0] == 0


def test_everything_that_is_read_is_declared(tmp_path: Path) -> None:
    for quantity in read_rows(tmp_path, screening_row()).observations["quantity"].unique():
        assert ABOUT.quantity(quantity), quantity


@pytest.mark.parametrize(
    ("text", "cohort"),
    [
        ("50-70", Cohort(50, 70)),
        ("25 to 49 years", Cohort(25, 49)),
        ("Aged 60–74", Cohort(60, 74)),
        ("70-50", None),
        ("all", None),
        ("50+", None),
    ],
)
def test_a_range_of_ages_is_read_or_not_at_all(text: str, cohort: Cohort | None) -> None:
    assert parse_cohort(text) == cohort


def test_overlapping_cohorts_have_no_whole() -> None:
    assert whole_of([Cohort(50, 70), Cohort(60, 74)]) is None
    assert whole_of([Cohort(25, 49), Cohort(50, 64)]) == [Cohort(25, 49), Cohort(50, 64)]


def without(column: str, rows: Sequence[Row]) -> str:
    lines = screening_text(rows).split("\r\n")
    return "\r\n".join(
        "\t".join(cell for title, cell in zip(SCREENING, line.split("\t"), strict=False) if title != column)
        if "\t" in line
        else line
        for line in lines
    )


def bad(**changed: Any) -> str:
    return screening_text([screening_row(), screening_row("ZA2", **changed)])


BAD: dict[str, tuple[str, str]] = {
    "a column is missing": (
        without("Numerator", [screening_row()]),
        "line 2: the column 'Numerator' is not in its header.",
    ),
    "a month in French": (
        bad(**{"Month of Date": "Mars 2025"}),
        "line 4, column Month of Date: 'Mars 2025' is not a month like 'March 2025'.",
    ),
    "no month at all": (
        screening_text([screening_row(**{"Month of Date": "mai 2025"})]),
        "has no month like 'March 2025'",
    ),
    "a programme that is none": (
        bad(Programme="Prostate"),
        "line 4, column Programme: 'Prostate' is not a programme",
    ),
    "ages that are none": (
        bad(ages="50 and over"),
        "line 4, column Cohort Age Range: '50 and over' is not a range of ages",
    ),
    "a percentage of other counts": (
        bad(Performance="72.3%"),
        "line 4, column Performance: '72.3%' is not its numerator of its denominator.",
    ),
    "no percentage": (bad(Performance=""), "line 4, column Performance: '' is not its numerator of"),
    "more screened than eligible": (
        bad(screened=12_001),
        "line 4, column Numerator: more people than the denominator has.",
    ),
    "text in a number": (bad(Numerator="many"), "line 4, column Numerator: 'many' is not a number."),
    "a thousand with a point and a comma": (
        bad(Denominator="12.000,0"),
        "line 4, column Denominator: '12.000,0' is not a number.",
    ),
    "an empty denominator": (bad(Denominator=""), "line 4, column Denominator: the cell is empty."),
    "two figures of one cohort": (
        screening_text([screening_row(), screening_row(screened=8_000)]),
        "line 4, column Denominator: the same organisation, programme, month and ages stand above",
    ),
    "overlapping cohorts": (
        screening_text([screening_row(), screening_row(ages="60-74")]),
        "the cohorts of screening-coverage-breast (50-70, 60-74) overlap",
    ),
    "England contradicts its regions": (
        screening_text([*(screening_row(c, 10, 7) for c in REGIONS), screening_row("E92000001", 71, 49)]),
        "line 10, column Denominator: England is not the sum of its seven regions.",
    ),
    "a second header": (
        screening_text([screening_row()]) + "\t".join(SCREENING) + "\r\n",
        "line 4, is the header again: two files were joined.",
    ),
    "a footer": (
        screening_text([screening_row()]) + "Source: made up\r\n",
        "line 4, has 1 cell where the header has 12.",
    ),
    "a line cut off": (screening_text([screening_row()])[:-30], "line 3, has 7 cells where"),
    "a header and no rows": (screening_text([]), "has no rows below its header."),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_one_sentence_with_the_line(tmp_path: Path, refuse: Refuse, case: str) -> None:
    content, said = BAD[case]
    assert said in refuse(write_text(tmp_path / "bad.txt", content, "utf-16-le")).what


def test_bytes_cut_off_in_the_middle_of_a_character_are_refused(tmp_path: Path, refuse: Refuse) -> None:
    path = write_text(tmp_path / "bad.txt", screening_text([screening_row()]), "utf-16-le")
    path.write_bytes(path.read_bytes()[:-7])
    refuse(path)
