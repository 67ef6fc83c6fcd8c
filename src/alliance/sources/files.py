"""Opening a publisher's file so that nothing hostile, broken or mislabelled gets further than one sentence."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import python_calamine

from alliance.errors import FileRefused

__all__ = ["MOST_BYTES", "RawFile", "Workbook", "cell_name", "open_raw"]

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 512 * 1024 * 1024
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    KeyError,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "Download the file again from its publisher."


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook, read when asked for. Rows and columns count from the sheet's own A1."""

    name: str
    book: python_calamine.CalamineWorkbook
    kept: dict[str, list[list[Any]]] = field(default_factory=dict)

    @property
    def sheets(self) -> list[str]:
        return self.book.sheet_names

    def rows(self, sheet: str) -> list[list[Any]]:
        """All rows of a sheet as lists of equal length; an empty cell is ''."""
        if sheet not in self.kept:
            try:
                found = self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            except (python_calamine.CalamineError, ValueError, OSError) as fault:
                raise FileRefused(f"{self.name}, sheet '{sheet}', cannot be read: {fault}.", _AGAIN) from None
            self.kept[sheet] = found
        return self.kept[sheet]


@dataclass(frozen=True)
class RawFile:
    """A file's bytes as its publisher issued them."""

    path: Path
    content: bytes

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @cached_property
    def workbook(self) -> Workbook | None:
        """The file as an XLSX workbook, every member's checksum verified; None where it is something else.

        Raises
        ------
        FileRefused
            It should be a workbook and cannot be read: truncated, changed on the way, or locked by a password.
        """
        if self.content[:8] == _OLE and "EncryptedPackage".encode("utf-16-le") in self.content:
            raise FileRefused(
                f"{self.name} is locked by a password.", "Save a copy without the password and load that."
            )
        if self.content[:2] != b"PK":
            return None
        _hold_zip(self.name, self.content)
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self.content))
        except (python_calamine.CalamineError, ValueError, OSError) as fault:
            raise FileRefused(f"{self.name} cannot be read as a workbook: {fault}.", _AGAIN) from None
        return Workbook(self.name, book)


def open_raw(path: Path) -> RawFile:
    """Read a file whole.

    Raises
    ------
    FileRefused
        It is not there, not a file, empty, too large, or a web page saved under another name.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FileRefused(
                f"{path.name} is {size // 1_048_576} MB; the most that is read is {MOST_BYTES // 1_048_576} MB.",
                "Check that it is the file that you meant.",
            )
        content = path.read_bytes()
    except OSError as fault:
        raise FileRefused(
            f"{path.name} cannot be opened: {fault.strerror}.", "Check the path and your rights."
        ) from None
    if not content:
        raise FileRefused(f"{path.name} is empty.", _AGAIN)
    if content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise FileRefused(
            f"{path.name} is a web page, not a data file.",
            "Open the publisher's page in a browser and download the file itself.",
        )
    return RawFile(path, content)


def _hold_zip(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise FileRefused(f"{name} unpacks to more than {MOST_UNPACKED // 1_048_576} MB.", _AGAIN)
            broken = archive.testzip()
    except _BROKEN_ZIP as fault:
        raise FileRefused(f"{name} is damaged or was cut off on the way ({fault}).", _AGAIN) from None
    if broken:
        raise FileRefused(f"{name} is damaged: the checksum of '{broken}' does not fit.", _AGAIN)


def cell_name(column: int, row: int) -> str:
    """The spreadsheet name of a cell; both counts start at 0: (1, 9) is B10."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
