"""Reading the national time series (October 2023's definitions): England, month by month.

The monthly workbooks are reconciled with it; it answers for England where no workbook does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

__all__ = ["BLOCKS", "FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "national-series"
MEANS = "national time series, England, April 2021 on"
_COVER, _MONTHLY, _QUARTERLY, _ANNUAL = (
    "Cover",
    "Monthly Performance",
    "Quarterly Performance",
    "Annual Performance",
)
_SEEN = "Monthly Referrals Seen"
_SHEETS = (_COVER, _MONTHLY, _QUARTERLY, _ANNUAL, _SEEN)
_COLUMNS = 20
_BLOCKS = (
    ("Four Week", "faster-diagnosis", 1),
    ("One Month", "treated-31-day", 8),
    ("Two Month", "treated-62-day", 15),
)
_SEEN_BLOCKS = (
    ("Urgent Suspected Cancer", "first-seen-urgent", 1),
    ("Urgent Breast", "first-seen-breast-symptoms", 5),
)
_TITLES = ("Total", "Within Standard", "Outside Standard")


NEEDS = f"It has no sheet '{_MONTHLY}'."
BLOCKS = {
    **{f"{quantity}{part}": blocks(()) for _, quantity, _ in _BLOCKS for part in ("", "-within")},
    **{quantity: blocks(()) for _, quantity, _ in _SEEN_BLOCKS},
}


def recognise(file: RawFile) -> Release | None:
    """Which months the series covers; None where the book has no sheet of monthly performance.

    Raises
    ------
    FileRefused
        Sheets are missing, or there is no month in the first column.
    """
    book = file.workbook
    if book is None or _MONTHLY not in book.sheets:
        return None
    missing = [name for name in _SHEETS if name not in book.sheets]
    if missing:
        raise FileRefused(
            f"{book.name} is a national time series without the sheets {', '.join(missing)}.", AGAIN
        )
    months = [row[1] for row in _rows(book, _MONTHLY)[FIRST:] if isinstance(row[1], date)]
    if not months:
        raise FileRefused(f"{book.name}, sheet '{_MONTHLY}', has no months in column B.", AGAIN)
    first, last = month_of(min(months)), month_of(max(months))
    title = f"Cancer waiting times, national time series, {first.label} to {last.label}"
    because = f"It has the national series' sheet '{_MONTHLY}', from {first.label} to {last.label}."
    release = Release(
        "cancer-waiting-times",
        FORM,
        title,
        "provider",
        first.start,
        last.end,
        level="national",
        because=because,
    )
    return made_up(release, book.rows(_COVER), "NHS England")


def read(file: RawFile, release: Release) -> Reading:
    """England's monthly totals, each final or provisional as the cover says."""
    import polars as pl

    book = file.held_workbook
    final = final_months(book, _COVER)
    monthly: list[dict[str, Any]] = []
    for opening, quantity, column in _BLOCKS:
        _hold_block(book, opening, column)
        monthly += _block(book, quantity, column)
    _hold_sums(book, monthly)
    for opening, quantity, column in _SEEN_BLOCKS:
        _hold_seen(book, opening, column)
        for index, month, (seen,) in _counts(book, _SEEN, column, 1):
            monthly.append(_observation(_SEEN, index, column + 1, month, quantity, seen))
    if not monthly:
        raise FileRefused(f"{book.name}, sheet '{_MONTHLY}', has no counts.", AGAIN)
    is_final = pl.col("period_start").is_between(final.start, final.end)
    status = pl.when(is_final).then(pl.lit("final")).otherwise(pl.lit("provisional"))
    table = pl.DataFrame(monthly).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit("england").alias("place"),
        pl.lit("provider").alias("basis"),
        status.alias("status"),
    )
    return Reading(conform(table), {"england": "England"})


def _rows(book: Workbook, sheet: str) -> list[list[Any]]:
    return padded_rows(book, sheet, _COLUMNS)


def _hold_block(book: Workbook, opening: str, column: int) -> None:
    rows = _rows(book, _MONTHLY)
    title = str(rows[1][column + 1]).strip()
    _hold_months(book, _MONTHLY, column)
    found = tuple(str(cell).strip() for cell in rows[HEADER][column + 1 : column + 4])
    if not title.startswith(opening) or found != _TITLES:
        where = cell_name(column + 1, 1)
        raise FileRefused(f"{book.name}, sheet '{_MONTHLY}', {where}, is not the '{opening} …' table.", AGAIN)


