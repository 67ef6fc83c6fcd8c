"""Reading the national time series (October 2023's definitions): England, month by month.

The monthly workbooks are reconciled with it; it answers for England where no workbook does.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.observations import conform
from alliance.periods import Period, add_months, month_of
from alliance.sources.files import Workbook, cell_name
from alliance.sources.release import Reading, Release

if TYPE_CHECKING:
    pass

__all__ = ["FORM", "is_national", "read_national", "recognise_national"]

FORM = "national-series"
_COVER, _MONTHLY, _QUARTERLY, _ANNUAL = (
    "Cover",
    "Monthly Performance",
    "Quarterly Performance",
    "Annual Performance",
)
_SEEN = "Monthly Referrals Seen"
_SHEETS = (_COVER, _MONTHLY, _QUARTERLY, _ANNUAL, _SEEN)
_HEADER, _FIRST = 3, 4  # row indices of the header and of the first period
_BLOCKS = (
    ("Four Week", "faster-diagnosis", 1),
    ("One Month", "treated-31-day", 8),
    ("Two Month", "treated-62-day", 15),
)
_SEEN_BLOCKS = (("first-seen-urgent", 1), ("first-seen-breast-symptoms", 5))
_TITLES = ("Total", "Within Standard", "Outside Standard")
_AGAIN = "Download the file again; if it is the same, the publisher has changed the layout: tell the project."


def is_national(book: Workbook) -> bool:
    """Whether the book has the national series' sheet of monthly performance."""
    return _MONTHLY in book.sheets


def recognise_national(book: Workbook) -> Release:
    """Which months the series covers.

    Raises
    ------
    FileRefused
        Sheets are missing, or there is no month in the first column.
    """
    missing = [name for name in _SHEETS if name not in book.sheets]
    if missing:
        raise FileRefused(
            f"{book.name} is a national time series without the sheets {', '.join(missing)}.", _AGAIN
        )
    months = [row[1] for row in book.rows(_MONTHLY)[_FIRST:] if isinstance(row[1], date)]
    if not months:
        raise FileRefused(f"{book.name}, sheet '{_MONTHLY}', has no months in column B.", _AGAIN)
    first, last = month_of(min(months)), month_of(max(months))
    title = f"Cancer waiting times, national time series, {first.label} to {last.label}"
    return Release("cancer-waiting-times", FORM, title, "provider", first.start, last.end, level="national")


def read_national(book: Workbook, release: Release, release_id: str) -> Reading:
    """England's monthly totals, each final or provisional as the cover says."""
    import polars as pl

    final = _final_months(book)
    rows = book.rows(_MONTHLY)
    monthly: list[dict[str, Any]] = []
    for opening, quantity, column in _BLOCKS:
        _hold_block(book.name, rows, opening, column)
        monthly += _block(book.name, _MONTHLY, rows, quantity, column)
    _hold_sums(book, monthly)
    seen = book.rows(_SEEN)
    for quantity, column in _SEEN_BLOCKS:
        monthly += _counts(book.name, _SEEN, seen, column, ((quantity, 1),))
    is_final = pl.col("period_start").is_between(final.start, final.end)
    status = pl.when(is_final).then(pl.lit("final")).otherwise(pl.lit("provisional"))
    table = pl.DataFrame(monthly).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(release_id).alias("release"),
        pl.lit("england").alias("place"),
        pl.lit("provider").alias("basis"),
        status.alias("status"),
    )
    return Reading(conform(table), {"england": "England"})


def _final_months(book: Workbook) -> Period:
    """The months for which the cover says that the figures are final; all others are provisional."""
    rows = book.rows(_COVER)
    for row in rows:
        days = [cell for cell in row if isinstance(cell, date)]
        if "to" in [str(cell).strip() for cell in row] and len(days) == 2:
            return Period(month_of(days[0]).start, month_of(days[1]).end, "year")
    raise FileRefused(f"{book.name}, sheet '{_COVER}', does not say which months are final.", _AGAIN)


def _hold_block(name: str, rows: list[list[Any]], opening: str, column: int) -> None:
    title = str(rows[1][column + 1]).strip()
    found = tuple(str(cell).strip() for cell in rows[_HEADER][column + 1 : column + 4])
    if not title.startswith(opening) or found != _TITLES:
        where = cell_name(column + 1, 1)
        raise FileRefused(f"{name}, sheet '{_MONTHLY}', {where}, is not the '{opening} …' table.", _AGAIN)


def _block(name: str, sheet: str, rows: list[list[Any]], quantity: str, column: int) -> list[dict[str, Any]]:
    for index, row in enumerate(rows[_FIRST:], _FIRST):
        total, within, outside = row[column + 1 : column + 4]
        if isinstance(total, float) and (within > total or within + outside != total):
            where = cell_name(column + 1, index)
            raise FileRefused(
                f"{name}, sheet '{sheet}', {where}: within and outside do not sum to the total.", _AGAIN
            )
    return _counts(name, sheet, rows, column, ((quantity, 1), (f"{quantity}-within", 2)))


def _counts(
    name: str, sheet: str, rows: list[list[Any]], column: int, quantities: tuple[tuple[str, int], ...]
) -> list[dict[str, Any]]:
    """The months of one table: empty where a measure did not yet exist, refused where a cell is not a number."""
    found = []
    for index, row in enumerate(rows[_FIRST:], _FIRST):
        if not isinstance(row[column], date):
            continue
        month = month_of(row[column])
        for quantity, offset in quantities:
            value, ref = row[column + offset], f"{sheet}!{cell_name(column + offset, index)}"
            if value == "":
                continue
            if not isinstance(value, float | int):
                raise FileRefused(f"{name}, {ref}: '{value}' is not a number.", _AGAIN)
            found.append(
                {
                    "period_start": month.start,
                    "period_end": month.end,
                    "quantity": quantity,
                    "value": float(value),
                    "ref": ref,
                }
            )
    return found


def _hold_sums(book: Workbook, monthly: list[dict[str, Any]]) -> None:
    """The quarters and years that the file states must be the sums of its months."""
    by_month = {(row["quantity"], row["period_start"]): row["value"] for row in monthly}
    for sheet, read_label in ((_QUARTERLY, _quarter), (_ANNUAL, _year)):
        for index, row in enumerate(book.rows(sheet)[_FIRST:], _FIRST):
            for _, quantity, column in _BLOCKS:
                span = read_label(str(row[column]))
                if span is None or not isinstance(row[column + 1], float):
                    continue
                months = [(quantity, add_months(span.start, i)) for i in range(span.months)]
                if all(key in by_month for key in months):
                    summed = sum(by_month[key] for key in months)
                    if summed != row[column + 1]:
                        where = f"{sheet}!{cell_name(column + 1, index)}"
                        raise FileRefused(
                            f"{book.name}, {where}: {row[column + 1]} is not the sum of its months, {summed}.",
                            _AGAIN,
                        )


def _year(label: str) -> Period | None:
    if len(label) != 7 or label[4] != "/":
        return None
    start = date(int(label[:4]), 4, 1)
    return Period(start, month_of(add_months(start, 11)).end, "fy")


def _quarter(label: str) -> Period | None:
    if len(label) != 8 or label[2] != "/" or label[6] != "Q":
        return None
    start = add_months(date(2000 + int(label[:2]), 4, 1), 3 * (int(label[7]) - 1))
    return Period(start, month_of(add_months(start, 2)).end, "fyq")
