"""What a table of stages must hold: no row twice, whole counts, its own percentages, and sums that reach England."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.sources.tables import Table

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COMPLETENESS", "KIND", "NAME", "SITE", "STAGES", "YEAR", "hold"]

KIND, NAME, YEAR, SITE = "Geography Type", "Geography Name", "Year", "Site"
STAGES = (
    "Stage 1",
    "Stage 2",
    "Stage 3",
    "Stage 4",
    "Staged - other early",
    "Staged - other advanced",
    "Unstageable",
    "Missing stage",
)
COMPLETENESS = "Percentage completeness"
_STAGED = STAGES[:6]
_COUNTRY = "Country"
_PARTS = {"Cancer Alliance": "the cancer alliances", "Integrated Care Board": "the ICBs"}
_WHOLE = ("total", "all", "all sites", "all cancers", "all malignant")
_NEXT = "The file contradicts itself and nothing of it was loaded: download it again or ask its publisher."


def hold(table: Table) -> None:
    """Every rule, row by row and then against England.

    Raises
    ------
    FileRefused
        The first rule that is broken, with its line and column.
    """
    import polars as pl

    frame = table.frame
    table.hold_filled(KIND, NAME, SITE)
    other = frame.filter(~pl.col(KIND).is_in([_COUNTRY, *_PARTS]))
    table.refuse(other, KIND, "'{cell}' is no kind of place known here")
    whole = frame.filter(pl.col(SITE).str.to_lowercase().is_in(_WHOLE))
    table.refuse(whole, SITE, "'{cell}' is a total, and would be counted beside its parts")
    for column in STAGES:
        table.refuse(frame.filter(pl.col(column).is_null()), column, "the cell is empty")
        wrong = (pl.col(column) < 0) | (pl.col(column) != pl.col(column).round())
        table.refuse(frame.filter(wrong), column, "{cell} is no count of cancers")
    same = pl.struct(KIND, NAME, YEAR, SITE).is_duplicated()
    table.refuse(frame.filter(same), SITE, "'{cell}' stands twice for its place and year", _NEXT)
    _hold_percentages(table)
    _hold_sums(table)


def _hold_percentages(table: Table) -> None:
    """The stated completeness is staged of all, to the one decimal to which some rows are rounded."""
    import polars as pl

    share = 100 * pl.sum_horizontal(_STAGED) / pl.sum_horizontal(STAGES)
    stated = pl.col(COMPLETENESS)
    other = table.frame.filter((pl.sum_horizontal(STAGES) > 0) & ((stated - share).abs() > 0.0501))
    table.refuse(other, COMPLETENESS, "{cell} is not the percentage of its counts", _NEXT)


def _hold_sums(table: Table) -> None:
    """Each kind of place that is in the file sums to England, for every year, site and stage."""
    import polars as pl

    england = table.frame.filter(pl.col(KIND) == _COUNTRY)
    if not england.height:
        raise FileRefused(f"{table.name} has no row for England to hold its parts against.", _NEXT)
    if england[NAME].n_unique() > 1:
        named = " and ".join(sorted(england[NAME].unique()))
        raise FileRefused(f"{table.name} has more than one country: {named}.", _NEXT)
    for kind, words in _PARTS.items():
        parts = table.frame.filter(pl.col(KIND) == kind)
        if parts.height:
            _hold_sum(table.name, england, parts, words)


def _hold_sum(file: str, england: pl.DataFrame, parts: pl.DataFrame, words: str) -> None:
    import polars as pl

    sums = parts.group_by(YEAR, SITE).agg(
        pl.col("row").min().alias("first"), pl.col(STAGES).sum().name.suffix(" sum")
    )
    both = england.join(sums, on=[YEAR, SITE], how="full", coalesce=True).sort(YEAR, SITE)
    for stage in STAGES:
        stated, total = pl.col(stage).fill_null(0), pl.col(f"{stage} sum").fill_null(0)
        wrong = both.filter(stated != total)
        if wrong.height:
            row = wrong.row(0, named=True)
            where = row["row"] or row["first"]
            raise FileRefused(
                f"{file}, line {where}, column {stage}: {words} sum to {row[f'{stage} sum'] or 0:g}, and England has "
                f"{row[stage] or 0:g} ({row[SITE]}, {row[YEAR]}).",
                _NEXT,
            )
