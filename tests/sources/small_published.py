"""Small made-up files in four publishers' layouts: survival, screening, Fingertips, rapid registration.

Each file is its rows, one dictionary a row from the publisher's own headings to text, until it is written: a test
can spoil one cell first. Figures and places are fictional.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

Row = dict[str, Any]

ADULT = (
    *("Area type", "Area code", "Area name", "Cancer site", "Gender", "Standardisation type"),
    *("Years since diagnosis", "Patient numbers", "Net survival (%)", "Overall survival (%)"),
)
INDEX = (
    *("Geography type", "Geography name", "Geography code", "Cancer site", "Gender", "Age at diagnosis"),
    *("Standardisation type", "Diagnosis year", "Years since diagnosis", "Patient numbers", "Survival (%)"),
    *("Lower CI", "Upper CI", "Precision", "Standard error", "Substituted by Other Geography"),
)
SCREENING = (
    *("Organisation Code", "Organisation Name", "Programme", "Month of Date", "Cohort Age Range"),
    *("Cohort Description", "Denominator Name", "Denominator", "Numerator", "Performance"),
    *("Acceptable", "Achievable"),
)
FINGERTIPS = (
    *("Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type"),
    *("Sex", "Age", "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit"),
    *("Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator"),
    *("Value note", "Recent Trend", "Compared to England value or percentiles", "Compared to percentiles"),
    *("Time period Sortable", "New data", "Compared to goal", "Time period range"),
)
RAPID = (
    *("Geography type", "Geography", "Date (YYYY-MM)", "Cancer group", "Cancer group (broad)"),
    *("Cancer group (detailed)", "Metric", "Breakdown", "Demographic", "Completeness treatment follow-up"),
    *("Numerator", "Denominator", "Statistic", "Numerator (12m)", "Denominator (12m)", "Statistic (12m)"),
)
REGIONS = {
    "E40000003": "London",
    "E40000005": "South East",
    "E40000006": "South West",
    "E40000011": "Midlands",
    "E40000012": "North East and Yorkshire",
    "E40000013": "East of England",
    "E40000014": "North West",
}
DIAGNOSED = (
    "Table 4: made-up survival of adults diagnosed with cancer between 2016 and 2020, followed to 2021"
)


def adult_row(code: str = "ZA1", site: str = "Lung", years: int = 1, net: Any = 45.2, **changed: Any) -> Row:
    """A cancer's survival in one place."""
    row = dict.fromkeys(ADULT, "") | {
        "Area type": "Cancer Alliance",
        "Area code": code,
        "Area name": f"Alliance {code}",
        "Cancer site": site,
        "Gender": "Persons",
        "Standardisation type": "Age-standardised (5 age groups)",
        "Years since diagnosis": years,
        "Patient numbers": 1200,
        "Net survival (%)": net,
    }
    return {**row, "Overall survival (%)": 43.9, **changed}


def index_row(
    code: str = "ZA1",
    site: str = "Index",
    year: int = 2019,
    years: int = 1,
    value: Any = 74.5,
    **changed: Any,
) -> Row:
    """The index of one place and year of diagnosis; a whole interval of one point on each side."""
    row = dict.fromkeys(INDEX, "") | {
        "Geography type": "Cancer Alliance",
        "Geography name": f"Alliance {code}",
        "Geography code": code,
        "Cancer site": site,
        "Gender": "Persons",
        "Age at diagnosis": "All ages",
        "Standardisation type": "Age-sex-cancer-standardised",
        "Diagnosis year": year,
        "Years since diagnosis": years,
        "Patient numbers": 5400,
        "Survival (%)": value,
    }
    near = {"Lower CI": value - 1, "Upper CI": value + 1} if isinstance(value, int | float) else {}
    return {**row, **near, "Precision": 0.26, "Standard error": 0.5, **changed}


def screening_row(
    code: str = "ZA1", eligible: int = 12_000, screened: int = 8_652, ages: str = "50-70", **changed: Any
) -> Row:
    """One organisation's coverage in a month, its percentage printed to one place."""
    row = {
        "Organisation Code": code,
        "Organisation Name": REGIONS.get(code, f"Region {code}"),
        "Programme": "Breast",
        "Month of Date": "March 2025",
        "Cohort Age Range": ages,
        "Cohort Description": "Screened in 36 months",
        "Denominator Name": "Eligible",
        "Denominator": f"{eligible:,}",
        "Numerator": f"{screened:,}",
        "Performance": f"{100 * screened / eligible:.1f}%" if eligible else "",
        "Acceptable": "70%",
    }
    return {**row, "Achievable": "80%", **changed}


