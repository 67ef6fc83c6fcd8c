"""A tiny workbook in the published layout, from a list of groups of made-up patients.

Its sheets are rows of plain values until they are written, so that a test can spoil one cell first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

Sheets = dict[str, list[list[Any]]]
Labels = tuple[str, ...]

ALL_STAGES = ("ALL STAGES", "First Treatment", "Subsequent Treatment")
ALL_ROUTES = (
    "ALL ROUTES",
    "Urgent Suspected Cancer",
    "Breast Symptomatic",
    "Screening",
    "Consultant Upgrade",
)
SYMPTOMS = "Exhibited (non-cancer) breast symptoms - cancer not initially suspected"
BANDS = {
    "28": ("WITHIN 14 DAYS", "IN 15 TO 28 DAYS", "IN 29 TO 42 DAYS", "IN 43 TO 62 DAYS", "AFTER 62 DAYS"),
    "31": ("WITHIN 31 DAYS ", "IN 32 TO 38 DAYS", "IN 39 TO 48 DAYS", "IN 49 TO 62 DAYS", "AFTER 62 DAYS"),
    "62": (
        *("WITHIN 31 DAYS", "IN 32 TO 38 DAYS", "IN 39 TO 48 DAYS", "IN 49 TO 62 DAYS"),
        *("IN 63 TO 76 DAYS", "IN 77 TO 90 DAYS", "IN 91 TO 104 DAYS", "AFTER 104 DAYS"),
    ),
    "urgent": ("WITHIN 14 DAYS", "IN 15 TO 16 DAYS", "IN 17 TO 21 DAYS", "IN 22 TO 28 DAYS", "AFTER 28 DAYS"),
}
BANDS["symptoms"] = BANDS["urgent"]
WITHIN = {"28": (2, "28 DAYS", "TOLD"), "31": (1, "31 DAYS", "TREATED"), "62": (4, "62 DAYS", "TREATED")}
FIRST_ROW = 9  # the index of the first row of counts


@dataclass(frozen=True)
class Group:
    """Patients of one organisation who share a route (or stage), a cancer and a treatment, by days waited."""

    standard: str  # 28, 31, 62, urgent or symptoms
    code: str
    part: str  # the route, or the stage for 31
    cancer: str
    bands: tuple[float, ...]  # the shortest wait first
    modality: str = "Surgery"


@dataclass(frozen=True)
class Layout:
    """One sheet: its standard, the headings of its label columns, its parts, and the label after the part's."""

    standard: str
    headings: Labels
    parts: Labels = ()
    second: str = ""  # cancer, modality, or a fixed label


LAYOUT = {
    "28-DAY FDS (ALL ROUTES)": Layout("28", ("REFERRAL ROUTE",), second="ALL ROUTES"),
    "28-DAY FDS (BY ROUTE)": Layout("28", ("REFERRAL ROUTE", "SUSPECTED CANCER OR BREAST SYMPTOMATIC (2)")),
    "31-DAY (ALL CANCER)": Layout("31", ("TREATMENT STAGE", "CANCER TYPE"), ALL_STAGES, "ALL CANCERS"),
    "31-DAY (BY CANCER)": Layout("31", ("TREATMENT STAGE", "CANCER TYPE (3)"), ALL_STAGES, "cancer"),
    "31-DAY (BY TREATMENT MODALITY)": Layout(
        "31", ("TREATMENT STAGE", "TREATMENT MODALITY (4)"), ALL_STAGES, "modality"
    ),
    "62-DAY (ALL CANCER)": Layout("62", ("REFERRAL ROUTE", "CANCER TYPE"), ALL_ROUTES, "ALL CANCERS"),
    "62-DAY (BY CANCER)": Layout("62", ("REFERRAL ROUTE", "CANCER TYPE (3)"), ALL_ROUTES, "cancer"),
    "62-DAY (BY TREATMENT MODALITY)": Layout(
        "62", ("REFERRAL ROUTE", "TREATMENT MODALITY (4)"), ALL_ROUTES, "modality"
    ),
    "USC referral to FOA": Layout("urgent", ("SUSPECTED TYPE OF CANCER",), second="cancer"),
    "UBS referral to FHA": Layout("symptoms", ("REFERRAL REASON",), second="cancer"),
}


