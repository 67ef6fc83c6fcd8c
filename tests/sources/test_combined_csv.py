"""The Monthly Combined CSV says what the workbooks of its months say, in any of its vintages, or is refused."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.observations import CUTS, check
from alliance.sources import Reading, find_sources, open_raw, recognise
from alliance.sources.cancer_waiting_times.combined_layout import COLUMNS
from alliance.sources.cancer_waiting_times.naming import month_in_name, status_in_name
from benchmarks.combined import write_combined as write_a_year
from tests.sources.combined_csv import OCTOBER, Row, read, rows_of, small_readings, text_of, write_combined
from tests.sources.conftest import Refuse
from tests.spec.plain_reading import file_name, national

NAMED = "October-2025-Monthly-Combined-CSV-Provisional.csv"
WHAT = ("basis", "place", "period_start", "period_end", "quantity", *CUTS)


def said(*readings: Reading) -> pl.DataFrame:
    """What readings say, whoever says it and wherever it stands."""
    table = pl.concat(reading.observations.select(*WHAT, "value") for reading in readings)
    return table.with_columns(pl.col(pl.Categorical).cast(pl.String)).sort(WHAT)


def find(rows: list[Row], **wanted: str) -> list[Row]:
    """The rows whose cells are these."""
    return [row for row in rows if all(row[column] == cell for column, cell in wanted.items())]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    """October 2025 of two hospitals and two boards, as workbooks say it."""
    return small_readings(tmp_path_factory.mktemp("books"))


@pytest.fixture
def rows(books: list[Reading]) -> list[Row]:
    """The same as rows of a combined CSV, each test's own."""
    return rows_of(books)


@pytest.mark.parametrize("period", ["iso", "slashes"])
def test_it_says_what_the_workbooks_of_its_months_and_bases_say(tmp_path: Path, period: str) -> None:
    books = small_readings(tmp_path, (OCTOBER, date(2025, 11, 1)))
    found = read(write_combined(tmp_path / "any name.txt", rows_of(books, period)))
    assert said(found).equals(said(*books))
    assert found.new_labels == ()
    assert found.names == {code: f"HOSPITAL {code}" for code in ("UNKNOWN", "ZA1", "ZA2", "ZQ1")}
    check(found.observations, "any name.txt")


@pytest.mark.parametrize("months", [(date(2023, 10, 1),), (date(2024, 10, 1), date(2025, 3, 1))], ids=str)
def test_made_of_real_workbooks_it_has_their_cells_and_the_national_series_totals(
    workbooks: Path, national_series: Path, tmp_path: Path, months: tuple[date, ...]
) -> None:
    books = [read(workbooks / file_name(m, basis)) for m in months for basis in ("PROVIDER", "COMMISSIONER")]
    found = read(write_combined(tmp_path / NAMED, rows_of(books, "slashes")))
    assert said(found).equals(said(*books))
    whole = found.observations.filter(
        (pl.col("place") == "england") & pl.all_horizontal(pl.col(cut) == "all" for cut in CUTS)
    )
    totals = {
        row[:3]: row[3] for row in whole.select("basis", "period_start", "quantity", "value").iter_rows()
    }
    for standard, quantity in (
        ("28", "faster-diagnosis"),
        ("31", "treated-31-day"),
        ("62", "treated-62-day"),
    ):
        for month in months:
            for basis in ("provider", "commissioner"):
                pair = (totals[basis, month, quantity], totals[basis, month, f"{quantity}-within"])
                assert pair == national(national_series)[month, standard]


def test_the_release_says_its_bases_its_months_and_what_its_name_says(
    tmp_path: Path, rows: list[Row]
) -> None:
    _, release = recognise(open_raw(write_combined(tmp_path / NAMED, rows)))
    assert (release.form, release.basis, release.level) == ("monthly-combined-csv", "both", "organisation")
    assert (release.first, release.last, release.status) == (OCTOBER, date(2025, 10, 31), "provisional")
    assert "30 columns" in release.because
    _, release = recognise(open_raw(write_combined(tmp_path / "x.csv", find(rows, Basis="Provider"))))
    assert (release.basis, release.status) == ("provider", "unknown")


def test_without_a_period_the_month_is_that_of_the_name(tmp_path: Path, rows: list[Row]) -> None:
    path = write_combined(tmp_path / NAMED, rows, columns=COLUMNS[1:])
    assert said(read(path)).equals(said(read(write_combined(tmp_path / "whole.csv", rows))))


