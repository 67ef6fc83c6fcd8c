"""What an address asks: the parts after the question mark, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alliance.errors import UsageError

__all__ = ["CUTS", "Asked", "read_asked", "read_day"]

CUTS = ("cancer", "route", "modality", "treatment_stage", "band")


@dataclass(frozen=True)
class Asked:
    """A question as an address puts it; empty parts are left to the library's defaults."""

    place: str = ""
    cut: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    basis: str | None = None
    period: str | None = None
    as_of: date | None = None

    @property
    def words(self) -> dict[str, Any]:
        """The parts that were asked for, as keywords of the library's questions."""
        given = {"cut": dict(self.cut), "basis": self.basis, "period": self.period, "as_of": self.as_of}
        return {name: value for name, value in given.items() if value}


def read_asked(query: Mapping[str, str]) -> Asked:
    """The question in a query string: place, by, basis, period, as_of and the cuts.

    Raises
    ------
    UsageError
        `as_of` is not a day.
    """
    given = {name.replace("-", "_"): value.strip() for name, value in query.items() if value.strip()}
    return Asked(
        place=given.get("place", ""),
        cut={name: given[name] for name in CUTS if name in given},
        by=given.get("by"),
        basis=given.get("basis"),
        period=given.get("period"),
        as_of=read_day(given.get("as_of", "")),
    )


def read_day(text: str) -> date | None:
    """A day as 2025-03-31; None where nothing is given.

    Raises
    ------
    UsageError
        It is something else.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"'{text}' is not a day.", "Write as_of as year-month-day, such as 2025-03-31."
        ) from None
