"""What an alliance collects itself: one tidy CSV, a row for each place, period, measure and cut.

A row's denominator is the quantity that its measure names, its numerator `<measure>-numerator`, and an estimate
that somebody computed `<measure>-value`; a measure's TOML file in the store's folder `measures` counts these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import CUTS, Absence, check, conform
from alliance.periods import span_label
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.release import About, Blocks, Quantity, Reading, Release
from alliance.sources.tidy import Tidy, cut_columns, one_basis, read_tidy

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "ABOUT",
    "COLUMNS",
    "FORM",
    "MOST_CUTS",
    "NEEDS",
    "any_cuts",
    "hold_audience",
    "read",
    "recognise",
]

FORM = "tidy-csv"
MOST_CUTS = 3
_ABOUT_WHAT = ("place", "period", "measure")
_COUNTS = ("numerator", "denominator")
_ESTIMATES = ("value", "lower", "upper")
_ENDINGS = ("-numerator", "-value")
_STATUSES = ("final", "provisional", "unknown")
COLUMNS = (*_ABOUT_WHAT, *_COUNTS, *_ESTIMATES, *CUTS, "absence", "basis", "status", "note")
NEEDS = "It has no header row with the columns place, period, measure, numerator and denominator."
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SMALL = (1, 7)  # counts in this range are suppressed before anything made from records is published


def any_cuts(most: int) -> Blocks:
    """Blocks for a file that says each cut's own total: any of the cuts together, none of them ever summed away."""
    free = [cut for cut in CUTS if cut != "band"]
    return tuple(frozenset(some) for count in range(most + 1) for some in combinations(free, count))


@dataclass(frozen=True)
class _LocalAbout(About):
    """Its quantities are whatever its files name: each is one of the patterns below, with the measure's own name."""

    def quantity(self, name: str) -> Quantity | None:
        ending = next((ending for ending in _ENDINGS if name.endswith(ending)), "")
        pattern = next(q for q in self.quantities if q.id == f"<measure>{ending}")
        return replace(pattern, id=name) if _SLUG.fullmatch(name) else None


_BLOCKS = {FORM: any_cuts(MOST_CUTS)}
ABOUT = _LocalAbout(
    id="local-data",
    title="Local data",
    publisher="The alliance and its partner organisations",
    licence="None: for the alliance's partners, not published",
    url="",
    cadence="as the alliance collects it",
    forms={FORM: "one tidy CSV: a row for each place, period, measure and cut"},
    quantities=(
        Quantity("<measure>", "people", "a row's denominator: all who are counted", _BLOCKS, bands=None),
        Quantity(
            "<measure>-numerator", "people", "a row's numerator: those of them who count", _BLOCKS, bands=None
        ),
        Quantity(
            "<measure>-value",
            "its own",
            "a row's value: an estimate that somebody computed",
            _BLOCKS,
            bands=None,
        ),
    ),
    caveats=(
        "Collected by the alliance and its partners, not an official statistic; visible to partners only.",
        "Each total is the file's own row: parts are never added up into one, for they may overlap.",
    ),
    visibility="partners",
    everywhere=False,
    label="local data",
)


def recognise(file: RawFile) -> Release | None:
    """A text file with the columns of local data; None where it is of another kind.

    Raises
    ------
    FileRefused
        It has the first columns and lacks others, or a period or its basis cannot be read.
    """
    header = file.lines.header_row(*_ABOUT_WHAT) if file.lines else None
    if header is None:
        return None
    *above, head = file.held_lines.first_cells(header + 1)
    titles = {title.casefold() for title in head}
    missing = [column for column in _COUNTS if column not in titles]
    if "set_by" in titles or (len(missing) == len(_COUNTS) and "value" in titles):
        return None  # a trajectory
    if missing:
        raise FileRefused(
            f"{file.name} looks like local data and has no column {' and no column '.join(missing)}.",
            "See docs/how-to/add-local-data.md for the columns.",
        )
    tidy = read_tidy(file.held_lines, header, COLUMNS)
    tidy.filled("period")
    periods = sorted(tidy.periods().values())
    named = list(dict.fromkeys(tidy.frame["measure"].to_list()))
    title = f"Local data: {', '.join(named[:3])}{' and more' * (len(named) > 3)}"
    release = Release(
        ABOUT.id,
        FORM,
        f"{title}, {span_label(periods[0], max(periods, key=lambda period: period.end))}",
        one_basis(tidy),
        periods[0].start,
        max(period.end for period in periods),
        because=f"Line {header + 1} has the columns of local data: {', '.join((*_ABOUT_WHAT, *_COUNTS))}.",
    )
    return made_up(release, above, "an alliance's local data")


