"""From a Fingertips CSV to observations: value with its interval, count and denominator, area by area."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.observations import Absence, conform
from alliance.sources.files import RawFile
from alliance.sources.fingertips.about import INDICATORS, WHOLE_AGES
from alliance.sources.fingertips.times import parse_time
from alliance.sources.release import Reading, Release
from alliance.sources.tables import Columns, Table, TextLayout

if TYPE_CHECKING:
    import polars as pl

__all__ = ["LAYOUT", "read"]

_COLUMNS: Columns = {
    "indicator": ("Indicator ID",),
    "indicator_name": ("Indicator Name",),
    "parent": ("Parent Code",),
    "code": ("Area Code",),
    "area_name": ("Area Name",),
    "area_type": ("Area Type",),
    "sex_label": ("Sex",),
    "age_label": ("Age",),
    "category_type": ("Category Type",),
    "category": ("Category",),
    "time": ("Time period",),
    "value": ("Value",),
    "lower": ("Lower CI 95.0 limit",),
    "upper": ("Upper CI 95.0 limit",),
    "count": ("Count",),
    "denominator": ("Denominator",),
    "note": ("Value note",),
    "sortable": ("Time period Sortable",),
    "range": ("Time period range",),
}
LAYOUT = TextLayout(_COLUMNS, known_by=("indicator", "code", "time"))
_NUMBERS = ("value", "lower", "upper", "count", "denominator")
_KEY = ("indicator", "place", "sex", "age", "deprivation", "period_start", "period_end")
_PLACE = r"^n(E\d{8})$"  # Fingertips writes nE54000039 for the ICB E54000039


def read(file: RawFile, release: Release) -> Reading:
    """Every row once, however often the file repeats it under another parent.

    Raises
    ------
    FileRefused
        A cell is not what its column holds, a period has no name here, two rows of one thing differ, or a value
        lies outside its interval.
    """
    import polars as pl

    new: dict[str, None] = {}
    table = _placed(_timed(LAYOUT.read(file).numbers(*_NUMBERS)), new)
    table = _once(table)
    outside = (pl.col("value") < pl.col("lower")) | (pl.col("value") > pl.col("upper"))
    table.refuse(table.frame.filter(outside), "value", "{cell} lies outside its interval")
    observations = _observations(table).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit("resident").alias("basis"),
    )
    names = table.frame.select("place", "area_name").unique(subset="place").sort("place")
    return Reading(conform(observations), dict(names.iter_rows()), tuple(new))


def _timed(table: Table) -> Table:
    """First and last day of each row's period; the sortable period and the range must say the same."""
    import polars as pl

    table.hold_filled("indicator", "code", "time", "sortable")
    table.refuse(
        table.frame.filter(~pl.col("indicator").str.contains(r"^\d+$")),
        "indicator",
        "'{cell}' is no indicator",
    )
    known = {text: parse_time(text) for text in table.frame["time"].unique()}
    unnamed = [text for text, period in known.items() if period is None]
    table.refuse(
        table.frame.filter(pl.col("time").is_in(unnamed)),
        "time",
        "'{cell}' is no period that has a name here",
        "Years (2022), financial years (2022/23), runs of calendar years (2020 - 22) and quarters are read.",
    )
    periods = {text: period for text, period in known.items() if period}
    starts = {text: period.start for text, period in periods.items()}
    ends = {text: period.end for text, period in periods.items()}
    spans = {text: _range(period.months) for text, period in periods.items()}
    frame = table.frame.with_columns(
        pl.col("time").replace_strict(starts, return_dtype=pl.Date).alias("period_start"),
        pl.col("time").replace_strict(ends, return_dtype=pl.Date).alias("period_end"),
        pl.col("time").replace_strict(spans, return_dtype=pl.String).alias("span"),
    )
    year = pl.col("time").str.slice(0, 4)
    table.refuse(
        frame.filter(pl.col("sortable").str.slice(0, 4) != year),
        "sortable",
        "'{cell}' does not begin with the year of its period",
    )
    table.refuse(
        frame.filter((pl.col("range") != "") & (pl.col("range").str.to_lowercase() != pl.col("span"))),
        "range",
        "'{cell}' is not the length of its period",
    )
    return replace(table, frame=frame)


