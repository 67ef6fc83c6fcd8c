"""Fingertips public health profiles: indicators on cancer and its causes, as their publisher computed them."""

from __future__ import annotations

import csv
import re
from datetime import date

from alliance.errors import FileRefused
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.fingertips.about import ABOUT, FORM
from alliance.sources.fingertips.reading import COLUMNS, read
from alliance.sources.release import Release
from alliance.sources.tables import AGAIN, positions
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
    lines = file.lines
    if lines is None:
        return None
    header = lines.header_row("Indicator ID", "Area Code", "Time period")
    if header is None:
        return None
    above = _rows(lines, header + 1)
    positions(f"{lines.name}, line {header + 1}", above[header], COLUMNS)
    years = _years(lines, header)
    if not years:
        raise FileRefused(f"{lines.name} has no period like 20220000 in 'Time period Sortable'.", AGAIN)
    first, last = min(years), max(years)
    title = f"Fingertips indicators, {first}" + (f" to {last}" if last > first else "")
    because = f"Line {header + 1} has the columns of a Fingertips download."
    release = Release(
        ABOUT.id, FORM, title, "resident", date(first, 1, 1), date(last, 12, 31), because=because
    )
    return made_up(release, above[:header], ABOUT.publisher)


def _rows(lines: Lines, count: int) -> list[list[str]]:
    """The first rows only: a download can have a million."""
    head = lines.text[:65_536].splitlines(keepends=True)
    return [row for row, _ in zip(csv.reader(head, delimiter=lines.separator), range(count), strict=False)]


def _years(lines: Lines, header: int) -> set[int]:
    """The years with which the sortable periods begin, over the whole file, without reading it as a table."""
    body = lines.text.split("\n", header + 1)[-1]
    return {int(found) for found in set(_SORTABLE.findall(body))}
