"""A plain reader of a workbook in the published layout, knowing nothing of how ours are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

Row = list[Any]


@dataclass(frozen=True)
class Line:
    """One row of counts: its part (`` where there is none), code (`` for England), labels and numbers."""

    part: str
    code: str
    labels: tuple[str, ...]
    numbers: tuple[float, ...]


def sheets(path: Path) -> dict[str, list[Row]]:
    """Every sheet's rows from A1 on."""
    book = CalamineWorkbook.from_path(path)
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def lines(rows: list[Row]) -> Iterator[Line]:
    """The rows of counts of one sheet; percentages and blank columns left out."""
    header = rows[8]
    first = header.index("TOTAL")
    counts = [i for i in range(first, len(header)) if header[i] != " " and "TOLD" not in header[i]]
    counts = [i for i in counts if not header[i].startswith("TREATED")]
    part = rows[6][0]
    for row in rows[9:]:
        part = row[0] or part
        if isinstance(row[first], float):
            yield Line(part, row[1], tuple(row[3:first]), tuple(row[i] for i in counts))


def anatomy(rows: list[Row]) -> list[str]:
    """The order of a sheet's rows: blank ones, part titles, headers, organisations, England."""
    found: list[str] = []
    for row in rows[6:]:
        kind = _kind(row)
        if kind == "blank" or not found or found[-1] != kind:
            found.append(kind)
    return found


def _kind(row: Row) -> str:
    filled = [str(cell) for cell in row if cell != ""]
    if not filled:
        return "blank"
    if not any(isinstance(cell, float) for cell in row):
        return " | ".join(filled)
    return "organisations" if row[1] else f"England: {row[2]}"


def summed(found: list[Line], *keys: str) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """Sums of counts by some of `part`, `code`, `labels`, or `first` and `last` (of the labels)."""
    sums: dict[tuple[Any, ...], tuple[float, ...]] = defaultdict(tuple)
    for line in found:
        values = {"first": line.labels[0], "last": line.labels[-1]}
        key = tuple(values[k] if k in values else getattr(line, k) for k in keys)
        before = sums[key] or (0.0,) * len(line.numbers)
        sums[key] = tuple(a + b for a, b in zip(before, line.numbers, strict=True))
    return dict(sums)
