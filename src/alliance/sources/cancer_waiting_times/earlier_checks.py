"""A workbook of before October 2023 must agree with itself before any of its numbers is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.sources.cancer_waiting_times.checks import NEXT, Doubt, ask, beside, row_fault, sum_doubt
from alliance.sources.cancer_waiting_times.earlier import SHEETS, SUMS, EarlierSheet
from alliance.sources.cancer_waiting_times.earlier_reading import first_count
from alliance.sources.cancer_waiting_times.workbook import NATIONAL
from alliance.sources.files import cell_name

if TYPE_CHECKING:
    import polars as pl

__all__ = ["hold_earlier", "loaded_bands"]


def loaded_bands(sheet: EarlierSheet, table: pl.DataFrame) -> list[str]:
    """The waits that this edition of the sheet divides its counts into, and that can be believed."""
    return [band for _, band in sheet.bands if band in table.columns and sheet.bands_hold]


def hold_earlier(file: str, tables: Mapping[str, pl.DataFrame], basis: str) -> None:
    """Every rule, within each sheet and across sheets.

    No negative count; within ≤ total; waits and after sum to the total; percentages are those of their counts;
    nothing stands twice; admitted and non-admitted sum to all care; providers sum to England (a commissioner
    workbook states no England); cancers sum to the sheet of all cancers.

    Raises
    ------
    FileRefused
        The first rule that is broken, with the cells or the group.
    """
    doubts: list[Doubt] = []
    for sheet in SHEETS:
        if sheet.name in tables:
            _hold_rows(file, sheet, tables[sheet.name])
            doubts += _doubts(file, sheet, tables[sheet.name], basis)
    ask(file, [*doubts, *_across(tables)])


def _hold_rows(file: str, sheet: EarlierSheet, table: pl.DataFrame) -> None:
    bands = loaded_bands(sheet, table)
    fault = row_fault(table, ("place", "care", "label"), bands, sheet.bands_within)
    if fault:
        what, broken = fault
        letter = cell_name(first_count(sheet), 0)[:-1]
        cells = ", ".join(f"{letter}{row + 1}" for row in broken)
        raise FileRefused(f"{file}, sheet '{sheet.name}', {cells}: {what}.", NEXT)


def _doubts(file: str, sheet: EarlierSheet, table: pl.DataFrame, basis: str) -> Iterator[Doubt]:
    import polars as pl

    counts = ["total", "within", "after", *loaded_bands(sheet, table)]
    rows, whole, england = table.lazy(), pl.col("care") == "all", pl.col("place") == NATIONAL
    if not table["care"].eq("all").any():
        raise FileRefused(f"{file}, sheet '{sheet.name}', has no part for all care.", NEXT)
    if not table["care"].eq("all").all():
        what = "admitted and non-admitted do not sum to all care"
        yield sum_doubt(sheet.name, what, ("place", "label"), counts, rows, whole)
    if basis == "provider" or table["place"].eq(NATIONAL).any():
        what = "the organisations do not sum to England"
        # Rarer cancers: England has a row over all of them, which no organisation has; see `_across`.
        counted = ~england | pl.lit(bool(sheet.only or not sheet.cut)) | (pl.col("label") != "all")
        yield sum_doubt(sheet.name, what, ("care", "label"), counts, rows.filter(counted), england)


def _across(tables: Mapping[str, pl.DataFrame]) -> Iterator[Doubt]:
    """Cancers sum to the sheet of all cancers, and on one sheet to a row of its own."""
    import polars as pl

    keys, counts = ("place", "care"), ["total", "within"]
    for parts, whole in SUMS:
        if parts in tables:
            what = f"the cancers do not sum to sheet '{whole}'"
            yield sum_doubt(parts, what, keys, *beside(tables[parts], tables[whole], keys, counts))
    for sheet in SHEETS:
        if sheet.cut == "cancer" and not sheet.only and sheet.name in tables:
            stated = tables[sheet.name].filter(pl.col("label") == "all")
            divided = tables[sheet.name].filter(
                pl.col("label") != "all", pl.col("place").is_in(stated["place"].to_list())
            )
            if stated.height:
                what = "the cancers do not sum to their whole"
                yield sum_doubt(sheet.name, what, keys, *beside(divided, stated, keys, counts))
