"""The fictional national series: equal to the workbooks, in the published layout."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.demo.reading_back import lines, sheets

COLUMNS = {"28": 1, "31": 8, "62": 15}


def _month(rows: list[list[Any]], column: int, month: date) -> tuple[float, float, float]:
    row = next(row for row in rows if row[column] == month)
    return row[column + 1], row[column + 2], row[column + 3]


def test_months_equal_the_workbooks_of_the_same_status(newest_day: dict[str, Path]) -> None:
    monthly = sheets(newest_day["national"])["Monthly Performance"]
    for status, month in (("final", date(2025, 8, 1)), ("provisional", date(2025, 9, 1))):
        book = sheets(newest_day[f"provider {status}"])
        for sheet in ("28-DAY FDS (ALL ROUTES)", "31-DAY (ALL CANCER)", "62-DAY (ALL CANCER)"):
            england = next(line for line in lines(book[sheet]) if not line.code)
            assert _month(monthly, COLUMNS[sheet[:2]], month) == england.numbers[:3]


def test_people_first_seen_equal_the_workbooks(newest_day: dict[str, Path]) -> None:
    seen = sheets(newest_day["national"])["Monthly Referrals Seen"]
    row = next(row for row in seen if row[1] == date(2025, 8, 1))
    book = sheets(newest_day["provider final"])
    for column, sheet in ((2, "USC referral to FOA"), (6, "UBS referral to FHA")):
        assert row[column] == sum(x.numbers[0] for x in lines(book[sheet]) if not x.code)


def test_quarters_and_years_are_the_sums_of_their_months(newest_day: dict[str, Path]) -> None:
    book = sheets(newest_day["national"])
    months = {row[1]: row[2] for row in book["Monthly Performance"] if isinstance(row[1], date)}
    quarters = {row[1]: row[2] for row in book["Quarterly Performance"][4:]}
    years = {row[1]: row[2] for row in book["Annual Performance"][4:]}
    assert quarters["23/24 Q3"] == sum(months[date(2023, m, 1)] for m in (10, 11, 12))
    assert list(years) == ["2024/25", "2025/26 YTD"]
    assert years["2024/25"] == sum(v for m, v in months.items() if date(2024, 4, 1) <= m < date(2025, 4, 1))
    assert years["2025/26 YTD"] == sum(v for m, v in months.items() if m >= date(2025, 4, 1))


def test_the_cover_says_which_months_are_final(newest_day: dict[str, Path]) -> None:
    cover = sheets(newest_day["national"])["Cover"]
    final = next(i for i, row in enumerate(cover) if "final data for the periods" in str(row[2]))
    assert cover[final + 1][2:5] == [date(2023, 10, 1), "to", date(2025, 8, 1)]
    assert cover[final + 2][2:5] == ["Q3 2023/24", "to", "Q1 2025/26"]
    assert cover[final + 4][2:5] == [date(2025, 9, 1), "to", date(2025, 9, 1)]


def test_the_series_is_laid_out_as_the_real_one(newest_day: dict[str, Path], shared: Path) -> None:
    folder = shared / "data" / "cwt" / "national_time_series"
    real = sheets(folder / "CWT-CRS-National-Time-Series-to-Apr-2026-with-Revisions.xlsx")
    ours = sheets(newest_day["national"])
    assert list(ours) == list(real)
    for name in list(real)[1:]:
        assert ours[name][3] == real[name][3], name
        filled = [[bool(cell) for cell in book[name][1]] for book in (ours, real)]
        assert filled[0] == filled[1], name
        assert type(ours[name][4][1]) is type(real[name][4][1]), name
    for row, (mine, theirs) in enumerate(zip(ours["Cover"][:17], real["Cover"][:17], strict=True)):
        kinds = [[type(cell).__name__ if cell else "" for cell in line[:3]] for line in (mine, theirs)]
        if row not in (8,):  # the contact, which a fictional publisher does not have
            assert kinds[0] == kinds[1], row + 1
