"""From the screening export to observations: eligible and screened, by region, programme, month and ages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import conform
from alliance.places import PlaceBook, PlaceKind
from alliance.sources.files import RawFile
from alliance.sources.release import Reading, Release
from alliance.sources.screening_coverage.about import PROGRAMMES
from alliance.sources.screening_coverage.cohorts import parse_cohort, whole_of
from alliance.sources.tables import Columns, Table, TextLayout

if TYPE_CHECKING:
    import polars as pl

__all__ = ["LAYOUT", "MONTHS", "read"]

_COLUMNS: Columns = {
    "code": ("Organisation Code",),
    "place_name": ("Organisation Name",),
    "programme": ("Programme",),
    "month": ("Month of Date",),
    "ages": ("Cohort Age Range",),
    "description": ("Cohort Description",),
    "denominator_name": ("Denominator Name",),
    "denominator": ("Denominator",),
    "numerator": ("Numerator",),
    "performance": ("Performance",),
    "acceptable": ("Acceptable",),
    "achievable": ("Achievable",),
}
LAYOUT = TextLayout(_COLUMNS, known_by=("programme", "month", "ages"))
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = rf"^({'|'.join(m for name in MONTHS for m in (name, name[:3]))}) (20\d\d)$"
_NEXT = "The file contradicts itself and nothing of it was loaded: export it again or ask its publisher."
_GROUP = ("quantity", "period_start", "age")


def read(file: RawFile, release: Release) -> Reading:
    """Every row of the export, each held to its own percentage, the regions summed to England.

    Raises
    ------
    FileRefused
        A cell is not what its column holds, a percentage is not that of its counts, a group stands twice, cohorts
        overlap, or England is not the sum of its regions.
    """
    import polars as pl

    table = _labelled(LAYOUT.read(file))
    table = table.numbers("denominator", "numerator")
    _hold_shares(table)
    counts = _with_england(table, _with_wholes(table))
    observations = pl.concat([counts, _thresholds(table)], how="diagonal").with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit("resident").alias("basis"),
        pl.col("period_start").dt.month_end().alias("period_end"),
    )
    names = dict(table.frame.select("place", "place_name").unique(subset="place").sort("place").iter_rows())
    return Reading(conform(observations), {"england": "England", **names})


def _labelled(table: Table) -> Table:
    """Programmes, months and ages; coverage is of the eligible, uptake of the invited."""
    import polars as pl

    table.hold_filled("code", "programme", "month", "ages", "denominator_name", "denominator", "numerator")
    words = {w: name for name in PROGRAMMES for w in (name, f"{name} screening", f"{name} cancer screening")}
    named = f"'{{cell}}' is not a programme, which are {', '.join(PROGRAMMES)}"
    table = _aged(_dated(table.mapped("programme", words, "kind", named)))
    england = pl.col("code").str.to_uppercase() == "E92000001"
    invited = pl.col("denominator_name").str.to_lowercase().str.contains("invit")
    opening = pl.when(invited).then(pl.lit("screening-uptake-")).otherwise(pl.lit("screening-coverage-"))
    frame = table.frame.with_columns(
        pl.when(england).then(pl.lit("england")).otherwise("code").alias("place"),
        (opening + pl.col("kind")).alias("quantity"),
    )
    table.refuse(
        frame.filter(~pl.struct("place", *_GROUP).is_first_distinct()),
        "denominator",
        "the same organisation, programme, month and ages stand above: which of the two is the coverage "
        "cannot be told",
        _NEXT,
    )
    return replace(table, frame=frame)


def _dated(table: Table) -> Table:
    import polars as pl

    month = pl.col("month").str.to_lowercase()
    table.refuse(
        table.frame.filter(~month.str.contains(_MONTH)), "month", "'{cell}' is not a month like 'March 2025'"
    )
    numbers = {m: i + 1 for i, name in enumerate(MONTHS) for m in (name, name[:3])}
    number = month.str.extract(_MONTH, 1).replace_strict(numbers, return_dtype=pl.Int8)
    first = pl.date(month.str.extract(_MONTH, 2).cast(pl.Int32), number, 1)
    return replace(table, frame=table.frame.with_columns(first.alias("period_start")))


def _aged(table: Table) -> Table:
    import polars as pl

    known = {text: parse_cohort(text) for text in table.frame["ages"].unique()}
    unread = pl.col("ages").is_in([text for text, cohort in known.items() if cohort is None])
    table.refuse(table.frame.filter(unread), "ages", "'{cell}' is not a range of ages like '50-70'")
    slugs = {text: cohort.slug for text, cohort in known.items() if cohort}
    age = pl.col("ages").replace_strict(slugs, return_dtype=pl.String)
    return replace(table, frame=table.frame.with_columns(age.alias("age")))


def _hold_shares(table: Table) -> None:
    """No more are screened than could be, and the percentage is that of its counts as far as it is printed."""
    import polars as pl

    beyond = pl.col("numerator") > pl.col("denominator")
    table.refuse(table.frame.filter(beyond), "numerator", "more people than the denominator has", _NEXT)
    said = table.frame.with_columns(pl.col("performance").alias("text"))
    parsed = replace(table, frame=said).numbers("performance")
    text = pl.col("text")
    of = pl.when(text.str.ends_with("%") | (pl.col("performance") > 1)).then(100.0).otherwise(1.0)
    places = text.str.extract(r"\.(\d+)", 1).str.len_chars().fill_null(0)
    share = of * pl.col("numerator") / pl.col("denominator")
    far = (share - pl.col("performance")).abs() > 0.5000001 * pl.lit(10.0).pow(-places.cast(pl.Float64))
    empty = (pl.col("denominator") == 0) & (pl.col("performance").fill_null(0) != 0)
    missing = (pl.col("denominator") > 0) & pl.col("performance").is_null()
    wrong = parsed.frame.filter(((pl.col("denominator") > 0) & far) | empty | missing)
    table.refuse(wrong.with_columns(text.alias("performance")), "performance",
                 "'{cell}' is not its numerator of its denominator", _NEXT)  # fmt: skip


def _thresholds(table: Table) -> pl.DataFrame:
    """The acceptable and achievable levels as the file states them beside each figure."""
    import polars as pl

    parts = []
    for level in ("acceptable", "achievable"):
        scaled = replace(table, frame=table.frame.with_columns(pl.col(level).alias("text"))).numbers(level)
        percent = pl.when(pl.col("text").str.ends_with("%") | (pl.col(level) > 1)).then(level).otherwise(
            pl.col(level) * 100
        )  # fmt: skip
        parts.append(
            scaled.frame.filter(pl.col(level).is_not_null()).select(
                "place",
                "period_start",
                "age",
                (pl.col("quantity") + f"-{level}").alias("quantity"),
                percent.alias("value"),
                table.ref(level).alias("ref"),
            )
        )
    return pl.concat(parts)


def _with_wholes(table: Table) -> pl.DataFrame:
    """The counts by ages, and those of each whole programme: its spanning cohort, or the sum of those that part it."""
    import polars as pl

    counts = table.frame.select("place", *_GROUP, "denominator", "numerator", "row").sort("row")
    wholes = []
    for (quantity,), rows in counts.group_by(["quantity"], maintain_order=True):
        cohorts = {parsed for slug in rows["age"].unique() if (parsed := parse_cohort(slug))}
        whole = whole_of(cohorts)
        if whole is None:
            ages = ", ".join(cohort.slug for cohort in sorted(cohorts))
            raise FileRefused(
                f"{table.name}: the cohorts of {quantity} ({ages}) overlap, and none of them spans the others.",
                "Export the programme with one range of ages, or with ranges that do not overlap.",
            )
        wholes.append(_summed(rows.filter(pl.col("age").is_in([c.slug for c in whole])), len(whole)))
    return pl.concat(
        [counts.with_columns(pl.format("line {}", "row").alias("lines")), *wholes], how="diagonal"
    )


def _summed(rows: pl.DataFrame, parts: int) -> pl.DataFrame:
    """The rows of a programme's cohorts as one; a place that lacks one of them has no whole."""
    import polars as pl

    return (
        rows.group_by("place", "quantity", "period_start", maintain_order=True)
        .agg(
            pl.col("denominator", "numerator").sum(),
            pl.col("row").min(),
            pl.len().alias("parts"),
            (pl.lit("line ") + pl.col("row").cast(pl.String).str.join(" + line ")).alias("lines"),
        )
        .filter(pl.col("parts") == parts)
        .select("place", "quantity", "period_start", "denominator", "numerator", "row", "lines",
                pl.lit("all").alias("age"))
    )  # fmt: skip


