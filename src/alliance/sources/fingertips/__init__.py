"""Fingertips public health profiles: indicators on cancer and its causes, as their publisher computed them."""

from __future__ import annotations

import re
from datetime import date

from alliance.errors import FileRefused
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.fingertips.about import ABOUT, FORM
from alliance.sources.fingertips.reading import LAYOUT, read
from alliance.sources.release import Release
from alliance.sources.tables import AGAIN
from alliance.sources.text import Lines

__all__ = ["ABOUT", "NEEDS", "read", "recognise"]

NEEDS = "It has no header row with 'Indicator ID', 'Area Code' and 'Time period'."
_SORTABLE = re.compile(r"(?<=[,;\t|\"])((?:19|20)\d{2})\d{2}00(?=[,;\t|\"])")


def recognise(file: RawFile) -> Release | None:
    """Which years a Fingertips download covers; None where no row of it is headed as one is.

    Raises
    ------
    FileRefused
        It is one, and a column or every period is missing.
    """
    header = LAYOUT.find(file)
    if header is None:
        return None
    years = _years(file.held_lines, header.row)
    if not years:
        raise FileRefused(f"{file.name} has no period like 20220000 in 'Time period Sortable'.", AGAIN)
    first, last = min(years), max(years)
    title = f"Fingertips indicators, {first}" + (f" to {last}" if last > first else "")
    because = f"Line {header.row + 1} has the columns of a Fingertips download."
    release = Release(
        ABOUT.id, FORM, title, "resident", date(first, 1, 1), date(last, 12, 31), because=because
    )
    return made_up(release, header.above, ABOUT.publisher)


def _years(lines: Lines, header: int) -> set[int]:
    """The years with which the sortable periods begin, over the whole file, without reading it as a table."""
    body = lines.text.split("\n", header + 1)[-1]
    return {int(found) for found in set(_SORTABLE.findall(body))}
