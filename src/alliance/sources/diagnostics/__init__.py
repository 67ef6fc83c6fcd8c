"""NHS England's monthly diagnostics (DM01): who waits for 15 tests at the end of a month, and how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.observations import Absence, conform
from alliance.sources.diagnostics.checks import hold
from alliance.sources.diagnostics.layout import (
    ALL,
    BY_PROVIDER,
    BY_TEST,
    COUNTS,
    EVERY_TEST,
    SIX,
    WAITING,
    quantities,
    slug_of_test,
)
from alliance.sources.diagnostics.workbook import (
    ENGLAND,
    NOT_SUBMITTED,
    Table,
    not_submitted,
    read_table,
    stated,
    stated_day,
    stated_month,
)
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile, cell_name
from alliance.sources.release import About, Reading, Release

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ABOUT", "NEEDS", "read", "recognise"]

FORM = "provider-file"
NEEDS = f"It has no sheets '{BY_PROVIDER}' and '{BY_TEST}' titled 'Monthly Diagnostics'."
_TITLE = "monthly diagnostics"
_SUMMED = "The sum of the providers: the file states no total for one test."

ABOUT = About(
    id="diagnostics",
    title="Diagnostic waiting times and activity (DM01)",
    publisher="NHS England",
    licence="Open Government Licence v3.0",
    url="https://www.england.nhs.uk/statistics/statistical-work-areas/diagnostics-waiting-times-and-activity/",
    cadence="monthly, about six weeks after the month; months are revised later, and say so",
    forms={FORM: "one workbook (.xls) a month: every provider, in all and by test"},
    quantities=tuple(quantities(FORM)),
    caveats=(
        "All reasons for a test are counted, suspected cancer among them: no figure here is of cancer alone.",
        "People still waiting at the end of a month are counted. Somebody who waits over two ends of months is counted "
        "at both: months may be pooled for a share, and never added up as people.",
        "England's figure for one test is the sum of the providers: the file states England's total of all tests only.",
    ),
    every_months=1,
    after_days=45,
)


def recognise(file: RawFile) -> Release | None:
    """Which month a workbook is of; None where it is not titled Monthly Diagnostics.

    Raises
    ------
    FileRefused
        It is, and a sheet is missing, it is by commissioner, or its month or day of publication cannot be read.
    """
    book = file.workbook
    first = next((name for name in ("Provider", "Commissioner") if book and name in book.sheets), None)
    if book is None or first is None:
        return None
    head = book.rows(first)[:12]
    if not any(str(cell).strip().casefold() == _TITLE for row in head for cell in row):
        return None
    if first != BY_PROVIDER or str(stated(book, "Basis:")).casefold() != "provider":
        raise FileRefused(
            f"{book.name} is a diagnostics file that is not by provider.",
            "Load the provider file of the same month.",
        )
    if BY_TEST not in book.sheets:
        raise FileRefused(
            f"{book.name} is a diagnostics file without the sheet '{BY_TEST}'.",
            "Download the whole workbook again.",
        )
    month = stated_month(book)
    published, revised = stated_day(book, "Published:"), stated_day(book, "Revised:")
    release = Release(
        ABOUT.id, FORM, f"Diagnostic waiting times, {month}", "provider", month.start, month.end,
        _status(str(stated(book, "Status:"))), revised or published,
        because=f"Sheet '{BY_PROVIDER}' is titled 'Monthly Diagnostics', by provider, {month}"
        + (f", revised on {revised}." if revised else "."),
    )  # fmt: skip
    return made_up(release, head, "NHS England")


def _status(words: str) -> str:
    """Final or provisional where the file uses one of these words; "Published" says neither."""
    said = words.casefold()
    return next((status for status in ("provisional", "final") if said.startswith(status)), "unknown")


def read(file: RawFile, release: Release) -> Reading:
    """Every count of both sheets as observations, after all the checks.

    Raises
    ------
    FileRefused
        A cell is no number, or the file contradicts itself; the sentence names sheet and cell.
    """
    import polars as pl

    book = file.held_workbook
    providers, tests = read_table(book, BY_PROVIDER), read_table(book, BY_TEST)
    hold(book.name, providers, tests)
    slugs = {
        title: slug_of_test(title) for title in sorted(tests.rows["test"].unique()) if title not in ("", ALL)
    }
    named = tests.rows.filter(~pl.col("test").is_in(["", ALL]))
    named = named.with_columns(pl.col("test").replace_strict({t: s for t, (s, _) in slugs.items()}))
    missing = not_submitted(book)
    parts = [
        _long(providers, providers.rows.with_columns(pl.lit(EVERY_TEST).alias("test"))),
        _long(tests, named),
        _england(tests, named),
        _absent(missing),
    ]
    table = pl.concat([part for part in parts if part.height], how="diagonal").with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.lit(release.first).alias("period_start"),
        pl.lit(release.last).alias("period_end"),
        pl.lit(release.status).alias("status"),
    )
    names = {**providers.names, **{code: name for _, code, name in missing}}
    new = tuple(f"test: {title}" for title, (_, known) in slugs.items() if not known)
    return Reading(conform(table), dict(sorted(names.items())), new)


def _long(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a count: place, quantity, band, value and cell."""
    import polars as pl

    letters = {title: f"{table.sheet}!{cell_name(table.columns[title], 0)[:-1]}" for title in COUNTS}
    return _counted(rows.unpivot(list(COUNTS), index=["row", "place", "test"], variable_name="title")).with_columns(
        (pl.col("title").replace_strict(letters) + (pl.col("row") + 1).cast(pl.String)).alias("ref")
    ).drop("title", "row", "test")  # fmt: skip


def _counted(long: pl.DataFrame) -> pl.DataFrame:
    """The quantity and the band of each count, by the title of its column and its test."""
    import polars as pl

    pairs = [
        (title, test, pattern.format(test), band)
        for test in long["test"].unique()
        for title, (pattern, band, _) in COUNTS.items()
    ]
    known = pl.DataFrame(pairs, schema=["title", "test", "quantity", "band"], orient="row")
    return long.join(known, on=["title", "test"], how="left", maintain_order="left")


def _england(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """England, test by test, summed from the providers; its cell is the range that was summed."""
    import polars as pl

    first, last = table.rows["row"].min(), table.rows["row"].max()
    letters = {title: cell_name(table.columns[title], 0)[:-1] for title in COUNTS}
    ranges = {t: f"{table.sheet}!{letter}{first + 1}:{letter}{last + 1}" for t, letter in letters.items()}  # type: ignore[operator]
    sums = rows.group_by("test", maintain_order=True).agg(pl.col(list(COUNTS)).sum())
    long = sums.unpivot(list(COUNTS), index="test", variable_name="title")
    return _counted(long).select(
        pl.lit(ENGLAND).alias("place"), "quantity", "band", "value",
        pl.col("title").replace_strict(ranges).alias("ref"), pl.lit(_SUMMED).alias("note"),
    )  # fmt: skip


def _absent(missing: list[tuple[int, str, str]]) -> pl.DataFrame:
    """Those who sent nothing: no number, and the reason."""
    import polars as pl

    rows: list[dict[str, Any]] = [
        {
            "place": code, "quantity": COUNTS[title][0].format(EVERY_TEST), "band": "all", "value": None,
            "absence": str(Absence.NOT_PUBLISHED), "ref": f"{NOT_SUBMITTED}!{cell_name(1, index)}",
        }
        for index, code, _ in missing
        for title in (WAITING, SIX)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"value": pl.Float64}) if rows else pl.DataFrame()
