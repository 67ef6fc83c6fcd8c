"""Tiny files in the layouts of before October 2023: a CSV, a national series, and workbooks of both kinds."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.sources.small_workbook import SYMPTOMS, Sheets, sheets, some_groups

Row = list[Any]
CSV_SHEET = "28-DAY FDS (BY ROUTE)"
OTHER_WAITS = ("15 TO 16 DAYS", "17 TO 21 DAYS", "22 TO 28 DAYS", "AFTER 28 DAYS")
DAY31 = ("WITHIN 31 DAYS", "32 TO 38 DAYS", "39 TO 48 DAYS", "49 TO 62 DAYS", "AFTER 62 DAYS")
DAY62 = (*DAY31[:4], "63 TO 76 DAYS", "77 TO 90 DAYS", "91 TO 104 DAYS ", "AFTER 104 DAYS")


# ------------------------------------------------------------------------------------------- the CSV


def csv_rows(month: date, *, basis: str = "provider") -> list[Row]:
    """Faster diagnosis by route: the header in row 7 until September 2023, in row 9 after it."""
    rows = sheets(some_groups(), month, basis=basis)[CSV_SHEET]
    if month < date(2023, 10, 1):
        del rows[4:6]
        rows[6][4] = "SUSPECTED CANCER OR BREAST SYMPTOMATIC"
    return [[*row, *[""] * (15 - len(row))] for row in rows]


def write_csv(path: Path, rows: Sequence[Row], *, separator: str = ",", encoding: str = "utf-8") -> Path:
    """Write rows as the publisher does: every filled cell in quotation marks, whole numbers without a point."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
        writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return path


def _plain(cell: object) -> object:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


# ------------------------------------------------------------------------------------ the national series

STANDARDS = (
    "Two Week Wait From GP Urgent Referral to First Consultant Appointment",
    "Two Week Wait Breast Symptomatic (where cancer not initially suspected) From GP Urgent Referral",
    "One Month Wait from a Decision to Treat to a First Treatment for Cancer",
    "One Month Wait from a Decision to Treat to a Subsequent Treatment for Cancer (Anti-Cancer Drug Regimen)",
    "One Month Wait from a Decision to Treat to a Subsequent Treatment for Cancer (Radiotherapy)",
    "One Month Wait from a Decision to Treat to a Subsequent Treatment for Cancer (Surgery)",
    "Two Month Wait from GP Urgent Referral to a First Treatment for Cancer",
    "Two Month Wait from a National Screening Service to a First Treatment for Cancer",
    "Two Month Wait Following a Consultant Upgrade to a First Treatment for Cancer",
    "Four Week (28 days) Wait From Urgent Referral to Patient Told they have Cancer",
)


def series_sheets(
    months: Sequence[date], quarters: Mapping[str, float], years: Mapping[str, float] | None = None
) -> Sheets:
    """The ten tables side by side; `quarters` and `years` state each label's total, of which 10 are outside.

    A month's total is 100 for the first table, 110 for the second and so on, 10 of them outside.
    """
    cover = [[""], ["", "Status:", "Final for"], ["", "", date(2018, 4, 1), "to", max(months)]]
    found: Sheets = {"Cover": cover}
    found["Monthly Data"] = [
        *_above("Monthly"),
        *(_across(m, [100 + 10 * k for k in range(10)]) for m in months),
    ]
    for sheet, title, labels in (("Quarterly", "Quarterly", quarters), ("Annual", "Year", years or {})):
        rows = (_across(label, [total + 10 * k for k in range(10)]) for label, total in labels.items())
        found[f"{sheet} Data"] = [*_above(title), *rows]
    return found


def _above(period: str) -> list[Row]:
    titles = [cell for title in STANDARDS for cell in ("", "", title, "", "", "", "")]
    columns = ("Total", "Within Standard", "Outside Standard", "Performance (%)")
    return [[""], titles, [""], [cell for _ in STANDARDS for cell in ("", period, *columns, "")]]


def _across(label: object, totals: Sequence[float]) -> Row:
    return [cell for total in totals for cell in ("", label, *whole(total, 10.0), "")]


def whole(total: float, outside: float) -> Row:
    """Total, within, outside, and the share."""
    return [float(total), total - outside, outside, (total - outside) / total if total else ""]


# ------------------------------------------------------------------------------------------ the workbooks


@dataclass(frozen=True)
class Page:
    """One sheet: the days of its standard, its label's heading and labels, its waits, whether it has care settings."""

    days: int
    heading: str
    labels: tuple[str, ...]
    waits: tuple[str, ...]
    care: bool = True


