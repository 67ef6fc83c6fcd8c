"""From the rapid registration CSV to observations: months and twelve months, each under its own quantity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.observations import Absence, conform
from alliance.sources.files import RawFile
from alliance.sources.rapid_registration.about import CUTS, metric_quantity
from alliance.sources.rapid_registration.checks import NUMBERS, hold, once
from alliance.sources.rapid_registration.geography import KINDS, place_named
from alliance.sources.release import Reading, Release
from alliance.sources.tables import Columns, Table, TextLayout

if TYPE_CHECKING:
    import polars as pl

__all__ = ["LAYOUT", "read"]

_COLUMNS: Columns = {
    "geography_type": ("Geography type",),
    "geography": ("Geography",),
    "month": ("Date (YYYY-MM)", "Date"),
    "group": ("Cancer group",),
    "broad": ("Cancer group (broad)",),
    "detailed": ("Cancer group (detailed)",),
    "metric": ("Metric",),
    "breakdown": ("Breakdown",),
    "demographic": ("Demographic",),
    "completeness": ("Completeness treatment follow-up",),
    "numerator": ("Numerator",),
    "denominator": ("Denominator",),
    "statistic": ("Statistic",),
    "numerator_12": ("Numerator (12m)",),
    "denominator_12": ("Denominator (12m)",),
    "statistic_12": ("Statistic (12m)",),
}
LAYOUT = TextLayout(_COLUMNS, known_by=("geography_type", "metric", "breakdown"))
_BREAKDOWNS = {
    **dict.fromkeys(("", "all", "none", "na", "n/a", "total", "overall", "all patients"), ""),
    **dict.fromkeys(("gender", "sex"), "sex"),
    **dict.fromkeys(("age", "age group", "age at diagnosis"), "age"),
    **dict.fromkeys(("deprivation", "imd", "imd quintile", "deprivation quintile"), "deprivation"),
    **dict.fromkeys(("ethnicity", "ethnic group"), "ethnicity"),
    **dict.fromkeys(("stage", "stage at diagnosis"), "tumour_stage"),
    **dict.fromkeys(("route", "route to diagnosis"), "route"),
}
_NO_GROUP = ("", "na", "n/a", "all", "all cancers", "all cancer sites", "total")
_TOTAL = "broad group total"
_SUPPRESSED = ("*", "[c]")
_NO_NUMBER = ("", "na", "n/a", "-", "[x]", "[z]", *_SUPPRESSED)


def read(file: RawFile, release: Release) -> Reading:
    """Every row as numerator and denominator of its month, and of the twelve months that end with it.

    Raises
    ------
    FileRefused
        A cell is not what its column holds, or numbers contradict each other (`checks`).
    """
    import polars as pl

    new: dict[str, None] = {}
    table = _grouped(_dated(LAYOUT.read(file)), new)
    table = _measured(_placed(table), new)
    hidden = (pl.col(c).str.to_lowercase().is_in(_SUPPRESSED).alias(f"{c}_hidden") for c in NUMBERS)
    table = replace(table, frame=table.frame.with_columns(hidden)).numbers(*NUMBERS, absent=_NO_NUMBER)
    table = once(table)
    hold(table)
    observations = pl.concat(
        [_counts(table, column) for column in ("numerator", "denominator", "numerator_12", "denominator_12")]
    ).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit("resident").alias("basis"),
        pl.lit("provisional").alias("status"),
    )
    names = table.frame.select("place", "geography").unique(subset="place").sort("place")
    return Reading(conform(observations), dict(names.iter_rows()), tuple(new))


def _dated(table: Table) -> Table:
    import polars as pl

    table.hold_filled("geography_type", "geography", "month", "metric")
    table.refuse(
        table.frame.filter(~pl.col("month").str.contains(r"^20\d\d-(0[1-9]|1[0-2])$")),
        "month",
        "'{cell}' is not a month like '2024-03'",
    )
    start = (pl.col("month") + "-01").str.to_date("%Y-%m-%d")
    return replace(table, frame=table.frame.with_columns(start.alias("start")))


def _placed(table: Table) -> Table:
    """Codes for names; a name that the book does not know keeps itself as its code."""
    import polars as pl

    kinds = {word: str(kind) for word, kind in KINDS.items()}
    table = table.mapped("geography_type", kinds, "kind", "'{cell}' is not a type of geography known here")
    pairs = table.frame.select("geography_type", "geography").unique()
    codes = [place_named(KINDS[kind.casefold()], name)[0] for kind, name in pairs.iter_rows()]
    known = pairs.with_columns(pl.Series("place", codes, pl.String))
    on = ["geography_type", "geography"]
    return replace(table, frame=table.frame.join(known, on=on, how="left", maintain_order="left"))


def _grouped(table: Table, new: dict[str, None]) -> Table:
    """The cancer: a detailed group by its own name, a broad group by its total, all cancers where neither is named."""
    import polars as pl

    broad, detailed = pl.col("broad").str.to_lowercase(), pl.col("detailed").str.to_lowercase()
    whole = detailed.is_in((*_NO_GROUP, _TOTAL))
    table.refuse(
        table.frame.filter(broad.is_in(_NO_GROUP) & ~whole),
        "detailed",
        "'{cell}' is a detailed group of no broad one",
    )
    label = (
        pl.when(~whole)
        .then("detailed")
        .when(broad.is_in(_NO_GROUP))
        .then(pl.lit("ALL CANCERS"))
        .otherwise("broad")
    )
    # What is left over here is not what other publications leave over.
    label = label.replace({"Other": "Other (rapid registration)"})
    frame = table.frame.with_columns(label.alias("cancer_label"), (~whole).alias("is_detail"))
    return replace(table, frame=frame).slugs("cancer", "cancer_label", new)


def _measured(table: Table, new: dict[str, None]) -> Table:
    """The quantity of each metric, and the one cut that a breakdown makes."""
    import polars as pl

    quantities = {}
    for metric in table.frame["metric"].unique().sort().to_list():
        quantities[metric], known = metric_quantity(metric)
        if not known:
            new[f"metric: {metric}"] = None
    named = pl.col("metric").replace_strict(quantities, return_dtype=pl.String)
    table = replace(table, frame=table.frame.with_columns(named.alias("quantity")))
    table = table.mapped("breakdown", _BREAKDOWNS, "divides", "'{cell}' is not a breakdown known here")
    missing = (pl.col("divides") != "") & (pl.col("demographic") == "")
    table.refuse(table.frame.filter(missing), "demographic", "the cell is empty")
    for cut in CUTS:
        part = pl.when(pl.col("divides") == cut).then("demographic").otherwise(pl.lit("All"))
        table = replace(table, frame=table.frame.with_columns(part.alias("part"))).slugs(cut, "part", new)
    return table


def _counts(table: Table, column: str) -> pl.DataFrame:
    """One of the four counts as observations; its absence where the file hides it."""
    import polars as pl

    long = column.endswith("_12")
    hidden, there = pl.col(f"{column}_hidden"), pl.col(column).is_not_null()
    of = table.frame if column == "numerator" else table.frame.filter(there | hidden)
    first = pl.col("start").dt.offset_by("-11mo") if long else pl.col("start")
    suffix = ("-12-months" if long else "") + ("-among" if column.startswith("denominator") else "")
    reason = (
        pl.when(hidden).then(pl.lit(str(Absence.SUPPRESSED))).otherwise(pl.lit(str(Absence.NOT_PUBLISHED)))
    )
    follow_up = pl.lit("Completeness of the follow-up of treatment: ") + pl.col("completeness")
    return of.select(
        "place",
        "cancer",
        *CUTS,
        first.alias("period_start"),
        pl.col("start").dt.month_end().alias("period_end"),
        (pl.col("quantity") + suffix).alias("quantity"),
        pl.col(column).alias("value"),
        pl.when(~there).then(reason).alias("absence"),
        table.ref(column).alias("ref"),
        pl.when(~pl.col("completeness").str.to_lowercase().is_in(_NO_GROUP)).then(follow_up).alias("note"),
    )
