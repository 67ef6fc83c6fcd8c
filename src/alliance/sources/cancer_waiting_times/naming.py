"""What the name of a file and the date columns of a flat one say: its months, and whether its figures are final."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.periods import Period, month_of

if TYPE_CHECKING:
    import polars as pl

    from alliance.sources.cancer_waiting_times.flat import Flat

__all__ = ["hold_year_and_month", "month_in_name", "months_of", "months_or_name", "span_of", "status_in_name"]

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"(?<!\d)(20\d\d)(?:-(\d\d))?(?!\d)")
_FORMS = {"YYYY-MM-DD": "%Y-%m-%d", "DD/MM/YYYY": "%d/%m/%Y"}


def status_in_name(name: str) -> str:
    """`final` or `provisional` where a file's name has the one word and not the other, else `unknown`."""
    said = {word for word in _WORD.findall(name.casefold()) if word in ("final", "provisional")}
    return said.pop() if len(said) == 1 else "unknown"


def month_in_name(name: str) -> date | None:
    """The first day of the one month that a name states; None where it states none, or several.

    `April-2026-…` is the calendar's year, `2026-27-Apr-…` the financial year's April; a range of months
    (`2025-26-Apr-Sep-…`) states no one month.
    """
    months = [number for word in _WORD.findall(name.casefold()) if (number := _month(word))]
    years = {_year(found[1], found[2], months[0]) for found in _NUMBER.finditer(name)} if months else set()
    year = years.pop() if len(months) == 1 and len(years) == 1 else None
    return date(year, months[0], 1) if year else None


def _month(word: str) -> int | None:
    fitting = [n for n, month in enumerate(_MONTHS, 1) if word in (month, month[:3], month[:4])]
    return fitting[0] if fitting and (len(word) != 4 or word in ("june", "july", "sept")) else None


def _year(first: str, second: str | None, month: int) -> int | None:
    """The calendar year of a month in 2026, or in the financial year 2026-27; None where that is none."""
    if second is None:
        return int(first)
    follows = int(second) == (int(first) + 1) % 100
    return int(first) + (month < 4) if follows else None


def months_of(flat: Flat, column: str) -> dict[str, date]:
    """Each text of a column of dates, and the month whose first day it is. One file writes them in one manner.

    Raises
    ------
    FileRefused
        A date is not 2025-04-01 or 01/04/2025, is not the first of a month, or the two manners are mixed.
    """
    found: dict[str, date] = {}
    manners: dict[str, str] = {}
    for text in flat.frame[column].unique(maintain_order=True):
        rows = flat.frame.filter(flat.frame[column].eq_missing(text))
        if text is None:
            flat.refuse_rows(rows, "the month is missing", column)
        manner, day = _read(text)
        if day is None:
            flat.refuse_rows(rows, f"'{text}' is not a date like 2025-04-01 or 01/04/2025", column)
        elif day.day != 1:
            flat.refuse_rows(rows, f"'{text}' is not the first day of a month", column)
        else:
            found[text], manners[manner] = day, text
    if len(manners) > 1:
        both = " and ".join(f"'{text}'" for text in manners.values())
        raise FileRefused(
            f"{flat.name}, column {flat.titles[column]}, writes dates in two manners ({both}): it was put "
            "together from files of different years.",
            "Load the files one by one, as they were published.",
        )
    return found


def months_or_name(flat: Flat, column: str, name: str, like: str) -> dict[str, date]:
    """The months of a column of dates; without that column, the month in the file's name, under an empty text.

    `name` is what the column is called in a sentence, and `like` what a name should be like.

    Raises
    ------
    FileRefused
        As `months_of`; or there is no column, and the name does not state one month.
    """
    if flat.has(column):
        return months_of(flat, column)
    month = month_in_name(flat.name)
    if month is None:
        raise FileRefused(
            f"{flat.name} has no {name} column, and its name does not say which one month it is of.",
            f"Give it the name that its publisher gave it, {like}.",
        )
    return {"": month}


def span_of(months: Iterable[date]) -> tuple[Period, Period, str]:
    """The first and the last of some months, and both in words: `2025-04 to 2026-03`, or the one month."""
    found = sorted(months)
    first, last = month_of(found[0]), month_of(found[-1])
    return first, last, first.label if first == last else f"{first.label} to {last.label}"


def _read(text: str) -> tuple[str, date | None]:
    for manner, form in _FORMS.items():
        if re.fullmatch(re.sub(r"[A-Z]", r"\\d", manner), text):
            try:
                return manner, datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no time zone)
            except ValueError:
                break
    return "", None


def hold_year_and_month(flat: Flat, table: pl.DataFrame) -> None:
    """The columns YEAR (2024/25) and MONTH (APR), where a file has them, agree with `period_start`.

    Raises
    ------
    FileRefused
        A row's do not.
    """
    import polars as pl

    day = pl.col("period_start")
    year = day.dt.year() - (day.dt.month() < 4).cast(pl.Int32)
    financial = pl.format("{}/{}", year, ((year + 1) % 100).cast(pl.String).str.zfill(2))
    for column, stated in (("YEAR", financial), ("MONTH", day.dt.strftime("%b").str.to_uppercase())):
        if flat.has(column):
            wrong = table.filter(pl.col(column).str.to_uppercase().ne_missing(stated))
            flat.refuse_rows(wrong, "it is not that of the row's period", column)
