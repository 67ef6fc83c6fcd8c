"""The one shape that every published number takes before it enters the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.periods import add_months

if TYPE_CHECKING:
    import polars as pl

__all__ = ["CUTS", "KEY", "SCHEMA", "Absence", "check", "conform", "hold_periods", "varying"]

_FIRST_YEAR = 1990  # nothing that is counted here was counted before

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


SCHEMA: dict[str, str] = {
    "source": "word",
    "release": "word",
    "place": "word",
    "basis": "word",  # provider | commissioner | resident | none
    "period_start": "day",
    "period_end": "day",
    "quantity": "word",
    "variant": "word",
    "status": "word",  # final | provisional | unknown
    **dict.fromkeys(CUTS, "word"),  # a slug, or "all"; never null
    "value": "number",  # halves exist: a patient shared by two trusts
    "lower": "number",
    "upper": "number",
    "absence": "word",  # an Absence, or null where there is a value
    "visibility": "word",  # public | partners | a list's name
    "ref": "text",  # the publisher's own cell: sheet!cell, or line
    "note": "text",
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

_DEFAULTS: dict[str, Any] = {
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


def _types() -> dict[str, pl.DataType]:
    import polars as pl  # 0.35 s to import: only those who load files pay it

    kinds: dict[str, pl.DataType] = {
        "word": pl.Categorical(),  # few different values, kept as numbers while a file is checked
        "text": pl.String(),
        "day": pl.Date(),
        "number": pl.Float64(),
    }
    return {name: kinds[kind] for name, kind in SCHEMA.items()}


def conform(table: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that a reader left out, with their defaults, in the order of `SCHEMA`."""
    import polars as pl

    types = _types()
    absent = [pl.lit(_DEFAULTS[n]).cast(kind).alias(n) for n, kind in types.items() if n not in table.columns]
    return table.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in types.items())


def check(table: pl.DataFrame, file: str) -> pl.DataFrame:
    """Hold a reader's table to the rules that every source shares; return it unchanged.

    Keys are unique, no key is empty, a value is finite and not negative or has a reason for its absence.

    Raises
    ------
    FileRefused
        A rule is broken; the sentence names the publisher's cells.
    """
    import polars as pl

    if dict(table.schema) != _types():
        raise TypeError("a reader returned columns that are not SCHEMA's: call conform()")
    empty = [name for name in KEY if table[name].null_count()]
    if empty:
        raise FileRefused(f"{file}: {', '.join(empty)} cannot be empty.", "Check the file's code columns.")
    value = pl.col("value")
    _refuse(
        table.filter(value.is_null() & pl.col("absence").is_null()),
        file,
        "has no number and no reason for its absence",
    )
    _refuse(
        table.filter(value.is_not_null() & ~(value.is_finite() & (value >= 0))),
        file,
        "is not a number of patients",
    )
    keys = table.select(varying(table, KEY) or KEY[:1])
    if keys.hash_rows().n_unique() < table.height:  # the hash is quick and never misses a repetition
        _refuse(table.filter(keys.is_duplicated()), file, "describes what another cell does")
    return table


def hold_periods(table: pl.DataFrame, file: str, today: date, years_ahead: int = 0) -> None:
    """Refuse figures of a time that cannot be: before 1990, or one that has not ended by `today`.

    What was counted has happened: a month or a year that is still running is not whole, and its figures are refused
    until it is. Plans may be of periods that begin within `years_ahead` years.

    Raises
    ------
    FileRefused
        The sentence names the publisher's cells, and the first of their periods.
    """
    import polars as pl

    start, end = pl.col("period_start"), pl.col("period_end")
    early = table.filter(start.dt.year() < _FIRST_YEAR)
    _refuse_times(early, file, f"begins before {_FIRST_YEAR}", "Correct the period, and load it again.")
    if years_ahead:
        late = table.filter(start > add_months(today, 12 * years_ahead))
        what, next_step = (
            f"lies more than {years_ahead} years ahead",
            "Correct the period, and load it again.",
        )
    else:
        late = table.filter(end > today)
        what = f"has not ended: today is {today}"
        next_step = "Correct the period, or load the figures once it has ended."
    _refuse_times(late, file, what, next_step)


def _refuse_times(rows: pl.DataFrame, file: str, what: str, next_step: str) -> None:
    if rows.height:
        ref, first, last = rows.select("ref", "period_start", "period_end").row(0)
        more = f" and {rows.height - 1:,} more" if rows.height > 1 else ""
        raise FileRefused(f"{file}, {ref}{more}: the period {first} to {last} {what}.", next_step)


def varying(table: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Which of the named columns hold more than one value: most columns of a file say one thing throughout."""
    import polars as pl

    def least_and_most(name: str) -> Iterator[pl.Expr]:
        yield pl.col(name).to_physical().min().alias(f"{name} <")
        yield pl.col(name).to_physical().max().alias(f"{name} >")

    found = table.select(expr for name in names for expr in least_and_most(name)).row(0, named=True)
    return [name for name in names if found[f"{name} <"] != found[f"{name} >"]]


def _refuse(rows: pl.DataFrame, file: str, what: str) -> None:
    if rows.height:
        cells = ", ".join(str(ref) for ref in rows["ref"].head(5))
        more = f" and {rows.height - 5} more" if rows.height > 5 else ""
        raise FileRefused(f"{file}: {cells}{more} {what}.", "Download the file again or ask its publisher.")
