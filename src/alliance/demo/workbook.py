"""Write one fictional month as a workbook in the published layout: eleven sheets, on either basis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from alliance.demo.england import COMMISSIONERS, PROVIDERS
from alliance.demo.layout import BASES, SHEETS, Basis, Sheet
from alliance.demo.model import BANDS

__all__ = ["FICTIONAL", "WRITTEN", "workbook_name", "write_workbook"]

Floats = NDArray[np.float64]
FICTIONAL = (
    "FICTIONAL: every place, organisation and number in this file is invented, to show how the system works."
)
WRITTEN = datetime(2023, 10, 1)  # noqa: DTZ001 - a fixed document date, so that the same bytes come each time
_HEADER_ROW = 8
_PART_ROW = 6


def workbook_name(month: date, basis: str, status: str) -> str:
    """The file name of a month's workbook, in the publisher's manner."""
    return f"FICTIONAL-{month:%B-%Y}-CWT-CRS-{basis}-WORKBOOK-{status}.xlsx".upper().replace(".XLSX", ".xlsx")


def write_workbook(path: Path, month: date, basis: str, status: str, tables: Mapping[str, Floats]) -> None:
    """Write one month.

    Parameters
    ----------
    path : Path
        The file to write.
    month : date
        Its first day.
    basis : str
        `provider` or `commissioner`.
    status : str
        `final` or `provisional`.
    tables : Mapping[str, ndarray]
        For each standard, `model.counts` of that basis: (organisations, a, b, c, bands).
    """
    words = BASES[basis]
    book = Workbook(str(path))
    book.set_properties(
        {"created": WRITTEN, "title": "Fictional cancer waiting times", "comments": FICTIONAL}
    )
    percent = book.add_format({"num_format": "0.0%"})
    bold = book.add_format({"bold": True})
    _front_page(book.add_worksheet("Frontpage"), month, words, status, bold)
    for sheet in SHEETS:
        _Writer(book.add_worksheet(sheet.name), sheet, words, bold, percent).write(
            month, tables[sheet.standard]
        )
    book.close()


def _front_page(page: Worksheet, month: date, basis: Basis, status: str, bold: Format) -> None:
    lines = {
        4: f"Status: {status.title()} Official Statistics",
        5: FICTIONAL,
        6: f"Cancer Waiting Times statistics: {basis.word} Based",
        7: f"{month:%B %Y}",
        9: f"A made-up month of a made-up England, by {basis.word.lower()}, for the demonstration alliance.",
        10: "It is laid out as the published workbooks are, so that the same loader reads both.",
        12: "How to read it",
        13: "A patient whose care two trusts share counts half in each, on the 62-day sheets by provider.",
        14: "Organisations without patients in a row are left out of it. UNKNOWN: no commissioner was found.",
        15: "(1) code of the organisation · (2) what was suspected · (3) what was treated · (4) with what",
        17: "Sheets",
        **{18 + i: sheet.name for i, sheet in enumerate(SHEETS)},
    }
    page.set_column(0, 0, 110)
    for row, text in lines.items():
        page.write_string(row, 0, text, bold if row in (4, 5, 6, 12, 17) else None)


class _Writer:
    """Writes one sheet, part under part."""

    def __init__(self, page: Worksheet, sheet: Sheet, basis: Basis, bold: Format, percent: Format) -> None:
        self.page, self.sheet, self.basis, self.bold, self.percent = page, sheet, basis, bold, percent
        named = PROVIDERS if basis.key == "provider" else COMMISSIONERS
        order = sorted(range(len(named)), key=lambda i: (named[i].code == "UNKNOWN", named[i].name))
        self.places = [(i, named[i].code, named[i].name.upper()) for i in order]
        self.first_count = 3 + len(sheet.cut_columns)

    def write(self, month: date, table: Floats) -> None:
        """Titles in rows 1 to 4, then each part: heading, columns, organisations, a blank row, England."""
        self._titles(month)
        header = _HEADER_ROW
        for part in self.sheet.parts:
            self._text(_PART_ROW if header == _HEADER_ROW else header - 2, 0, part.heading)
            self._columns(header)
            counted = table.sum(axis=1) if part.position is None else table[:, part.position]
            rows = self._rows(counted)
            row = header + 1
            for position, code, name in self.places:
                row = self._block(row, (code, name), part.label, rows[position])
            row = self._block(row + 1, ("", self.basis.national), part.label, rows.sum(axis=0))
            header = row + 5

    def _rows(self, counted: Floats) -> Floats:
        """Bands of every organisation and row of the sheet: shape (organisations, rows, bands)."""
        summed = [
            counted[:, first, second].reshape(len(counted), -1, counted.shape[-1]).sum(axis=1)
            for _, (first, second) in self.sheet.rows
        ]
        return np.stack(summed, axis=1)

    def _titles(self, month: date) -> None:
        lines = (
            f"{self.sheet.title} - FICTIONAL",
            f"{month:%b-%y}",
            f"BASIS: {self.basis.word.upper()} BASED, FICTIONAL PATIENTS INCLUDING 'UNKNOWNS'",
            "DEFINITIONS:  DCB0147 Amd 16/2019",
        )
        for row, text in enumerate(lines):
            self._text(row, 0, text)
        counted = self.sheet.counted
        self._text(_HEADER_ROW - 1, self.first_count, counted)
        if self.sheet.within:
            self._text(_HEADER_ROW - 1, self.first_count + 3, "PERCENTAGE")
            self._text(_HEADER_ROW - 1, self.first_count + 5, counted)
        self.page.set_column(1, 1, 14)
        self.page.set_column(2, 2, 46)
        self.page.set_column(3, self.first_count - 1, 26)
        self.page.set_column(self.first_count, self.first_count + 13, 17)

    def _columns(self, row: int) -> None:
        counts = ("TOTAL", *self.sheet.within, " ") if self.sheet.within else ("TOTAL",)
        heads = ("ODS CODE (1)", self.basis.column, *self.sheet.cut_columns, *counts, *self.sheet.bands)
        for column, text in enumerate(heads, 1):
            self._text(row, column, text)

    def _text(self, row: int, column: int, text: str) -> None:
        if text:
            self.page.write_string(row, column, text, self.bold)

    def _block(self, row: int, place: tuple[str, str], label: str, rows: Floats) -> int:
        """Write a row for each cut in which this place has patients; return the number of the next row."""
        for (labels, _), bands in zip(self.sheet.rows, rows.tolist(), strict=True):
            total = sum(bands)
            if total:
                self._line(row, (*place, label, *labels) if label else (*place, *labels), total, bands)
                row += 1
        return row

    def _line(self, row: int, labels: tuple[str, ...], total: float, bands: list[float]) -> None:
        number = self.page.write_number
        for column, text in enumerate(labels, 1):
            if text:
                self.page.write_string(row, column, text)
        column = self.first_count
        number(row, column, total)
        if self.sheet.within:
            within = sum(bands[: len(BANDS[self.sheet.standard][0])])
            number(row, column + 1, within)
            number(row, column + 2, total - within)
            number(row, column + 3, within / total, self.percent)
            column += 4
        for offset, value in enumerate(bands, column + 1):
            number(row, offset, value)
