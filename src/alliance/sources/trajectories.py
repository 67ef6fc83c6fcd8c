"""Submitted trajectories: what each organisation plans to reach in each month, and who set it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import CUTS, check, conform
from alliance.periods import span_label
from alliance.places import PlaceBook, PlaceKind
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.local_data import MOST_CUTS, any_cuts
from alliance.sources.release import About, Quantity, Reading, Release
from alliance.sources.text import number_of
from alliance.sources.tidy import Tidy, cut_columns, one_basis, read_tidy

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "ABOUT",
    "COLUMNS",
    "FORM",
    "NEEDS",
    "PREFIX",
    "hold_places",
    "read",
    "recognise",
    "share_of",
    "unknown_measures",
]

FORM = "trajectory-csv"
PREFIX = "trajectory-"
_OPENING = ("measure", "place", "period")
_NEEDED = (*_OPENING, "value", "set_by")
COLUMNS = (*_NEEDED, *CUTS, "basis")
NEEDS = f"It has no header row with the columns {', '.join(_NEEDED)}."
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class _PlanAbout(About):
    """Its quantities are one for each measure: `trajectory-` and the measure's id."""

    def quantity(self, name: str) -> Quantity | None:
        measure = name.removeprefix(PREFIX)
        known = measure != name and _ID.fullmatch(measure)
        return replace(self.quantities[0], id=name) if known else None


ABOUT = _PlanAbout(
    id="trajectories",
    title="Submitted trajectories",
    publisher="The alliance and its partner organisations",
    licence="None: plans for the alliance's partners, not published",
    url="",
    cadence="yearly, with the planning round; a new file when a plan is changed",
    forms={FORM: "one CSV: a row for each measure, place and period, with who set it"},
    quantities=(
        Quantity(
            f"{PREFIX}<measure>",
            "proportion",
            "the share that an organisation plans to reach in the measure of this id",
            {FORM: any_cuts(MOST_CUTS)},
            bands=None,
        ),
    ),
    caveats=(
        "A trajectory is a plan of one organisation, not a standard; plans are never added or averaged.",
    ),
    visibility="partners",
    label="submitted plan",
    years_ahead=10,
)


def recognise(file: RawFile) -> Release | None:
    """A text file with the columns of trajectories; None where it is of another kind.

    Raises
    ------
    FileRefused
        It has the first columns and lacks others, or a period cannot be read.
    """
    header = file.lines.header_row(*_OPENING) if file.lines else None
    if header is None:
        return None
    *above, head = file.held_lines.first_cells(header + 1)
    titles = {title.casefold() for title in head}
    if "set_by" not in titles and not ("value" in titles and not titles & {"numerator", "denominator"}):
        return None  # local data
    missing = [column for column in _NEEDED if column not in titles]
    if missing:
        raise FileRefused(
            f"{file.name} looks like trajectories and has no column {' and no column '.join(missing)}.",
            "Add it; if these are figures that you collected and no plan, the columns are numerator and denominator.",
        )
    tidy = read_tidy(file.held_lines, header, COLUMNS)
    tidy.filled("period")
    periods = tidy.periods().values()
    first, last = min(periods, key=lambda p: p.start), max(periods, key=lambda p: p.end)
    measures = ", ".join(sorted(tidy.frame["measure"].unique().to_list()))
    release = Release(
        ABOUT.id,
        FORM,
        f"Trajectories for {measures}, {span_label(first, last)}",
        one_basis(tidy),
        first.start,
        last.end,
        because=f"Line {header + 1} has the columns of trajectories: {', '.join(_NEEDED)}.",
    )
    return made_up(release, above, "an alliance's trajectories")