def _range(months: int) -> str:
    """How Fingertips writes a length: 3y, 3m."""
    return f"{months // 12}y" if months % 12 == 0 else f"{months}m"


def _placed(table: Table, new: dict[str, None]) -> Table:
    """Places and cuts; the ages that define an indicator are its whole."""
    import polars as pl

    _report_indicators(table, new)
    none = pl.col("category_type").str.strip_chars() == ""
    tenth = pl.col("category_type").str.to_lowercase().str.contains("deprivation decile")
    table.refuse(
        table.frame.filter(~none & ~tenth),
        "category_type",
        "'{cell}' divides people in a way that has no place here",
        "Download the indicator again without that category.",
    )
    label = pl.col("category").str.replace(r"\s*\(.*\)$", "")
    whole = pl.lit(False)
    for indicator, ages in WHOLE_AGES.items():
        whole = whole | ((pl.col("indicator") == indicator) & pl.col("age_label").is_in(ages))
    frame = table.frame.with_columns(
        pl.col("code").str.replace(_PLACE, "${1}").replace({"E92000001": "england"}).alias("place"),
        pl.when(none).then(pl.lit("All")).otherwise(label).alias("tenth"),
        pl.when(whole).then(pl.lit("All ages")).otherwise("age_label").alias("age_of"),
    )
    table = replace(table, frame=frame)
    return table.slugs("sex", "sex_label", new).slugs("age", "age_of", new).slugs("deprivation", "tenth", new)


def _report_indicators(table: Table, new: dict[str, None]) -> None:
    named = table.frame.select("indicator", "indicator_name").unique().sort("indicator", "indicator_name")
    for indicator, name in named.iter_rows():
        if indicator not in INDICATORS:
            new[f"indicator {indicator}: {name}"] = None


def _once(table: Table) -> Table:
    """Rows that say the same of the same thing are one; rows that contradict each other refuse the file."""
    import polars as pl

    said = (*_NUMBERS, "note")
    frame = table.frame.unique(subset=[*_KEY, "category_type", *said], keep="first", maintain_order=True)
    first = pl.col("row").first().over(_KEY)
    again = frame.with_columns(first.alias("first")).filter(pl.col("row") != pl.col("first"))
    if again.height:
        other = (
            "the same area, sex, age, category and period stand in line {} with another figure or another "
        )
        other = other.format(again["first"][0]) + "kind of category"
        table.refuse(again, "value", other, "Download the indicator again, or leave the second category out.")
    return replace(table, frame=frame)


def _observations(table: Table) -> pl.DataFrame:
    """Three quantities: the value, present or absent with its reason, and count and denominator where stated."""
    import polars as pl

    keys = [key for key in _KEY if key != "indicator"]
    reason = pl.col("note").str.to_lowercase()
    absence = (
        pl.when(reason.str.contains("suppress|disclosure"))
        .then(pl.lit(str(Absence.SUPPRESSED)))
        .when(reason.str.contains("small|too few|insufficient"))
        .then(pl.lit(str(Absence.TOO_FEW)))
        .otherwise(pl.lit(str(Absence.NOT_PUBLISHED)))
    )
    name = pl.lit("fingertips-") + pl.col("indicator")
    values = table.frame.select(
        *keys,
        name.alias("quantity"),
        *("value", "lower", "upper"),
        pl.when(pl.col("value").is_null()).then(absence).alias("absence"),
        table.ref("value").alias("ref"),
        pl.when(pl.col("note") != "").then("note").alias("note"),
    )
    counts = [
        table.frame.filter(pl.col(column).is_not_null()).select(
            *keys,
            (name + f"-{column}").alias("quantity"),
            pl.col(column).alias("value"),
            table.ref(column).alias("ref"),
        )
        for column in ("count", "denominator")
    ]
    return pl.concat([values, *counts], how="diagonal")
