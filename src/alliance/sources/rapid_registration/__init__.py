"""NDRS rapid cancer registration: diagnoses and treatments by place, month and group of cancers."""

from __future__ import annotations

import re
from datetime import date

from alliance.errors import FileRefused
from alliance.periods import month_of, span_label
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.rapid_registration.about import ABOUT, FORM
from alliance.sources.rapid_registration.reading import LAYOUT, read
from alliance.sources.release import Release
from alliance.sources.tables import AGAIN

__all__ = ["ABOUT", "NEEDS", "read", "recognise"]

NEEDS = "It has no header row with 'Geography type', 'Metric' and 'Breakdown'."
_MONTH = re.compile(r"(?<=[,;\t|\"])20\d\d-(?:0[1-9]|1[0-2])(?=[,;\t|\"])")


def recognise(file: RawFile) -> Release | None:
    """Which months a file covers; None where no row of it is headed as the publication is.

    Raises
    ------
    FileRefused
        It is one, and a column or every month is missing.
    """
    header = LAYOUT.find(file)
    if header is None:
        return None
    months = sorted(set(_MONTH.findall(file.held_lines.text.split("\n", header.row + 1)[-1])))
    if not months:
        raise FileRefused(f"{file.name} has no month like '2024-03' in its column 'Date (YYYY-MM)'.", AGAIN)
    first, last = (month_of(date.fromisoformat(f"{month}-01")) for month in (months[0], months[-1]))
    title = f"Rapid cancer registration, {span_label(first, last)}"
    because = f"Line {header.row + 1} has the columns of the rapid registration of cancers."
    release = Release(
        ABOUT.id, FORM, title, "resident", first.start, last.end, "provisional", because=because
    )
    return made_up(release, header.above, ABOUT.publisher)
