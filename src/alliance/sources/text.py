"""A publisher's text file: its encoding, its lines and cells, and its numbers, each as they were written."""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice

from alliance.errors import FileRefused

__all__ = ["Lines", "day_of", "decode", "number_of"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", "\t", ";", "|")
_FAULTS = {  # in the words of the csv module
    "unexpected end of data": "a quotation mark is not closed",
    "expected after": "a quotation mark stands inside a cell",
}
_HEAD_ROWS = 40  # that many rows tell what stands between cells
_HEAD = 65_536  # characters
# Groups of three digits by comma or by a hard or thin space; no group begins a number with 0: 0,723 is no 723.
_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+"
_NUMBER = re.compile(rf"[+-]?(?:(?:\d+|{_GROUPED})(?:\.\d+)?|\.\d+)[ \u00a0\u202f]?%?", re.ASCII)
_GROUPING = str.maketrans("", "", ", \u00a0\u2009\u202f%")
_TIME = r"(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_DAYS = (
    re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}}){_TIME}", re.ASCII),
    re.compile(rf"(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>\d{{4}}){_TIME}", re.ASCII),
)


def decode(content: bytes) -> str | None:
    """The text of a file, whichever of the publishers' encodings it has; None where it is no text.

    A byte order mark is no part of it. A file with a character 0 in it is no text.
    """
    named = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _unmarked(content)
    names = (named,) if named else ("utf-8", "cp1252")
    text = next((text for name in names if (text := _decoded(content, name)) is not None), None)
    return None if text is None or "\0" in text else text.lstrip("\ufeff")


def _decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeError:
        return None


def _unmarked(content: bytes) -> str | None:
    """Western text in UTF-16 without a mark: every second byte is nought."""
    head = content[:512]
    if len(head) >= 16:
        for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
            if head[first::2].count(0) > 0.9 * len(head[first::2]) and not head[1 - first :: 2].count(0):
                return name
    return None


@dataclass(frozen=True)
class Lines:
    """A text file's rows of cells. Rows count from 0 as the file's own rows do; a quoted cell may hold a line end."""

    name: str
    text: str
    _rows: dict[str, list[list[str]]] = field(default_factory=dict, compare=False)
    _starts: list[int] = field(default_factory=list, compare=False)

    @cached_property
    def separator(self) -> str:
        """What stands between cells: the one of comma, tab, semicolon and bar that divides the first rows alike.

        Most rows of a table have as many cells as its header. A mark that is part of numbers (12,5) or of words
        is not in the header, or not equally often in each row. Comma where none divides them.
        """
        return max(_SEPARATORS, key=self._evenness)

    def _evenness(self, separator: str) -> tuple[float, int]:
        """The share of the first rows that have the commonest number of cells (one cell is no division), and it."""
        rows = [row for row in csv.reader(self._head(_HEAD_ROWS), delimiter=separator) if any(row)]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            return 0.0, 0
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
        return times / len(rows), width

    def _head(self, lines: int) -> list[str]:
        """The first lines whole, however long the file is; a line that goes on beyond what is read is left out."""
        head = list(io.StringIO(self.text[:_HEAD], newline=""))
        if len(self.text) > _HEAD and len(head) > 1:
            del head[-1]
        return head[:lines]

    @property
    def rows(self) -> list[list[str]]:
        """All rows as lists of cells, white space around each cell taken off; an empty row is [].

        Raises
        ------
        FileRefused
            A quotation mark is not closed, or a cell is longer than any cell of a table.
        """
        if self.separator not in self._rows:
            self._rows[self.separator] = list(self._read())
        return self._rows[self.separator]

    def line_number(self, index: int) -> int:
        """The line of the file, counted from 1, on which the row of this index begins.

        It is not the index plus one where a quoted cell above it holds a line end.
        """
        if not self._starts:
            self.rows  # noqa: B018 (reading the rows finds where they begin)
        return self._starts[index]

    def _read(self) -> Iterator[list[str]]:
        lines = io.StringIO(self.text, newline="")  # divides at \n, \r and \r\n and at nothing else
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        self._starts.clear()
        self._starts.append(1)
        try:
            for row in reader:
                self._starts.append(reader.line_num + 1)
                yield [cell.strip() for cell in row]
        except csv.Error as fault:
            said = next((words for part, words in _FAULTS.items() if part in str(fault)), str(fault))
            raise FileRefused(
                f"{self.name}, line {self._starts[-1]}, cannot be read: {said}.",
                "Download the file again, or mend the line.",
            ) from None

    def header_row(self, *columns: str, within: int = 20) -> int | None:
        """The first of the first rows that has all these columns (capitals do not count); None where none has.

        Only that far is read, so that a file of another kind is passed over quickly.
        """
        wanted = {column.casefold() for column in columns}
        return next((i for i, row in enumerate(self.first_rows(within)) if wanted <= row), None)

    def first_cells(self, within: int = 20) -> list[list[str]]:
        """The cells of the first rows, as they stand, a quotation mark not closed among them."""
        reader = csv.reader(self._head(_HEAD), delimiter=self.separator)
        return [[cell.strip() for cell in row] for row in islice(reader, within)]

    def first_rows(self, within: int = 20) -> list[frozenset[str]]:
        """What stands in the first rows (capitals do not count), a quotation mark not closed among it."""
        reader = csv.reader(self._head(_HEAD), delimiter=self.separator)
        return [frozenset(cell.strip().casefold() for cell in row) for row in islice(reader, within + 1)]


def number_of(text: str) -> float | None:
    """A number as publishers write it: 1,234.5 or 63.2% (as 63.2); None where the text is no number.

    Thousands may stand apart by a comma or a space, three digits each time. A decimal comma (63,2) is no number:
    where thousands have commas it would be a guess.
    """
    stripped = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(stripped):
        return None
    number = float(stripped.translate(_GROUPING))
    return number if math.isfinite(number) else None


def day_of(text: str) -> date | None:
    """A day written as 2025-03-31 or 31/03/2025, with a time or without, never guessed at; None where it is neither."""
    for form in _DAYS:
        found = form.fullmatch(text.strip())
        if found:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None
