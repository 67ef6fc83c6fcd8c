"""What native charts share: where one stands, its alt text, its lines and letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alliance.charts.model import Chart
from alliance.charts.palette import GRID, MUTED
from alliance.writers.pptx.look import rgb

if TYPE_CHECKING:
    from pptx.slide import Slide

__all__ = ["Box", "add_chart", "axis_fonts", "describe", "line_of", "number_format"]

_FORMATS = {"proportion": "0.0%", "percent": '0.0"%"', "score-0-10": "0.0"}


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def number_format(unit: str) -> str:
    """How Excel and PowerPoint show a number of a unit."""
    return _FORMATS.get(unit, "#,##0.#")


def describe(shape: Any, name: str, words: str) -> None:
    """Give a shape its name and its alt text: python-pptx has no property for the second."""
    shape.name = name
    shape._element.nvGraphicFramePr.cNvPr.set("descr", words)


def add_chart(slide: Slide, kind: Any, told: Any, box: Box, chart: Chart) -> Any:
    """A native chart at its place, described, in the deck's letters; gaps stay gaps."""
    from pptx.oxml.ns import qn
    from pptx.util import Inches, Pt

    left, top, width, height = map(Inches, (box.left, box.top, box.width, box.height))
    frame: Any = slide.shapes.add_chart(kind, left, top, width, height, told)
    describe(frame, f"Chart: {chart.answer.title}", chart.alt)
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size = Pt(12)
    blanks = drawn._chartSpace.chart.find(qn("c:dispBlanksAs"))
    if blanks is not None:
        blanks.set("val", "gap")
    return drawn


def line_of(series: Any, *, colour: str, width: float, dash: bool = False, marked: bool = False) -> None:
    """One series as a straight line of a colour and a width in points; points are shown only if `marked`."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    series.smooth = False
    line = series.format.line
    line.color.rgb, line.width = rgb(colour), Pt(width)
    if dash:
        line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.CIRCLE if marked else XL_MARKER_STYLE.NONE


def axis_fonts(axis: Any, unit: str | None) -> None:
    """Quiet letters and light lines; values in their unit where the axis has values."""
    from pptx.util import Pt

    axis.tick_labels.font.size = Pt(12)
    axis.tick_labels.font.color.rgb = rgb(MUTED)
    axis.format.line.color.rgb = rgb(MUTED)
    axis.has_major_gridlines = unit is not None
    if unit is not None:
        axis.major_gridlines.format.line.color.rgb = rgb(GRID)
        axis.format.line.fill.background()
        axis.tick_labels.number_format = "0%" if unit == "proportion" else number_format(unit)
        axis.tick_labels.number_format_is_linked = False
