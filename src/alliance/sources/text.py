"""A publisher's text file: its encoding, its lines and cells, and its numbers, each as they were written."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from alliance.errors import FileRefused

__all__ = ["Lines", "day_of", "decode", "number_of"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", "\t", ";", "|")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?|[+-]?\.\d+%?")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y")


def decode(content: bytes) -> str | None:
    """The text of a file, whichever of the publishers' encodings it has; None where it is no text."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decoded(content, name)
    if _looks_like_utf16(content):
        return _decoded(content, "utf-16-le")
    if b"\0" in content:
        return None
    return _decoded(content, "utf-8") or _decoded(content, "cp1252")


def _decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeError:
        return None


def _looks_like_utf16(content: bytes) -> bool:
    """Western text in UTF-16 without a mark: every second byte is nought."""
    head = content[:512]
    return len(head) >= 16 and len(head) % 2 == 0 and head[1::2].count(0) > 0.9 * len(head[1::2])


@dataclass(frozen=True)
class Lines:
    """A text file's rows of cells. Rows count from 0 as the file's own rows do; a quoted cell may hold a line end."""

    name: str
    text: str
    _rows: dict[str, list[list[str]]] = field(default_factory=dict, compare=False)

    @cached_property
    def separator(self) -> str:
        """What stands between cells: the one of comma, tab, semicolon and bar that the first rows have most."""
        head = self.text[:20_000].splitlines()[:40]
        return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))

    @property
    def rows(self) -> list[list[str]]:
        """All rows as lists of cells, white space around each cell taken off; an empty row is [].

        Raises
        ------
        FileRefused
            A quotation mark is not closed.
        """
        if self.separator not in self._rows:
            self._rows[self.separator] = list(self._read())
        return self._rows[self.separator]

    def _read(self) -> Iterator[list[str]]:
        reader = csv.reader(self.text.splitlines(keepends=True), delimiter=self.separator, strict=True)
        try:
            for row in reader:
                yield [cell.strip() for cell in row]
        except csv.Error as fault:
            raise FileRefused(
                f"{self.name}, line {reader.line_num}, cannot be read: {fault}.",
                "Download the file again, or mend the line.",
            ) from None

    def header_row(self, *columns: str, within: int = 20) -> int | None:
        """The first of the first rows that has all these columns (capitals do not count); None where none has.

        Only that far is read, so that a file of another kind is passed over quickly.
        """
        wanted = {column.casefold() for column in columns}
        head = self.text.splitlines(keepends=True)[: within + 5] if len(self.text) < 65_536 else None
        head = head or self.text[:65_536].splitlines(keepends=True)[: within + 5]
        reader = csv.reader(head, delimiter=self.separator)
        try:
            for index, row in enumerate(reader):
                if wanted <= {cell.strip().casefold() for cell in row}:
                    return index
                if index >= within:
                    break
        except csv.Error:
            return None
        return None


def number_of(text: str) -> float | None:
    """A number as publishers write it: 1,234.5 or 63.2% (as 63.2); None where the text is no number."""
    stripped = text.strip().replace("\u00a0", "").replace("−", "-")
    if not _NUMBER.fullmatch(stripped):
        return None
    return float(stripped.rstrip("%").replace(",", ""))


def day_of(text: str) -> date | None:
    """A day written as 2025-03-31 or 31/03/2025, never guessed at; None where it is neither."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.strip()[:10], form).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    return None
