"""NDRS cancer survival: adult net survival by place, and the index of cancer survival by alliance."""

from __future__ import annotations

from datetime import date

from alliance.errors import FileRefused
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.release import Release
from alliance.sources.survival.about import ABOUT, ADULT
from alliance.sources.survival.layout import LAYOUTS, cohort, layout_of
from alliance.sources.survival.reading import read
from alliance.sources.tables import AGAIN, positions

__all__ = ["ABOUT", "NEEDS", "read", "recognise"]

NEEDS = "It has no sheet 'Table 4' headed 'Net survival (%)' and no sheet 'Table 5' headed 'Diagnosis year'."


def recognise(file: RawFile) -> Release | None:
    """Which of the two survival tables a workbook holds; None where it holds neither.

    Raises
    ------
    FileRefused
        It holds one, and a column of it or its years of diagnosis are missing.
    """
    book = file.workbook
    if book is None or not any(layout.sheet in book.sheets for layout in LAYOUTS):
        return None
    found = layout_of(book)
    if found is None:
        return None
    layout, header = found
    rows = book.rows(layout.sheet)
    at = positions(f"{book.name}, sheet '{layout.sheet}', row {header + 1}", rows[header], layout.columns)
    if layout.form == ADULT:
        span = cohort(book.name, layout.sheet, rows[:header])
        first, last, title = span.start, span.end, f"Adult cancer survival, diagnosed {span}"
    else:
        said = {str(row[at["year"]]).removesuffix(".0") for row in rows[header + 1 :]}
        years = sorted(int(year) for year in said if year.isdigit() and len(year) == 4)
        if not years:
            raise FileRefused(f"{book.name}, sheet '{layout.sheet}', has no year of diagnosis.", AGAIN)
        first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
        title = f"Index of cancer survival, diagnosed {years[0]} to {years[-1]}"
    because = f"Its sheet '{layout.sheet}' has the columns of the survival statistics in row {header + 1}."
    release = Release(ABOUT.id, layout.form, title, "resident", first, last, because=because)
    return made_up(release, rows[:header], ABOUT.publisher)
