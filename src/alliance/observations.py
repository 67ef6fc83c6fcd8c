"""The one shape that every published number takes before it enters the store."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from alliance.errors import FileRefused

__all__ = ["CUTS", "KEY", "SCHEMA", "Absence", "check", "conform"]

CUTS: tuple[str, ...] = (
    "cancer",
    "route",
    "modality",
    "treatment_stage",
    "tumour_stage",
    "band",
    "sex",
    "age",
    "deprivation",
    "ethnicity",
)


class Absence(StrEnum):
    """Why there is no value. Absence is data with a reason, never an exception and never zero."""

    NOT_PUBLISHED = "not_published"
    SUPPRESSED = "suppressed"
    TOO_FEW = "too_few"
    NO_PLACE = "no_place"
    WITHDRAWN = "withdrawn"
    NO_ACTIVITY = "no_activity"


SCHEMA: dict[str, type[pl.DataType]] = {
    "source": pl.String,
    "release": pl.String,
    "place": pl.String,
    "basis": pl.String,  # provider | commissioner | resident | none
    "period_start": pl.Date,
    "period_end": pl.Date,
    "quantity": pl.String,
    "variant": pl.String,
    "status": pl.String,  # final | provisional | unknown
    **dict.fromkeys(CUTS, pl.String),  # a slug, or "all"; never null
    "value": pl.Float64,  # halves exist: a patient shared by two trusts
    "lower": pl.Float64,
    "upper": pl.Float64,
    "absence": pl.String,  # an Absence, or null where there is a value
    "visibility": pl.String,  # public | partners | a list's name
    "ref": pl.String,  # the publisher's own cell: sheet!cell, or line
    "note": pl.String,
}

KEY: tuple[str, ...] = (
    "source",
    "release",
    "place",
    "basis",
    "period_start",
    "period_end",
    "quantity",
    "variant",
    *CUTS,
)

_DEFAULTS: dict[str, object] = {
    "basis": "none",
    "variant": "none",
    "status": "unknown",
    **dict.fromkeys(CUTS, "all"),
    "lower": None,
    "upper": None,
    "absence": None,
    "visibility": "public",
    "note": None,
}


def conform(table: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that a reader left out, with their defaults, in the order of `SCHEMA`."""
    absent = [pl.lit(_DEFAULTS[name]).alias(name) for name in SCHEMA if name not in table.columns]
    return table.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def check(table: pl.DataFrame, file: str) -> pl.DataFrame:
    """Hold a reader's table to the rules that every source shares; return it unchanged.

    Keys are unique, no key is null, a value is finite and not negative or has a reason for its absence.

    Raises
    ------
    FileRefused
        A rule is broken; the sentence names the publisher's cells.
    """
    if dict(table.schema) != {name: kind() for name, kind in SCHEMA.items()}:
        raise TypeError("a reader returned columns that are not SCHEMA's: call conform()")
    nulls = [name for name in KEY if table[name].null_count()]
    if nulls:
        raise FileRefused(f"{file}: {', '.join(nulls)} cannot be empty.", "Check the file's code columns.")
    _refuse(
        table.filter(pl.col("value").is_null() & pl.col("absence").is_null()),
        file,
        "has no number and no reason for its absence",
    )
    _refuse(
        table.filter(pl.col("value").is_not_null() & ~(pl.col("value").is_finite() & (pl.col("value") >= 0))),
        file,
        "is not a number that can be counted",
    )
    _refuse(
        table.filter(table.select(KEY).is_duplicated()), file, "describes the same thing as another cell"
    )
    return table


def _refuse(rows: pl.DataFrame, file: str, what: str) -> None:
    if rows.height:
        cells = ", ".join(rows["ref"].head(5).to_list())
        more = f" and {rows.height - 5} more" if rows.height > 5 else ""
        raise FileRefused(f"{file}: {cells}{more} {what}.", "Download the file again or ask its publisher.")