def some_groups(*codes: str, times: float = 1) -> list[Group]:
    """A few patients of each standard at each organisation; halves in the 62-day figures."""
    found = []
    for code in codes or ("ZA1", "ZA2"):
        found += [
            Group("28", code, "URGENT SUSPECTED CANCER", "Suspected lung cancer", (10, 5, 3, 1, 1)),
            Group("28", code, "URGENT SUSPECTED CANCER", "Suspected skin cancer", (30, 8, 6, 0, 2)),
            Group("28", code, "NATIONAL SCREENING PROGRAMME", "Suspected breast cancer", (4, 3, 2, 0, 0)),
            Group("28", code, "BREAST SYMPTOMATIC, CANCER NOT SUSPECTED", SYMPTOMS, (6, 1, 0, 0, 0)),
            Group("31", code, "First Treatment", "Lung", (8, 1, 0, 1, 0)),
            Group("31", code, "Subsequent Treatment", "Breast", (5, 0, 2, 0, 0), "Radiotherapy"),
            Group("62", code, "Urgent Suspected Cancer", "Lung", (3, 1.5, 2, 1, 2, 0, 0.5, 1)),
            Group("62", code, "Screening", "Breast", (2, 0, 1, 0.5, 0, 0, 0, 0), "Radiotherapy"),
            Group("62", code, "Consultant Upgrade", "Lung", (1, 0, 0, 0, 1, 0, 0, 0.5), "Other"),
            Group("62", code, "Breast Symptomatic", "Breast", (0, 0, 1, 0, 0, 0, 0, 0)),
            Group("urgent", code, "", "Suspected lung cancer", (12, 3, 1, 0, 2)),
            Group("symptoms", code, "", SYMPTOMS, (7, 0, 1, 0, 0)),
        ]
    return [Group(g.standard, g.code, g.part, g.cancer, _times(g.bands, times), g.modality) for g in found]


def _times(bands: tuple[float, ...], times: float) -> tuple[float, ...]:
    return tuple(band * times for band in bands)


def sheets(
    groups: Sequence[Group],
    month: date = date(2024, 1, 1),
    *,
    basis: str = "provider",
    status: str = "Final",
    names: Mapping[str, str] | None = None,
) -> Sheets:
    """The eleven sheets as rows of cells."""
    front: list[list[Any]] = [[""] for _ in range(9)]
    front[4], front[7] = [f"Status: {status} Official Statistics"], [f"{month:%B %Y}"]
    found = {"Frontpage": front}
    for name, layout in LAYOUT.items():
        mine = [g for g in groups if g.standard == layout.standard]
        found[name] = list(_rows(layout, mine, month, basis, names or {}))
    return found


def _rows(
    layout: Layout, groups: list[Group], month: date, basis: str, names: Mapping[str, str]
) -> Iterator[list[Any]]:
    stated = ("MADE UP", f"{month:%b-%y}", f"BASIS: {basis.upper()} BASED", "DEFINITIONS: none", "", "")
    yield from ([text] for text in stated)
    for position, part in enumerate(layout.parts or ("",)):
        yield from [[""], [""], [""]] if position else []
        yield [f"PART {part}" if part else ""]
        yield ["", "", "", "", "NUMBER OF PEOPLE"]
        yield ["", "ODS CODE (1)", "ORGANISATION", *layout.headings, *_headings(layout.standard)]
        inside = [g for g in groups if position == 0 or g.part == part]
        for (code, labels), bands in _summed(layout, inside, part, [g.code for g in inside]):
            row = [code, names.get(code, f"HOSPITAL {code}"), *labels]
            yield ["", *row, *_counts(layout.standard, bands)]
        yield [""]
        for (_, labels), bands in _summed(layout, inside, part, [""] * len(inside)):
            row = ["", f"ALL ENGLISH {basis.upper()}S", *labels]
            yield ["", *row, *_counts(layout.standard, bands)]


