"""What a page says, walked block by block: against this, each format is read back."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.answers.model import Answer, Point
from alliance.pages.model import Cell, Figure, Page, Table

Number = float | None


def figures(page: Page, kind: str = "") -> list[Figure]:
    """The figures of a page, of one kind or of all."""
    return [b for b in page.blocks if isinstance(b, Figure) and kind in ("", b.chart.kind)]


def own_tables(page: Page) -> list[Table]:
    """The tables that are not a figure's."""
    return [b for b in page.blocks if isinstance(b, Table)]


def all_tables(page: Page) -> list[Table]:
    """Every table, those of figures too."""
    return [*own_tables(page), *(f.table for f in figures(page) if f.table)]


def cells(table: Table) -> Iterator[Cell]:
    """Every cell, row by row."""
    yield from (cell for row in table.rows for cell in row)


def newest_of_parts(answer: Answer) -> list[tuple[str, Point]]:
    """Each part's name and its last point, for answers that were asked for one period."""
    return [(s.place.name if s.place else str(s.cut), s.points[-1]) for s in answer.series or () if s.points]


def squeezed(text: str) -> str:
    """Text without any white space: where lines are broken does not matter."""
    return "".join(text.split())
