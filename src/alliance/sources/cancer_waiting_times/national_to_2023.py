"""Reading the national time series of the ten standards that held until September 2023: England, month by month.

Each route to treatment within 62 days, and each kind of treatment within 31, had a standard of its own; the file has
no figure over all of them, and none is made here. Until March 2018 its months were never finalised: the quarters
were, and differ from the sums of their months. Those quarters are kept beside the months.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alliance.errors import FileRefused
from alliance.observations import conform
from alliance.periods import Period, add_months, month_of
from alliance.sources.cancer_waiting_times.forms import blocks
from alliance.sources.cancer_waiting_times.series import (
    FIRST,
    HEADER,
    final_months,
    is_number,
    padded_rows,
    quarter,
    year,
)
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile, Workbook, cell_name
from alliance.sources.release import Reading, Release
from alliance.sources.tables import AGAIN

__all__ = ["APART", "BANDS", "BLOCKS", "FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "national-series-to-2023"
MEANS = "national time series of the ten earlier standards, England, October 2009 to September 2023"
_COVER, _MONTHLY, _QUARTERLY, _ANNUAL = "Cover", "Monthly Data", "Quarterly Data", "Annual Data"
_SHEETS = (_COVER, _MONTHLY, _QUARTERLY, _ANNUAL)
NEEDS = f"It has no sheet '{_MONTHLY}' whose cell C2 begins with 'Two Week Wait'."
_DAY31 = blocks(("treatment_stage",), ("treatment_stage", "modality"))
BLOCKS = {
    "first-seen-urgent": blocks(()),
    "first-seen-breast-symptoms": blocks(()),
    "treated-31-day": _DAY31,
    "treated-31-day-within": _DAY31,
    "treated-62-day": blocks(("route",)),
    "treated-62-day-within": blocks(("route",)),
    "faster-diagnosis": blocks(()),
    "faster-diagnosis-within": blocks(()),
}
BANDS = dict.fromkeys(("first-seen-urgent", "first-seen-breast-symptoms"), ("0-14", "over-14"))
APART = frozenset({"route", "treatment_stage", "modality"})
_TITLES = ("Total", "Within Standard", "Outside Standard")
_STEP = 7  # from one table to the next, in columns
_SYNCHRONISED = date(2018, 4, 1)  # since when, the cover says, quarters are the sums of their months
_NOT_YET = "No Standard Set"


@dataclass(frozen=True)
class _Table:
    """One standard: how its title begins, a word further on that only its title has, and what it counts."""

    opening: str
    word: str
    quantity: str
    cuts: Mapping[str, str] = field(default_factory=dict)

    def is_titled(self, title: str) -> bool:
        return title.startswith(self.opening) and self.word in title


def _subsequent(word: str, modality: str) -> _Table:
    cuts = {"treatment_stage": "subsequent", "modality": modality}
    return _Table("One Month", f"Subsequent Treatment for Cancer ({word}", "treated-31-day", cuts)


_TABLES = (
    _Table("Two Week Wait", "From GP Urgent Referral to First", "first-seen-urgent"),
    _Table("Two Week Wait", "Breast Symptomatic", "first-seen-breast-symptoms"),
    _Table("One Month", "to a First Treatment", "treated-31-day", {"treatment_stage": "first"}),
    _subsequent("Anti-Cancer Drug", "anti-cancer-drug-regimen"),
    _subsequent("Radiotherapy", "radiotherapy"),
    _subsequent("Surgery", "surgery"),
    _Table("Two Month", "GP Urgent Referral", "treated-62-day", {"route": "urgent-suspected-cancer"}),
    _Table("Two Month", "National Screening", "treated-62-day", {"route": "screening"}),
    _Table("Two Month", "Consultant Upgrade", "treated-62-day", {"route": "consultant-upgrade"}),
    _Table("Four Week", "Patient Told", "faster-diagnosis"),
)
_COLUMNS = _STEP * len(_TABLES)


@dataclass(frozen=True)
class _Stated:
    """What one table states of one period, and in which row and first column."""

    table: int
    row: int
    period: Period
    total: float
    within: float
    outside: float


def recognise(file: RawFile) -> Release | None:
    """Which months the series covers; None where the book is not one of the ten earlier standards.

    Raises
    ------
    FileRefused
        Sheets of the layout are missing, or the sheet of months has none.
    """
    book = file.workbook
    if book is None or _MONTHLY not in book.sheets:
        return None
    rows = padded_rows(book, _MONTHLY, _COLUMNS)
    if not str(rows[1][2]).startswith("Two Week Wait"):
        return None
    missing = [name for name in _SHEETS if name not in book.sheets]
    if missing:
        raise FileRefused(
            f"{book.name} is a national time series without the sheets {', '.join(missing)}.", AGAIN
        )
    months = [row[1] for row in rows[FIRST:] if isinstance(row[1], date)]
    if not months:
        raise FileRefused(f"{book.name}, sheet '{_MONTHLY}', has no months in column B.", AGAIN)
    first, last = month_of(min(months)), month_of(max(months))
    release = Release(
        "cancer-waiting-times",
        FORM,
        f"Cancer waiting times, national time series of the earlier standards, {first.label} to {last.label}",
        "provider",
        first.start,
        last.end,
        level="national",
        because=f"Its sheet '{_MONTHLY}' begins with the two-week wait, from {first.label} to {last.label}.",
    )
    return made_up(release, book.rows(_COVER), "NHS England")


def read(file: RawFile, release: Release) -> Reading:
    """England's months, and the quarters that were finalised apart from their months."""
    import polars as pl

    book = file.held_workbook
    final = final_months(book, _COVER)
    months = list(_stated(book, _MONTHLY, _month))
    quarters = list(_stated(book, _QUARTERLY, quarter))
    _hold_sums(book.name, _QUARTERLY, quarters, [m for m in months if m.period.start >= _SYNCHRONISED], 3)
    _hold_sums(book.name, _ANNUAL, list(_stated(book, _ANNUAL, year)), quarters, 4)
    if not months:
        raise FileRefused(f"{book.name}, sheet '{_MONTHLY}', has no counts.", AGAIN)
    told = [
        observation
        for sheet, found in ((_MONTHLY, months), (_QUARTERLY, quarters))
        for stated in found
        if sheet == _MONTHLY or stated.period.start < _SYNCHRONISED
        for observation in _observations(sheet, stated, final)
    ]
    table = pl.DataFrame(told, infer_schema_length=None).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit("england").alias("place"),
        pl.lit("provider").alias("basis"),
        pl.col("treatment_stage", "modality", "route", "band").fill_null("all"),
    )
    return Reading(conform(table), {"england": "England"})


