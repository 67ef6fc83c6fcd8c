"""The periods that Fingertips writes, as periods of ours; what we have no name for is refused, not guessed."""

from __future__ import annotations

import re
from datetime import date

from alliance.periods import Period, period_containing

__all__ = ["parse_time"]

_YEAR = re.compile(r"(\d{4})")
_FINANCIAL = re.compile(r"(\d{4})/(\d{2})")
_RUN = re.compile(r"(\d{4})\s*-\s*(\d{2}|\d{4})")
_QUARTER = re.compile(r"(\d{4}) Q([1-4])")
_FINANCIAL_QUARTER = re.compile(r"(\d{4})/(\d{2}) Q([1-4])")


def parse_time(text: str) -> Period | None:
    """`2022`, `2022/23`, `2020 - 22`, `2022 Q3`, `2022/23 Q1`; None for anything else.

    Several financial years together (`2020/21 - 22/23`) have no name among our periods.
    """
    if found := _YEAR.fullmatch(text):
        return period_containing(date(int(found[1]), 1, 1), "year")
    if found := _FINANCIAL.fullmatch(text):
        return period_containing(date(int(found[1]), 4, 1), "fy") if _follows(found) else None
    if found := _RUN.fullmatch(text):
        first = int(found[1])
        last = int(found[2]) if len(found[2]) == 4 else first - first % 100 + int(found[2])
        last += 100 * (last < first)
        return Period(date(first, 1, 1), date(last, 12, 31), "years") if 0 < last - first < 20 else None
    if found := _QUARTER.fullmatch(text):
        return period_containing(date(int(found[1]), int(found[2]) * 3 - 2, 1), "quarter")
    if (found := _FINANCIAL_QUARTER.fullmatch(text)) and _follows(found):
        year, month = divmod(int(found[1]) * 12 + int(found[3]) * 3, 12)
        return period_containing(date(year, month + 1, 1), "fyq")
    return None


def _follows(found: re.Match[str]) -> bool:
    """Whether the second year of a financial year is the one after the first."""
    return (int(found[1]) + 1) % 100 == int(found[2])
