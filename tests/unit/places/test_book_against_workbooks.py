"""The built-in book beside the 36 real workbooks: every code is known, and the parts make England."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from alliance.places import PlaceBook, PlaceKind

BOOK = PlaceBook.builtin()
MONTHS = [name.upper() for name in calendar.month_name]
STANDARDS = ("28-DAY FDS (ALL ROUTES)", "31-DAY (ALL CANCER)", "62-DAY (ALL CANCER)")
HEADER_ROW = 9
MARCH_2024 = date(2024, 3, 1)


@dataclass
class Read:
    """What the workbooks of one basis say: their codes, and a month's totals of each standard."""

    codes: set[str] = field(default_factory=set)
    by_organisation: dict[tuple[date, str], dict[str, float]] = field(default_factory=dict)
    england: dict[tuple[date, str], float] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        name = re.match(r"([A-Z]+)-(\d{4})-", path.name)
        assert name, path.name
        month = date(int(name[2]), MONTHS.index(name[1]), 1)
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            self._add_codes(rows)
            if sheet in STANDARDS:
                self._add_totals((month, sheet), rows)

    def _add_codes(self, rows: list[list[object]]) -> None:
        found = {str(row[1]).strip() for row in rows[HEADER_ROW:] if len(row) > 2}
        self.codes |= {code for code in found if code and not code.startswith("ODS CODE")}

    def _add_totals(self, key: tuple[date, str], rows: list[list[object]]) -> None:
        """The first part of the sheet, down to the national row: all routes or all stages."""
        header = [str(cell).strip() for cell in rows[HEADER_ROW - 1]]
        total = header.index("TOTAL")
        self.by_organisation[key] = {}
        for row in rows[HEADER_ROW:]:
            code = str(row[1]).strip()
            if code:
                self.by_organisation[key][code] = float(str(row[total]))
            elif str(row[2]).startswith("ALL ENGLISH"):
                self.england[key] = float(str(row[total]))
                return


@pytest.fixture(scope="module")
def read(workbooks: Path) -> dict[str, Read]:
    found = {"PROVIDER": Read(), "COMMISSIONER": Read()}
    for path in sorted(workbooks.glob("*.xlsx")):
        found["PROVIDER" if "-PROVIDER-" in path.name else "COMMISSIONER"].add(path)
    return found


def by_alliance(month: date, by_provider: dict[str, float]) -> dict[str | None, float]:
    """Patients by primary alliance on the first day of the month; None is the unmapped part."""
    sums: dict[str | None, float] = defaultdict(float)
    for code, patients in by_provider.items():
        sums[BOOK.primary_alliance(code, month)] += patients
    return sums


def test_every_provider_code_of_the_workbooks_is_a_provider_in_the_book(read: dict[str, Read]) -> None:
    assert len(read["PROVIDER"].codes) == 178
    kinds = {code: BOOK.find(code).kind for code in read["PROVIDER"].codes}
    assert set(kinds.values()) == {PlaceKind.TRUST, PlaceKind.PROVIDER}


def test_every_commissioner_code_of_the_workbooks_is_in_the_book(read: dict[str, Read]) -> None:
    assert len(read["COMMISSIONER"].codes) == 51
    kinds = {code: BOOK.find(code).kind for code in read["COMMISSIONER"].codes}
    assert set(kinds.values()) == {PlaceKind.ICB, PlaceKind.HUB, PlaceKind.UNMAPPED}
    assert [code for code, kind in kinds.items() if kind is PlaceKind.UNMAPPED] == ["UNKNOWN"]


def test_every_code_is_open_in_the_months_in_which_it_reports(read: dict[str, Read]) -> None:
    for basis in read.values():
        for (month, _), by_organisation in basis.by_organisation.items():
            closed = [code for code in by_organisation if not BOOK.find(code).is_open(month)]
            assert not closed, (month, closed)


def test_march_2024_adds_up_to_the_published_total(read: dict[str, Read]) -> None:
    sums = by_alliance(MARCH_2024, read["PROVIDER"].by_organisation[MARCH_2024, STANDARDS[2]])
    assert sum(sums.values()) == 25_748
    assert sums["E56000027"] == 711.5, "North Central London, with North Middlesex under its successor"


@pytest.mark.parametrize("standard", STANDARDS)
def test_in_each_month_alliances_and_the_unmapped_make_england(read: dict[str, Read], standard: str) -> None:
    months = [key for key in read["PROVIDER"].england if key[1] == standard]
    assert len(months) == 18
    for key in months:
        sums = by_alliance(key[0], read["PROVIDER"].by_organisation[key])
        assert len(sums) == 21
        assert sum(sums.values()) == read["PROVIDER"].england[key]


def test_nearly_all_sixty_two_day_care_is_mapped_to_an_alliance(read: dict[str, Read]) -> None:
    for key, england in read["PROVIDER"].england.items():
        if key[1] == STANDARDS[2]:
            unmapped = by_alliance(key[0], read["PROVIDER"].by_organisation[key])[None]
            assert 0 < unmapped / england < 0.006, key


def test_each_alliance_sums_over_its_primary_members(read: dict[str, Read]) -> None:
    by_provider = read["PROVIDER"].by_organisation[MARCH_2024, STANDARDS[2]]
    sums = by_alliance(MARCH_2024, by_provider)
    for alliance in BOOK.alliances(MARCH_2024):
        members = BOOK.members(alliance.code, MARCH_2024, primary_only=True)
        assert sum(by_provider.get(place.code, 0) for place in members) == sums[alliance.code]
