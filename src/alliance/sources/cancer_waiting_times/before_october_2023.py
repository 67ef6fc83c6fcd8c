"""Workbooks of the ten standards that held until September 2023: what providers' and commissioners' have in common.

Each route to treatment within 62 days, and each kind of treatment within 31, had a standard of its own; no file has a
figure over all of them, and none is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import conform
from alliance.periods import Period, month_of
from alliance.sources.cancer_waiting_times.earlier import (
    ALWAYS,
    FROM_APRIL_2021,
    ONLY_HERE,
    SHEETS,
    EarlierSheet,
)
from alliance.sources.cancer_waiting_times.earlier_checks import hold_earlier, loaded_bands
from alliance.sources.cancer_waiting_times.earlier_reading import earlier_facts, first_count, read_earlier
from alliance.sources.cancer_waiting_times.layout import FRONT
from alliance.sources.cancer_waiting_times.workbook import LabelBook, front_status
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile, Workbook, cell_name
from alliance.sources.release import Reading, Release
from alliance.sources.tables import AGAIN

if TYPE_CHECKING:
    import polars as pl

__all__ = ["APART", "NEEDS", "read", "recognise_earlier"]

APART = frozenset({"route", "treatment_stage", "modality"})
NEEDS = f"It has no sheet named like '{ONLY_HERE[0]}'"
_FDS_SINCE = date(2021, 4, 1)


def recognise_earlier(file: RawFile, form: str, basis: str) -> Release | None:
    """Which month or quarter a workbook of this basis is; None where it is of another, or no such workbook.

    Raises
    ------
    FileRefused
        Sheets of the layout are missing, or it has a sheet that the layout has not, or contradicts its front page.
    """
    book = file.workbook
    known = [name for name in ONLY_HERE if book is not None and name in book.sheets]
    if book is None or not known:
        return None
    stated, period = earlier_facts(book, known[0])
    if stated != basis:
        return None
    _hold_sheets(book, period)
    _hold_front(book, period)
    release = Release(
        "cancer-waiting-times",
        form,
        f"Cancer waiting times of the earlier standards, {basis} based, {period.label}",
        basis,
        period.start,
        period.end,
        _status(book, period),
        because=f"It has the sheet '{known[0]}', as no workbook since October 2023; A2 and A3 say {period.label}, "
        f"{basis} based.",
    )
    return made_up(release, book.rows(FRONT)[:12], "NHS England")


def _hold_sheets(book: Workbook, period: Period) -> None:
    wanted = (FRONT, *ALWAYS, *([FROM_APRIL_2021] if period.start >= _FDS_SINCE else []))
    missing = [name for name in wanted if name not in book.sheets]
    if missing:
        raise FileRefused(
            f"{book.name} is a cancer waiting times workbook of {period.label} without the "
            f"sheet{'s' * (len(missing) > 1)} {', '.join(repr(name) for name in missing)}.",
            "Download the whole workbook again; a copy with sheets removed cannot be loaded.",
        )
    strange = [name for name in book.sheets if name != FRONT and name not in {s.name for s in SHEETS}]
    if strange:
        raise FileRefused(
            f"{book.name} has the sheet '{strange[0]}', which no workbook of before October 2023 that is known "
            "here has.",
            "Tell the project: a sheet that is not understood is not left out in silence.",
        )


def _hold_front(book: Workbook, period: Period) -> None:
    """The month on the front page, where there is one, is that of the sheets."""
    for row in book.rows(FRONT)[:12]:
        try:
            day = datetime.strptime(str(row[0]).strip(), "%B %Y").date()  # noqa: DTZ007
        except ValueError:
            continue
        if month_of(day) != period:
            raise FileRefused(
                f"{book.name}: the front page says {day:%B %Y}, the sheets are of {period.label}.", AGAIN
            )


def _status(book: Workbook, period: Period) -> str:
    """As the front page says. A quarter was final when it came out (so the national time series' cover)."""
    said = front_status(book)
    return "final" if said == "unknown" and period.grain in ("quarter", "fyq") else said


def read(file: RawFile, release: Release) -> Reading:
    """Every count over all care, after all the checks. A commissioner workbook states no England, and none is added."""
    import polars as pl

    book, labels = file.held_workbook, LabelBook()
    period = earlier_facts(book, ALWAYS[0])[1]
    sheets = [sheet for sheet in SHEETS if sheet.name in book.sheets]
    tables = {s.name: read_earlier(book, s, release.basis, period, labels) for s in sheets}
    hold_earlier(book.name, tables, release.basis)
    parts = [part for sheet in sheets for part in _observations(sheet, tables[sheet.name])]
    observations = pl.concat(parts, how="diagonal").with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.lit(release.first).alias("period_start"),
        pl.lit(release.last).alias("period_end"),
        pl.lit(release.status).alias("status"),
    )
    for cut in ("cancer", "route", "modality", "treatment_stage"):
        column = pl.col(cut).fill_null("all") if cut in observations.columns else pl.lit("all")
        observations = observations.with_columns(column.alias(cut))
    names = pl.concat(table.select("place", "name") for table in tables.values()).unique()
    return Reading(conform(observations), dict(names.sort("place", "name").iter_rows()), tuple(labels.new))


def _observations(sheet: EarlierSheet, table: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """A sheet's counts over all care, one below the other, each with its cell."""
    import polars as pl

    kept = table.filter(pl.col("care") == "all")
    if sheet.cut and not sheet.only:
        kept = kept.filter(
            pl.col("label") != "all"
        )  # a whole that only England has: held to its parts, not loaded
    cuts = {**sheet.fixed, **({sheet.cut: "label"} if sheet.cut else {})}
    for column, quantity, band in _counts(sheet, table):
        letter = cell_name(_column(sheet, column), 0)[:-1]
        rows = kept.select(
            "place",
            pl.col(column).alias("value"),
            (pl.lit(f"{sheet.name}!{letter}") + (pl.col("row") + 1).cast(pl.String)).alias("ref"),
            *(pl.col(v).alias(cut) if v == "label" else pl.lit(v).alias(cut) for cut, v in cuts.items()),
        )
        yield rows.with_columns(pl.lit(quantity).alias("quantity"), pl.lit(band).alias("band"))


def _counts(sheet: EarlierSheet, table: pl.DataFrame) -> list[tuple[str, str, str]]:
    """Column, quantity and band of each count. A wait to be first seen has bands only, as in later workbooks."""
    bands = [(band, sheet.quantity, band) for band in loaded_bands(sheet, table)]
    if sheet.days != 14:
        return [("total", sheet.quantity, "all"), ("within", f"{sheet.quantity}-within", "all"), *bands]
    two = [("within", sheet.quantity, "0-14"), ("after", sheet.quantity, "over-14")]
    return [("total", sheet.quantity, "all"), *(bands or two)]


def _column(sheet: EarlierSheet, count: str) -> int:
    order = ["total", "within", "after", "share", "", *(band for _, band in sheet.bands)]
    return first_count(sheet) + order.index(count)
