"""NDRS's stage at diagnosis: how far a cancer had spread when it was found, by site, year and place of residence.

The publisher names places and gives no codes: `names.csv` has the code of each name. A name that is not there is its
own code, which a book of places can translate, and is reported as unknown.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from alliance.observations import conform
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.labels import slug_of
from alliance.sources.release import About, Quantity, Reading, Release
from alliance.sources.stage_at_diagnosis.checks import COMPLETENESS, KIND, NAME, SITE, STAGES, YEAR, hold
from alliance.sources.tables import TextLayout

__all__ = ["ABOUT", "NEEDS", "read", "recognise"]

FORM = "by-site"
QUANTITY = "cancers-by-stage"
NEEDS = f"It has no header row with '{KIND}', '{SITE}' and '{STAGES[0]}' to '{STAGES[3]}'."
_COLUMNS = (KIND, NAME, YEAR, SITE, *STAGES, COMPLETENESS)
_LAYOUT = TextLayout({title: (title,) for title in _COLUMNS}, least=5)
_NDRS = "the National Disease Registration Service"

ABOUT = About(
    id="stage-at-diagnosis",
    title="Stage at diagnosis",
    publisher="National Disease Registration Service, NHS England",
    licence="Open Government Licence v3.0",
    url="https://digital.nhs.uk/ndrs/data/data-outputs/cancer-data-hub",
    cadence="yearly, about two years after the year of diagnosis",
    forms={FORM: "one CSV file of all years: England, cancer alliances and ICBs by name"},
    quantities=(
        Quantity(
            QUANTITY,
            "cancers",
            "cancers diagnosed in people who lived there, by stage: 1 to 4, another staging system's early or "
            "advanced, not stageable, or missing",
            {FORM: (frozenset({"cancer", "tumour_stage"}),)},
        ),
    ),
    caveats=(
        "People count where they lived when they were diagnosed, not where they were treated; every year is in the "
        "geography of the day on which the file was made.",
        "The sites do not overlap and have no total of their own: all cancers are their sum. 'Other' is what is left.",
        "A cancer whose stage is missing is in no share: where many are missing, a share says less.",
    ),
    every_months=12,
    after_days=730,
)


def recognise(file: RawFile) -> Release | None:
    """Which years a file covers; None where it has no header like this layout's.

    Raises
    ------
    FileRefused
        It has that header, and a column is missing.
    """
    header = _LAYOUT.find(file)
    if header is None:
        return None
    years = _years(file)
    title = f"Stage at diagnosis by site, {years[0]} to {years[-1]}"
    because = f"Row {header.row + 1} has the columns '{KIND}', '{SITE}', '{STAGES[0]}' to '{STAGES[3]}'."
    release = Release(
        ABOUT.id, FORM, title, "resident", date(years[0], 1, 1), date(years[-1], 12, 31), because=because
    )
    return made_up(release, header.above, _NDRS)


def _years(file: RawFile) -> list[int]:
    """The years of the file, each written as four digits, at least one."""
    import polars as pl

    table = _LAYOUT.read(file, YEAR)
    odd = table.frame.filter(~pl.col(YEAR).str.contains(r"^(19|20)\d\d$"))
    table.refuse(odd, YEAR, "'{cell}' is no year")
    return sorted(int(year) for year in table.frame[YEAR].unique())


def read(file: RawFile, release: Release) -> Reading:
    """Each count as an observation, after the checks: the alliances, and the ICBs, sum to England stage by stage.

    Raises
    ------
    FileRefused
        A cell is no count, or the file contradicts itself; the sentence names line and column.
    """
    import polars as pl

    counted = _LAYOUT.read(file).numbers(*STAGES, COMPLETENESS)
    hold(counted)
    new: dict[str, None] = {}
    table = counted.slugs("cancer", SITE, new).frame
    stages = {stage: slug_of("tumour_stage", stage)[0] for stage in STAGES}
    places = {(kind, name): _code(kind, name) for kind, name in table.select(KIND, NAME).unique().iter_rows()}
    known = pl.DataFrame(
        [(*key, code) for key, code in places.items()], schema=[KIND, NAME, "place"], orient="row"
    )
    long = (
        table.join(known, on=[KIND, NAME], how="left", maintain_order="left")
        .unpivot(list(STAGES), index=["row", "place", YEAR, "cancer"], variable_name="stage")
        .select(
            pl.lit(release.source).alias("source"),
            pl.lit(file.sha256).alias("release"),
            "place",
            pl.lit(release.basis).alias("basis"),
            pl.date(pl.col(YEAR).cast(pl.Int32), 1, 1).alias("period_start"),
            pl.date(pl.col(YEAR).cast(pl.Int32), 12, 31).alias("period_end"),
            pl.lit(QUANTITY).alias("quantity"),
            "cancer",
            pl.col("stage").replace_strict(stages).alias("tumour_stage"),
            "value",
            pl.format("line {}, column {}", "row", "stage").alias("ref"),
        )
    )
    names = {code: name for (_, name), code in places.items()}
    return Reading(conform(long), dict(sorted(names.items())), tuple(new))


@cache
def _codes() -> dict[tuple[str, str], str]:
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as table:
        return {(row["kind"], row["name"].casefold()): row["code"] for row in csv.DictReader(table)}


def _code(kind: str, name: str) -> str:
    return _codes().get((kind, name.casefold()), name)
