"""NHS England's cancer waiting times: the monthly workbooks and the national time series."""

from __future__ import annotations

from alliance.sources.cancer_waiting_times import monthly, national
from alliance.sources.cancer_waiting_times.about import ABOUT
from alliance.sources.files import RawFile
from alliance.sources.release import Reading, Release

__all__ = ["ABOUT", "read", "recognise"]


def recognise(file: RawFile) -> Release | None:
    """Which release of this family a file is, by its content; None where it is none of them.

    Raises
    ------
    FileRefused
        It is one of them, and parts of it are missing.
    """
    book = file.workbook
    if book is None:
        return None
    if monthly.is_monthly(book):
        return monthly.recognise_monthly(book)
    if national.is_national(book):
        return national.recognise_national(book)
    return None


def read(file: RawFile, release: Release) -> Reading:
    """All observations of a recognised file, checked whole.

    Raises
    ------
    FileRefused
        The file contradicts itself or its layout; the sentence names file, sheet and cell.
    """
    book = file.workbook
    if book is None:
        raise TypeError("read() was called on a file that recognise() did not take")
    reader = monthly.read_monthly if release.form == monthly.FORM else national.read_national
    return reader(book, release, file.sha256)