def read(file: RawFile, release: Release) -> Reading:
    """A numerator, a denominator and an estimate from each row, as far as it has them, or why it has none.

    Raises
    ------
    FileRefused
        A row contradicts itself, says nothing and not why, or says what another row does.
    """
    import polars as pl

    header = file.held_lines.header_row(*_ABOUT_WHAT, *_COUNTS)
    tidy = read_tidy(file.held_lines, header or 0, COLUMNS)
    rows, new = _rows(tidy)
    _hold_cuts(tidy, rows)
    _hold_rows(tidy, rows)
    parts = [part for part in (*_COUNTS, "value") if part in tidy.titles]
    table = pl.concat([_observations(rows, part) for part in parts]).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.lit(ABOUT.visibility).alias("visibility"),
    )
    _hold_parts(tidy, rows)
    names = {code: code for code in rows["place"].unique(maintain_order=True).to_list()}
    return Reading(check(conform(table), file.name), names, new, tuple(_warnings(tidy, rows)))


def _rows(tidy: Tidy) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """One typed row for each row of the file, with every column that it may have."""
    import polars as pl

    for column in _ABOUT_WHAT:
        tidy.filled(column)
    periods = tidy.periods()
    labels = tidy.frame["period"].to_list()
    cuts, new = cut_columns(tidy)
    places = [" ".join(code.split()).upper() for code in tidy.frame["place"].to_list()]
    columns = [
        tidy.frame["row"],
        pl.Series("place", places),
        tidy.read_if_there(
            "measure", _measure, "is not a measure's name: write small letters, digits and hyphens"
        ),
        pl.Series("period_start", [periods[label].start for label in labels]),
        pl.Series("period_end", [periods[label].end for label in labels]),
        *cuts,
        *(tidy.counts(column) for column in _COUNTS),
        *(tidy.plain_numbers(column) for column in _ESTIMATES),
        _words(tidy, "absence", tuple(Absence)).alias("absence"),
        _words(tidy, "status", _STATUSES).fill_null("unknown"),
        tidy.texts("note"),
    ]
    return pl.DataFrame(columns), new


def _measure(text: str) -> str | None:
    return text if _SLUG.fullmatch(text) and not text.endswith(_ENDINGS) else None


def _words(tidy: Tidy, column: str, words: tuple[str, ...]) -> pl.Series:
    """A column whose cells are one of a closed list, or empty."""
    import polars as pl

    def known(text: str) -> str | None:
        word = "_".join(text.casefold().split())
        return word if word in words else None

    return tidy.read_if_there(column, known, f"is not one of {', '.join(words)}").cast(pl.String)


def _hold_cuts(tidy: Tidy, rows: pl.DataFrame) -> None:
    import polars as pl

    free = [cut for cut in CUTS if cut in rows.columns and cut != "band"]
    if free:
        cut_by = rows.select(pl.sum_horizontal(pl.col(cut) != "all" for cut in free)).to_series()
        tidy.refuse_where(
            cut_by > MOST_CUTS,
            f"more than {MOST_CUTS} cuts at once describe people so closely that they could be known",
            "Leave cuts out and add the rows up before you load them.",
        )


