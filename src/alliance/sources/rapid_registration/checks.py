"""The rapid registration's numbers must agree with each other before any of them is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.places import PlaceKind
from alliance.sources.rapid_registration.about import CUTS, PROPORTIONS
from alliance.sources.tables import Table

if TYPE_CHECKING:
    import polars as pl

__all__ = ["NUMBERS", "hold", "once"]

NUMBERS = ("numerator", "denominator", "statistic", "numerator_12", "denominator_12", "statistic_12")
_NEXT = "The file contradicts itself and nothing of it was loaded: download it again or ask its publisher."
_SERIES = ("place", "quantity", "cancer", *CUTS)
_SCALES = (1.0, 100.0, 1_000.0, 100_000.0)


def once(table: Table) -> Table:
    """Rows that say the same of the same thing are one: lung as a group and within its broad group.

    Raises
    ------
    FileRefused
        Two rows of one place, month, group, metric and part differ.
    """
    import polars as pl

    key = [*_SERIES, "start"]
    frame = table.frame.sort("row").unique(subset=[*key, *NUMBERS], keep="first", maintain_order=True)
    again = frame.filter(~pl.struct(key).is_first_distinct())
    table.refuse(
        again, "numerator", "the same place, month, group and metric stand above with other numbers", _NEXT
    )
    return replace(table, frame=frame)


def hold(table: Table) -> None:
    """Every rule on the counts.

    No share above its whole; a statistic is that of its counts; twelve months are the sum of their months; a
    detailed group is no more than its broad one, and the alliances together no more than England.

    Raises
    ------
    FileRefused
        The first rule that is broken, with the line.
    """
    import polars as pl

    share = pl.col("quantity").is_in(list(PROPORTIONS))
    for end in ("", "_12"):
        above = share & (pl.col(f"numerator{end}") > pl.col(f"denominator{end}"))
        table.refuse(table.frame.filter(above), f"numerator{end}", "more than its denominator", _NEXT)
        _hold_statistic(table, end)
    _hold_twelve_months(table, "numerator", table.frame)
    _hold_twelve_months(table, "denominator", table.frame.filter(share))
    _hold_details(table)
    _hold_alliances(table)


def _hold_statistic(table: Table, end: str) -> None:
    """It is the numerator itself, or the numerator of the denominator, as a share or per hundred (thousand)."""
    import polars as pl

    numerator, denominator = pl.col(f"numerator{end}"), pl.col(f"denominator{end}")
    statistic = pl.col(f"statistic{end}")

    def near(value: pl.Expr) -> pl.Expr:
        return ((value - statistic).abs() <= 0.051 * pl.max_horizontal(1.0, value.abs() / 100)).fill_null(
            False
        )

    rate = numerator / pl.when(denominator > 0).then(denominator)
    fits = pl.any_horizontal(near(numerator), *(near(rate * scale) for scale in _SCALES))
    known = statistic.is_not_null() & numerator.is_not_null() & (denominator.is_null() | (denominator > 0))
    table.refuse(
        table.frame.filter(known & ~fits),
        f"statistic{end}",
        "{cell} is not the statistic of its counts",
        _NEXT,
    )


def _hold_twelve_months(table: Table, column: str, rows: pl.DataFrame) -> None:
    """Where twelve months in a row and their sum are there, they agree."""
    import polars as pl

    index = pl.col("start").dt.year() * 12 + pl.col("start").dt.month()
    series = rows.sort(*_SERIES, "start").with_columns(
        pl.col(column).rolling_sum(12).over(_SERIES).alias("sum"),
        (index - index.shift(11)).over(_SERIES).alias("span"),
    )
    differs = (pl.col("span") == 11) & ((pl.col("sum") - pl.col(f"{column}_12")).abs() > 1e-6)
    table.refuse(
        series.filter(differs).sort("row"),
        f"{column}_12",
        "{cell} is not the sum of its twelve months",
        _NEXT,
    )


def _hold_details(table: Table) -> None:
    """A detailed group lies inside its broad group."""
    totals = table.frame.filter(~_col("is_detail"))
    on = ["place", "quantity", "start", "broad", *CUTS]
    _hold_inside(table, totals, table.frame.filter("is_detail"), on, "more than its broad group has")


def _hold_alliances(table: Table) -> None:
    """Everybody who lives in an alliance lives in England."""
    import polars as pl

    on = ["quantity", "start", "cancer", *CUTS]
    england = table.frame.filter(pl.col("kind") == str(PlaceKind.ENGLAND))
    alliances = (
        table.frame.filter(pl.col("kind") == str(PlaceKind.ALLIANCE))
        .group_by(on)
        .agg(pl.col("numerator").sum(), pl.col("row").min())
    )
    _hold_inside(table, england, alliances, on, "the alliances together have more than England")


def _hold_inside(table: Table, whole: pl.DataFrame, part: pl.DataFrame, on: Iterable[str], what: str) -> None:
    both = part.join(whole.select(*on, _col("numerator").alias("whole")), on=list(on), how="inner")
    table.refuse(both.filter(_col("numerator") > _col("whole")).sort("row"), "numerator", what, _NEXT)


def _col(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name)