def _month(cell: object) -> Period | None:
    return month_of(cell) if isinstance(cell, date) else None


def _stated(book: Workbook, sheet: str, read_label: Callable[[Any], Period | None]) -> Iterator[_Stated]:
    """Every period of every table of a sheet that has counts, in their order.

    Passed over where a standard did not yet exist, and a year that is not yet whole; refused where a count is not
    a number or contradicts the others, or periods do not follow one another.
    """
    rows = padded_rows(book, sheet, _COLUMNS)
    for number, table in enumerate(_TABLES):
        column = 1 + number * _STEP
        _hold_title(book.name, sheet, rows, table, column)
        last: Period | None = None
        for index, row in enumerate(rows[FIRST:], FIRST):
            cells = row[column + 1 : column + 5]
            period = read_label(row[column] if sheet == _MONTHLY else str(row[column]))
            where = f"{book.name}, sheet '{sheet}', {cell_name(column, index)}"
            if period is None:
                if any(is_number(cell) for cell in cells) and not str(row[column]).endswith("YTD"):
                    raise FileRefused(f"{where}: '{row[column]}' is not a period.", AGAIN)
                continue
            if last is not None and period.start != add_months(last.start, last.months):
                raise FileRefused(f"{where}: {period} does not follow {last}.", AGAIN)
            last = period
            if any(cell not in ("", _NOT_YET) for cell in cells):
                yield _Stated(number, index, period, *_counts(book.name, sheet, index, column + 1, cells))


