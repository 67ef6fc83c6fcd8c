"""Places side by side in a chart of PowerPoint's own: a series a place, from its interval's lower to its upper end.

A bar would have to start at zero; a dot need not, and its line shows how sure the figure is. Names stand in the
answer's order, which is never that of a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alliance.answers.model import Answer, Point, Series
from alliance.answers.sentences import range_words
from alliance.charts.alt_text import newest_period
from alliance.charts.axes import value_scale
from alliance.charts.labels import shorten
from alliance.charts.model import Chart
from alliance.charts.palette import DOT, INK, MUTED, STANDARD
from alliance.charts.wording import count, cut_words, figure, reason_for_absence, short_place, target
from alliance.periods import parse_period
from alliance.writers.pptx.drawing import Box, add_chart, axis_fonts, line_of, number_format
from alliance.writers.pptx.look import rgb

if TYPE_CHECKING:
    from pptx.slide import Slide

__all__ = ["ROWS", "draw_across", "key_of_across", "rows_of"]

ROWS = 20  # names that a slide has room for
_SPREAD = 3  # points of a place: lower end, figure, upper end
_PLOT = (0.31, 0.02, 0.53, 0.88)  # of the chart's width and height: names stand left of it, figures right


@dataclass(frozen=True)
class Row:
    """One place or part: its name and its point of the newest period, if it has one."""

    name: str
    point: Point | None


def rows_of(answer: Answer) -> list[Row]:
    """The parts of an answer in the period that is shown."""
    newest = newest_period(answer)
    return [
        Row(_name(s), next((p for p in s.points if p.period == newest), None)) for s in answer.series or ()
    ]


def key_of_across(answer: Answer) -> str:
    """What the lines and dots are."""
    said = [
        f"● figure, on the line of its {range_words(answer.unit, answer.variant)}",
        *(f"{mark} {name}" for mark, name, *_ in _levels(answer)),
    ]
    low = _scale(answer)[0]
    return "; ".join(
        [*said, *([f"the axis starts at {target(low, answer.unit)}, not at 0"] if low > 0 else [])]
    )


def draw_across(slide: Slide, chart: Chart, rows: Sequence[Row], box: Box) -> Any:
    """Add the chart of some rows to a slide; every number in its sheet is the answer's own, or a row's position."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    answer, size = chart.answer, len(rows)
    low, high = _scale(answer)
    told = XyChartData(number_format=number_format(answer.unit))
    for edge, name in (
        (low, "Names"),
        (high, "Figures in words"),
    ):  # first: LibreOffice wants the longest first
        series = told.add_series(name)
        for n in range(max(size, _SPREAD)):
            series.add_data_point(edge, max(1, size - n))
    for n, row in enumerate(rows):
        series = told.add_series(row.name)
        for value in _spread(row.point):
            series.add_data_point(value, size - n)
    for _, name, value, *_ in _levels(answer):
        series = told.add_series(name)
        series.add_data_point(value, 0.4)
        series.add_data_point(value, size + 0.6)
    drawn = add_chart(slide, XL_CHART_TYPE.XY_SCATTER_LINES, told, box, chart)
    drawn.has_legend = False
    _style(drawn, answer, rows)
    _axes(drawn, answer, size)
    return drawn


def _name(series: Series) -> str:
    return short_place(series.place.name) if series.place else cut_words(series.cut or {}) or "All"


def _spread(point: Point | None) -> list[float]:
    """Lower end, figure and upper end; the figure alone where there is no interval; nothing where there is none."""
    found = (point.lower, point.value, point.upper) if point else ()
    return [v for v in found if v is not None] if point and point.value is not None else []


def _levels(answer: Answer) -> list[tuple[str, str, float, str, bool]]:
    """Mark, name, value, colour and dash of the lines through all rows: the standard, and the whole."""
    newest = newest_period(answer)
    whole = next((p.value for p in answer.points if p.period == newest), None)
    held = answer.standard_on(parse_period(newest).start) if newest else None
    found = []
    if held:
        found.append(("━", f"Standard {target(held.value, answer.unit)}", held.value, STANDARD, False))
    if whole is not None:
        name = f"{short_place(answer.place.name)} as a whole {figure(whole, answer.unit)}"
        found.append(("┅", name, whole, INK, True))
    return found


def _scale(answer: Answer) -> tuple[float, float]:
    shown = [v for row in rows_of(answer) for v in _spread(row.point)]
    scale = value_scale([*shown, *(value for _, _, value, *_ in _levels(answer))], answer.unit, 0.0, 1.0)
    return scale.low, scale.high


def _style(drawn: Any, answer: Answer, rows: Sequence[Row]) -> None:
    names, figures, *series = drawn.plots[0].series
    _write(names, [shorten(row.name, 285) for row in rows], "LEFT", INK)
    _write(figures, [_shown(row.point, answer.unit) for row in rows], "RIGHT", MUTED)
    for n, row in enumerate(rows):
        line_of(series[n], colour="#a5b9cb", width=3.0)
        if spread := _spread(row.point):
            _dot(series[n].points[len(spread) // 2], row.point)
    for n, (_, _, _, colour, dash) in enumerate(_levels(answer), len(rows)):
        line_of(series[n], colour=colour, width=2.0, dash=dash)


def _dot(point: Any, told: Point | None) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE

    hollow = told is not None and told.status == "provisional"
    point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = rgb("#ffffff" if hollow else DOT)
    point.marker.format.line.color.rgb = rgb(DOT)


def _write(series: Any, texts: Sequence[str], side: str, colour: str) -> None:
    """Words beside the plot, one a row: they are the labels of points that are not drawn."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.util import Pt

    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE
    for n, text in enumerate(texts):
        label = series.points[n].data_label
        label.position = getattr(XL_LABEL_POSITION, side)
        label.text_frame.word_wrap = False
        run = label.text_frame.paragraphs[0].add_run()
        run.text = text
        run.font.size, run.font.color.rgb = Pt(11), rgb(colour)


def _shown(point: Point | None, unit: str) -> str:
    if point is None or point.value is None:
        return reason_for_absence(point.absence if point else None).capitalize()
    if unit == "proportion" and point.denominator is not None:
        return f"{figure(point.value, unit)} of {count(point.denominator)}"
    return figure(point.value, unit)


def _axes(drawn: Any, answer: Answer, size: int) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    across, down = drawn.category_axis, drawn.value_axis
    across.minimum_scale, across.maximum_scale = _scale(answer)
    axis_fonts(across, answer.unit)
    down.minimum_scale, down.maximum_scale = 0.4, size + 0.6
    down.has_major_gridlines = False
    down.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    down.major_tick_mark = XL_TICK_MARK.NONE
    down.format.line.fill.background()
    _fix_plot(drawn)


def _fix_plot(drawn: Any) -> None:
    """Keep room left and right of the plot for words: PowerPoint would fill it."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    x, y, w, h = _PLOT
    layout = f"""<c:layout {nsdecls("c")}><c:manualLayout>
      <c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>
      <c:x val="{x}"/><c:y val="{y}"/><c:w val="{w}"/><c:h val="{h}"/>
      </c:manualLayout></c:layout>"""
    plot = drawn._chartSpace.chart.plotArea
    if (old := plot.find(qn("c:layout"))) is not None:
        plot.remove(old)
    plot.insert(0, parse_xml(layout))
