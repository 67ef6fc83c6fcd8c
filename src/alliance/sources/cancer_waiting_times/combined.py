"""Reading the Monthly Combined CSV: every standard of a month or of several, providers and commissioners in one file.

NHS England publishes it since November 2025, for the months since April 2022. No real file was at hand when this was
written: the columns and values are those that public code reads, each held strictly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from alliance.observations import conform
from alliance.sources.cancer_waiting_times.combined_layout import (
    BASES,
    CUTS,
    ITEMS,
    LAYOUT,
    PERIOD,
    WAITS,
    Item,
)
from alliance.sources.cancer_waiting_times.flat import Flat, find_head, read_flat, read_whole
from alliance.sources.cancer_waiting_times.flat_checks import Counts, hold_counts, hold_parts
from alliance.sources.cancer_waiting_times.monthly import BLOCKS
from alliance.sources.cancer_waiting_times.naming import months_or_name, span_of, status_in_name
from alliance.sources.cancer_waiting_times.workbook import NATIONAL, LabelBook
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.release import Reading, Release

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BLOCKS", "FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "monthly-combined-csv"
MEANS = "Monthly Combined CSV, providers and commissioners in one file, 30 columns, April 2022 on"
NEEDS = (
    "It has no header row with the columns Basis, Org_Code, Standard_or_Item, Cancer_Type and 25 or 26 more."
)


def recognise(file: RawFile) -> Release | None:
    """Which months and bases a file holds; None where it has no such header.

    Raises
    ------
    FileRefused
        Columns are missing, a date is none, or there is no Period and the name states no month.
    """
    head = find_head(file, LAYOUT) if file.lines is not None else None
    if head is None:
        return None
    dated = PERIOD in head.columns
    flat = read_flat(file, head, ["BASIS", *([PERIOD] if dated else [])])
    first, last, span = span_of(_months(flat).values())
    bases = sorted(set(_basis(flat).values()), reverse=True)
    because = f"Its header has the Monthly Combined CSV's {len(head.titles)} columns; "
    because += f"{'Period' if dated else 'its name'} says {span}, Basis {' and '.join(bases)}."
    title = f"Cancer waiting times, combined CSV, {' and '.join(bases)} based, {span}"
    basis = bases[0] if len(bases) == 1 else "both"
    status = status_in_name(file.name)
    release = Release(
        "cancer-waiting-times", FORM, title, basis, first.start, last.end, status, because=because
    )
    return made_up(release, head.above, "NHS England")


def read(file: RawFile, release: Release) -> Reading:
    """Every count of the file as observations, after all the checks. Each has its own row's basis.

    Raises
    ------
    FileRefused
        The file contradicts itself or its layout; the sentence names the line.
    """
    import polars as pl

    flat = read_whole(file, LAYOUT)
    labels = LabelBook()
    rows = _labelled(flat)
    parts = [part for item in ITEMS for part in _read_item(flat, rows, item, labels)]
    names = (
        rows.filter(pl.col("place") != NATIONAL)
        .select("place", "ORG_NAME")
        .unique()
        .sort(pl.all().cast(pl.String))
    )
    del rows
    observations = pl.concat(parts, how="diagonal").with_columns(
        pl.lit(release.source, pl.Categorical).alias("source"),
        pl.lit(file.sha256, pl.Categorical).alias("release"),
        pl.col("period_start").dt.month_end().alias("period_end"),
        pl.lit(release.status, pl.Categorical).alias("status"),
        pl.col("route", "treatment_stage").fill_null("all"),
    )
    return Reading(conform(observations), {c: name or c for c, name in names.iter_rows()}, tuple(labels.new))


def _months(flat: Flat) -> dict[str, date]:
    """The months of the Period column; without one, the month of the file's name."""
    like = "like January-2026-Monthly-Combined-CSV-Provisional.csv"
    return months_or_name(flat, PERIOD, "Period", like)


def _basis(flat: Flat) -> dict[str, str]:
    import polars as pl

    known = pl.col("BASIS").str.to_lowercase().is_in(BASES)
    flat.refuse_rows(
        flat.frame.filter(~known.fill_null(False)), "it says neither Provider nor Commissioner", "BASIS"
    )
    return {basis: basis.lower() for basis in flat.frame["BASIS"].unique()}


