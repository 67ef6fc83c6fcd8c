"""From a checked workbook to observations: one row a count, each with the publisher's own cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import conform
from alliance.periods import month_of
from alliance.sources.cancer_waiting_times.checks import hold
from alliance.sources.cancer_waiting_times.earlier import ONLY_HERE as ONLY_EARLIER
from alliance.sources.cancer_waiting_times.forms import blocks
from alliance.sources.cancer_waiting_times.layout import FRONT, SHEETS, Sheet
from alliance.sources.cancer_waiting_times.workbook import (
    LabelBook,
    front_status,
    read_sheet,
    sheet_facts,
)
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile, cell_name
from alliance.sources.release import Reading, Release

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BLOCKS", "FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "monthly-workbook"
MEANS = "monthly workbook, provider or commissioner, eleven sheets, October 2023 on"
NEEDS = f"It has no sheet named like '{SHEETS[0].name}'."
_DAY31 = blocks(
    (), ("treatment_stage",), ("cancer",), ("cancer", "treatment_stage"), ("modality",), ("modality", "treatment_stage")
)  # fmt: skip
_DAY62 = blocks((), ("route",), ("cancer",), ("cancer", "route"), ("modality",), ("modality", "route"))
BLOCKS = {
    "faster-diagnosis": blocks((), ("route", "cancer")),
    "faster-diagnosis-within": blocks((), ("route", "cancer")),
    "treated-31-day": _DAY31,
    "treated-31-day-within": _DAY31,
    "treated-62-day": _DAY62,
    "treated-62-day-within": _DAY62,
    "first-seen-urgent": blocks(("cancer",)),
    "first-seen-breast-symptoms": blocks(()),
}


def recognise(file: RawFile) -> Release | None:
    """Which month, basis and status a workbook is; None where no sheet of it has a name of the layout's.

    Raises
    ------
    FileRefused
        Sheets of the layout are missing.
    """
    book = file.workbook
    if book is None or not any(sheet.name in book.sheets for sheet in SHEETS):
        return None
    if any(name in book.sheets for name in ONLY_EARLIER):
        return None  # a workbook of before October 2023, which has some sheets of the same names
    missing = [name for name in (FRONT, *(sheet.name for sheet in SHEETS)) if name not in book.sheets]
    if missing:
        raise FileRefused(
            f"{book.name} is a cancer waiting times workbook without the sheet{'s' * (len(missing) > 1)} "
            f"{', '.join(repr(name) for name in missing)}.",
            "Download the whole workbook again; a copy with sheets removed cannot be loaded.",
        )
    basis, first = sheet_facts(book, SHEETS[0].name)
    month = month_of(first)
    title = f"Cancer waiting times, {basis} based, {month.label}"
    status = front_status(book)
    because = f"Its eleven sheets are the monthly workbook's; A2 and A3 say {month.label}, {basis} based."
    release = Release(
        "cancer-waiting-times", FORM, title, basis, month.start, month.end, status, because=because
    )
    return made_up(release, book.rows(FRONT)[:12], "NHS England")


def read(file: RawFile, release: Release) -> Reading:
    """Every count of the eleven sheets as observations, after all the checks."""
    import polars as pl

    book = file.held_workbook
    labels = LabelBook()
    tables = {s.name: read_sheet(book, s, release.basis, release.first, labels) for s in SHEETS}
    hold(book.name, tables)
    parts = [part for sheet in SHEETS for part in _observations(sheet, tables[sheet.name].lazy())]
    observations = pl.concat(
        pl.collect_all(parts), how="diagonal"
    ).with_columns(  # many times quicker than one plan of them all
        pl.lit(release.source, pl.Categorical).alias("source"),
        pl.lit(file.sha256, pl.Categorical).alias("release"),
        pl.lit(release.basis, pl.Categorical).alias("basis"),
        pl.lit(release.first).alias("period_start"),
        pl.lit(release.last).alias("period_end"),
        pl.lit(release.status, pl.Categorical).alias("status"),
        pl.col("cancer", "route", "modality", "treatment_stage").fill_null("all"),
    )
    names = pl.concat(table.select("place", "name") for table in tables.values()).unique()
    return Reading(conform(observations), dict(names.sort("place", "name").iter_rows()), tuple(labels.new))


def _observations(sheet: Sheet, table: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """A sheet's counts, one below the other: total, within, and each wait band."""
    import polars as pl

    first = 3 + len(sheet.labels)
    counts = [("total", sheet.quantity, "all", first)]
    if sheet.within:
        counts.append(("within", f"{sheet.quantity}-within", "all", first + 1))
    start = first + (5 if sheet.within else 1)
    counts += [(band, sheet.quantity, band, start + i) for i, (_, band) in enumerate(sheet.bands)]
    row = (pl.col("row") + 1).cast(pl.String)
    keys = ["place", *sheet.cuts]
    for column, quantity, band, position in counts:
        yield table.select(
            *keys,
            pl.lit(quantity, pl.Categorical).alias("quantity"),
            pl.lit(band, pl.Categorical).alias("band"),
            pl.col(column).alias("value"),
            (pl.lit(f"{sheet.name}!{cell_name(position, 0)[:-1]}") + row).alias("ref"),
        )
