"""The plain twin of tidy figures: periods of any length, cells that are suppressed, estimates that somebody computed.

A table's rows are read one by one; the twin knows periods as lists of days and shares no code with the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.spec.plain import Places
from tests.spec.tables import read_table

__all__ = ["Row", "answer", "rows_of"]

Days = tuple[date, date]


@dataclass(frozen=True)
class Row:
    """One row: a place in a period, with counts, or an estimate, or why there is neither."""

    place: str
    label: str
    days: Days
    numerator: float | None
    denominator: float | None
    value: float | None
    absence: str


def rows_of(table: str) -> list[Row]:
    """The rows of a table with the columns place, period, numerator, denominator, and perhaps value and absence."""
    return [
        Row(
            row["place"],
            row["period"],
            days_of(row["period"]),
            *(float(row[name]) if row.get(name) else None for name in ("numerator", "denominator", "value")),
            row.get("absence", ""),
        )
        for row in read_table(table)
    ]


def days_of(label: str) -> Days:
    """First and last day of 2024-03, 2024-Q1, 2024 or 2024-W05, worked out by hand."""
    year, _, part = label.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if part.startswith("W"):
        monday = date(int(year), 1, 4) - timedelta(days=date(int(year), 1, 4).weekday())
        monday += timedelta(weeks=int(part[1:]) - 1)
        return monday, monday + timedelta(days=6)
    first, months = (int(part[1:]) * 3 - 2, 3) if part.startswith("Q") else (int(part), 1)
    after = date(int(year) + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return date(int(year), first, 1), after - timedelta(days=1)


def answer(rows: Sequence[Row], places: Places, place: str, labels: Sequence[str]) -> list[dict[str, object]]:
    """A place's numerator and denominator in periods, or why there is none: whole periods only, each told once."""
    return [_point(rows, places, place, label) for label in labels]


def _point(rows: Sequence[Row], places: Places, place: str, label: str) -> dict[str, object]:
    empty: dict[str, object] = {"period": label, "numerator": None, "denominator": None, "value": None}
    spans = _spans(sorted({row.days for row in rows}), days_of(label), weekly="-W" in rows[0].label)
    if not spans:
        return {**empty, "absence": "not_published"}
    mine = [
        row
        for row in rows
        if row.days in spans and places.counts(row.place, place, row.days[0], following=True)
    ]
    absent = [row.absence for row in mine if row.absence]
    if absent:
        return {**empty, "absence": absent[0]}
    numerator = sum(row.numerator or 0.0 for row in mine)
    denominator = sum(row.denominator or 0.0 for row in mine)
    if not denominator:
        return {**empty, "numerator": numerator, "denominator": denominator, "absence": "no_activity"}
    value = numerator / denominator
    return {
        "period": label,
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "absence": None,
    }


def _spans(told: Sequence[Days], wanted: Days, *, weekly: bool) -> list[Days]:
    """The periods of the table that make up a wanted one: itself if it is there, else parts without a gap."""
    if wanted in told:
        return [wanted]
    if weekly:  # a week belongs where it ends
        sundays = [wanted[0] + timedelta(days=n) for n in range((wanted[1] - wanted[0]).days + 1)]
        needed = [day for day in sundays if day.weekday() == 6]
        found = [span for span in told if wanted[0] <= span[1] <= wanted[1]]
        return found if [span[1] for span in found] == needed else []
    parts: list[Days] = []
    day = wanted[0]
    while day <= wanted[1]:
        begin = [span for span in told if span[0] == day and span[1] <= wanted[1]]
        if not begin:
            return []
        parts.append(max(begin))  # the longest that is published
        day = parts[-1][1] + timedelta(days=1)
    return parts