def _hold_seen(book: Workbook, opening: str, column: int) -> None:
    rows = _rows(book, _SEEN)
    if (
        not str(rows[1][column]).strip().startswith(opening)
        or str(rows[HEADER][column + 1]).strip() != "Total"
    ):
        where = cell_name(column, 1)
        raise FileRefused(f"{book.name}, sheet '{_SEEN}', {where}, is not the '{opening} …' table.", AGAIN)
    _hold_months(book, _SEEN, column)


def _hold_months(book: Workbook, sheet: str, column: int) -> None:
    """The months of a table follow one another, so that none is lost and none stands twice."""
    last: date | None = None
    for index, row in enumerate(_rows(book, sheet)[FIRST:], FIRST):
        if not isinstance(row[column], date):
            continue
        month = row[column].replace(day=1)
        if last is not None and month != add_months(last, 1):
            where = f"{sheet}!{cell_name(column, index)}"
            raise FileRefused(f"{book.name}, {where}: {month:%B %Y} does not follow {last:%B %Y}.", AGAIN)
        last = month


def _block(book: Workbook, quantity: str, column: int) -> Iterator[dict[str, Any]]:
    """One standard's table: the total and those within, month by month."""
    for index, month, (total, within, outside, share) in _counts(book, _MONTHLY, column, 4):
        fault = ""
        if within > total or within + outside != total:
            fault = "within and outside do not sum to the total"
        elif total and abs(within / total - share) > 5e-4:
            fault = "the percentage is not that of its counts"
        if fault:
            where = cell_name(column + 1, index)
            raise FileRefused(f"{book.name}, sheet '{_MONTHLY}', {where}: {fault}.", AGAIN)
        yield _observation(_MONTHLY, index, column + 1, month, quantity, total)
        yield _observation(_MONTHLY, index, column + 2, month, f"{quantity}-within", within)


def _counts(
    book: Workbook, sheet: str, column: int, width: int
) -> Iterator[tuple[int, Period, tuple[float, ...]]]:
    """The months of one table, each with its row's index and counts.

    Passed over where a measure did not yet exist; refused where a count is not a number or has no month.
    """
    for index, row in enumerate(_rows(book, sheet)[FIRST:], FIRST):
        cells = row[column + 1 : column + 1 + width]
        is_month = isinstance(row[column], date)
        if all(cell == "" for cell in cells) or not (is_month or any(is_number(c) for c in cells)):
            continue
        for position, cell in enumerate(cells, column + 1):
            if not is_number(cell):
                where = f"{sheet}!{cell_name(position, index)}"
                raise FileRefused(f"{book.name}, {where}: '{cell}' is not a number.", AGAIN)
        if not is_month:
            where = f"{sheet}!{cell_name(column, index)}"
            raise FileRefused(f"{book.name}, {where}: '{row[column]}' is not a month.", AGAIN)
        yield index, month_of(row[column]), tuple(cells)


def _observation(
    sheet: str, index: int, column: int, month: Period, quantity: str, value: float
) -> dict[str, Any]:
    return {
        "period_start": month.start,
        "period_end": month.end,
        "quantity": quantity,
        "value": value,
        "ref": f"{sheet}!{cell_name(column, index)}",
    }


def _hold_sums(book: Workbook, monthly: list[dict[str, Any]]) -> None:
    """The quarters and years that the file states, total and within, must be the sums of its months."""
    by_month = {(row["quantity"], row["period_start"]): row["value"] for row in monthly}
    for sheet, read_label in ((_QUARTERLY, quarter), (_ANNUAL, year)):
        for index, row in enumerate(_rows(book, sheet)[FIRST:], FIRST):
            for _, quantity, column in _BLOCKS:
                span = read_label(str(row[column]))
                if span is not None:
                    _hold_sum(
                        book,
                        f"{sheet}!{cell_name(column + 1, index)}",
                        row[column + 1 :],
                        quantity,
                        span,
                        by_month,
                    )


def _hold_sum(
    book: Workbook,
    where: str,
    cells: list[Any],
    quantity: str,
    span: Period,
    by_month: Mapping[tuple[str, date], float],
) -> None:
    for stated, name in ((cells[0], quantity), (cells[1], f"{quantity}-within")):
        months = [by_month.get((name, add_months(span.start, i))) for i in range(span.months)]
        if is_number(stated) and None not in months and sum(m or 0.0 for m in months) != stated:
            raise FileRefused(f"{book.name}, {where}: {stated:g} is not the sum of its months.", AGAIN)
