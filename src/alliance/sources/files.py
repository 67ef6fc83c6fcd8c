"""Opening a publisher's file so that nothing hostile, broken or mislabelled gets further than one sentence."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import python_calamine

from alliance.errors import FileRefused
from alliance.sources.panics import panics_held_back
from alliance.sources.text import Lines, decode

__all__ = ["MOST_BYTES", "RawFile", "Workbook", "cell_name", "open_raw"]

MOST_BYTES = 128 * 1024 * 1024
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
_GZIP = b"\x1f\x8b"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "Download the file again from its publisher."
# Beyond column ZZ or row 999 999: the reader would make room for every cell before it.
_FAR = rb"[A-Z]{3}\d+|[A-Z]{1,2}\d{7}"
_FAR_CELL = re.compile(rb'r="(' + _FAR + rb')"(?:[^>]*[^>/])?>')  # with something in it
_FAR_END = re.compile(rb'(?:dimension ref="\w+:|<c r=")(?:' + _FAR + rb')"')


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook, read when asked for. Rows and columns count from the sheet's own A1."""

    name: str
    book: python_calamine.CalamineWorkbook
    old: bool = False  # XLS, which has no checksums
    kept: dict[str, list[list[Any]]] = field(default_factory=dict)

    @property
    def sheets(self) -> list[str]:
        return self.book.sheet_names

    def rows(self, sheet: str) -> list[list[Any]]:
        """All rows of a sheet as lists of equal length; an empty cell is ''."""
        if sheet not in self.kept:
            with _refusing(f"{self.name}, sheet '{sheet}', cannot be read", old=self.old):
                self.kept[sheet] = self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
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
    def body(self) -> bytes:
        """The content, unpacked where the publisher packed it with gzip.

        Raises
        ------
        FileRefused
            It is packed and cannot be unpacked whole, or is far too large then.
        """
        return _unpacked(self.name, self.content) if self.content[:2] == _GZIP else self.content

    @cached_property
    def lines(self) -> Lines | None:
        """The file as lines of text (UTF-8, UTF-16 or Windows-1252); None where it is not text.

        Raises
        ------
        FileRefused
            As `body`.
        """
        if self.content[:2] == b"PK" or self.content[:8] == _OLE:
            return None
        text = decode(self.body)
        return None if text is None else Lines(self.name, text)

    @property
    def held_workbook(self) -> Workbook:
        """The workbook of a file that was recognised as one."""
        if self.workbook is None:
            raise TypeError(f"{self.name} was recognised as a workbook and is none")
        return self.workbook

    @property
    def held_lines(self) -> Lines:
        """The lines of a file that was recognised as text."""
        if self.lines is None:
            raise TypeError(f"{self.name} was recognised as text and is none")
        return self.lines

    @cached_property
    def workbook(self) -> Workbook | None:
        """The file as a workbook (XLSX, every member's checksum verified, or XLS); None where it is something else.

        Raises
        ------
        FileRefused
            It should be a workbook and cannot be read: truncated, changed on the way, or locked by a password.
        """
        if self.content[:8] == _OLE and "EncryptedPackage".encode("utf-16-le") in self.content:
            raise FileRefused(
                f"{self.name} is locked by a password.", "Save a copy without the password and load that."
            )
        if self.content[:2] == b"PK":
            _hold_zip(self.name, self.content)
        elif self.content[:8] != _OLE:
            return None
        old = self.content[:8] == _OLE
        with _refusing(f"{self.name} cannot be read as a workbook", old=old):
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self.content))
            return Workbook(self.name, book, old)


def open_raw(path: Path) -> RawFile:
    """Read a file whole.

    Raises
    ------
    FileRefused
        It is not there, not a file, empty, too large, or a web page saved under another name.
    """
    try:
        if not path.exists():
            raise FileRefused(f"{path} does not exist.", "Check the path.")
        if not path.is_file():
            raise FileRefused(
                f"{path.name} is not a file that can be read.", "Name a file, or a folder of files."
            )
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


def _unpacked(name: str, content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            found = packed.read(MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise FileRefused(f"{name} is damaged or was cut off on the way ({fault}).", _AGAIN) from None
    if len(found) > MOST_UNPACKED:
        raise FileRefused(f"{name} unpacks to more than {MOST_UNPACKED // 1_048_576} MB.", _AGAIN)
    return found


@contextmanager
def _refusing(what: str, *, old: bool = False) -> Iterator[None]:
    """Turn what calamine raises for a broken file, its panics too, into a refusal; those over an old one unprinted."""
    try:
        with panics_held_back() if old else nullcontext():
            yield
    except (python_calamine.CalamineError, ValueError, OSError) as fault:
        raise FileRefused(f"{what}: {fault}.", _AGAIN) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # calamine is Rust; its panic is no Exception
            raise
        raise FileRefused(f"{what}: it is damaged.", _AGAIN) from None


def _hold_zip(name: str, content: bytes) -> None:
    """Every member's checksum fits, and no sheet asks for more room than a table of people needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise FileRefused(f"{name} unpacks to more than {MOST_UNPACKED // 1_048_576} MB.", _AGAIN)
            members = archive.infolist()  # by entry, not by name: two members of one name are both read
            far = [cell for member in members for cell in _far_cells(member.filename, archive.read(member))]
    except _BROKEN_ZIP as fault:
        raise FileRefused(f"{name} is damaged or was cut off on the way ({fault}).", _AGAIN) from None
    if far:
        raise FileRefused(
            f"{name} has something in cell {far[0]}, far from its tables.",
            "Open the file, delete what stands there, save it, and load it again.",
        )


def _far_cells(member: str, content: bytes) -> list[str]:
    """A filled cell far from all others, searched for where a sheet's stated size or its last cell is far away."""
    if "/worksheets/" not in member:
        return []
    last = content.rfind(b'<c r="')
    if not (_FAR_END.search(content, 0, 4096) or _FAR_END.search(content, last)):
        return []
    found = _FAR_CELL.search(content)
    return [found[1].decode()] if found else []


def cell_name(column: int, row: int) -> str:
    """The spreadsheet name of a cell; both counts start at 0: (1, 9) is B10."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
