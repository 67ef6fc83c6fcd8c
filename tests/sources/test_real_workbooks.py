"""The 36 real workbooks and the national series: every total to the half patient, every cell in its place."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
import pytest

from alliance.answers import open_desk, over_time
from alliance.ingest import inspect, reconcile
from alliance.observations import CUTS
from alliance.sources import cut_slugs, open_raw, recognise
from alliance.store.manifest import Entry, read_manifest
from tests.spec.plain_reading import BASES, MONTHS, file_name, national, rows

WHOLE = {
    "28": "28-DAY FDS (ALL ROUTES)",
    "31": "31-DAY (ALL CANCER)",
    "62": "62-DAY (ALL CANCER)",
}
MEASURES = {"28": "faster-diagnosis-28-day", "31": "treatment-31-day", "62": "treatment-62-day"}
# England by month: total and within of the 28-day, 31-day and 62-day standards, as finally published.
GOLDEN = """
2023-10 275198 195185 54557 48819 25016.5 15812.5
2023-11 282361 202810 56852 51255 26939   17645
2023-12 229715 170155 47266 43059 22975   15219
2024-01 263365 186442 57652 50449 27244   17077
2024-02 258534 201970 54120 49366 25726   16518
2024-03 260043 201016 52613 47933 25748   17739
2024-04 269798 197882 55968 49997 27199   18236
2024-05 279276 212902 57221 52549 28060   18574
2024-06 266876 203375 53354 48496 26547   18013
2024-07 294616 224491 60665 55789 29924   20361
2024-08 262448 198214 54551 50046 27156   18869
2024-09 264312 197899 54863 49695 26685   17991
2024-10 292501 225332 61276 56147 29350   20100
2024-11 268572 207612 56020 51003 27390   19119
2024-12 246449 192325 52098 47700 26192   18783
2025-01 268816 197291 60343 53636 28965   19587
2025-02 255988 205289 54370 49956 26262   17636
2025-03 278064 219578 56234 51456 27537.5 19669.5
"""


def monthly(store: Path) -> list[Entry]:
    """The releases that are workbooks."""
    return [entry for entry in read_manifest(store).entries if entry.level == "organisation"]


def table(store: Path, entry: Entry) -> pl.DataFrame:
    """All observations of one release."""
    return pl.read_parquet(store / "releases" / entry.table)


def test_all_216_totals_equal_the_national_series(real_store: Path) -> None:
    found = reconcile(real_store)
    assert len(found) == 36 * 3 * 2
    assert len({(r.basis, r.month, r.quantity) for r in found}) == 216
    assert [r for r in found if not r.agrees] == []


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_workbooks_own_cells_equal_the_national_series(
    workbooks: Path, national_series: Path, month: date, basis: str
) -> None:
    path = workbooks / file_name(month, basis)
    for standard, sheet in WHOLE.items():
        england = next(r for r in rows(path, sheet) if r.code == "england")
        assert (england.total, england.within) == national(national_series)[month, standard], standard


@pytest.mark.parametrize("position", range(3), ids=MEASURES)
def test_england_has_the_published_totals(real_store: Path, position: int) -> None:
    measure = [*MEASURES.values()][position]
    answer = over_time(open_desk(real_store), measure, "england", basis="provider", end="2025-03")
    found = {p.period: (p.denominator, p.numerator) for p in answer.points}
    for line in GOLDEN.strip().split("\n"):
        month, *counts = line.split()
        total, within = counts[2 * position : 2 * position + 2]
        assert found[month] == (float(total), float(within)), month


def test_october_2023_has_its_half_patients(real_store: Path) -> None:
    answer = over_time(open_desk(real_store), "treatment-62-day", "england", start="2023-10", end="2023-10")
    assert (answer.points[0].numerator, answer.points[0].denominator) == (15_812.5, 25_016.5)


@pytest.mark.parametrize("basis", BASES)
def test_in_every_block_the_organisations_sum_to_england(real_store: Path, basis: str) -> None:
    keys = ["quantity", *CUTS]
    for entry in (e for e in monthly(real_store) if e.basis == basis.lower()):
        england = pl.col("place") == "england"
        counts = table(real_store, entry)
        sums = counts.filter(~england).group_by(keys).agg(pl.col("value").sum().alias("summed"))
        both = counts.filter(england).join(sums, on=keys, how="full")
        assert both.height == counts.filter(england).height == sums.height
        assert both.filter(pl.col("value") != pl.col("summed")).is_empty(), entry.file


def test_five_hundred_numbers_are_in_the_cells_that_they_name(real_store: Path) -> None:
    """Looked up in the XML itself, without any reader of spreadsheets."""
    chosen = monthly(real_store)[::4]
    assert "DECEMBER-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx" in {e.file for e in monthly(real_store)}
    chosen += [e for e in monthly(real_store) if e.file.startswith("DECEMBER-2024-CWT-CRS-PROVIDER")]
    looked_up = 0
    for seed, entry in enumerate(chosen):
        observations = table(real_store, entry).select("ref", "value").sort("ref").rows()
        for ref, value in Random(seed).sample(observations, 50):
            sheet, cell = ref.split("!")
            assert cell_in_xml(real_store / "snapshots" / entry.snapshot, sheet, cell) == value, ref
            looked_up += 1
    assert looked_up >= 500


def cell_in_xml(path: Path, sheet: str, cell: str) -> float:
    """The number that a sheet's XML has in a cell."""
    found = re.search(rf'<c r="{cell}"[^>]*><v>([^<]*)</v>', sheet_xml(path, sheet))
    assert found, (path.name, sheet, cell)
    return float(found[1])