def fingertips_row(
    code: str = "ZA1", value: Any = 14.2, period: str = "2022/23", indicator: str = "91280", **changed: Any
) -> Row:
    """One area's value, with an interval of one on each side."""
    row = dict.fromkeys(FINGERTIPS, "") | {
        "Indicator ID": indicator,
        "Indicator Name": "Smoking: QOF prevalence (15+ yrs)",
        "Parent Code": "E92000001",
        "Parent Name": "England",
        "Area Code": code,
        "Area Name": f"Area {code}",
        "Area Type": "ICBs",
        "Sex": "Persons",
        "Age": "15+ yrs",
        "Time period": period,
        "Value": value,
        "Count": 14200,
        "Denominator": 100_000,
        "Time period Sortable": f"{period[:4]}0000",
        "Time period range": "1y",
    }
    near = (value - 1, value + 1) if isinstance(value, int | float) else ("", "")
    return {**row, "Lower CI 95.0 limit": near[0], "Upper CI 95.0 limit": near[1], **changed}


def rapid_row(
    place: str = "ENGLAND",
    month: str = "2024-03",
    numerator: Any = 60,
    denominator: Any = 100,
    metric: str = "Early stage",
    broad: str = "NA",
    detailed: str = "NA",
    **changed: Any,
) -> Row:
    """One metric of a place and month."""
    row = dict.fromkeys(RAPID, "") | {
        "Geography type": "England" if place == "ENGLAND" else "Cancer Alliance",
        "Geography": place,
        "Date (YYYY-MM)": month,
        "Cancer group": broad,
        "Cancer group (broad)": broad,
        "Cancer group (detailed)": detailed,
        "Metric": metric,
        "Breakdown": "All",
        "Demographic": "All",
        "Completeness treatment follow-up": "Complete",
        "Numerator": numerator,
        "Denominator": denominator,
    }
    if isinstance(numerator, int) and isinstance(denominator, int) and denominator:
        row["Statistic"] = round(100 * numerator / denominator, 1)
    return {**row, **changed}


def with_twelve_months(rows: Sequence[Row]) -> list[Row]:
    """The rows of one series, a month each, with the twelve months that end with each of them."""
    found = []
    for index, row in enumerate(rows):
        last = rows[max(0, index - 11) : index + 1]
        if len(last) == 12:
            top, bottom = (sum(r[c] for r in last) for c in ("Numerator", "Denominator"))
            row = row | {"Numerator (12m)": top, "Denominator (12m)": bottom}
            row["Statistic (12m)"] = round(100 * top / bottom, 1)
        found.append(row)
    return found


def sheet(header: Sequence[str], rows: Sequence[Row], above: int, title: str = "Made up") -> list[list[Any]]:
    """A sheet's cells: a title, empty rows, the header and the rows."""
    over = [[title], ["FICTIONAL figures"], *([[""]] * (above - 2))]
    return [*over, [*header], *([row.get(title, "") for title in header] for row in rows)]


def adult_sheets(rows: Sequence[Row], title: str = DIAGNOSED) -> Mapping[str, list[list[Any]]]:
    """The adult workbook: its table has nine rows above the header."""
    return {"Contents": [["Made up"]], "Table 4": sheet(ADULT, rows, 9, title)}


def index_sheets(rows: Sequence[Row]) -> Mapping[str, list[list[Any]]]:
    """The index workbook: its table has ten rows above the header."""
    return {"Contents": [["Made up"]], "Table 5": sheet(INDEX, rows, 10)}


def write_sheets(path: Path, sheets: Mapping[str, list[list[Any]]]) -> Path:
    """Write sheets as an XLSX file."""
    with Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        page.write(number, column, value)
    return path


def text(
    header: Sequence[str], rows: Sequence[Row], *, separator: str = ",", above: Sequence[str] = ("FICTIONAL",)
) -> str:
    """A table as delimited text, below the lines that stand above it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, delimiter=separator, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return "".join(_lines(above)) + out.getvalue()


def _lines(above: Sequence[str]) -> Iterator[str]:
    yield from (f"{line}\r\n" for line in above)


def screening_text(rows: Sequence[Row]) -> str:
    """The screening export: tabs, and one row above the header."""
    return text(SCREENING, rows, separator="\t", above=("FICTIONAL coverage of screening",))


def write_text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Write text; UTF-16LE with its mark, as the screening export has it."""
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    path.write_bytes(mark + content.encode(encoding))
    return path
