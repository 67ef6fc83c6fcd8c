"""Reading NHS England's provider data extracts: half a year in one sheet, October 2023 to September 2025.

A treatment stands there twice: by cancer over all treatments, and by treatment over all cancers. England does not;
it is summed here, and its `note` says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.observations import conform
from alliance.sources.cancer_waiting_times.flat import Flat, Layout, find_head, read_flat, read_whole
from alliance.sources.cancer_waiting_times.flat_checks import Counts, hold_counts, hold_parts
from alliance.sources.cancer_waiting_times.forms import blocks
from alliance.sources.cancer_waiting_times.naming import (
    hold_year_and_month,
    months_of,
    span_of,
    status_in_name,
)
from alliance.sources.cancer_waiting_times.workbook import NATIONAL, LabelBook
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.release import Reading, Release

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BLOCKS", "FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "provider-extract"
MEANS = "data extract, providers, half a year in one sheet, October 2023 on"
NEEDS = "It has no sheet with a header of the columns STANDARD, ORG CODE, STAGE/ROUTE, TOTAL TREATED and seven more."
_LAYOUT = Layout(
    "a provider data extract of cancer waiting times",
    frozenset({"STAGE_ROUTE", "TOTAL_TREATED"}),
    (
        *("PERIOD", "YEAR", "MONTH", "STANDARD", "ORG_CODE", "STAGE_ROUTE", "TREATMENT_MODALITY"),
        *("CANCER_TYPE", "TOTAL_TREATED", "WITHIN_STANDARD", "BREACHES"),
    ),
)
# What STANDARD says, what is counted, and which cut STAGE/ROUTE is.
_STANDARDS = {
    "28-day FDS": ("faster-diagnosis", "route"),
    "31-day Combined": ("treated-31-day", "treatment_stage"),
    "62-day Combined": ("treated-62-day", "route"),
}
_TOLD = blocks(("cancer", "route"))
_DAY31 = blocks(("cancer", "treatment_stage"), ("modality", "treatment_stage"))
_DAY62 = blocks(("cancer", "route"), ("modality", "route"))
BLOCKS = {
    "faster-diagnosis": _TOLD,
    "faster-diagnosis-within": _TOLD,
    "treated-31-day": _DAY31,
    "treated-31-day-within": _DAY31,
    "treated-62-day": _DAY62,
    "treated-62-day-within": _DAY62,
}


def recognise(file: RawFile) -> Release | None:
    """Which months an extract holds; None where no sheet of the file has such a header.

    The file itself does not say whether it is final: its name does, or `unknown`.

    Raises
    ------
    FileRefused
        Columns are missing, or PERIOD is no month.
    """
    head = find_head(file, _LAYOUT)
    if head is None:
        return None
    first, last, span = span_of(months_of(read_flat(file, head, ["PERIOD"]), "PERIOD").values())
    release = Release(
        "cancer-waiting-times",
        FORM,
        f"Cancer waiting times, provider data extract, {span}",
        "provider",
        first.start,
        last.end,
        status_in_name(file.name),
        because=f"Its header has the provider extract's eleven columns; PERIOD says {span}.",
    )
    return made_up(release, head.above, "NHS England")


def read(file: RawFile, release: Release) -> Reading:
    """Every total, and those within the standard, as observations, after all the checks.

    Raises
    ------
    FileRefused
        The file contradicts itself or its layout; the sentence names sheet and row.
    """
    import polars as pl

    flat = _dated(read_whole(file, _LAYOUT))
    labels = LabelBook()
    parts = []
    for standard in _STANDARDS:
        mine = replace(flat, frame=flat.frame.filter(pl.col("STANDARD") == standard))
        if mine.frame.height:
            parts.append(_observations(mine, _counts(mine, standard, labels), _STANDARDS[standard][0]))
    observations = pl.concat(parts, how="diagonal").with_columns(
        pl.lit(release.source, pl.Categorical).alias("source"),
        pl.lit(file.sha256, pl.Categorical).alias("release"),
        pl.col("period_start").dt.month_end().alias("period_end"),
        pl.lit(release.status, pl.Categorical).alias("status"),
        pl.col("route", "treatment_stage").fill_null("all"),
    )
    codes = sorted(set(flat.frame["place"].cast(pl.String)))
    return Reading(conform(observations), {code: code for code in codes}, tuple(labels.new))


def _dated(flat: Flat) -> Flat:
    """The rows with their month and place, after holding PERIOD, YEAR and MONTH to each other."""
    import polars as pl

    c = pl.col
    known = c("STANDARD").is_in([*_STANDARDS]).fill_null(False)
    flat.refuse_rows(
        flat.frame.filter(~known),
        f"the standard is none of {', '.join(_STANDARDS)}",
        "STANDARD",
        "Extracts of months before October 2023 count other standards, and cannot be read.",
    )
    flat.refuse_rows(flat.frame.filter(c("ORG_CODE").is_null()), "the organisation has no code", "ORG_CODE")
    whole = c("ORG_CODE").str.to_lowercase().is_in(["total", NATIONAL])
    flat.refuse_rows(flat.frame.filter(whole), "this layout has no rows for England", "ORG_CODE")
    table = flat.frame.with_columns(
        c("PERIOD").replace_strict(months_of(flat, "PERIOD"), return_dtype=pl.Date).alias("period_start"),
        pl.lit("provider", pl.Categorical).alias("basis"),
        c("ORG_CODE").str.to_uppercase().cast(pl.Categorical).alias("place"),
    )
    hold_year_and_month(flat, table)
    return replace(flat, frame=table)


def _counts(flat: Flat, standard: str, labels: LabelBook) -> Counts:
    """The checked counts of one standard. A faster diagnosis has no treatment: its cell is empty."""
    quantity, second = _STANDARDS[standard]
    cuts = ("cancer", second, "modality")
    slugs = [
        flat.slugs_of(
            column, cut, labels, repeats=("",) if (standard, cut) == ("28-day FDS", "modality") else ()
        )
        for column, cut in zip(("CANCER_TYPE", "STAGE_ROUTE", "TREATMENT_MODALITY"), cuts, strict=True)
    ]
    named = {"TOTAL_TREATED": "total", "WITHIN_STANDARD": "within", "BREACHES": "after"}
    numbers = [flat.counts(column).alias(name) for column, name in named.items()]
    table = flat.frame.select("row", "period_start", "basis", "place").with_columns(*slugs, *numbers)
    counts = Counts(flat, standard, table, cuts)
    hold_counts(counts)
    hold_parts(counts, BLOCKS[quantity], england=False)
    return counts


def _observations(flat: Flat, counts: Counts, quantity: str) -> pl.DataFrame:
    """Total and within, one below the other; then England's, which are the sums of the organisations'."""
    import polars as pl

    parts = []
    for column, name, counted in (
        ("TOTAL_TREATED", "total", quantity),
        ("WITHIN_STANDARD", "within", f"{quantity}-within"),
    ):
        stated = counts.table.select(
            *("period_start", "basis", "place", *counts.cuts),
            pl.lit(counted, pl.Categorical).alias("quantity"),
            pl.col(name).alias("value"),
            flat.ref(column).alias("ref"),
        )
        keys = ["period_start", "basis", *counts.cuts, "quantity"]
        summed = stated.group_by(keys, maintain_order=True).agg(
            pl.lit(NATIONAL, pl.Categorical).alias("place"),
            pl.col("value").sum(),
            (
                pl.col("ref").first() + pl.lit(" and ") + (pl.len() - 1).cast(pl.String) + pl.lit(" more")
            ).alias("ref"),
            pl.lit("the sum of the organisations: the file states no total for England").alias("note"),
        )
        parts += [stated, summed]
    return pl.concat(parts, how="diagonal")
