"""The monthly CSV of faster diagnosis: both header eras, what makes one refused, and the real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.answers import open_desk, over_time
from alliance.ingest import load
from alliance.sources import Release, open_raw, recognise
from alliance.sources.cancer_waiting_times import explain
from tests.sources.conftest import Refuse
from tests.sources.small_earlier import Row, csv_rows, write_csv
from tests.sources.small_workbook import small_workbook

EARLY, LATE = date(2023, 9, 1), date(2024, 1, 1)


def read(path: Path) -> tuple[Release, pl.DataFrame]:
    """A file's release and observations."""
    file = open_raw(path)
    source, release = recognise(file)
    return release, source.read(file, release).observations


def counted(table: pl.DataFrame) -> dict[tuple[str, ...], float]:
    """Every count by what it counts, wherever it was written."""
    keys = ("place", "quantity", "route", "cancer", "band")
    return {tuple(row[:-1]): row[-1] for row in table.select(*keys, "value").iter_rows()}


# ------------------------------------------------------------------------------------------ made-up files


@pytest.mark.parametrize(("month", "header"), [(EARLY, 7), (LATE, 9)])
def test_both_eras_are_known_by_their_header(tmp_path: Path, month: date, header: int) -> None:
    release, table = read(write_csv(tmp_path / "renamed.txt", csv_rows(month)))
    assert (release.form, release.basis, release.status) == ("faster-diagnosis-csv", "provider", "unknown")
    assert (release.first, release.because[:10]) == (month, f"Its row {header} ")
    england = table.filter(pl.col("place") == "england", pl.col("band") == "all")
    sums = dict(england.group_by("quantity").agg(pl.col("value").sum()).iter_rows())
    assert sums == {"faster-diagnosis": 164.0, "faster-diagnosis-within": 134.0}


def test_the_csv_and_the_workbook_of_a_month_give_the_same_cells(tmp_path: Path) -> None:
    _, told = read(write_csv(tmp_path / "data.csv", csv_rows(LATE)))
    _, book = read(small_workbook(tmp_path / "book.xlsx", LATE))
    by_route = book.filter(
        pl.col("quantity").cast(pl.String).str.starts_with("faster"), pl.col("route") != "all"
    )
    assert counted(told) == counted(by_route)


def test_every_count_keeps_its_line_and_column(tmp_path: Path) -> None:
    rows = csv_rows(EARLY)
    _, table = read(write_csv(tmp_path / "data.csv", rows))
    for ref, value in table.select("ref", "value").iter_rows():
        line, column = ref.removeprefix("line ").split(", column ")
        assert rows[int(line) - 1][rows[6].index(column)] == value


def test_the_names_word_tells_the_status_that_the_rows_do_not(tmp_path: Path) -> None:
    for name, status in (
        ("fds-provisional.csv", "provisional"),
        ("FDS_FINAL.csv", "final"),
        ("finally.csv", "unknown"),
    ):
        assert read(write_csv(tmp_path / name, csv_rows(LATE)))[0].status == status


def test_the_final_workbook_of_the_month_speaks_whichever_is_loaded_last(tmp_path: Path) -> None:
    rows = csv_rows(LATE)
    for row in rows:  # a provisional vintage: fewer of one cancer, everywhere
        if row[4] == "Suspected lung cancer":
            row[5:9], row[14] = [row[5] - 1, row[6], row[7] - 1, row[6] / (row[5] - 1)], row[14] - 1
        if row[2] == "ALL ENGLISH PROVIDERS" and row[4] == "Suspected lung cancer":
            row[5:9], row[14] = [row[5] - 1, row[6], row[7] - 1, row[6] / (row[5] - 1)], row[14] - 1
    alone, store = tmp_path / "alone", tmp_path / "store"
    files = [small_workbook(tmp_path / "book.xlsx", LATE), write_csv(tmp_path / "data.csv", rows)]
    load(files[1:], alone, today=date(2024, 3, 14))
    load(files, store, today=date(2024, 3, 14))
    for folder, total in ((alone, 162.0), (store, 164.0)):
        answer = over_time(open_desk(folder), "faster-diagnosis-28-day", "england")
        assert answer.points[-1].denominator == total