def _labelled(flat: Flat) -> pl.DataFrame:
    """The rows with their month, basis and place; England's code is `Total`."""
    import polars as pl

    item, code = pl.col("STANDARD_OR_ITEM").str.to_lowercase(), pl.col("ORG_CODE").str.to_uppercase()
    known = item.is_in([item.code.casefold() for item in ITEMS]).fill_null(False)
    flat.refuse_rows(
        flat.frame.filter(~known), "this is none of the five standards and items", "STANDARD_OR_ITEM"
    )
    flat.refuse_rows(flat.frame.filter(code.is_null()), "the organisation has no code", "ORG_CODE")
    months = _months(flat)
    period = pl.col(PERIOD).replace_strict(months) if flat.has(PERIOD) else pl.lit(months[""])
    return flat.frame.with_columns(
        item.alias("item"),
        period.cast(pl.Date).alias("period_start"),
        pl.col("BASIS").replace_strict(_basis(flat), return_dtype=pl.Categorical).alias("basis"),
        pl.when(code == "TOTAL").then(pl.lit(NATIONAL)).otherwise(code).cast(pl.Categorical).alias("place"),
    )


def _read_item(flat: Flat, rows: pl.DataFrame, item: Item, labels: LabelBook) -> Iterator[pl.DataFrame]:
    """The checked observations of one standard or item."""
    import polars as pl

    mine = replace(flat, frame=rows.filter(pl.col("item") == item.code.casefold()))
    if not mine.frame.height:
        return
    counts = _counts(mine, item, labels)
    hold_counts(counts)
    hold_parts(counts, BLOCKS[item.sheet.quantity], england=True)
    yield from _observations(mine, item, counts)


def _counts(flat: Flat, item: Item, labels: LabelBook) -> Counts:
    _hold_empty(flat, item)
    cuts = ("cancer", item.second, "modality")
    slugs = [
        flat.slugs_of(column, cut, labels, item.repeats.get(column, ()))
        for column, cut in zip(CUTS, cuts, strict=True)
    ]
    named = {"TOTAL": "total", "WITHIN": "within", "AFTER": "after", **item.bands}
    numbers = [flat.counts(column).alias(name) for column, name in named.items()]
    share = flat.shares("PERFORMANCE").alias("share")
    table = flat.frame.select("row", "period_start", "basis", "place").with_columns(*slugs, *numbers, share)
    table = _said_once(table, item)
    return Counts(flat, item.code, table, cuts, tuple(item.bands.values()), item.sheet.bands_within or 1)


def _said_once(table: pl.DataFrame, item: Item) -> pl.DataFrame:
    """The shortest wait where it stands only under Within, being the same; `once` says of which rows.

    No standard holds for those first seen: where their Within and After are empty, the waits say them.
    """
    import polars as pl

    first, *others = item.bands.values()
    if item.sheet.within:
        once = pl.any_horizontal(pl.col(others).is_not_null())
        once = once & pl.col(first).is_null() & pl.lit(item.sheet.bands_within == 1)
    else:
        once = pl.col(first).is_null() & pl.col("within").is_not_null()
        table = table.with_columns(once.alias("once"), pl.col("within").fill_null(pl.col(first)))
        table = table.with_columns(pl.col("after").fill_null(pl.col("total") - pl.col("within")))
        once = pl.col("once")
    return table.with_columns(once.alias("once"), pl.when(once).then("within").otherwise(first).alias(first))


def _hold_empty(flat: Flat, item: Item) -> None:
    """What does not apply to an item is empty, or nought."""
    for column in (c for c in WAITS if c not in item.bands):
        if flat.frame[column].null_count() < flat.frame.height:
            counted = flat.frame.filter(flat.counts(column).fill_null(0) != 0)
            flat.refuse_rows(counted, f"a number of {item.code} stands where that has none", column)


def _observations(flat: Flat, item: Item, counts: Counts) -> Iterator[pl.DataFrame]:
    """An item's counts, one below the other: total, within, and each wait band."""
    import polars as pl

    quantity = item.sheet.quantity
    told = [("TOTAL", "total", quantity, "all")]
    if item.sheet.within:
        told.append(("WITHIN", "within", f"{quantity}-within", "all"))
    told += [(column, band, quantity, band) for column, band in item.bands.items()]
    for column, name, counted, band in told:
        ref = flat.ref(column)
        if name == counts.bands[0]:
            ref = pl.when("once").then(flat.ref("WITHIN")).otherwise(ref)
        yield counts.table.lazy().filter(pl.col(name).is_not_null()).select(
            "period_start", "basis", "place", *counts.cuts,
            pl.lit(counted, pl.Categorical).alias("quantity"),
            pl.lit(band, pl.Categorical).alias("band"),
            pl.col(name).alias("value"),
            ref.alias("ref"),
        ).collect()  # fmt: skip
