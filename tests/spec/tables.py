"""Tables as people read them: a heading, a line, and rows whose cells are divided by |."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

__all__ = ["as_cells", "read_table"]


def read_table(text: str) -> list[dict[str, str]]:
    """The rows of a table, each by its headings; lines of dashes are drawing."""
    lines = [line for line in text.strip().splitlines() if line.strip(" -|+")]
    heads, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    for row in rows:
        if len(row) != len(heads):
            raise ValueError(f"{row} has not the {len(heads)} cells of {heads}")
    return [dict(zip(heads, row, strict=True)) for row in rows]


def as_cells(rows: Iterable[Mapping[str, object]], heads: Sequence[str]) -> list[dict[str, str]]:
    """Found values as a table's cells: a number with four decimals at most, nothing for None."""
    return [{head: _cell(row[head]) for head in heads} for row in rows]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float | int):
        return f"{round(value, 4):g}" if abs(value) < 1e5 else f"{value:.1f}"
    return str(value)
