"""A workbook that contradicts its layout or itself: one sentence with sheet and cell; the store as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sources.conftest import Refuse
from tests.sources.small_workbook import Sheets, row_of, sheets, some_groups, write

FDS, FDS_ROUTES = "28-DAY FDS (ALL ROUTES)", "28-DAY FDS (BY ROUTE)"
D31, D62, D62_CANCER, D62_MODALITY = (
    "31-DAY (ALL CANCER)",
    "62-DAY (ALL CANCER)",
    "62-DAY (BY CANCER)",
    "62-DAY (BY TREATMENT MODALITY)",
)
SEEN = "USC referral to FOA"
Spoil = Callable[[Sheets], object]


def cell(sheet: str, row: int, column: str, value: Any) -> Spoil:
    """Write one cell, named as a spreadsheet names it."""

    def spoil(told: Sheets) -> None:
        line = told[sheet][row - 1]
        line.extend([""] * (ord(column) - ord("A") + 1 - len(line)))
        line[ord(column) - ord("A")] = value

    return spoil


def whole_row(sheet: str, code: str, *labels: str, times: float) -> Spoil:
    """Multiply the counts of one row, which stays right in itself."""

    def spoil(told: Sheets) -> None:
        row = row_of(told[sheet], code, *labels)
        first = 3 + len(labels)
        row[first:] = [
            value * times if isinstance(value, float) and position != 3 else value
            for position, value in enumerate(row[first:])
        ]

    return spoil


def heads(sheet: str) -> Spoil:
    """Take the last column away."""

    def spoil(told: Sheets) -> None:
        told[sheet] = [row[:10] for row in told[sheet]]

    return spoil


CASES: dict[str, tuple[Spoil, str]] = {
    "a sheet is missing": (
        lambda told: told.pop(D62),
        "bad.xlsx is a cancer waiting times workbook without the sheet '62-DAY (ALL CANCER)'.",
    ),
    "two sheets are missing": (
        lambda told: (told.pop("Frontpage"), told.pop(D62)),
        "without the sheets 'Frontpage', '62-DAY (ALL CANCER)'.",
    ),
    "a column is renamed": (
        cell(FDS, 9, "F", "WITHIN 29 DAYS"),
        "sheet '28-DAY FDS (ALL ROUTES)', F9, is headed 'WITHIN 29 DAYS' where 'WITHIN 28 DAYS' is expected.",
    ),
    "a column of a later part is renamed": (
        cell(D31, 19, "F", "TOTAL?"),
        "sheet '31-DAY (ALL CANCER)', F19, is headed 'TOTAL?' where 'TOTAL' is expected.",
    ),
    "columns are cut away": (heads(FDS), "sheet '28-DAY FDS (ALL ROUTES)', row 9, has too few columns."),
    "more within than in all": (
        lambda told: (cell(FDS, 10, "F", 200.0)(told), cell(FDS, 10, "J", 139.0)(told)),
        "sheet '28-DAY FDS (ALL ROUTES)', E10: the waits do not sum to the total.",
    ),
    "within is more than the total": (
        lambda told: (cell(FDS, 10, "F", 83.0)(told), cell(FDS, 10, "G", -1.0)(told)),
        "sheet '28-DAY FDS (ALL ROUTES)', E10: a count is missing or negative.",
    ),
    "waits contradict the total": (
        cell(SEEN, 10, "F", 13.0),
        "sheet 'USC referral to FOA', E10: the waits do not sum to the total.",
    ),
    "short waits contradict those within": (
        lambda told: (cell(FDS, 10, "L", 10.0)(told), cell(FDS, 10, "K", 18.0)(told)),
        "sheet '28-DAY FDS (ALL ROUTES)', E10: the short waits do not sum to those within the standard.",
    ),
    "within and after contradict the total": (
        cell(FDS, 10, "G", 16.0),
        "sheet '28-DAY FDS (ALL ROUTES)', E10: within and after do not sum to the total.",
    ),
    "the percentage is another": (
        cell(FDS, 10, "H", 0.5),
        "sheet '28-DAY FDS (ALL ROUTES)', E10: the percentage is not that of its counts.",
    ),
    "organisations do not sum to England": (
        whole_row(FDS, "ZA1", "ALL ROUTES", times=2),
        "sheet '28-DAY FDS (ALL ROUTES)': the organisations do not sum to England (all: 246.0 against 164.0).",
    ),
    "a row is lost": (
        lambda told: told[SEEN].remove(row_of(told[SEEN], "ZA2", "Suspected lung cancer")),
        "sheet 'USC referral to FOA': the organisations do not sum to England (lung: 18.0 against 36.0).",
    ),
    "parts contradict their whole": (
        lambda told: [
            whole_row(D62, code, "Screening", "ALL CANCERS", times=2)(told) for code in ("ZA1", "ZA2", "")
        ],
        "the parts do not sum to the first part",
    ),
    "one sheet contradicts another": (
        lambda told: [
            whole_row(D62_MODALITY, code, part, "Other", times=2)(told)
            for code in ("ZA1", "ZA2", "")
            for part in ("ALL ROUTES", "Consultant Upgrade")
        ],
        "the rows do not sum to sheet '62-DAY (ALL CANCER)'",
    ),
    "text stands where a number belongs": (
        cell(FDS, 10, "E", "about 80"),
        "sheet '28-DAY FDS (ALL ROUTES)', E10: 'about 80' is not a number.",
    ),
    "a number is empty": (
        cell(FDS, 10, "E", ""),
        "sheet '28-DAY FDS (ALL ROUTES)', E10: '' is not a number.",
    ),
    "a count is negative": (cell(FDS, 10, "N", -3.0), "E10: a count is missing or negative."),
    "a row stands twice": (
        lambda told: told[SEEN].insert(10, list(told[SEEN][9])),
        "sheet 'USC referral to FOA', E10, E11: the same organisation and group stand twice.",
    ),
    "an organisation has no code": (
        cell(FDS, 10, "B", ""),
        "sheet '28-DAY FDS (ALL ROUTES)', B10: 'HOSPITAL ZA1' has no code.",
    ),
    "an organisation has no name": (
        cell(FDS, 10, "C", ""),
        "sheet '28-DAY FDS (ALL ROUTES)', row 10, has no organisation's name.",
    ),
    "numbers stand without an organisation": (
        lambda told: (cell(FDS, 10, "B", "")(told), cell(FDS, 10, "C", "")(told)),
        "sheet '28-DAY FDS (ALL ROUTES)', row 10, has no organisation's name.",
    ),
    "months differ between sheets": (
        cell(D62, 2, "A", "Feb-24"),
        "sheet '62-DAY (ALL CANCER)', is provider data for 2024-02; the first sheet is provider data for 2024-01.",
    ),
    "bases differ between sheets": (
        cell(D62, 3, "A", "BASIS: COMMISSIONER BASED"),
        "sheet '62-DAY (ALL CANCER)', is commissioner data for 2024-01",
    ),
    "no month is stated": (
        cell(FDS, 2, "A", "Winter"),
        "sheet '28-DAY FDS (ALL ROUTES)', A2, states no month like 'Sep-25'.",
    ),
    "no basis is stated": (
        cell(FDS, 3, "A", "BASIS: HEARSAY"),
        "sheet '28-DAY FDS (ALL ROUTES)', A3, does not say provider or commissioner.",
    ),
    "a sheet ends early": (
        lambda told: told.update({D62: told[D62][:5]}),
        "sheet '62-DAY (ALL CANCER)', ends before its header in row 9.",
    ),
    "a sheet is empty": (
        lambda told: told.update({FDS: []}),
        "sheet '28-DAY FDS (ALL ROUTES)', ends before its header in row 9.",
    ),
    "a sheet has no counts": (
        lambda told: told.update({FDS: told[FDS][:9]}),
        "sheet '28-DAY FDS (ALL ROUTES)', has no rows of counts.",
    ),
    "England's row is lost": (
        lambda told: told[FDS].pop(),
        "the organisations do not sum to England",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_workbook_is_refused_when(tmp_path: Path, refuse: Refuse, case: str) -> None:
    spoil, sentence = CASES[case]
    told = sheets(some_groups())
    spoil(told)
    what = refuse(write(tmp_path / "bad.xlsx", told)).what
    assert what.startswith("bad.xlsx")
    assert sentence in what


@pytest.mark.parametrize("sheet", [FDS_ROUTES, "31-DAY (BY CANCER)", D62_CANCER, "UBS referral to FHA"])
def test_a_lie_in_any_sheet_is_found(tmp_path: Path, refuse: Refuse, sheet: str) -> None:
    told = sheets(some_groups())
    row = told[sheet][9]
    total = next(i for i, value in enumerate(row) if isinstance(value, float))
    row[total] += 0.5
    assert f"sheet '{sheet}'" in refuse(write(tmp_path / "bad.xlsx", told)).what