def test_a_fictional_file_is_not_the_publishers(tmp_path: Path) -> None:
    rows = csv_rows(LATE)
    rows[5][0] = "FICTIONAL: made up"
    release, _ = read(write_csv(tmp_path / "data.csv", rows))
    assert release.publisher == "Made up, in the layout of NHS England"
    assert release.licence == "None: made-up figures"


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "cp1252")])
def test_a_file_saved_again_by_a_spreadsheet_reads_the_same(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    _, plain = read(write_csv(tmp_path / "data.csv", csv_rows(LATE)))
    rows = csv_rows(LATE)
    for row in rows[9:]:
        row[8] = f"{row[8]:.2%}" if row[8] != "" else ""
        row[5] = f"{row[5]:,}" if row[5] != "" else ""
    rows.append(["A note below the table"])
    _, again = read(write_csv(tmp_path / "saved.csv", rows, separator=separator, encoding=encoding))
    assert counted(again) == counted(plain)


def test_what_it_is_not_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b,c\n1,2,3\n")
    assert explain(open_raw(path))["faster-diagnosis-csv"].startswith(
        "It has no header row with 'REFERRAL ROUTE'"
    )


def _line_without_a_name(rows: list[Row]) -> None:
    rows[10][2] = ""


def _cell(row: int, column: int, value: object) -> Callable[[list[Row]], None]:
    def spoil(rows: list[Row]) -> None:
        rows[row][column] = value

    return spoil


BAD: dict[str, tuple[Callable[[list[Row]], None], str]] = {
    "a heading is another": (_cell(8, 6, "WITHIN 82 DAYS"), "line 9, column 7, is headed 'WITHIN 82 DAYS'"),
    "a heading is gone": (_cell(8, 3, ""), "is headed '' where 'REFERRAL ROUTE' is expected"),
    "a column is gone": (
        lambda rows: [row.pop(7) for row in rows] and None,
        "where 'AFTER 28 DAYS' is expected",
    ),
    "no month": (_cell(1, 0, "soon"), "line 2, states no month"),
    "a month in French": (_cell(1, 0, "Févr-24"), "line 2, states no month"),
    "no basis": (_cell(2, 0, "BASIS"), "line 3, does not say provider or commissioner"),
    "text in a number": (_cell(10, 5, "many"), "line 11, column TOTAL: 'many' is not a number"),
    "an empty count": (_cell(10, 12, ""), "line 11, column IN 29 TO 42 DAYS: '' is not a number"),
    "a per cent sign in a count": (_cell(10, 5, "40%"), "line 11, column TOTAL: '40%' is not a number"),
    "a negative count": (_cell(10, 14, -1), "line 11: a count is missing or negative"),
    "within is more than the total": (_cell(10, 6, 999), "line 11: more within the standard than in all"),
    "waits do not sum": (_cell(10, 14, 50), "line 11: the waits do not sum to the total"),
    "a percentage is another's": (_cell(10, 8, 0.01), "line 11: the percentage is not that of its counts"),
    "a row twice": (
        lambda rows: rows.insert(10, [*rows[10]]),
        "line 11, line 12: the same organisation and group",
    ),
    "a row is gone": (lambda rows: rows.pop(10) and None, "the organisations do not sum to England"),
    "no name": (_line_without_a_name, "line 11, has no organisation's name"),
    "no code": (_cell(10, 1, ""), "has no code"),
    "cut off after the organisations": (
        lambda rows: rows.__delitem__(slice(17, None)),
        "do not sum to England",
    ),
    "cut off within a row": (
        lambda rows: rows.append(["", "ZA9", "HOSPITAL", "URG"]),
        "it may have been cut off",
    ),
    "no rows": (lambda rows: rows.__delitem__(slice(9, None)), "has no rows of counts"),
    "a second header that differs": (
        lambda rows: rows.append([*rows[8][:5], "ALL", *rows[8][6:]]),
        "column 6, is headed 'ALL' where 'TOTAL' is expected",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_spoilt_file_is_refused_whole_with_its_line(tmp_path: Path, refuse: Refuse, fault: str) -> None:
    spoil, said = BAD[fault]
    rows = csv_rows(LATE)
    spoil(rows)
    assert said in refuse(write_csv(tmp_path / "data.csv", rows)).what


def test_a_second_header_that_is_the_same_is_passed_over(tmp_path: Path) -> None:
    rows = csv_rows(LATE)
    _, plain = read(write_csv(tmp_path / "data.csv", rows))
    rows.insert(12, [*rows[8]])
    assert counted(read(write_csv(tmp_path / "twice.csv", rows))[1]) == counted(plain)


@pytest.mark.parametrize(
    ("year", "said"), [("68", "2068-01-01 to 2068-01-31 has not ended"), ("69", "begins before 1990")]
)
def test_a_month_of_another_century_is_refused(tmp_path: Path, refuse: Refuse, year: str, said: str) -> None:
    rows = csv_rows(LATE)
    rows[1][0] = f"Jan-{year}"
    assert said in refuse(write_csv(tmp_path / "data.csv", rows)).what


# --------------------------------------------------------------------------------------------- real files


@pytest.fixture(scope="module")
def real_months(shared: Path) -> dict[date, pl.DataFrame]:
    """Every real CSV by its month."""
    found = {}
    for path in sorted((shared / "data/cwt/faster_diagnosis_csv").glob("*.csv")):
        release, table = read(path)
        assert (release.status, release.basis) == ("unknown", "provider")
        found[release.first] = table
    return found


def _england(table: pl.DataFrame, quantity: str, *, stated: bool) -> float:
    rows = table.filter(pl.col("quantity") == quantity, pl.col("band") == "all")
    return float(rows.filter((pl.col("place") == "england") == stated)["value"].sum())


def test_the_real_files_equal_both_national_series_in_every_month_but_one(
    shared: Path, national_series: Path, real_months: dict[date, pl.DataFrame]
) -> None:
    old = next((shared / "data/cwt/national_time_series").glob("*2009*"))
    series = {}
    for name, path in (("old", old), ("new", national_series)):
        rows = read(path)[1].filter(
            pl.col("quantity").cast(pl.String).str.starts_with("faster"),
            (pl.col("period_end") - pl.col("period_start")).dt.total_days() < 31,
        )
        for quantity, start, value in rows.select("quantity", "period_start", "value").iter_rows():
            series[name, quantity, start] = value
    compared = [
        (month, quantity, name, _england(table, quantity, stated=stated), series[name, quantity, month])
        for month, table in real_months.items()
        for quantity in ("faster-diagnosis", "faster-diagnosis-within")
        for name in ("old", "new")
        for stated in (True, False)
        if (name, quantity, month) in series
    ]
    assert len(real_months) == 32
    assert len(compared) == (32 + 24) * 2 * 2, (
        "32 months of the new series, 24 of the old, two counts, two ways"
    )
    differing = {c[:2]: c[3:] for c in compared if c[3] != c[4]}
    assert differing == {
        (date(2024, 3, 1), "faster-diagnosis"): (257555.0, 260043.0),
        (date(2024, 3, 1), "faster-diagnosis-within"): (199049.0, 201016.0),
    }


def test_the_real_files_equal_the_workbooks_cell_by_cell_but_for_the_provisional_month(
    workbooks: Path, real_months: dict[date, pl.DataFrame]
) -> None:
    for month in (date(2023, 10, 1), date(2024, 3, 1), date(2024, 5, 1)):
        _, book = read(workbooks / f"{f'{month:%B-%Y}'.upper()}-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx")
        by_route = book.filter(
            pl.col("quantity").cast(pl.String).str.starts_with("faster"), pl.col("route") != "all"
        )
        assert (counted(real_months[month]) == counted(by_route)) == (month != date(2024, 3, 1)), month
