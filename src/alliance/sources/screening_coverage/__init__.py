"""Coverage of the cancer screening programmes by region and month: an export in UTF-16 with tabs."""

from __future__ import annotations

from datetime import date

from alliance.errors import FileRefused
from alliance.periods import Period, month_of, span_label
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.release import Release
from alliance.sources.screening_coverage.about import ABOUT, FORM
from alliance.sources.screening_coverage.reading import LAYOUT, MONTHS, read
from alliance.sources.tables import AGAIN

__all__ = ["ABOUT", "NEEDS", "read", "recognise"]

NEEDS = "It has no header row with 'Programme', 'Month of Date' and 'Cohort Age Range'."


def recognise(file: RawFile) -> Release | None:
    """The months that an export covers; None where no row of it is headed as the export is.

    Raises
    ------
    FileRefused
        It is one, and a column or every month is missing.
    """
    header = LAYOUT.find(file)
    if header is None:
        return None
    said = LAYOUT.read(file, "month").frame["month"].unique()
    months = sorted(month for text in said if (month := _month(text)))
    if not months:
        raise FileRefused(f"{file.name} has no month like 'March 2025' in its column 'Month of Date'.", AGAIN)
    first, last = months[0], months[-1]
    title = f"Cancer screening coverage, {span_label(first, last)}"
    because = f"Line {header.row + 1} has the columns of the screening export."
    release = Release(ABOUT.id, FORM, title, "resident", first.start, last.end, because=because)
    return made_up(release, header.above, ABOUT.publisher)


def _month(text: str) -> Period | None:
    word, _, year = text.casefold().partition(" ")
    number = next((i + 1 for i, name in enumerate(MONTHS) if word in (name, name[:3])), None)
    return month_of(date(int(year), number, 1)) if number and year.isdigit() and len(year) == 4 else None
