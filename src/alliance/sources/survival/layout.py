"""How the two survival tables are laid out, and how the title above a table states its years of diagnosis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alliance.errors import FileRefused
from alliance.periods import Period
from alliance.sources.files import Workbook
from alliance.sources.survival.about import ADULT, INDEX
from alliance.sources.tables import AGAIN, Columns, title_of

__all__ = ["LAYOUTS", "Layout", "cohort", "header_of", "layout_of"]

_PLACE: Columns = {
    "area_type": ("Geography type", "Area type"),
    "code": ("Geography code", "Area code"),
    "place_name": ("Geography name", "Area name"),
    "site": ("Cancer site",),
    "gender": ("Gender",),
    "standardisation": ("Standardisation type",),
    "years": ("Years since diagnosis",),
    "patients": ("Patient numbers", "Patients"),
}
_COHORT = re.compile(r"diagnosed\b[^.\d]{0,60}?(\d{4})\s*(?:to|and|-|–)\s*(\d{4})", re.IGNORECASE)
_DEEPEST = 30  # a header stands in the tenth or eleventh row; nobody wrote thirty rows of notes above a table


@dataclass(frozen=True)
class Layout:
    """One table: its sheet, the columns that are read, and those by which it is known."""

    form: str
    sheet: str
    columns: Columns
    known_by: tuple[str, ...]


LAYOUTS = (
    Layout(
        ADULT,
        "Table 4",
        {**_PLACE, "net": ("Net survival (%)",), "overall": ("Overall survival (%)",)},
        ("cancer site", "net survival (%)"),
    ),
    Layout(
        INDEX,
        "Table 5",
        {
            **_PLACE,
            "age_group": ("Age at diagnosis",),
            "year": ("Diagnosis year",),
            "survival": ("Survival (%)",),
            "lower": ("Lower CI",),
            "upper": ("Upper CI",),
            "substituted": ("Substituted by Other Geography",),
        },
        ("cancer site", "diagnosis year", "survival (%)"),
    ),
)


def layout_of(book: Workbook) -> tuple[Layout, int] | None:
    """Which table a workbook holds, and in which row its header stands (from 0); None where it holds neither."""
    for layout in LAYOUTS:
        if layout.sheet in book.sheets:
            header = header_of(book.rows(layout.sheet), layout)
            if header is not None:
                return layout, header
    return None


def header_of(rows: Sequence[Sequence[Any]], layout: Layout) -> int | None:
    """The first row that has the headings by which the table is known."""
    for index, row in enumerate(rows[:_DEEPEST]):
        if set(layout.known_by) <= {title_of(cell) for cell in row}:
            return index
    return None


def cohort(name: str, sheet: str, above: Sequence[Sequence[Any]]) -> Period:
    """The years in which the patients of the adult table were diagnosed, from the titles above it.

    Raises
    ------
    FileRefused
        The titles state no run of years, or two different ones.
    """
    said = {found.groups() for row in above for cell in row for found in _COHORT.finditer(str(cell))}
    if len(said) != 1:
        fault = "two runs of years" if said else "no years"
        raise FileRefused(
            f"{name}, sheet '{sheet}': the rows above the header state {fault} of diagnosis, where "
            "'diagnosed … 2016 to 2020' is expected.",
            AGAIN,
        )
    first, last = (int(year) for year in said.pop())
    if first >= last:
        raise FileRefused(f"{name}, sheet '{sheet}': {first} to {last} is no run of years.", AGAIN)
    return Period(date(first, 1, 1), date(last, 12, 31), "years")
