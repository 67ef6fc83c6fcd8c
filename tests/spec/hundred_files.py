"""A hundred small files for one folder: ninety right ones in seven layouts, and ten each wrong in their way."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from alliance.periods import add_months
from tests.sources.combined_csv import rows_of, small_readings, write_combined
from tests.sources.small_earlier import csv_rows, write_csv
from tests.sources.small_workbook import row_of, sheets, small_workbook, some_groups, write

__all__ = ["WRONG", "write_the_right", "write_the_wrong"]

DECIDED = "Agreed locally,A. Analyst,2025-02-03"
CORRECTIONS = "what,code,other,kind,name,basis,primary,from,to,reason,author,decided_on\n"
WAITING = "DateKey,Week Ending,Org Code,Org Name,Section,RowType,TumourType,Day 0-28,Day 29-62,Day 63-104,Day >104\n"
PLAN = "measure,place,period,value,set_by\n"
LOCAL = "place,period,measure,numerator,denominator\n"

# What is wrong with each of the ten, and words of the sentence that says so.
WRONG = {
    "cut-off.xlsx": "is damaged or was cut off",
    "web-page.xlsx": "is a web page",
    "cut-in-a-letter.csv": "sources explain",
    "months-in-french.csv": "'octobre 2025' is not",
    "two-headers.csv": "line 4",
    "merged-cells.xlsx": "sheet '62-DAY (BY CANCER)', B11: 'HOSPITAL ZA1' has no code",
    "two-vintages.csv": "lines 5, 218: FDS: the same organisation and group stand twice",
    "plan-of-a-closed-hospital.csv": "Old Alder (ZA9) closed on 2024-02-29",
    "correction-in-a-circle.csv": "the succession ZA9 → ZA1 → ZA9 is circular",
    "wrong-totals.xlsx": "sheet '62-DAY (ALL CANCER)', F13: the waits do not sum to the total",
}


def write_the_right(folder: Path) -> int:
    """Ninety files; how many they are."""
    folder.mkdir(parents=True)
    for basis in ("provider", "commissioner"):
        for n in range(12):
            small_workbook(folder / f"{basis}-{n:02}.xlsx", add_months(date(2023, 10, 1), n), basis=basis)
    for n in range(24):
        month = add_months(date(2021, 10, 1), n)
        write_csv(folder / f"faster-diagnosis-{n:02}.csv", csv_rows(month))
    rows = rows_of(small_readings(folder.parent / "readings"))
    write_combined(folder / "combined.csv", rows, separator=";", encoding="utf-16")
    for name, text in _texts():
        content = text.encode()
        (folder / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
    return len(list(folder.iterdir()))


def _texts() -> Iterator[tuple[str, str]]:
    for n in range(20):
        day = date(2025, 4, 6) + timedelta(days=7 * n)
        lines = [
            f"{day:%Y%m%d},{day:%d/%m/%Y},ZA1,Alder,{section},Urgent Suspected Cancer,Lung,{100 + n},40,8,2\n"
            for section in ("Section1 Without DTT", "Section2 With DTT")
        ]
        yield f"waiting-{n:02}.csv", WAITING + "".join(lines)
    for n in range(15):
        month = add_months(date(2024, 4, 1), n)
        yield (
            f"local-{n:02}.csv{'.gz' * (n == 3)}",
            f'{LOCAL}ZA1,{month:%Y-%m},fit-returned,{n},"1,2{n:02}"\n',
        )
    for n in range(4):
        yield f"plan-{n}.csv", f"{PLAN}treatment-62-day,ZA1,2025-{n + 4:02},{70 + n}%,Board of Nowhere\n"
    yield "corrections-1.csv", f"{CORRECTIONS}place,ZA8,,trust,Fir Hospital,,,2020-01-01,,{DECIDED}\n"
    yield "corrections-2.csv", f"{CORRECTIONS}code,fir,ZA8,,,,,,,{DECIDED}\n"


def write_the_wrong(folder: Path) -> None:
    """Ten files, one for each way to be wrong."""
    whole = small_workbook(folder / "cut-off.xlsx", date(2023, 9, 1)).read_bytes()
    (folder / "cut-off.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "web-page.xlsx").write_text("<!DOCTYPE html><html><body>Please sign in</body></html>")
    utf16 = f"{LOCAL.replace(',', ';')}ZA1;2025-03;fit-returned;1;2\n".encode("utf-16")
    (folder / "cut-in-a-letter.csv").write_bytes(utf16[:-3])
    (folder / "months-in-french.csv").write_text(f"{LOCAL}ZA1,octobre 2025,fit-returned,1,2\n")
    (folder / "two-headers.csv").write_text(
        f"{LOCAL}ZA1,2025-03,fit-returned,1,2\n\nplace,period,measure,denominator,numerator\nZA2,2025-03,fit-returned,3,1\n"
    )
    told = sheets(some_groups(), date(2022, 1, 1))  # as a cell is read that was merged with the one above it
    row_of(told["62-DAY (BY CANCER)"], "ZA1", "ALL ROUTES", "Lung")[1] = ""
    write(folder / "merged-cells.xlsx", told)
    old, new = (rows_of(small_readings(folder.parent / f"vintage-{n}", (date(2026, 4, 1),))) for n in (1, 2))
    new[3] = {**new[3], "Org_Name": "Another vintage"}
    write_combined(folder / "two-vintages.csv", [*old, new[3]])
    (folder / "plan-of-a-closed-hospital.csv").write_text(
        f"{PLAN}treatment-62-day,ZA9,2025-04,72%,Board of Nowhere\n"
    )
    (folder / "correction-in-a-circle.csv").write_text(
        f"{CORRECTIONS}succession,ZA1,ZA9,merge,,,,2024-05-01,,{DECIDED}\n"
    )
    told = sheets(some_groups(), date(2022, 2, 1))
    row_of(told["62-DAY (ALL CANCER)"], "", "ALL ROUTES")[5] += 1.0
    write(folder / "wrong-totals.xlsx", told)