def _hold_title(name: str, sheet: str, rows: Sequence[Sequence[Any]], table: _Table, column: int) -> None:
    title = re.sub(r"\s*\(\d+ days\)", "", " ".join(str(rows[1][column + 1]).split()))
    found = tuple(str(cell).strip() for cell in rows[HEADER][column + 1 : column + 4])
    if not table.is_titled(title) or found != _TITLES:
        raise FileRefused(
            f"{name}, sheet '{sheet}', {cell_name(column + 1, 1)}, is not the table "
            f"'{table.opening} … {table.word} …' with {', '.join(_TITLES)}.",
            AGAIN,
        )


def _counts(
    name: str, sheet: str, index: int, column: int, cells: Sequence[Any]
) -> tuple[float, float, float]:
    for position, cell in enumerate(cells, column):
        if not is_number(cell):
            where = f"{name}, sheet '{sheet}', {cell_name(position, index)}"
            raise FileRefused(f"{where}: '{cell}' is not a number.", AGAIN)
    total, within, outside, share = (float(cell) for cell in cells)
    fault = ""
    if within > total or within + outside != total:
        fault = "within and outside do not sum to the total"
    elif total and abs(within / total - share) > 5e-4:
        fault = "the percentage is not that of its counts"
    if fault:
        raise FileRefused(f"{name}, sheet '{sheet}', {cell_name(column, index)}: {fault}.", AGAIN)
    return total, within, outside


def _hold_sums(
    name: str, sheet: str, wholes: Sequence[_Stated], parts: Sequence[_Stated], count: int
) -> None:
    """A quarter is the sum of its months and a year of its quarters, wherever all of them are there."""
    by_start = {(part.table, part.period.start): part for part in parts}
    for whole in wholes:
        step = whole.period.months // count
        keys = [(whole.table, add_months(whole.period.start, step * i)) for i in range(count)]
        inside = [by_start[key] for key in keys if key in by_start]
        if len(inside) == count and (sum(p.total for p in inside), sum(p.within for p in inside)) != (
            whole.total,
            whole.within,
        ):
            where = f"{name}, sheet '{sheet}', {cell_name(2 + whole.table * _STEP, whole.row)}"
            raise FileRefused(f"{where}: {whole.total:g} is not the sum of its parts.", AGAIN)


def _observations(sheet: str, stated: _Stated, final: Period) -> Iterator[dict[str, Any]]:
    """The total and those within; a wait to be first seen is divided into bands, as the later workbooks have it."""
    table, column = _TABLES[stated.table], 2 + stated.table * _STEP
    counts = [(table.quantity, "all", stated.total), (f"{table.quantity}-within", "all", stated.within)]
    if table.quantity in BANDS:
        soon, late = BANDS[table.quantity]
        counts[1:] = [(table.quantity, soon, stated.within), (table.quantity, late, stated.outside)]
    settled = sheet == _QUARTERLY or final.start <= stated.period.start <= final.end
    for offset, (quantity, band, value) in enumerate(counts):
        yield {
            "period_start": stated.period.start,
            "period_end": stated.period.end,
            "quantity": quantity,
            "band": band,
            "treatment_stage": table.cuts.get("treatment_stage"),
            "modality": table.cuts.get("modality"),
            "route": table.cuts.get("route"),
            "status": "final" if settled else "provisional",
            "value": value,
            "ref": f"{sheet}!{cell_name(column + offset, stated.row)}",
        }