def _with_england(table: Table, counts: pl.DataFrame) -> pl.DataFrame:
    """The counts as observations, with England: as stated, then held to its regions; else their sum."""
    import polars as pl

    book = PlaceBook.builtin()
    codes = {code: book.canonical(code) for code in counts["place"].unique()}
    regions = {place.code for place in book.of_kind(PlaceKind.REGION)}
    place = pl.col("place").replace_strict(codes, return_dtype=pl.String)
    sums = (
        counts.filter(place.is_in(list(regions)))
        .group_by(_GROUP)
        .agg(pl.col("denominator", "numerator").sum(), pl.len().alias("regions"), pl.col("row").min())
        .filter(pl.col("regions") == len(regions))
    )
    stated = counts.filter(place == "england").join(sums, on=_GROUP, suffix="_sum")
    differs = (pl.col("denominator") != pl.col("denominator_sum")) | (
        pl.col("numerator") != pl.col("numerator_sum")
    )
    table.refuse(stated.filter(differs).sort("row"), "denominator",
                 "England is not the sum of its seven regions", _NEXT)  # fmt: skip
    unstated = sums.join(counts.filter(place == "england"), on=_GROUP, how="anti").with_columns(
        pl.lit("england").alias("place"),
        pl.lit("the sum of the seven regions").alias("lines"),
    )
    every = pl.concat([counts, unstated.select(counts.columns)])
    return pl.concat(
        every.select(
            "place",
            "period_start",
            "age",
            (pl.col("quantity") + suffix).alias("quantity"),
            pl.col(column).alias("value"),
            (pl.col("lines") + f", column {column.capitalize()}").alias("ref"),
        )
        for column, suffix in (("denominator", ""), ("numerator", "-screened"))
    )
