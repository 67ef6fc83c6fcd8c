"""A run chart of PowerPoint's own, to be edited there: figure, mean, limits and standard are a series each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alliance.answers.model import Answer, Point
from alliance.charts.alt_text import targets_shown
from alliance.charts.axes import value_scale
from alliance.charts.model import Chart
from alliance.charts.palette import AMBITION, INK, LINE, MUTED, STANDARD, sign_of
from alliance.charts.wording import figure, period_name, target
from alliance.periods import parse_period
from alliance.writers.pptx.drawing import Box, add_chart, axis_fonts, line_of, number_format

if TYPE_CHECKING:
    from pptx.slide import Slide

__all__ = ["draw_run", "key_of_run"]

_SHAPES = {"circle": "CIRCLE", "diamond": "DIAMOND", "square": "SQUARE"}  # others are triangles
_LIMITS = ("Upper control limit", "Lower control limit")


def draw_run(slide: Slide, chart: Chart, box: Box) -> Any:
    """Add the chart to a slide; every number in its sheet is one of the answer's points or standards."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

    answer = chart.answer
    told = CategoryChartData(number_format=number_format(answer.unit))
    told.categories = [_label(p) for p in answer.points]
    series = _series(answer)
    for name, values, _ in series:
        told.add_series(name, values)
    drawn = add_chart(slide, XL_CHART_TYPE.LINE_MARKERS, told, box, chart)
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for plotted, (_, values, style) in zip(drawn.plots[0].series, series, strict=True):
        line_of(plotted, **style)
        if not style.get("marked"):
            _mark_alone(plotted, values, style["colour"])
    _mark_points(drawn.plots[0].series[len(series) - 1], answer)
    _axes(drawn, answer, [v for _, values, _ in series for v in values])
    return drawn


def key_of_run(answer: Answer) -> str:
    """What the chart's own legend cannot say: what its marks mean, and where its axis starts."""
    directions = dict.fromkeys(p.direction for p in answer.points if p.direction != "none")
    said = [f"{_mark(d, answer.better)} {sign_of(d, answer.better).name}" for d in directions]
    if any(p.status == "provisional" and p.value is not None for p in answer.points):
        said.append("hollow: provisional")
    low = _scale(answer, [v for _, values, _ in _series(answer) for v in values])[0]
    if low > 0:
        said.append(f"the axis starts at {target(low, answer.unit)}, not at 0")
    return "; ".join(said)[:1].upper() + "; ".join(said)[1:]


def _mark(direction: str, better: str) -> str:
    shape = sign_of(direction, better).shape
    return {"diamond": "◆", "square": "■"}.get(shape, "▲")


def _label(point: Point) -> str:
    period = parse_period(point.period)
    return f"{period.start:%b %Y}" if period.months == 1 else period_name(point.period)


def _series(answer: Answer) -> list[tuple[str, list[float | None], dict[str, Any]]]:
    """Name, one number a period, and look of each line; an empty line is left out, and the figure is last."""
    name = "Share" if answer.unit == "proportion" else "Figure"
    found: list[tuple[str, list[float | None], dict[str, Any]]] = [
        (_LIMITS[0], [p.upper_limit for p in answer.points], {"colour": LINE, "width": 1.0, "dash": True}),
        (_LIMITS[1], [p.lower_limit for p in answer.points], {"colour": LINE, "width": 1.0, "dash": True}),
        ("Mean", [p.mean for p in answer.points], {"colour": MUTED, "width": 1.25}),
        *((kind.capitalize(), _held(answer, kind), _look(kind)) for kind in _kinds(answer)),
    ]
    found = [one for one in found if any(v is not None for v in one[1])]
    return [*found, (name, [p.value for p in answer.points], {"colour": INK, "width": 1.75, "marked": True})]


def _kinds(answer: Answer) -> list[str]:
    return list(dict.fromkeys(s.kind for s in targets_shown(answer)))


def _look(kind: str) -> dict[str, Any]:
    if kind == "standard":
        return {"colour": STANDARD, "width": 2.25}
    return {"colour": AMBITION, "width": 1.5, "dash": True}


def _held(answer: Answer, kind: str) -> list[float | None]:
    """The level of a kind that was in force on each period's first day."""
    days = [parse_period(p.period).start for p in answer.points]
    held = [[s.value for s in answer.standards if s.kind == kind and s.holds_on(day)] for day in days]
    return [values[-1] if values else None for values in held]


def _mark_alone(series: Any, values: Sequence[float | None], colour: str) -> None:
    """A mark for each value that has none beside it: a line of one point is not seen."""
    from pptx.enum.chart import XL_MARKER_STYLE

    from alliance.writers.pptx.look import rgb

    around = [None, *values, None]
    for n, value in enumerate(values):
        if value is not None and around[n] is None and around[n + 2] is None:
            marker = series.points[n].marker
            marker.style, marker.size = XL_MARKER_STYLE.DASH, 10
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb = marker.format.line.color.rgb = rgb(colour)


def _mark_points(series: Any, answer: Answer) -> None:
    """Special causes by shape and colour, provisional points hollow, and the newest figure in words."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.util import Pt

    from alliance.writers.pptx.look import rgb

    for n, point in enumerate(answer.points):
        if point.value is None:
            continue
        sign = sign_of(point.direction, answer.better)
        marker = series.points[n].marker
        marker.style = getattr(XL_MARKER_STYLE, _SHAPES.get(sign.shape, "TRIANGLE"))
        marker.size = 6 if point.direction == "none" else 9
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = rgb("#ffffff" if point.status == "provisional" else sign.colour)
        marker.format.line.color.rgb = rgb(sign.colour)
        line = series.points[n].format.line
        line.color.rgb, line.width = rgb(INK), Pt(1.75)  # a point of its own look loses that of its series
        if point is answer.latest:
            label = series.points[n].data_label
            label.position = XL_LABEL_POSITION.ABOVE
            run = label.text_frame.paragraphs[0].add_run()
            run.text = figure(point.value, answer.unit)
            run.font.size, run.font.bold, run.font.color.rgb = Pt(13), True, rgb(sign.colour)


def _scale(answer: Answer, values: Sequence[float | None]) -> tuple[float, float]:
    scale = value_scale(values, answer.unit, 0.0, 1.0)
    return scale.low, scale.high


def _axes(drawn: Any, answer: Answer, values: Sequence[float | None]) -> None:
    low, high = _scale(answer, values)
    axis = drawn.value_axis
    axis.minimum_scale, axis.maximum_scale = low, high
    axis_fonts(axis, answer.unit)
    axis_fonts(drawn.category_axis, None)
