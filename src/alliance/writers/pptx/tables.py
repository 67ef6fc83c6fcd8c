"""Tables on slides: as many rows as there is room for, the rest on the next slides, headings on each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alliance.charts.labels import text_width
from alliance.pages.model import Cell, Table
from alliance.writers.columns import weights
from alliance.writers.pptx.drawing import describe
from alliance.writers.pptx.look import LEFT, WIDE

if TYPE_CHECKING:
    from pptx.slide import Slide

__all__ = ["add_table", "shares"]

SIZE = 12.0  # of letters, in points
LETTERS = 140.0  # that stand beside one another in a table
_LINE, _PADDING = SIZE * 1.2 / 72, 0.08  # inches
_PLAIN = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # PowerPoint's style "No Style, Table Grid"


def shares(table: Table, room: float) -> list[tuple[tuple[Cell, ...], ...]]:
    """The table's rows in runs that each fit a height in inches under the headings; at least one row a run.

    The runs are as few as can be, and about as long as one another.
    """
    widths = _widths(table)
    heights = [_height([cell.text for cell in row], widths) for row in table.rows]
    room -= _height(table.columns, widths)
    fewest = len(_cut(heights, room))
    even = sum(heights) / max(1, fewest)
    room = next((even + k * 0.1 for k in range(60) if len(_cut(heights, even + k * 0.1)) == fewest), room)
    return [table.rows[start:end] for start, end in _cut(heights, room)]


def _cut(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """First and last but one of each run of heights that together have room."""
    found, start = [], 0
    for n in range(1, len(heights)):
        if sum(heights[start : n + 1]) > room:
            found.append((start, n))
            start = n
    return [*found, (start, len(heights))]


def add_table(slide: Slide, table: Table, rows: Sequence[Sequence[Cell]], top: float) -> Any:
    """Add some rows of a table under its headings."""
    from pptx.util import Inches

    widths = _widths(table)
    heights = [_height(table.columns, widths), *(_height([c.text for c in row], widths) for row in rows)]
    frame: Any = slide.shapes.add_table(
        len(rows) + 1, len(widths), Inches(LEFT), Inches(top), Inches(WIDE), Inches(sum(heights))
    )
    describe(frame, f"Table: {table.caption}", f"Table: {table.caption}, {len(rows)} rows.")
    grid = frame.table
    _style(grid, rows)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Inches(width)
    numeric = table.numeric or (False,) * len(widths)
    for n, texts in enumerate([table.columns, *([cell.text for cell in row] for row in rows)]):
        grid.rows[n].height = Inches(heights[n])
        for k, text in enumerate(texts):
            _fill(grid.cell(n, k), text, right=numeric[k], head=n == 0)
    return grid


def _style(grid: Any, rows: Sequence[Sequence[Cell]]) -> None:
    grid.horz_banding = False
    grid.first_row = True
    grid.first_col = all(row[0].header for row in rows)
    grid._tbl.tblPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = _PLAIN


def _fill(cell: Any, text: str, *, right: bool, head: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    from alliance.writers.pptx.look import rgb

    cell.margin_top = cell.margin_bottom = Inches(_PADDING / 2)
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.TOP
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb("#1d4f7c" if head else "#ffffff")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(SIZE), head
    run.font.color.rgb = rgb("#ffffff" if head else "#212b32")
    _borders(cell)


def _borders(cell: Any) -> None:
    """A light line under each row and none between columns."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    lines = []
    for side in ("lnL", "lnR", "lnT"):
        lines.append(f'<a:{side} {nsdecls("a")} w="0"><a:noFill/></a:{side}>')
    lines.append(
        f'<a:lnB {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="C8D0D6"/></a:solidFill></a:lnB>'
    )
    for n, line in enumerate(lines):
        cell._tc.get_or_add_tcPr().insert(n, parse_xml(line))


def _widths(table: Table) -> list[float]:
    """The columns' widths in inches."""
    found = weights(table, LETTERS)
    return [WIDE * w / sum(found) for w in found]


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    return _LINE * max(_lines(t, w) for t, w in zip(texts, widths, strict=True)) + _PADDING


def _lines(text: str, width: float) -> int:
    """How many lines a cell's words take."""
    room, lines, used = (width - 0.17) * 72, 1, 0.0
    for word in text.split(" "):
        wide = text_width(word, SIZE)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        lines, used = lines + int((used + wide) // room), (used + wide) % room + text_width(" ", SIZE)
    return lines
