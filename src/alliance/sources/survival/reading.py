"""From a survival table to observations: the publisher's estimates, each with the patients behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.observations import Absence, conform
from alliance.sources.files import RawFile
from alliance.sources.release import Reading, Release
from alliance.sources.survival.about import ADULT, INDEX, YEARS
from alliance.sources.survival.layout import LAYOUTS, header_of
from alliance.sources.tables import Table, sheet_table

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read"]

_NO_NUMBER = {
    "": Absence.NOT_PUBLISHED,
    "-": Absence.NOT_PUBLISHED,
    ".": Absence.NOT_PUBLISHED,
    ":": Absence.NOT_PUBLISHED,
    "n/a": Absence.NOT_PUBLISHED,
    "[x]": Absence.NOT_PUBLISHED,
    "[z]": Absence.NOT_PUBLISHED,
    "[c]": Absence.SUPPRESSED,
    "*": Absence.SUPPRESSED,
    "[u]": Absence.TOO_FEW,
}
_GROUPS = re.compile(r"\s*\(\d age groups\)$")
# What the same words mean elsewhere is something else: an "Other" is what its own table leaves over.
_SITES: dict[str, dict[str, str]] = {
    ADULT: {"Colorectal": "Bowel", "Other": "Other (adult survival)"},
    INDEX: {
        "Index": "ALL CANCERS",
        "Colorectal": "Bowel",
        "Other": "Cancers other than breast, colorectal and lung",
    },
}


def read(file: RawFile, release: Release) -> Reading:
    """Every estimate of a recognised table.

    Raises
    ------
    FileRefused
        A cell is not what its column holds, an interval does not hold its estimate, or one cancer has estimates
        of two standards.
    """
    import polars as pl

    layout = next(one for one in LAYOUTS if one.form == release.form)
    rows = file.held_workbook.rows(layout.sheet)
    header = header_of(rows, layout)
    if header is None:
        raise TypeError(f"{file.name} was recognised and has no header")
    table = sheet_table(file.name, layout.sheet, rows, header, layout.columns)
    new: dict[str, None] = {}
    table = _labelled(table, _SITES[release.form], new)
    parts = list(_adult(table) if release.form == ADULT else _index(table))
    observations = pl.concat(parts, how="diagonal").with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit("resident").alias("basis"),
    )
    if release.form == ADULT:
        observations = observations.with_columns(
            pl.lit(release.first).alias("period_start"), pl.lit(release.last).alias("period_end")
        )
    names = table.frame.select("place", "place_name").unique(subset="place").sort("place")
    return Reading(conform(observations), dict(names.iter_rows()), tuple(new))


def _labelled(table: Table, sites: Mapping[str, str], new: dict[str, None]) -> Table:
    """Codes, cuts, years since diagnosis and whether an estimate is standardised."""
    import polars as pl

    table.hold_filled("code", "site", "gender", "standardisation", "years")
    table.refuse(
        table.frame.filter(~pl.col("years").is_in([str(year) for year in YEARS])),
        "years",
        f"'{{cell}}' is not one of {', '.join(map(str, YEARS))} years since diagnosis",
    )
    words = pl.col("standardisation").str.to_lowercase()
    plain = words.str.contains(r"^(non|un|not )[- ]?\w*standardi[sz]ed$")
    table.refuse(
        table.frame.filter(~words.str.contains(r"standardi[sz]ed")),
        "standardisation",
        "'{cell}' does not say whether the estimate is standardised",
    )
    frame = table.frame.with_columns(
        pl.col("code").alias("place"),
        pl.col("site").replace(sites),
        (~plain).alias("standardised"),
    )
    table = replace(table, frame=frame).slugs("cancer", "site", new).slugs("sex", "gender", new)
    if table.has("age_group"):
        table = table.slugs("age", "age_group", new)
    _hold_one_standard(table)
    return table


def _hold_one_standard(table: Table) -> None:
    """The standardised estimates of one cancer and age are all of one type, whichever way its groups were joined."""
    import polars as pl

    kind = pl.col("standardisation").str.to_lowercase().str.replace(_GROUPS.pattern, "")
    within = [column for column in ("cancer", "age") if column in table.frame.columns]
    mixed = table.frame.filter(pl.col("standardised")).with_columns(
        (kind != kind.first().over(within)).alias("other")
    )
    table.refuse(
        mixed.filter("other"),
        "standardisation",
        "'{cell}' is another standard than that of the same cancer above, and figures of two standards are "
        "not compared",
    )


def _names(kind: str) -> pl.Expr:
    """The quantity of each row, as `quantity_name` writes it."""
    import polars as pl

    return (
        pl.lit(f"{kind}-")
        + pl.col("years")
        + pl.when("standardised").then(pl.lit("-year")).otherwise(pl.lit("-year-unstandardised"))
    )


def _absence(column: str) -> pl.Expr:
    import polars as pl

    marks = {mark: str(reason) for mark, reason in _NO_NUMBER.items()}
    return pl.col(column).str.to_lowercase().replace_strict(marks, default=None, return_dtype=pl.String)


def _adult(table: Table) -> list[pl.DataFrame]:
    """Net and overall survival, and patients; the table states no intervals."""
    import polars as pl

    keys = ("place", "cancer", "sex")
    reasons = table.frame.with_columns(
        _absence(c).alias(f"{c}_absence") for c in ("net", "overall", "patients")
    )
    table = replace(table, frame=reasons).numbers("net", "overall", "patients", absent=_NO_NUMBER)
    return [
        table.frame.select(
            *keys,
            (_names(kind) + suffix).alias("quantity"),
            pl.col(column).alias("value"),
            pl.col(f"{column}_absence").alias("absence"),
            table.ref(column).alias("ref"),
            pl.col("standardisation").alias("note"),
        )
        for kind, column, suffix in (
            ("net-survival", "net", ""),
            ("overall-survival", "overall", ""),
            ("net-survival", "patients", "-patients"),
            ("overall-survival", "patients", "-patients"),
        )
    ]


def _index(table: Table) -> list[pl.DataFrame]:
    """The index year by year; an estimate that is another place's stands in the note, not as this place's value."""
    import polars as pl

    table.refuse(
        table.frame.filter(~pl.col("year").str.contains(r"^(19|20)\d\d$")),
        "year",
        "'{cell}' is not a year of diagnosis",
    )
    reasons = table.frame.with_columns(
        _absence(c).alias(f"{c}_absence") for c in ("survival", "patients")
    ).with_columns(pl.col("survival").alias("said"))
    table = replace(table, frame=reasons).numbers("survival", "lower", "upper", "patients", absent=_NO_NUMBER)
    value, low, high = pl.col("survival"), pl.col("lower"), pl.col("upper")
    table.refuse(
        table.frame.filter((value < low) | (value > high)), "survival", "{cell} lies outside its interval"
    )
    other = ~pl.col("substituted").str.to_lowercase().is_in(["", "no", "n", "-", "[z]"])
    year = pl.col("year").cast(pl.Int32)
    keys = (
        *("place", "cancer", "sex", "age"),
        pl.date(year, 1, 1).alias("period_start"),
        pl.date(year, 12, 31).alias("period_end"),
    )
    borrowed = pl.format("The publisher shows {} % of {} in its place.", "said", "substituted")
    estimates = table.frame.select(
        *keys,
        _names("survival-index").alias("quantity"),
        *(pl.when(~other).then(c).alias(n) for n, c in (("value", value), ("lower", low), ("upper", high))),
        pl.when(other).then(pl.lit(str(Absence.TOO_FEW))).otherwise("survival_absence").alias("absence"),
        table.ref("survival").alias("ref"),
        pl.when(other).then(borrowed).otherwise("standardisation").alias("note"),
    )
    patients = table.frame.select(
        *keys,
        (_names("survival-index") + "-patients").alias("quantity"),
        pl.col("patients").alias("value"),
        pl.col("patients_absence").alias("absence"),
        table.ref("patients").alias("ref"),
    )
    return [estimates, patients]