def _summed(
    layout: Layout, groups: list[Group], part: str, codes: list[str]
) -> list[tuple[tuple[str, Labels], list[float]]]:
    """The bands of each code and label, in their order."""
    found: dict[tuple[str, Labels], list[float]] = {}
    for group, code in zip(groups, codes, strict=True):
        key = (code, _labels(layout, group, part))
        so_far = found.get(key, [0.0] * len(group.bands))
        found[key] = [a + b for a, b in zip(so_far, group.bands, strict=True)]
    return sorted(found.items())


def _labels(layout: Layout, group: Group, part: str) -> Labels:
    second = {"cancer": group.cancer, "modality": group.modality}.get(layout.second, layout.second)
    if layout.parts:
        return (part, second)
    return (second,) if second else (group.part, group.cancer)


def _headings(standard: str) -> list[str]:
    if standard not in WITHIN:
        return ["TOTAL", *BANDS[standard]]
    _, days, told = WITHIN[standard]
    return ["TOTAL", f"WITHIN {days}", f"AFTER {days}", f"{told} WITHIN {days}", " ", *BANDS[standard]]


def _counts(standard: str, bands: list[float]) -> list[Any]:
    total = sum(bands)
    if standard not in WITHIN:
        return [total, *bands]
    within = sum(bands[: WITHIN[standard][0]])
    return [total, within, total - within, within / total if total else "", "", *bands]


def row_of(rows: list[list[Any]], code: str, *labels: str) -> list[Any]:
    """The row of an organisation ('' is England) with these labels, to be looked at or spoiled."""
    return next(
        row
        for row in rows[FIRST_ROW:]
        if len(row) > 3 and row[1] == code and row[3 : 3 + len(labels)] == [*labels]
    )


def national_sheets(
    months: Mapping[date, Mapping[str, tuple[float, float]]],
    *,
    final: tuple[date, date] | None = None,
    quarters: Mapping[str, float] | None = None,
) -> Sheets:
    """A national time series: by month, total and within of the standards 28, 31 and 62.

    `quarters` states totals of the 62-day standard by a quarter's label; no others are stated.
    """
    first, last = final or (min(months), max(months))
    found: Sheets = {"Cover": [[""], ["", "Cancer Waiting Times"], ["", "", first, "to", last]]}
    for name, period in (("Monthly", "Monthly"), ("Quarterly", "Quarterly"), ("Annual", "Year")):
        found[f"{name} Performance"] = _national_headings(period)
    for month, stated in months.items():
        tables = (["", month, *_national_counts(*stated[standard]), ""] for standard in ("28", "31", "62"))
        found["Monthly Performance"].append([cell for table in tables for cell in table])
    for label, total in (quarters or {}).items():
        found["Quarterly Performance"].append([*[""] * 15, label, total, "", "", ""])
    found["Monthly Referrals Seen"] = [
        [""],
        [
            "",
            "Urgent Suspected Cancer Referrals Seen",
            "",
            "",
            "",
            "Urgent Breast Symptomatic Referrals Seen",
        ],
        *([""], ["", "Monthly", "Total", "", "", "Monthly", "Total"]),
        *(["", month, 100.0, "", "", month, 10.0] for month in months),
    ]
    return found


def _national_headings(period: str) -> list[list[Any]]:
    titles = ("Four Week (28-days)", "One Month (31-days)", "Two Month (62-days)")
    columns = ("Total", "Within Standard", "Outside Standard", "Performance (%)")
    above = [cell for title in titles for cell in ("", "", title, "", "", "", "")]
    heads = [cell for _ in titles for cell in ("", period, *columns, "")]
    return [[""], above, [""], heads]


def _national_counts(total: float, within: float) -> list[float]:
    return [total, within, total - within, within / total]


def write(path: Path, told: Sheets) -> Path:
    """Write sheets as an XLSX file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Workbook(str(path)) as book:
        day = book.add_format({"num_format": "mmm yyyy"})
        for name, rows in told.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(number, column, value, day)
                    elif value != "":
                        page.write(number, column, value)
    return path


def small_workbook(path: Path, month: date = date(2024, 1, 1), **how: Any) -> Path:
    """Write a valid workbook of two made-up hospitals."""
    return write(path, sheets(some_groups(), month, **how))
