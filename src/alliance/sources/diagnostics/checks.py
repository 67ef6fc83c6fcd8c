"""A diagnostics file's numbers must agree with each other before any of them is kept."""

from __future__ import annotations

from alliance.errors import FileRefused
from alliance.sources.diagnostics.layout import ALL, BANDS, COUNTS, SHARE, SIX, THIRTEEN, WAITING
from alliance.sources.diagnostics.workbook import ENGLAND, Table

__all__ = ["hold"]

_NEXT = "The file contradicts itself and nothing of it was loaded: download it again or ask its publisher."
_WEEKS = list(BANDS)
_FROM_SIX = _WEEKS[6:]


def hold(file: str, providers: Table, tests: Table) -> None:
    """Every rule, within each sheet, against England's row, and between the sheets.

    Raises
    ------
    FileRefused
        The first rule that is broken, with the cell.
    """
    for table in (providers, tests):
        _hold_rows(file, table)
        _hold_england(file, table)
    _hold_tests(file, providers, tests)


def _hold_rows(file: str, table: Table) -> None:
    """What a row can be held to by itself, and that no two rows say the same."""
    import polars as pl

    c = pl.col
    keys = ["place", "test"] if "test" in table.rows.columns else ["place"]
    share = pl.when(c(WAITING) > 0).then(c(SIX) / c(WAITING)).otherwise(0.0)
    rules = {
        (WAITING, "the same provider stands twice"): pl.struct(keys).is_duplicated(),
        (WAITING, "a count is negative"): pl.any_horizontal(c(title) < 0 for title in COUNTS),
        (WAITING, "the weeks waited do not sum to the total"): pl.sum_horizontal(_WEEKS) != c(WAITING),
        (SIX, "it is not the sum of the weeks from six on"): pl.sum_horizontal(_FROM_SIX) != c(SIX),
        (THIRTEEN, "it is not the last of the weeks waited"): c(_WEEKS[-1]) != c(THIRTEEN),
        (SHARE, "the percentage is not that of its counts"): (share - c(SHARE)).abs() > 5e-4,
    }
    for (title, what), rule in rules.items():
        broken = table.rows.filter(rule)["row"]
        if len(broken):
            raise FileRefused(f"{file}, {table.cell(title, broken[0])}: {what}.", _NEXT)


def _hold_england(file: str, table: Table) -> None:
    """The providers sum to England's own row, column by column."""
    import polars as pl

    national = pl.col("place") == ENGLAND
    parts = table.rows.filter(~national)
    if "test" in parts.columns:
        parts = parts.filter(pl.col("test") != ALL)
    stated = table.rows.filter(national).row(0, named=True)
    for title in COUNTS:
        found = parts[title].sum()
        if found != stated[title]:
            where = table.cell(title, stated["row"])
            raise FileRefused(
                f"{file}, {where}: the providers sum to {found:g}, and England has {stated[title]:g}.", _NEXT
            )


def _hold_tests(file: str, providers: Table, tests: Table) -> None:
    """A provider's tests sum to its own row of totals, and to its row in the other sheet; none is there in one only.

    A provider with nothing but noughts has no row by test.
    """
    import polars as pl

    names = list(COUNTS)
    parts = tests.rows.filter(pl.col("place") != ENGLAND)
    sums = parts.filter(pl.col("test") != ALL).group_by("place").agg(pl.col(names).sum().name.suffix(" sum"))
    totals = parts.filter(pl.col("test") == ALL)
    whole = providers.rows.filter(pl.col("place") != ENGLAND)
    for table, stated, what in (
        (tests, totals, "it is not the sum of the provider's tests"),
        (providers, whole, f"it is not the sum of the tests in '{tests.sheet}'"),
    ):
        both = stated.join(sums, on="place", how="left").with_columns(pl.col(r"^.* sum$").fill_null(0.0))
        for title in names:
            broken = both.filter(pl.col(title) != pl.col(f"{title} sum"))["row"]
            if len(broken):
                raise FileRefused(f"{file}, {table.cell(title, broken[0])}: {what}.", _NEXT)
    alone = parts.filter(~pl.col("place").is_in(whole["place"].to_list()))
    if alone.height:
        where = tests.cell("Provider Code", alone["row"][0])
        raise FileRefused(f"{file}, {where}: '{alone['place'][0]}' is not in '{providers.sheet}'.", _NEXT)