@cache
def sheet_xml(path: Path, sheet: str) -> str:
    """The XML of the sheet with this name."""
    with zipfile.ZipFile(path) as book:
        names = book.read("xl/workbook.xml").decode()
        name = re.escape(sheet)
        link = re.search(rf'<sheet [^>]*name="{name}"[^>]*r:id="(\w+)"', names)
        assert link, sheet
        relations = book.read("xl/_rels/workbook.xml.rels").decode()
        target = next(
            re.search(r'Target="([^"]+)"', element)[1]  # type: ignore[index]
            for element in re.findall(r"<Relationship [^>]*>", relations)
            if f'Id="{link[1]}"' in element
        )
        return book.read(f"xl/{target.removeprefix('/xl/')}").decode()


def test_all_workbooks_call_themselves_final(real_store: Path) -> None:
    assert [entry.status for entry in monthly(real_store)] == ["final"] * 36


def test_the_national_series_is_final_to_september_2025_and_provisional_after(real_store: Path) -> None:
    (series,) = [e for e in read_manifest(real_store).entries if e.level == "national"]
    assert series.status == "mixed"
    final = [c.start for c in series.coverage if c.status == "final"]
    provisional = [c.start for c in series.coverage if c.status == "provisional"]
    assert max(final) == date(2025, 9, 1)
    assert (min(d for d in provisional if d > date(2025, 1, 1)), max(provisional)) == (
        date(2025, 10, 1),
        date(2026, 4, 1),
    )


def test_a_renamed_workbook_is_recognised(workbooks: Path, tmp_path: Path) -> None:
    copy = tmp_path / "untitled (3).tmp"
    shutil.copy(workbooks / file_name(date(2024, 8, 1), "COMMISSIONER"), copy)
    _, release = recognise(open_raw(copy))
    assert (release.basis, release.first, release.status) == ("commissioner", date(2024, 8, 1), "final")


def test_the_shipped_table_knows_every_label_of_every_workbook(real_store: Path) -> None:
    met: dict[str, set[str]] = {cut: set() for cut in ("cancer", "route", "modality", "treatment_stage")}
    for entry in monthly(real_store):
        counts = table(real_store, entry)
        for cut, slugs in met.items():
            slugs |= set(counts[cut].unique())
    for cut, slugs in met.items():
        assert slugs <= set(cut_slugs(cut)), cut


def test_the_book_knows_every_organisation_and_every_byte_is_as_it_was(real_store: Path) -> None:
    state = inspect(real_store)
    assert (state.releases, state.unknown) == (37, ())


def test_half_patients_occur_only_in_the_62_day_figures(real_store: Path) -> None:
    """Of commissioners only where England itself has a half: in the part whose commissioner is not known."""
    with_halves: dict[str, set[str]] = {"provider": set(), "commissioner": set()}
    for entry in monthly(real_store):
        halves = table(real_store, entry).filter(pl.col("value") % 1 != 0)
        assert set(halves["quantity"].unique()) <= {"treated-62-day", "treated-62-day-within"}
        with_halves[entry.basis] |= set(halves["place"].unique())
    assert with_halves["commissioner"] == {"england", "UNKNOWN"}
    assert len(with_halves["provider"]) > 100