def test_with_a_period_the_name_counts_for_nothing(tmp_path: Path, rows: list[Row]) -> None:
    _, release = recognise(open_raw(write_combined(tmp_path / "January-2020.csv", rows)))
    assert release.first == OCTOBER


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("January-2026-Monthly-Combined-CSV-Provisional.csv", date(2026, 1, 1)),
        ("April-2026-Monthly-Combined-CSV-Provisional-New-ICB-Structure.csv", date(2026, 4, 1)),
        ("2026-27-Apr-Monthly-Combined-CSV-Provisional.csv", date(2026, 4, 1)),
        ("2025-26-Mar-Monthly-Combined-CSV-Final.csv", date(2026, 3, 1)),
        ("sept 2025.csv", date(2025, 9, 1)),
        ("2025-26-Apr-Sep-Cumulative-Monthly-Combined-CSV-Final.csv", None),
        ("Aprl-2026-Monthly-Combined-CSV.csv", None),
        ("Monthly-Combined-CSV-2026.csv", None),
        ("April-2025-2026.csv", None),
        ("2026-04-April.csv", None),
        ("Janvier-2026.csv", None),
    ],
)
def test_a_name_states_one_month_or_none(name: str, month: date | None) -> None:
    assert month_in_name(name) == month


def test_a_name_says_final_or_provisional_or_nothing() -> None:
    assert status_in_name("2024-25-Apr-Mar-Monthly-Combined-CSV-FINAL.csv") == "final"
    assert status_in_name("Finally-the-provisional.csv") == "provisional"
    assert status_in_name("final-and-provisional.csv") == status_in_name("x.csv") == "unknown"


def test_each_number_names_its_line_and_column(tmp_path: Path, rows: list[Row]) -> None:
    text = text_of(rows, above=["FICTIONAL: every number is invented.", ""])
    (tmp_path / "a.csv").write_text(text)
    lines = [line.split(",") for line in text.splitlines()]
    for ref, value in read(tmp_path / "a.csv").observations.select("ref", "value").iter_rows():
        line, column = ref.removeprefix("line ").split(", column ")
        cells = lines[int(line) - 1]  # a label with a comma in it makes two cells here: counted from the end
        assert float(cells[COLUMNS.index(column) - len(COLUMNS)]) == value


def test_a_file_that_calls_itself_fictional_is_not_the_publishers(tmp_path: Path, rows: list[Row]) -> None:
    _, release = recognise(open_raw(write_combined(tmp_path / "a.csv", rows, above=["FICTIONAL figures"])))
    assert release.publisher == "Made up, in the layout of NHS England"


WRITTEN: dict[str, Callable[[list[Row]], bytes]] = {
    "UTF-16": lambda rows: text_of(rows).encode("utf-16"),
    "Windows": lambda rows: text_of(rows).replace("HOSPITAL", "HÔPITAL").encode("cp1252"),
    "a mark and other line ends": lambda rows: text_of(rows).replace("\n", "\r\n").encode("utf-8-sig"),
    "semicolons": lambda rows: text_of(rows, separator=";").encode(),
    "tabs": lambda rows: text_of(rows, separator="\t").encode(),
    "packed": lambda rows: gzip.compress(text_of(rows).encode()),
    "columns in another order": lambda rows: text_of(rows, COLUMNS[::-1]).encode(),
    "titles in capitals": lambda rows: text_of(rows).replace(",".join(COLUMNS), ",".join(COLUMNS).upper()).encode(),
    "blank lines": lambda rows: text_of(rows, below=["," * 29, "", ""]).encode(),
    "an empty column at the end": lambda rows: text_of(rows).replace("\n", ",\n").encode(),
    "spaces around": lambda rows: text_of([{c: f" {v} " for c, v in row.items()} for row in rows]).encode(),
    "shares in per cent": lambda rows: text_of(
        [{**r, "Performance": f"{float(r['Performance']):.1%}" if r["Performance"] else ""} for r in rows]
    ).encode(),
    "quoted empty cells": lambda rows: text_of(rows).replace(",,", ',"",').encode(),
}  # fmt: skip


@pytest.mark.parametrize("manner", WRITTEN)
def test_it_is_the_same_however_it_is_written(tmp_path: Path, rows: list[Row], manner: str) -> None:
    (tmp_path / "a.csv").write_bytes(WRITTEN[manner](rows))
    assert said(read(tmp_path / "a.csv")).equals(said(read(write_combined(tmp_path / "b.csv", rows))))


def test_thousands_may_be_set_off(tmp_path: Path, books: list[Reading]) -> None:
    many = [Reading(b.observations.with_columns(pl.col("value") * 1000), b.names) for b in books]
    rows = [
        {c: f"{int(v):,}" if c in COLUMNS[9:12] and v else v for c, v in row.items()} for row in rows_of(many)
    ]
    assert "82,000" in {row["Total"] for row in rows}
    assert said(read(write_combined(tmp_path / "a.csv", rows))).equals(said(*many))


