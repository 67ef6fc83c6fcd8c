"""Provider data extracts: what is said twice counts once, and England is the sum of its organisations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alliance.answers import open_desk, over_time
from alliance.ingest import load
from alliance.observations import CUTS, check
from alliance.sources import Reading, open_raw, recognise
from tests.sources.combined_csv import read
from tests.sources.conftest import Refuse
from tests.sources.small_workbook import Group, Sheets, small_workbook, some_groups, write
from tests.spec.plain_reading import MONTHS, file_name, national

SHEET = "CWT CRS Provider Extract"
TITLES = (
    *("PERIOD", "YEAR", "MONTH", "STANDARD", "ORG CODE", "STAGE/ROUTE", "TREATMENT MODALITY", "CANCER TYPE"),
    *("TOTAL TREATED", "WITHIN STANDARD", "BREACHES"),
)
STANDARDS = {"28": ("28-day FDS", 2), "31": ("31-day Combined", 1), "62": ("62-day Combined", 4)}
FINAL = "CWT-CRS-Apr-2024-to-Sep-2024-Data-Extract-Provider-Final.xlsx"
UNNAMED = "CWT-CRS-Oct-2024-to-Mar-2025-Data-Extract-Provider.xlsx"
WHAT = ("place", "period_start", "quantity", *CUTS)


def small_extract(*months: date, groups: list[Group] | None = None) -> Sheets:
    """The one sheet of an extract of two made-up hospitals."""
    rows: list[list[Any]] = [list(TITLES)]
    for month in months or (date(2024, 1, 1),):
        year = month.year - (month.month < 4)
        facts = [month, f"{year}/{(year + 1) % 100:02d}", f"{month:%b}".upper()]
        for labels, counts in _summed(groups or some_groups()).items():
            rows.append([*facts, *labels, *counts])
    return {SHEET: rows}


def _summed(groups: list[Group]) -> dict[tuple[str, ...], list[float]]:
    """Total, within and breaches by standard, organisation, stage or route, treatment and cancer."""
    found: dict[tuple[str, ...], list[float]] = {}
    for group in groups:
        if group.standard not in STANDARDS:
            continue
        standard, short = STANDARDS[group.standard]
        within = sum(group.bands[:short])
        divided = [("", group.cancer)]
        if group.standard != "28":
            divided = [("ALL MODALITIES", group.cancer), (group.modality, "ALL CANCERS")]
        for modality, cancer in divided:
            counts = found.setdefault((standard, group.code, group.part, modality, cancer), [0.0, 0.0, 0.0])
            for place, count in enumerate((sum(group.bands), within, sum(group.bands) - within)):
                counts[place] += count
    return found


def whole(reading: Reading, place: str = "england") -> dict[tuple[date, str], float]:
    """The total of each month and quantity, summed over what divides it once: the rows by cancer."""
    rows = reading.observations.filter((pl.col("place") == place) & (pl.col("modality") == "all"))
    sums = rows.group_by("period_start", "quantity").agg(pl.col("value").sum())
    return {(month, str(quantity)): value for month, quantity, value in sums.iter_rows()}


def test_it_is_recognised_by_its_header_whatever_it_is_called(tmp_path: Path) -> None:
    path = write(tmp_path / "untitled.tmp", small_extract(date(2024, 3, 1), date(2024, 4, 1)))
    _, release = recognise(open_raw(path))
    assert (release.form, release.basis, release.status) == ("provider-extract", "provider", "unknown")
    assert (release.first, release.last) == (date(2024, 3, 1), date(2024, 4, 30))
    assert release.title == "Cancer waiting times, provider data extract, 2024-03 to 2024-04"


def test_what_is_said_by_cancer_and_by_treatment_counts_once(tmp_path: Path) -> None:
    load([write(tmp_path / "a.xlsx", small_extract())], tmp_path / "extract", today=date(2024, 5, 1))
    load([small_workbook(tmp_path / "b.xlsx")], tmp_path / "book", today=date(2024, 5, 1))
    for measure in ("faster-diagnosis-28-day", "treatment-31-day", "treatment-62-day"):
        for place in ("england", "ZA1"):
            for cut in ({}, {"cancer": "lung"}):
                mine, books = (
                    over_time(open_desk(tmp_path / store), measure, place, cut=cut, basis="provider").points[
                        0
                    ]
                    for store in ("extract", "book")
                )
                assert (mine.numerator, mine.denominator) == (books.numerator, books.denominator)
                assert mine.denominator


def test_each_number_is_in_the_cell_that_it_names_and_england_says_that_it_is_a_sum(tmp_path: Path) -> None:
    told = small_extract()
    observations = read(write(tmp_path / "a.xlsx", told)).observations
    stated = observations.filter(pl.col("place") != "england")
    for ref, value in stated.select("ref", "value").iter_rows():
        sheet, cell = ref.split("!")
        assert told[sheet][int(cell[1:]) - 1][ord(cell[0]) - ord("A")] == value
    assert stated["note"].null_count() == stated.height
    england = observations.filter(pl.col("place") == "england")
    assert england["note"].unique().to_list() == [
        "the sum of the organisations: the file states no total for England"
    ]
    assert england["value"].sum() == stated["value"].sum()


def test_the_real_final_extract_equals_the_workbooks_cells(shared: Path, workbooks: Path) -> None:
    found = read(shared / "data/cwt/data_extracts" / FINAL)
    assert found.new_labels == ()
    assert found.observations["status"].unique().to_list() == ["final"]
    check(found.observations, FINAL)
    mine = found.observations.select(*WHAT, "value").with_columns(pl.col(pl.Categorical).cast(pl.String))
    for month in MONTHS[6:12]:
        book = read(workbooks / file_name(month, "PROVIDER")).observations.select(*WHAT, "value")
        book = book.with_columns(pl.col(pl.Categorical).cast(pl.String))
        same = mine.filter(pl.col("period_start") == month).join(book, on=WHAT, suffix="_book")
        assert same.height == mine.filter(pl.col("period_start") == month).height
        assert same.filter(pl.col("value") != pl.col("value_book")).is_empty()


def test_the_real_final_extract_has_the_national_series_totals(shared: Path, national_series: Path) -> None:
    found = whole(read(shared / "data/cwt/data_extracts" / FINAL))
    for month in MONTHS[6:12]:
        for standard, quantity in (
            ("28", "faster-diagnosis"),
            ("31", "treated-31-day"),
            ("62", "treated-62-day"),
        ):
            pair = (found[month, quantity], found[month, f"{quantity}-within"])
            assert pair == national(national_series)[month, standard]


def test_october_2024_before_and_after_it_was_final(shared: Path, workbooks: Path, tmp_path: Path) -> None:
    extract, book = shared / "data/cwt/data_extracts" / UNNAMED, workbooks / file_name(MONTHS[12], "PROVIDER")
    days = [(extract, "provisional", date(2025, 6, 12)), (book, None, date(2025, 7, 10))]
    for path, status, day in days:
        (loaded,) = load([path], tmp_path, today=day, published=day, status=status)
        assert loaded.outcome == "loaded"
    for day, total in ((date(2025, 7, 9), 28_704.0), (date(2025, 7, 10), 29_350.0)):
        answer = over_time(open_desk(tmp_path), "treatment-62-day", "england", as_of=day, end="2024-10")
        assert answer.points[-1].denominator == total


def test_neither_the_second_real_extract_nor_its_name_says_whether_it_is_final(shared: Path) -> None:
    _, release = recognise(open_raw(shared / "data/cwt/data_extracts" / UNNAMED))
    assert release.status == "unknown"


def cell(row: int, column: str, value: Any) -> Callable[[list[list[Any]]], object]:
    return lambda rows: rows[row - 1].__setitem__(ord(column) - ord("A"), value)


def first_of(standard: str, spoil: Callable[[list[Any]], object]) -> Callable[[list[list[Any]]], object]:
    """Spoil the first row of a standard."""
    return lambda rows: spoil(next(row for row in rows if row[3] == standard))


def doubled(row: list[Any]) -> None:
    row[8:] = [count * 2 for count in row[8:]]


CASES: dict[str, tuple[Callable[[list[list[Any]]], object], str]] = {
    "a column is missing": (
        lambda rows: [row.pop(1) for row in rows],
        "bad.xlsx is a provider data extract of cancer waiting times, and has no column YEAR.",
    ),
    "a column is new": (
        lambda rows: [row.append("x") for row in rows],
        "and has more columns than the layout: x.",
    ),
    "text stands where a number belongs": (
        cell(2, "I", "some"),
        f"bad.xlsx, {SHEET}!I2: 'some' is not a number.",
    ),
    "a number is empty": (cell(2, "I", ""), f"sheet '{SHEET}', row 2: 28-day FDS: the total is missing."),
    "within is more than the total": (
        cell(2, "J", 99.0),
        "28-day FDS: more within the standard than in all.",
    ),
    "within and breaches contradict the total": (
        cell(2, "K", 0.0),
        "28-day FDS: within and after do not sum to the total.",
    ),
    "a row stands twice": (
        lambda rows: rows.append(list(rows[1])),
        "28-day FDS: the same organisation and group stand twice.",
    ),
    "a month that its row contradicts": (
        cell(2, "C", "MAY"),
        f"sheet '{SHEET}', row 2, column MONTH: it is not that of the row's period.",
    ),
    "a year that its row contradicts": (
        cell(2, "B", "2024/25"),
        f"sheet '{SHEET}', row 2, column YEAR: it is not that of the row's period.",
    ),
    "a day in the middle of a month": (
        cell(2, "A", date(2024, 1, 15)),
        "column PERIOD: '2024-01-15' is not the first day of a month.",
    ),
    "a month in words": (cell(2, "A", "janvier 2024"), "'janvier 2024' is not a date"),
    "a standard of before October 2023": (
        cell(2, "D", "2WW"),
        "column STANDARD: the standard is none of 28-day FDS, 31-day Combined, 62-day Combined.",
    ),
    "an organisation without a code": (cell(2, "E", ""), "column ORG CODE: the organisation has no code."),
    "a row for England": (cell(2, "E", "Total"), "column ORG CODE: this layout has no rows for England."),
    "a treatment is missing": (
        first_of("31-day Combined", lambda row: row.__setitem__(6, "")),
        "column TREATMENT MODALITY: the label is missing.",
    ),
    "cancers and treatments do not come to the same": (
        first_of("62-day Combined", doubled),
        "62-day Combined, 2024-01, provider, ZA1, urgent-suspected-cancer: the rows by modality do not sum to the "
        "same as those by cancer (11 against 22).",
    ),
    "no rows by treatment": (
        lambda rows: rows.__setitem__(slice(None), [row for row in rows if row[7] != "ALL CANCERS"]),
        "has no rows by modality and treatment stage for 31-day Combined",
    ),
    "two headers": (lambda rows: rows.append(list(TITLES)), "is the header again: two files were joined."),
    "a footer": (lambda rows: rows.append(["Source: somebody"]), "'Source: somebody' is not a date"),
    "nothing below the header": (lambda rows: rows.__delitem__(slice(1, None)), "has no rows below its header."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_refused_where(tmp_path: Path, refuse: Refuse, case: str) -> None:
    spoil, sentence = CASES[case]
    told = small_extract()
    spoil(told[SHEET])
    assert sentence in refuse(write(tmp_path / "bad.xlsx", told)).what