_SEEN = ("WITHIN 14 DAYS", *OTHER_WAITS)
_MAIN = ("Breast", "Urological")
COMMON = {
    "TWO WEEK WAIT-ALL CANCER": Page(
        14, "SUSPECTED TYPE OF CANCER (4)", ("ALL SUSPECTED CANCER",), _SEEN, False
    ),
    "TWO WEEK WAIT-BREAST SYMPTOMS": Page(14, "REFERRAL REASON", (SYMPTOMS,), _SEEN, False),
    "62-DAY (ALL CANCER)": Page(62, "CANCER TYPE", ("ALL CANCERS",), DAY62),
    "62-DAY (CONSULTANT UPGRADE)": Page(62, "CANCER TYPE(4)", ("ALL CANCERS",), DAY62),
    "62-DAY (SCREENING)": Page(62, "CANCER TYPE", ("ALL CANCERS",), DAY62),
    "31-DAY FIRST TREAT (ALL CANCER)": Page(31, "CANCER TYPE (4)", ("ALL CANCERS",), DAY31),
    "31-DAY SUB TREAT (SURGERY)": Page(31, "TREATMENT TYPE (5)", ("SURGERY",), DAY31),
    "31-DAY SUB TREAT (DRUGS)": Page(31, "TREATMENT TYPE (5)", ("DRUGS",), DAY31),
    "31-DAY SUB TREAT (RADIOTHERAPY)": Page(31, "TREATMENT TYPE", ("RADIOTHERAPY",), DAY31),
}
COMMISSIONER = {
    **COMMON,
    "28-DAY FDS (ALL ROUTES)": Page(28, "REFERRAL ROUTE", ("ALL REFERRAL ROUTES",), (), False),
}
PROVIDER = {
    **COMMON,
    "TWO WEEK WAIT-BY CANCER": Page(
        14, "SUSPECTED TYPE OF CANCER", ("Suspected lung cancer", "Suspected skin cancer"), _SEEN, False
    ),
    "62-DAY (BY CANCER)": Page(62, "CANCER TYPE", ("Breast", "Urological (Excluding Testicular)"), DAY62),
    "31-DAY FIRST TREAT (BY CANCER)": Page(31, "CANCER TYPE", _MAIN, DAY31),
    "31-DAY (RARER CANCERS)": Page(31, "CANCER TYPE (5)", ("Testicular", "Acute leukaemia"), DAY62),
}
CODES = ("ZA1", "ZA2")


def commissioner_sheets(
    stated: str = "PERIOD: JUL 2021/22", front: str = "July 2021", code: str = "CCG CODE"
) -> Sheets:
    """A month's ten sheets: one part for all care, no waits, no row for England, and the unknown commissioner."""
    found: Sheets = {
        "Frontpage": [[""], ["Status: Final Official Statistics"], ["Commissioner Based"], [front]]
    }
    for number, (name, page) in enumerate(COMMISSIONER.items(), 1):
        rows = [[name], [stated], ["BASIS: Commissioner BASED"], ["DEFINITIONS: none"], [""]]
        rows += [["ALL CARE"]] * page.care
        rows += [["", "", "", "", "NUMBER OF PEOPLE"], _header(page, ("", code, "COMMISSIONER"), waits=False)]
        for place, units in (("ZA1", 20), ("ZA2", 10), ("UNKNOWN", 2)):
            label = [*(["ALL CARE"] * page.care), page.labels[0]]
            rows.append(["", place, f"NHS {place}", *label, *whole(units * number, units)])
        found[name] = rows
    return found


def provider_sheets(stated: str = "Q1 2015-2016 (April, May, June)") -> Sheets:
    """A quarter's sheets: admitted, non-admitted and all care, with waits, England below, and notes."""
    found: Sheets = {"Frontpage": [[""], ["Cancer Waiting Times statistics"], ["Quarter One 2015-2016"]]}
    for name, page in PROVIDER.items():
        rows = [
            [name],
            [stated],
            ["BASIS: PROVIDER BASED"],
            ["DEFINITIONS: none"],
            ["Footnotes: see below"],
            [""],
        ]
        rows += [[""], [""]] * (name == "TWO WEEK WAIT-BREAST SYMPTOMS")
        settings = ("ADMITTED", "NON-ADMITTED", "ALL CARE") if page.care else ("",)
        for setting in settings:
            rows += [["PART: " + setting]] * page.care + [["", "", "", "", "NUMBER OF PEOPLE"]]
            rows.append(_header(page, ("ONS AREA ID (1)", "ODS CODE (2)", "PROVIDER"), waits=True))
            rows += list(_provider_rows(name, page, setting))
        found[name] = [*rows, [""], ["NOTES:"], ["(1) - a note with 31 days in it"]]
    return found


def _header(page: Page, begins: tuple[str, str, str], *, waits: bool) -> Row:
    told = {14: "SEEN", 28: "TOLD"}.get(page.days, "TREATED")
    days = f"{page.days} DAYS"
    counted = ["TOTAL", f"WITHIN {days}", f" AFTER {days}", "" if waits else f"{told} WITHIN {days}"]
    return [
        *begins,
        *(["CARE SETTING (3)"] * page.care),
        page.heading,
        *counted,
        *(["", *page.waits] * waits),
    ]


def _provider_rows(name: str, page: Page, setting: str) -> Iterator[Row]:
    """Every organisation and label, then England by label; a sheet of all cancers has two cancers' counts in one."""
    shares = {"ADMITTED": (1.5, 2), "NON-ADMITTED": (0.5, 1), "ALL CARE": (2, 3), "": (2, 3)}
    twice = 1 if len(page.labels) > 1 else 2
    care = [setting] * page.care
    for code in CODES:
        for label in page.labels:
            row = _waits(page, [part * twice for part in shares[setting]])
            yield ["E18", code, f"HOSPITAL {code}", *care, label, *row]
    yield [""]
    for label in page.labels:
        row = _waits(page, [part * twice * len(CODES) for part in shares[setting]])
        yield ["", "", "ALL ENGLISH PROVIDERS", *care, label.upper() if label != SYMPTOMS else label, *row]
    if name == "31-DAY (RARER CANCERS)":
        row = _waits(page, [part * len(CODES) * len(page.labels) for part in shares[setting]])
        yield ["", "", "ALL ENGLISH PROVIDERS", *care, "ALL RARE CANCERS", *row]


def _waits(page: Page, parts: Sequence[float]) -> Row:
    """`parts` waited within the standard and, beyond it, in the last band."""
    within, after = parts
    bands = [0.0] * len(page.waits)
    bands[0], bands[-1] = within, after
    return [*whole(within + after, after), "", *bands]