def fds_by_cancer(rows: list[Row]) -> list[Row]:
    """All routes of a suspected cancer: rows that the flat file has and no workbook."""
    divided = [r for r in find(rows, Standard_or_Item="FDS") if r["Referral_Route_or_Stage"] != "ALL ROUTES"]
    return [{**row, "Referral_Route_or_Stage": "ALL ROUTES"} for row in divided]


def test_a_cancer_over_all_routes_stands_beside_its_routes(tmp_path: Path, rows: list[Row]) -> None:
    more = fds_by_cancer(rows)
    plain, richer = (
        read(write_combined(tmp_path / "a.csv", rows)),
        read(write_combined(tmp_path / "b.csv", rows + more)),
    )
    counted = richer.observations.join(plain.observations, on=WHAT, how="anti")
    assert set(counted["route"].cast(pl.String)) == {"all"}
    assert counted.filter(pl.col("band") == "all").height == 2 * len(more)


def test_a_cancer_over_all_routes_that_its_routes_contradict_is_refused(
    tmp_path: Path, rows: list[Row], refuse: Refuse
) -> None:
    more = fds_by_cancer(rows)
    found = refuse(write_combined(tmp_path / "a.csv", [*rows, *more[:-1]])).what
    assert "FDS, 2025-10, commissioner, " in found
    assert "do not sum to" in found


def test_the_shortest_wait_may_stand_under_within_alone(tmp_path: Path, rows: list[Row]) -> None:
    """In that of 31 days, and of those first seen, it is the same number."""
    expected = said(read(write_combined(tmp_path / "a.csv", rows)))
    for row in rows:
        if row["Standard_or_Item"] == "31D":
            row["Within_31_days"] = ""
        elif row["Standard_or_Item"].endswith("referral"):
            row["Within"], row["Within_14_days"] = row["Within_14_days"], ""
            row["After"] = f"{float(row['Total']) - float(row['Within']):g}"
    found = read(write_combined(tmp_path / "b.csv", rows))
    assert said(found).equals(expected)
    short = found.observations.filter((pl.col("quantity") == "treated-31-day") & (pl.col("band") == "0-31"))
    assert all(ref.endswith("column Within") for ref in short["ref"])


def test_a_vintage_without_waits_has_its_totals(tmp_path: Path, rows: list[Row]) -> None:
    for row in find(rows, Standard_or_Item="62D"):
        row.update(dict.fromkeys(COLUMNS[13:], ""))
    found = read(write_combined(tmp_path / "a.csv", rows)).observations
    treated = found.filter(pl.col("quantity").cast(pl.String).str.starts_with("treated-62-day"))
    assert treated["band"].unique().to_list() == ["all"]


def renamed(rows: list[Row], label: str, name: str) -> list[Row]:
    return [{**row, "Cancer_Type": name} if row["Cancer_Type"] == label else row for row in rows]


def test_coarse_labels_of_older_vintages_have_slugs_of_their_own(tmp_path: Path, rows: list[Row]) -> None:
    older = renamed(renamed(rows, "Lung", "Haematological"), "Breast", "Urological (Excluding Testicular)")
    found = read(write_combined(tmp_path / "a.csv", older))
    treated = found.observations.filter(pl.col("quantity") == "treated-62-day")
    assert set(treated["cancer"].cast(pl.String)) == {"all", "haematological-all", "urological"}
    assert found.new_labels == ()


def test_a_new_label_is_kept_and_reported(tmp_path: Path, rows: list[Row]) -> None:
    found = read(write_combined(tmp_path / "a.csv", renamed(rows, "Lung", "Cancer of the Moon")))
    assert found.new_labels == ("cancer: Cancer of the Moon",)
    assert "cancer-of-the-moon" in found.observations["cancer"].to_list()


def test_why_a_file_is_or_is_not_one_is_said(tmp_path: Path, rows: list[Row]) -> None:
    source = find_sources()["cancer-waiting-times"]
    explain = source.explain  # type: ignore[attr-defined]
    is_one = explain(open_raw(write_combined(tmp_path / "a.csv", rows)))["monthly-combined-csv"]
    assert is_one == (
        "Its header has the Monthly Combined CSV's 30 columns; Period says 2025-10, Basis provider and commissioner."
    )
    (tmp_path / "b.csv").write_text("Basis,Total\nProvider,3\n")
    assert explain(open_raw(tmp_path / "b.csv"))["monthly-combined-csv"].startswith("It has no header row")


def test_the_file_that_speed_is_measured_on_is_one(tmp_path: Path) -> None:
    written = write_a_year(tmp_path / "year.csv", 14_000)
    found = read(tmp_path / "year.csv").observations
    assert written == 14_400
    assert found["period_start"].n_unique() == 12
    assert found.filter(pl.col("ref").str.ends_with(", column Total")).height == written
