"""Reading the monthly CSV of faster diagnosis by route and suspected cancer: one sheet of a workbook as text.

The header stands in row 7 until September 2023 and in row 9 after it. England's rows have no code and stand last,
so a file that was cut off no longer sums to England.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import conform
from alliance.periods import month_of
from alliance.sources.cancer_waiting_times.checks import ask, row_fault, sum_doubt
from alliance.sources.cancer_waiting_times.forms import blocks
from alliance.sources.cancer_waiting_times.layout import SHEETS, Sheet
from alliance.sources.cancer_waiting_times.workbook import (
    FOOTNOTE,
    NATIONAL,
    NATIONAL_NAMES,
    LabelBook,
)
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.release import Reading, Release
from alliance.sources.tables import AGAIN
from alliance.sources.text import Lines, number_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BLOCKS", "FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "faster-diagnosis-csv"
MEANS = (
    "faster diagnosis by organisation, route and suspected cancer, one CSV a month, April 2021 to May 2024"
)
NEEDS = "It has no header row with 'REFERRAL ROUTE', 'SUSPECTED CANCER OR BREAST SYMPTOMATIC' and 'WITHIN 28 DAYS'."
BLOCKS = {
    "faster-diagnosis": blocks(("route", "cancer")),
    "faster-diagnosis-within": blocks(("route", "cancer")),
}
_SHEET: Sheet = next(s for s in SHEETS if s.name == "28-DAY FDS (BY ROUTE)")
_BANDS = tuple(band for _, band in _SHEET.bands)
_COUNTS = ("total", "within", "after", "share", "", *_BANDS)
_FIRST_COUNT = 5
# Any of these pairs, so that a file that lost one column is still told which.
_KNOWN_BY = (
    ("REFERRAL ROUTE", "WITHIN 28 DAYS"),
    ("REFERRAL ROUTE", "TOLD WITHIN 28 DAYS"),
    ("WITHIN 28 DAYS", "TOLD WITHIN 28 DAYS"),
)
_NAMED_STATUS = re.compile(r"(?<![a-z])(final|provisional)(?![a-z])")


def recognise(file: RawFile) -> Release | None:
    """Which month and basis a file states in its second and third row; None where no row is the layout's header.

    Neither rows nor name of the published files say whether they are final, so most are of unknown status.

    Raises
    ------
    FileRefused
        It has the header, and a column of it or the month or the basis is missing.
    """
    lines = file.lines
    if lines is None or (header := _header_row(lines)) is None:
        return None
    _hold_header(lines, header)
    basis, first = _facts(lines)
    month = month_of(first)
    named = set(_NAMED_STATUS.findall(file.name.casefold()))
    release = Release(
        "cancer-waiting-times",
        FORM,
        f"Faster diagnosis by route and suspected cancer, {basis} based, {month.label}",
        basis,
        month.start,
        month.end,
        named.pop() if len(named) == 1 else "unknown",
        because=f"Its row {header + 1} is the header of faster diagnosis by route and suspected cancer; "
        f"rows 2 and 3 say {month.label}, {basis} based.",
    )
    return made_up(release, lines.rows[:header], "NHS England")


def _header_row(lines: Lines) -> int | None:
    found = (lines.header_row(*columns) for columns in _KNOWN_BY)
    return next((row for row in found if row is not None), None)


def _hold_header(lines: Lines, index: int) -> None:
    found = [FOOTNOTE.sub("", cell) for cell in lines.rows[index]]
    wanted = ["", "ODS CODE", None, *_SHEET.header]
    for column, title in enumerate(wanted):
        has = found[column] if column < len(found) else ""
        if title is not None and has != title:
            raise FileRefused(
                f"{lines.name}, line {index + 1}, column {column + 1}, is headed '{has}' where '{title}' "
                "is expected.",
                AGAIN,
            )


def _facts(lines: Lines) -> tuple[str, date]:
    rows = [row[0] if row else "" for row in lines.rows[:3]]
    basis = next((b for b in NATIONAL_NAMES if f"{b} based" in rows[2].casefold()), "")
    if not basis:
        raise FileRefused(f"{lines.name}, line 3, does not say provider or commissioner.", AGAIN)
    try:
        return basis, datetime.strptime(rows[1], "%b-%y").date()  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        raise FileRefused(f"{lines.name}, line 2, states no month like 'Sep-23'.", AGAIN) from None


def read(file: RawFile, release: Release) -> Reading:
    """Every count of the file, after its rows were held to each other and to England's."""
    import polars as pl

    lines, labels = file.held_lines, LabelBook()
    table = _frame(lines, _table_rows(lines), release.basis, labels)
    _hold(lines.name, table)
    observations = pl.concat(_observations(table)).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.lit(release.first).alias("period_start"),
        pl.lit(release.last).alias("period_end"),
        pl.lit(release.status).alias("status"),
    )
    names = table.select("place", "name").unique().sort("place", "name")
    return Reading(conform(observations), dict(names.iter_rows()), tuple(labels.new))


