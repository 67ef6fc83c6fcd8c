"""Reading the commissioner data extract, which goes below the ICBs, to their sub-locations.

No real file was at hand when this was written. Its columns and sub-categories are those that public code reads; what
is not among them is refused. It states no total of the 31-day and 62-day standards: both are summed here from the
lines that an observation's `ref` names. It states no England either, and none is made: nobody has confirmed that its
places sum to it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import conform
from alliance.sources.cancer_waiting_times.flat import Flat, Layout, find_head, read_flat, read_whole
from alliance.sources.cancer_waiting_times.flat_checks import Counts, hold_counts
from alliance.sources.cancer_waiting_times.forms import blocks
from alliance.sources.cancer_waiting_times.naming import (
    hold_year_and_month,
    months_or_name,
    span_of,
    status_in_name,
)
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.labels import slug_of
from alliance.sources.release import Reading, Release
from alliance.sources.tables import AGAIN

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BLOCKS", "FORM", "LEVEL", "MEANS", "NEEDS", "read", "recognise"]

FORM = "commissioner-extract"
LEVEL = "sub_icb"
MEANS = "data extract, ICB sub-locations, no cancers, October 2023 on"
NEEDS = "It has no header row with the columns ICB_SUB_LOCATION, STANDARD, SUB_CATEGORY, TOTAL and WITHIN_STANDARD."
_LAYOUT = Layout(
    "a commissioner data extract of cancer waiting times",
    frozenset({"ICB_SUB_LOCATION", "SUB_CATEGORY"}),
    ("ICB_SUB_LOCATION", "STANDARD", "SUB_CATEGORY", "TOTAL", "WITHIN_STANDARD", "BREACHES"),
    ("PERIOD", "YEAR", "MONTH"),
)
_PLACE = re.compile(r"(?:(?P<name>.*\S)\s+[-–]\s+)?(?P<code>UNKNOWN|(?!NHS)[0-9A-Z]{3}|[A-Z]\d[A-Z]\d[A-Z])")
_DAY62 = ("Urgent Suspected Cancer", "Breast Symptomatic", "Screening", "Consultant Upgrade")
_TREATED = ("Anti-cancer drug regimen", "Radiotherapy", "Surgery", "Other")
# Standard and sub-category, in small letters: what they count, and the cuts (route, stage, modality) that they are.
_KNOWN: dict[tuple[str, str], tuple[str, str, str, str]] = {
    **{
        ("28-day fds", said): ("faster-diagnosis", "all", "all", "all")
        for said in ("", "28-day", "28-day fds", "28-day (all routes)", "all routes")
    },
    **{
        ("62-day combined", f"62-day ({route})".casefold()): (
            *("treated-62-day", slug_of("route", route)[0], "all", "all"),
        )
        for route in _DAY62
    },
    ("31-day combined", "31-day (first)"): ("treated-31-day", "all", "first", "all"),
    **{
        ("31-day combined", f"31-day sub ({treated})".casefold()): (
            *("treated-31-day", "all", "subsequent", slug_of("modality", treated)[0]),
        )
        for treated in _TREATED
    },
}
# The rows by treatment are of subsequent treatments alone: no block here lets them be taken for all.
_DAY31 = blocks((), ("treatment_stage",))
BLOCKS = {
    "faster-diagnosis": blocks(()),
    "faster-diagnosis-within": blocks(()),
    "treated-31-day": _DAY31,
    "treated-31-day-within": _DAY31,
    "treated-62-day": blocks((), ("route",)),
    "treated-62-day-within": blocks((), ("route",)),
}
_CUTS = ("route", "treatment_stage", "modality")


def recognise(file: RawFile) -> Release | None:
    """Which months an extract holds; None where the file has no such header.

    Raises
    ------
    FileRefused
        Columns are missing, PERIOD is no month, or there is no PERIOD and the name states no month.
    """
    head = find_head(file, _LAYOUT)
    if head is None:
        return None
    first, last, span = span_of(_months(read_flat(file, head)).values())
    said = "PERIOD" if "PERIOD" in head.columns else "its name"
    release = Release(
        "cancer-waiting-times",
        FORM,
        f"Cancer waiting times, commissioner data extract, {span}",
        "commissioner",
        first.start,
        last.end,
        status_in_name(file.name),
        level=LEVEL,
        because=f"Its header has ICB_SUB_LOCATION, SUB_CATEGORY and the rest; {said} says {span}.",
    )
    return made_up(release, head.above, "NHS England")


def read(file: RawFile, release: Release) -> Reading:
    """Every total, and those within the standard, as observations, after all the checks.

    Raises
    ------
    FileRefused
        The file contradicts itself or its layout; the sentence names the line.
    """
    import polars as pl

    flat = read_whole(file, _LAYOUT)
    table = _counted(flat)
    counts = Counts(flat, "the extract", table, ("quantity", *_CUTS))
    hold_counts(counts)
    _hold_every_category(flat, table)
    observations = _with_sums(flat, table).with_columns(
        pl.lit(release.source, pl.Categorical).alias("source"),
        pl.lit(file.sha256, pl.Categorical).alias("release"),
        pl.col("period_start").dt.month_end().alias("period_end"),
        pl.lit(release.status, pl.Categorical).alias("status"),
    )
    return Reading(conform(observations), dict(_places(flat).values()))


def _months(flat: Flat) -> dict[str, date]:
    return months_or_name(flat, "PERIOD", "PERIOD", "with the month and the year in it")


def _counted(flat: Flat) -> pl.DataFrame:
    """The rows with month, place, what they count, in which cuts, and the counts."""
    import polars as pl

    months = _months(flat)
    month = (
        pl.lit(months[""]) if "" in months else pl.col("PERIOD").replace_strict(months, return_dtype=pl.Date)
    )
    places = {text: code for text, (code, _) in _places(flat).items()}
    numbers = {"TOTAL": "total", "WITHIN_STANDARD": "within", "BREACHES": "after"}
    table = flat.frame.with_columns(
        month.alias("period_start"),
        pl.lit("commissioner", pl.Categorical).alias("basis"),
        pl.col("ICB_SUB_LOCATION").replace_strict(places, return_dtype=pl.Categorical).alias("place"),
        *_categories(flat),
        *(flat.counts(column).alias(name) for column, name in numbers.items()),
    )
    hold_year_and_month(flat, table)
    return table


def _places(flat: Flat) -> dict[str, tuple[str, str]]:
    """Each text of ICB_SUB_LOCATION, with the code and the name in it; the code is the name where there is none."""
    import polars as pl

    found: dict[str, tuple[str, str]] = {}
    for text in flat.frame["ICB_SUB_LOCATION"].unique(maintain_order=True):
        match = _PLACE.fullmatch(text or "")
        if match is None:
            odd = flat.frame.filter(pl.col("ICB_SUB_LOCATION").eq_missing(pl.lit(text)))
            flat.refuse_rows(odd, "this is no code of an ICB's sub-location", "ICB_SUB_LOCATION")
        else:
            found[text] = (match["code"], match["name"] or match["code"])
    return found


def _categories(flat: Flat) -> list[pl.Series]:
    """What each row counts, and its cuts, by its standard and sub-category."""
    import polars as pl

    columns = [flat.frame[name].fill_null("").str.to_lowercase() for name in ("STANDARD", "SUB_CATEGORY")]
    said = list(zip(*columns, strict=True))
    flat.refuse_rows(
        flat.frame.filter(pl.Series([key not in _KNOWN for key in said], dtype=pl.Boolean)),
        "the standard and sub-category are none of those known since October 2023",
        "SUB_CATEGORY",
        "Extracts of earlier months count other standards; if it is a later one, tell the project.",
    )
    words = zip(*(_KNOWN[key] for key in said), strict=True)
    return [
        pl.Series(cut, slugs, pl.Categorical) for cut, slugs in zip(("quantity", *_CUTS), words, strict=True)
    ]


def _hold_every_category(flat: Flat, table: pl.DataFrame) -> None:
    """Each month has every sub-category of a standard somewhere, or a sum over them would fall short."""
    wanted = set(_KNOWN.values())
    for (month,), rows in table.group_by("period_start", maintain_order=True):
        there = set(rows.select("quantity", *_CUTS).unique().iter_rows())
        counted = {row[0] for row in there}
        missing = sorted(key for key in wanted - there if key[0] in counted)
        if missing:
            words = ", ".join(word for word in missing[0] if word != "all")
            raise FileRefused(
                f"{flat.name} has no rows of {words} in {month:%B %Y}: it is not the whole file.", AGAIN
            )


def _with_sums(flat: Flat, table: pl.DataFrame) -> pl.DataFrame:
    """The stated counts, and below them the sums that the file does not state, each with the lines it is made of."""
    import polars as pl

    keys = ("period_start", "basis", "place", *_CUTS)
    parts = []
    for column, name, suffix in (("TOTAL", "total", ""), ("WITHIN_STANDARD", "within", "-within")):
        quantity = (pl.col("quantity").cast(pl.String) + suffix).cast(pl.Categorical).alias("quantity")
        stated = table.select(*keys, quantity, pl.col(name).alias("value"), flat.ref(column).alias("ref"))
        later = stated.filter(pl.col("treatment_stage") == "subsequent")
        divided = stated.filter((pl.col("route") != "all") | (pl.col("treatment_stage") != "all"))
        parts += [stated, _sum(later, ["modality"]), _sum(divided, [*_CUTS])]
    return pl.concat(parts, how="diagonal")


def _sum(rows: pl.DataFrame, away: list[str]) -> pl.DataFrame:
    """The rows summed over some cuts."""
    import polars as pl

    keys = [name for name in rows.columns if name not in (*away, "value", "ref")]
    return (
        rows.group_by(keys, maintain_order=True)
        .agg(
            pl.col("value").sum(),
            pl.col("ref").str.join("; "),
            pl.lit("the sum of the lines named: the file does not state it").alias("note"),
        )
        .with_columns(pl.lit("all", pl.Categorical).alias(cut) for cut in away)
    )
