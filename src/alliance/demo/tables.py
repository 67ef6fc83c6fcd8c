"""A fictional table as a text file: a line that says so, the header, the rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from alliance.demo.workbook import FICTIONAL

__all__ = ["write_table"]


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file; a float is written as the shortest number that it is."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((FICTIONAL,))
        writer.writerow(columns)
        writer.writerows(rows)