def _hold_rows(tidy: Tidy, rows: pl.DataFrame) -> None:
    """Each row has something to say or a reason why not, never both, and no more who count than are counted."""
    numerator, denominator, value = (rows[name] for name in (*_COUNTS, "value"))
    empty = numerator.is_null() & value.is_null()
    why = rows["absence"]
    tidy.refuse_where(
        empty & why.is_null(),
        "no numerator, and no reason in the column absence",
        f"Give the number, or one of {', '.join(Absence)} in the column absence.",
    )
    tidy.refuse_where(
        ~empty & why.is_not_null(),
        "a number, and a reason why there is none",
        "Take one of the two out.",
    )
    tidy.refuse_where(
        (numerator > denominator).fill_null(False),
        "the numerator is more than the denominator",
        "Correct the two numbers, or their columns.",
    )
    outside = (rows["lower"] > value) | (rows["upper"] < value)
    tidy.refuse_where(outside.fill_null(False), "the value does not lie between lower and upper")
    bounds = rows["lower"].is_not_null() | rows["upper"].is_not_null()
    tidy.refuse_where(bounds & value.is_null(), "lower or upper without a value")


def _observations(rows: pl.DataFrame, part: str) -> pl.DataFrame:
    """The numbers of one column, and why they are absent; a denominator that nobody gave is no observation."""
    import polars as pl

    ending = "" if part == "denominator" else f"-{part}"
    bounds = ("lower", "upper") if part == "value" else ()
    estimated = rows.filter(pl.col("value").is_not_null())["measure"].unique().implode()
    absent = pl.col("absence").is_not_null() & (pl.col("measure").is_in(estimated) == (part == "value"))
    kept = rows.filter(pl.col(part).is_not_null() | absent)
    return kept.select(
        "place",
        "period_start",
        "period_end",
        (pl.col("measure") + ending).alias("quantity"),
        *(cut for cut in CUTS if cut in rows.columns),
        pl.col(part).alias("value"),
        *(
            pl.col(name) if name in bounds else pl.lit(None, pl.Float64).alias(name)
            for name in ("lower", "upper")
        ),
        pl.when(pl.col(part).is_null()).then(pl.col("absence")).alias("absence"),
        "status",
        pl.format("line {}, column {}", pl.col("row"), pl.lit(part)).alias("ref"),
        "note",
    )


def _hold_parts(tidy: Tidy, rows: pl.DataFrame) -> None:
    """A part is never more than the whole of it that the file states (parts may overlap, so sums are not held)."""
    import polars as pl

    same = ["place", "period_start", "period_end", "measure"]
    cuts = [cut for cut in CUTS if cut in rows.columns]
    if not cuts:
        return
    is_whole = pl.all_horizontal(pl.col(cut) == "all" for cut in cuts)
    wholes = rows.filter(is_whole).select(*same, *(pl.col(name).alias(f"all_{name}") for name in _COUNTS))
    beside = rows.join(wholes.unique(same), on=same, how="left", maintain_order="left")
    for name in _COUNTS:
        more = (beside[name] > beside[f"all_{name}"]).fill_null(False)
        tidy.refuse_where(more, f"the {name} is more than that of the whole, which another line states")


def _warnings(tidy: Tidy, rows: pl.DataFrame) -> list[str]:
    said = []
    small = sum(int(rows[name].is_between(*_SMALL).sum()) for name in _COUNTS)
    if small:
        said.append(
            f"{small} counts are from {_SMALL[0]} to {_SMALL[1]}: visible to partners only; before anything made from "
            "records goes further, leave such counts empty and write suppressed in the column absence"
        )
    return [*said, *tidy.said_of_notes()]


def hold_audience(observations: pl.DataFrame, file: str) -> None:
    """Hold a file that is to be public: no count made from records is so small that it could point to somebody.

    Raises
    ------
    FileRefused
        Counts from 1 to 7 (halves too) stand in it; the lines are named.
    """
    import polars as pl

    estimate = pl.col("quantity").cast(pl.String).str.ends_with("-value")
    small = observations.filter(~estimate & (pl.col("value") > 0) & (pl.col("value") <= _SMALL[1]))
    if small.height:
        where = "; ".join(small["ref"].head(5).to_list())
        more = f" and {small.height - 5} more" if small.height > 5 else ""
        raise FileRefused(
            f"{file}, {where}{more}: counts from {_SMALL[0]} to {_SMALL[1]} cannot be made public.",
            "Write suppressed in their absence column, and suppress a second number where the first could be found "
            "by subtraction; or load the file for partners.",
        )