def read(file: RawFile, release: Release) -> Reading:
    """The planned share of each measure, place and period, with who set it as its note.

    Raises
    ------
    FileRefused
        A value is no share, nobody set it, or two rows plan the same.
    """
    import polars as pl

    header = file.held_lines.header_row(*_OPENING)
    tidy = read_tidy(file.held_lines, header or 0, COLUMNS)
    for column in _NEEDED:
        tidy.filled(column)
    periods = tidy.periods()
    labels = tidy.frame["period"].to_list()
    cuts, new = cut_columns(tidy)
    measures = tidy.read_if_there(
        "measure", lambda text: text if _ID.fullmatch(text) else None, "is not a measure's id"
    )
    table = pl.DataFrame(
        [
            tidy.frame["place"].str.to_uppercase(),
            pl.Series("period_start", [periods[label].start for label in labels]),
            pl.Series("period_end", [periods[label].end for label in labels]),
            (pl.Series([PREFIX]) + measures).alias("quantity"),
            *cuts,
            _shares(tidy),
            tidy.frame["set_by"].alias("note"),
        ]
    ).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.lit("final").alias("status"),
        pl.lit(ABOUT.visibility).alias("visibility"),
        pl.format("line {}, column value", tidy.frame["row"]).alias("ref"),
    )
    names = {code: code for code in table["place"].unique(maintain_order=True).to_list()}
    return Reading(check(conform(table), file.name), names, new, tidy.said_of_notes())


def _shares(tidy: Tidy) -> pl.Series:
    import polars as pl

    means = "is not a share from 0 to 1: write 72% or 0.72 (and 100% or 1.0, for 1 could be 1%)"
    return tidy.read_if_there("value", share_of, means).cast(pl.Float64)


def share_of(text: str) -> float | None:
    """A share written as 72% or 0.72; None where it is neither, or could be either: 72, and a bare 1 (or +1, or 01)."""
    number = number_of(text)
    if number is None or number < 0:
        return None
    if text.rstrip().endswith("%"):
        return round(number / 100, 10) if number <= 100 else None
    return None if number > 1 or (number == 1 and "." not in text) else number


def unknown_measures(observations: pl.DataFrame, known: Collection[str]) -> Iterator[str]:
    """A warning for each measure that nobody defined: a plan for it is kept, and is shown nowhere."""
    for quantity in observations["quantity"].unique(maintain_order=True).to_list():
        measure = str(quantity).removeprefix(PREFIX)
        if measure not in known:
            first = observations.filter(observations["quantity"] == quantity)["ref"][0]
            near = get_close_matches(measure, known, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            yield (
                f"{first.replace('column value', 'column measure')}: there is no measure '{measure}': {meant}"
                "These plans are shown nowhere until the store has a measure of that id"
            )


def hold_places(observations: pl.DataFrame, book: PlaceBook, file: str) -> pl.DataFrame:
    """Refuse a plan for an organisation that is not there in the plan's period; return the observations unchanged.

    A place that the book does not know is not refused: it is kept and reported, as in every file.

    Raises
    ------
    FileRefused
        The organisation closed before the period begins, or opens after its end: the line, and what followed it.
    """
    import polars as pl

    planned = observations.select(pl.col("place").cast(pl.String), "period_start", "period_end", "ref")
    for code, start, end, ref in planned.unique(["place", "period_start"], maintain_order=True).iter_rows():
        place = book.find(code)
        if place.kind is PlaceKind.UNKNOWN:
            continue
        if place.closed and place.closed < start:
            after = [book.find(row.new) for row in book.successors(place.code)]
            raise FileRefused(
                f"{file}, {ref}: {place.name} ({place.code}) closed on {place.closed}, before the period of this plan.",
                f"Ask {' and '.join(f'{p.name} ({p.code})' for p in after)}, which followed it, for the plan."
                if after
                else "Take the row out, or correct the date in the store's book of places.",
            )
        if place.opened and place.opened > end:
            raise FileRefused(
                f"{file}, {ref}: {place.name} ({place.code}) opens on {place.opened}, after the period of this plan.",
                "Take the row out, or correct the date in the store's book of places.",
            )
    return observations
