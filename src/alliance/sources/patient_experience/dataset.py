"""The survey's data set of 2015 to 2018: one row a place, year, group of people, question and variant.

Three variants stand side by side and are never mixed: `unadjusted` scores with their confidence interval; `adjusted`
ones, as if every place saw the same mix of people, with the range that is expected of a place of its size; and
`yearonyear`, the scores that the publisher compares over the years.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import Absence, conform
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.patient_experience.questions import OVERALL, SCORED_2015, quantity_of
from alliance.sources.release import Reading, Release
from alliance.sources.tables import Table, TextLayout

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "dataset-2015"
MEANS = "data set of 2015 to 2018, one CSV (also packed with gzip): England, alliances, CCGs and trusts"
KIND, CODE, NAME, YEAR = "Geog", "Trust.Code", "Trust.Name", "Year"
SEX, DEPRIVATION, CANCER = "Gender", "IMD", "Cancer.Type"
QUESTION, VARIANT = "Question.Number", "adjusted.unadjusted.yearonyear"
RESPONDENTS, SCORE = "Number.of.responses", "scored.percentage"
LOWER, UPPER = "Lower.95..confidence.interval", "Upper.95..confidence.interval"
EXPECTED_LOWER, EXPECTED_UPPER = "Expected.Range..lower.", "Expected.Range..upper."
VERDICT = "abrvperformance"
CHANGE, CHANGES, TEST = "Significant.Change.2017.2018", "SignificantChangeOverallyears", "Significance.test"
NEEDS = f"It has no header row with '{QUESTION}', '{VARIANT}' and '{SCORE}'."

_NUMBERS = (RESPONDENTS, SCORE, LOWER, UPPER, EXPECTED_LOWER, EXPECTED_UPPER)
_WORDS = (KIND, CODE, NAME, YEAR, SEX, DEPRIVATION, CANCER, QUESTION, VARIANT, VERDICT, CHANGE, CHANGES, TEST)
_COLUMNS = (*_WORDS, *_NUMBERS)
_LAYOUT = TextLayout({title: (title,) for title in _COLUMNS}, least=len(_COLUMNS) // 2)
_LOOKUP = ("geog", "CCG18CDH", "CCG18NM", "CALNCV18NM")
_GROUPS = ((CANCER, "cancer", ""), (SEX, "sex", ""), (DEPRIVATION, "deprivation", "IMD "))
_KINDS = ("National", "Cancer Alliance", "CCG", "Trust")
_VARIANTS = ("unadjusted", "adjusted", "yearonyear")
_VERDICTS = {
    "Below": "below the expected range",
    "Above": "above the expected range",
    "As Expected": "as expected",
}
_FEWEST = 21  # no score in the published file has fewer answers behind it
_NEXT = "The file contradicts itself and nothing of it was loaded: download it again or ask its publisher."


def recognise(file: RawFile) -> Release | None:
    """Which years a data set covers; None where it has no header like this layout's.

    Raises
    ------
    FileRefused
        A column is missing, or it is the survey's table of places, which holds no results.
    """
    if file.lines and file.lines.header_row(*_LOOKUP) is not None:
        raise FileRefused(
            f"{file.name} is the survey's table of CCGs and alliances: it holds no results.",
            "Load the results.",
        )
    header = _LAYOUT.find(file)
    if header is None:
        return None
    first, last = _years(file)
    release = Release(
        "patient-experience", FORM, f"Cancer patient experience, data set {first} to {last}", "none",
        date(first, 1, 1), date(last, 12, 31),
        because=f"Row {header.row + 1} has the columns '{QUESTION}', '{VARIANT}' and '{SCORE}'.",
    )  # fmt: skip
    return made_up(release, header.above, "the National Cancer Patient Experience Survey")


def _years(file: RawFile) -> tuple[int, int]:
    import polars as pl

    table = _LAYOUT.read(file, YEAR)
    other = table.frame.filter(~pl.col(YEAR).str.contains(r"^20(1[5-8])$"))
    table.refuse(other, YEAR, "'{cell}' is no year of this questionnaire (2015 to 2018)")
    years = sorted(int(year) for year in table.frame[YEAR].unique())
    return years[0], years[-1]


def read(file: RawFile, release: Release) -> Reading:
    """Each score and each number of people who answered, as the publisher states them, each in its variant.

    Raises
    ------
    FileRefused
        A cell is no number or word of the layout, or an expected range stands beside a score that is not adjusted.
    """
    import polars as pl

    written = _LAYOUT.read(file)
    _hold_words(written)
    counted = written.numbers(*_NUMBERS)
    frame = counted.frame.with_columns(
        pl.when(pl.col(KIND) == "National").then(pl.lit("england")).otherwise(pl.col(CODE).str.to_uppercase())
        .alias("place"),
        pl.col(QUESTION).str.slice(1).cast(pl.Int32).alias("number"),
    )  # fmt: skip
    table = replace(counted, frame=frame)
    _hold_numbers(table)
    new: dict[str, None] = {}
    for column, cut, before in _GROUPS:
        table = table.slugs(cut, column, new, before)
    asked = sorted(frame["number"].unique())
    names = {number: quantity_of(number, since_2021=False) for number in asked}
    new |= dict.fromkeys(f"question: Q{number}" for number in asked if number not in SCORED_2015)
    told = table.frame.with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.date(pl.col(YEAR).cast(pl.Int32), 1, 1).alias("period_start"),
        pl.date(pl.col(YEAR).cast(pl.Int32), 12, 31).alias("period_end"),
        pl.col(VARIANT).alias("variant"),
        pl.col("number").replace_strict(names).alias("quantity"),
    )
    observations = conform(pl.concat([_scores(told), _respondents(told)], how="diagonal"))
    called = dict(frame.select("place", NAME).unique().sort("place", NAME).iter_rows())
    return Reading(observations, {**called, "england": "England"}, tuple(new))


def _hold_words(table: Table) -> None:
    import polars as pl

    for column, known in ((KIND, _KINDS), (VARIANT, _VARIANTS)):
        other = table.frame.filter(~pl.col(column).is_in(known))
        table.refuse(other, column, f"'{{cell}}' is not one of {', '.join(known)}")
    table.hold_filled(CODE)
    other = table.frame.filter(~pl.col(QUESTION).str.contains(r"^Q\d{1,2}$"))
    table.refuse(other, QUESTION, "'{cell}' is no question like Q59")


def _hold_numbers(table: Table) -> None:
    """Scores lie on their scale, limits are pairs in order, and an expected range stands on adjusted scores only."""
    import polars as pl

    c = pl.col
    adjusted, people = c(VARIANT) == "adjusted", c(RESPONDENTS)
    best = pl.when(c("number") == OVERALL).then(10.0).otherwise(100.0)
    expected = c(EXPECTED_LOWER).is_not_null() | c(EXPECTED_UPPER).is_not_null()
    rules = (
        (RESPONDENTS, "{cell} is no number of people", (people < 0) | (people != people.round())),
        (SCORE, "{cell} is not on the question's scale", (c(SCORE) < 0) | (c(SCORE) > best)),
        (SCORE, "there is a score of no answers", c(SCORE).is_not_null() & (c(RESPONDENTS) == 0)),
        (EXPECTED_LOWER, "an expected range stands beside a score that is not adjusted", expected & ~adjusted),
        (EXPECTED_LOWER, "an adjusted score has no expected range", adjusted & c(SCORE).is_not_null() & ~expected),
        *((low, "the lower limit is not below the upper one", _crossed(low, high)) for low, high in _PAIRS),
    )  # fmt: skip
    for column, what, rule in rules:
        table.refuse(table.frame.filter(rule), column, what, _NEXT)


_PAIRS = ((LOWER, UPPER), (EXPECTED_LOWER, EXPECTED_UPPER))


def _crossed(low: str, high: str) -> pl.Expr:
    """One limit without the other, or the two exchanged."""
    import polars as pl

    return (pl.col(low).is_null() != pl.col(high).is_null()) | (pl.col(low) > pl.col(high))


_OF = ("source", "release", "place", "basis", "period_start", "period_end", "quantity", "variant")
_KEYS = (*_OF, "cancer", "sex", "deprivation")


def _scores(told: pl.DataFrame) -> pl.DataFrame:
    """The scores: with the expected range where they are adjusted, the confidence interval where they are not."""
    import polars as pl

    adjusted = pl.col(VARIANT) == "adjusted"
    few = pl.when(pl.col(RESPONDENTS) < _FEWEST).then(pl.lit(str(Absence.TOO_FEW)))
    why = few.when(pl.col(RESPONDENTS).is_null()).then(pl.lit(str(Absence.NOT_PUBLISHED)))
    return told.select(
        *_KEYS,
        pl.col(SCORE).alias("value"),
        pl.when(adjusted).then(EXPECTED_LOWER).otherwise(LOWER).alias("lower"),
        pl.when(adjusted).then(EXPECTED_UPPER).otherwise(UPPER).alias("upper"),
        pl.when(pl.col(SCORE).is_null())
        .then(why.otherwise(pl.lit(str(Absence.SUPPRESSED))))
        .alias("absence"),
        pl.format("line {}, column {}", "row", pl.lit(SCORE)).alias("ref"),
        _note().alias("note"),
    )


def _note() -> pl.Expr:
    """What the publisher says beside a score: its verdict on the score before rounding, and whether it changed."""
    import polars as pl

    c = pl.col
    judged = pl.when((c(VERDICT) != "") & c(SCORE).is_not_null()).then(
        pl.format("Publisher: {}; 95% interval {} to {}.", c(VERDICT).replace(_VERDICTS), LOWER, UPPER)
    )
    changed = judged.when(c(CHANGE) != "").then(
        pl.format(
            "Publisher: {} on the year before, {} over the years.",
            c(CHANGE).str.to_lowercase(), c(CHANGES).str.to_lowercase(),
        )
    )  # fmt: skip
    return changed.when(c(TEST) != "").then(
        pl.format("Publisher: difference between groups {}.", c(TEST).str.to_lowercase())
    )


def _respondents(told: pl.DataFrame) -> pl.DataFrame:
    """How many people a score is about; not published by sex and by deprivation."""
    import polars as pl

    absent = pl.when(pl.col(RESPONDENTS).is_null()).then(pl.lit(str(Absence.NOT_PUBLISHED)))
    return told.select(
        *(key for key in _KEYS if key != "quantity"),
        (pl.col("quantity") + "-respondents").alias("quantity"),
        pl.col(RESPONDENTS).alias("value"),
        absent.alias("absence"),
        pl.format("line {}, column {}", "row", pl.lit(RESPONDENTS)).alias("ref"),
    )
