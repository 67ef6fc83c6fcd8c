"""Write the fictional England's own time series in the layout of the published national series.

Its months equal the workbooks' national rows exactly: the loader reconciles each with the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from alliance.demo.workbook import FICTIONAL, WRITTEN
from alliance.periods import Period, add_months, month_of, period_containing

__all__ = ["EnglandMonth", "national_name", "write_national"]


@dataclass(frozen=True)
class EnglandMonth:
    """England in one month: (total, in time) for each standard, people first seen, whether it is final."""

    month: date
    standards: Mapping[str, tuple[float, float]]
    urgent_seen: float
    symptoms_seen: float
    final: bool


_STANDARDS = (
    ("fds", "Four Week (28-days) Wait to Being Told", "75% from Q3 2023/24"),
    ("31", "One Month (31-days) Wait to Treatment", "96% from Q3 2023/24"),
    ("62", "Two Month (62-days) Wait to First Treatment", "85% from Q3 2023/24"),
)
_FIRST_COLUMNS = (1, 8, 15)
_HEADS = ("Total", "Within Standard", "Outside Standard", "Performance (%)")
_FIRST_ROW = 4


def national_name(last: date) -> str:
    """The file name of the series that ends with this month."""
    return f"FICTIONAL-CWT-CRS-National-Time-Series-to-{last:%b-%Y}-with-Revisions.xlsx"


def write_national(path: Path, months: Sequence[EnglandMonth]) -> None:
    """Write the series: a cover that says which months are final, months, quarters, years, first seen."""
    book = Workbook(str(path))
    book.set_properties({"created": WRITTEN, "title": "Fictional national series", "comments": FICTIONAL})
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "mmm yyyy"})
    percent = book.add_format({"num_format": "0.0%"})
    _cover(book.add_worksheet("Cover"), months, bold, day)
    for name, head, grain in (
        ("Monthly Performance", "Monthly", "month"),
        ("Quarterly Performance", "Quarterly", "fyq"),
        ("Annual Performance", "Year", "fy"),
    ):
        page = book.add_worksheet(name)
        _headings(page, head, bold)
        for row, (label, total) in enumerate(_summed(months, grain), _FIRST_ROW):
            _line(page, row, label, total, day, percent)
    _seen(book.add_worksheet("Monthly Referrals Seen"), months, bold, day)
    book.close()


def _cover(page: Worksheet, months: Sequence[EnglandMonth], bold: Format, day: Format) -> None:
    final = [m.month for m in months if m.final]
    open_months = [m.month for m in months if not m.final]
    first, last = months[0].month, months[-1].month
    lines = {
        1: "Cancer Waiting Times",
        2: "National Time Series - Provider based",
        3: f"{first:%B %Y} to {last:%B %Y}",
        4: f"{_quarter(first)} to {_quarter(last)}",
    }
    page.set_column(1, 2, 30)
    for row, text in lines.items():
        page.write_string(row, 1, text, bold)
    notes = {
        6: ("Basis:", "Provider based, fictional patients"),
        7: ("Source:", "The demonstration's generator"),
        9: ("Footnotes:", FICTIONAL),
        10: ("Status:", "The newest month is provisional; its final figures follow a month later."),
    }
    for row, (head, text) in notes.items():
        page.write_string(row, 1, head, bold)
        page.write_string(row, 2, text)
    _stretch(page, 11, "final", final, day)
    if open_months:
        _stretch(page, 14, "provisional", open_months, day)


def _stretch(page: Worksheet, row: int, status: str, months: Sequence[date], day: Format) -> None:
    page.write_string(row, 2, f"This workbook contains {status} data for the periods")
    for column, month in ((2, months[0]), (4, months[-1])):
        page.write_datetime(row + 1, column, month, day)
    page.write_string(row + 2, 2, _quarter(months[0]))
    page.write_string(row + 2, 4, _quarter(_whole(months[-1]) if status == "final" else months[-1]))
    page.write_string(row + 1, 3, "to")
    page.write_string(row + 2, 3, "to")


def _whole(month: date) -> date:
    """The last month of the last quarter that is over when `month` is."""
    return add_months(month, -(month.month % 3))


def _quarter(month: date) -> str:
    """A quarter as the series writes it, Q3 2023/24: quarters of the financial year."""
    first = month.year if month.month >= 4 else month.year - 1
    return f"Q{(month.month - 4) % 12 // 3 + 1} {first}/{(first + 1) % 100:02d}"


def _headings(page: Worksheet, head: str, bold: Format) -> None:
    page.set_column(1, 19, 15)
    for column, (_, title, standard) in zip(_FIRST_COLUMNS, _STANDARDS, strict=True):
        page.write_string(1, column + 1, f"{title} (FICTIONAL)", bold)
        page.write_string(2, column + 1, f"Operational Standard = {standard}")
        for offset, text in enumerate((head, *_HEADS)):
            page.write_string(3, column + offset, text, bold)


def _label(period: Period, last: date) -> str | date:
    """How the series names a period: a date, `23/24 Q3`, `2023/24`, with YTD for a year that is not over."""
    first = period.start.year if period.start.month >= 4 else period.start.year - 1
    if period.grain == "month":
        return period.start
    if period.grain == "fyq":
        return f"{first % 100:02d}/{(first + 1) % 100:02d} Q{(period.start.month - 4) % 12 // 3 + 1}"
    return f"{first}/{(first + 1) % 100:02d}" + (" YTD" if month_of(last).end < period.end else "")


def _summed(
    months: Sequence[EnglandMonth], grain: str
) -> list[tuple[str | date, dict[str, tuple[float, float]]]]:
    """Sums by period; a quarter that is not whole is left out, as is a year that begins before the series."""
    periods = {m.month: _period(m.month, grain) for m in months}
    found = []
    for period in dict.fromkeys(periods.values()):
        inside = [m for m in months if periods[m.month] == period]
        if period.start < months[0].month or (grain == "fyq" and len(inside) < period.months):
            continue
        sums = {
            key: (sum(m.standards[key][0] for m in inside), sum(m.standards[key][1] for m in inside))
            for key, _, _ in _STANDARDS
        }
        found.append((_label(period, months[-1].month), sums))
    return found


def _period(month: date, grain: str) -> Period:
    if grain == "fyq":
        return period_containing(month, "fyq")
    return period_containing(month, "fy") if grain == "fy" else month_of(month)


def _line(
    page: Worksheet,
    row: int,
    label: str | date,
    sums: Mapping[str, tuple[float, float]],
    day: Format,
    percent: Format,
) -> None:
    for column, (key, _, _) in zip(_FIRST_COLUMNS, _STANDARDS, strict=True):
        total, within = sums[key]
        if isinstance(label, date):
            page.write_datetime(row, column, label, day)
        else:
            page.write_string(row, column, label)
        for offset, value in enumerate((total, within, total - within), 1):
            page.write_number(row, column + offset, value)
        page.write_number(row, column + 4, within / total, percent)


def _seen(page: Worksheet, months: Sequence[EnglandMonth], bold: Format, day: Format) -> None:
    page.set_column(1, 6, 18)
    for column, title in ((1, "Urgent Suspected Cancer"), (5, "Urgent Breast Symptomatic")):
        page.write_string(1, column, f"{title} Referrals Seen (FICTIONAL)", bold)
        page.write_string(3, column, "Monthly", bold)
        page.write_string(3, column + 1, "Total", bold)
    for row, month in enumerate(months, _FIRST_ROW):
        for column, value in ((1, month.urgent_seen), (5, month.symptoms_seen)):
            page.write_datetime(row, column, month.month, day)
            page.write_number(row, column + 1, value)
