"""The real reference files beside the built-in book: all are read, and contradict it only where that is known."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from alliance.places import PlaceBook
from alliance.places.reference import PageKind, read_page, recognise_page, settle

BOOK = PlaceBook.builtin()
TODAY = date(2026, 11, 26)
NEW_IN_2026 = {"D7T5G", "S0E4D", "S1Y5D", "S9B9J", "T6Y0W", "Z9B2Z"}
FILES = {
    "organisations/etr_2022.csv": PageKind.ODS_TRUSTS,
    "organisations/etr_2025.csv": PageKind.ODS_TRUSTS,
    "organisations/etr_2026.csv": PageKind.ODS_TRUSTS,
    "geography/Sub-ICB-to-Alliance-mapping-2022_v1.4.csv": PageKind.AREAS,
    "geography/ccg_icb_to_cancer_alliance.csv": PageKind.AREAS,
    "geography/derived_LSOA21_SICBL24_ICB24_CAL24_LAD22.csv.gz": PageKind.AREAS,
    "geography/ons/075.csv": PageKind.AREAS,
    "geography/ons/196.csv": PageKind.AREAS,
    "geography/ons/257.csv": PageKind.NAMES,
    "geography/ons/272.csv": PageKind.NAMES,
    "geography/ons/cancer_alliances.json": PageKind.NAMES,
    "geography/ons/icb.json": PageKind.NAMES,
    "geography/ons/nhs_regions.json": PageKind.NAMES,
    "geography/lookup_trust_trust.csv.gz": PageKind.SUCCESSIONS,
    "geography/lookup_nhs_trusts22_icb22.csv.gz": PageKind.CATCHMENTS,
    "geography/ods_ca_mapping.csv": PageKind.TRUST_ALLIANCES,
    "geography/ons/constituencies.json": None,
    "geography/census2021-ts021-lsoa.csv.gz": None,
    "patient_experience/CPES_geog_lookuptable.csv": None,
}


def cells(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    if path.suffix == ".json":
        return [[code, name] for code, name in json.loads(text).items()]
    return list(csv.reader(StringIO(text)))


@pytest.mark.parametrize(("name", "kind"), FILES.items())
def test_each_file_is_recognised_read_and_settled(shared: Path, name: str, kind: PageKind | None) -> None:
    rows = cells(shared / "data" / name)
    assert recognise_page(name, rows) is kind
    if kind:
        found = settle(read_page(kind, rows, source=name), BOOK, on=TODAY)
        assert not found.rows.places, "the built-in book knows all these places"
        assert not found.rows.successions
        assert not found.rows.endings
        assert len(found.rows.memberships) == (4 if kind is PageKind.CATCHMENTS else 0)


def test_the_three_vintages_of_the_trust_list_have_their_days_and_the_last_the_new_icbs(shared: Path) -> None:
    icbs = {}
    for year, as_at, trusts in (
        (2022, date(2021, 9, 30), 215),
        (2025, date(2024, 12, 31), 207),
        (2026, date(2026, 6, 30), 271),
    ):
        rows = cells(shared / "data" / "organisations" / f"etr_{year}.csv")
        page = read_page(PageKind.ODS_TRUSTS, rows, source=f"etr {year}")
        assert (page.as_at, len(page.places), len(page.left_out)) == (as_at, trusts, 3)
        icbs[year] = {located.row.within for located in page.memberships}
    assert icbs[2026] >= NEW_IN_2026
    assert not icbs[2025] & NEW_IN_2026


def test_a_store_of_an_empty_book_learns_the_trusts_and_their_icbs_from_the_files(shared: Path) -> None:
    book = PlaceBook.read(builtin=False)
    for name in ("geography/derived_LSOA21_SICBL24_ICB24_CAL24_LAD22.csv.gz", "organisations/etr_2025.csv"):
        rows = cells(shared / "data" / name)
        kind = recognise_page(name, rows)
        assert kind is not None
        book = book.extended(settle(read_page(kind, rows, source=name), book, on=TODAY).rows)
    assert len(book.alliances(TODAY)) == 20
    assert [place.code for place in book.icbs_of("E56000007", TODAY)] == [
        "QHL",
        "QUA",
        "QWU",
        "QGH",
        "QOC",
        "QNC",
    ]
    assert "RRK" in {place.code for place in book.members("QHL", TODAY)}