def _table_rows(lines: Lines) -> list[int]:
    """Which rows hold counts: those with an organisation's name. Blank rows and notes are passed over."""
    header = _header_row(lines)
    kept = []
    for index, row in enumerate(lines.rows):
        if header is None or index <= header or not any(row):
            continue
        if len(row) < _FIRST_COUNT + len(_COUNTS):
            if any(row[1:]):
                raise FileRefused(
                    f"{lines.name}, line {index + 1}, has {len(row)} columns where "
                    f"{_FIRST_COUNT + len(_COUNTS)} are expected: it may have been cut off.",
                    AGAIN,
                )
        elif row[1].startswith("ODS CODE"):
            _hold_header(lines, index)
        elif row[2]:
            kept.append(index)
        elif any(row[1:]):
            raise FileRefused(f"{lines.name}, line {index + 1}, has no organisation's name.", AGAIN)
    if not kept:
        raise FileRefused(f"{lines.name} has no rows of counts.", AGAIN)
    return kept


def _frame(lines: Lines, kept: Sequence[int], basis: str, labels: LabelBook) -> pl.DataFrame:
    import polars as pl

    rows = [lines.rows[index] for index in kept]
    places = [_code(lines.name, row, index, basis) for row, index in zip(rows, kept, strict=True)]
    series = [
        pl.Series("row", kept, dtype=pl.Int32),
        pl.Series("place", places, dtype=pl.String),
        pl.Series("name", [row[2] for row in rows], dtype=pl.String),
    ]
    for position, cut in enumerate(_SHEET.cuts, 3):
        series.append(pl.Series(cut, [labels.slug(cut, row[position]) for row in rows], dtype=pl.String))
    for column, title in enumerate(_COUNTS, _FIRST_COUNT):
        if title:
            values = [
                _number(lines.name, title, row[column], index) for row, index in zip(rows, kept, strict=True)
            ]
            series.append(pl.Series(title, values, dtype=pl.Float64))
    return pl.DataFrame(series)


def _code(name: str, row: Sequence[str], index: int, basis: str) -> str:
    if not row[1] and row[2] != NATIONAL_NAMES[basis]:
        raise FileRefused(f"{name}, line {index + 1}: '{row[2]}' has no code.", AGAIN)
    return row[1].upper() or NATIONAL


def _number(name: str, title: str, text: str, index: int) -> float | None:
    value = number_of(text)
    if title == "share":
        return value / 100 if value is not None and text.endswith("%") else value
    if value is None or text.endswith("%"):
        raise FileRefused(
            f"{name}, line {index + 1}, column {_title(title)}: '{text}' is not a number.",
            "Open the file and look at that cell; a published file has a number there.",
        )
    return value


def _title(count: str) -> str:
    """The heading of a count's column, as the file has it."""
    headings = dict(zip(_COUNTS, _SHEET.header[len(_SHEET.labels) :], strict=True))
    return headings[count]


def _hold(name: str, table: pl.DataFrame) -> None:
    """Rows hold by themselves, none stands twice, and the organisations sum to England."""
    import polars as pl

    fault = row_fault(table, ("place", *_SHEET.cuts), _BANDS, _SHEET.bands_within)
    if fault:
        what, broken = fault
        where = ", ".join(f"line {row + 1}" for row in broken)
        raise FileRefused(
            f"{name}, {where}: {what}.",
            "The file contradicts itself and nothing of it was loaded: download it again or ask its publisher.",
        )
    england = pl.col("place") == NATIONAL
    rows, counts = table.lazy(), ["total", "within", "after", *_BANDS]
    what = "the organisations do not sum to England"
    ask(name, [sum_doubt("", what, _SHEET.cuts, counts, rows, england)])


def _observations(table: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Total, within and each wait band, one below the other, each with its line and column."""
    import polars as pl

    counts = [("total", _SHEET.quantity, "all"), ("within", f"{_SHEET.quantity}-within", "all")]
    counts += [(band, _SHEET.quantity, band) for band in _BANDS]
    line = pl.lit("line ") + (pl.col("row") + 1).cast(pl.String)
    for column, quantity, band in counts:
        yield table.select(
            "place",
            *_SHEET.cuts,
            pl.lit(quantity).alias("quantity"),
            pl.lit(band).alias("band"),
            pl.col(column).alias("value"),
            (line + pl.lit(f", column {_title(column)}")).alias("ref"),
        )
