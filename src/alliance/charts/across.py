"""The dot chart: each place's newest figure with its interval (or range), in alphabetical order, never by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alliance.answers.model import Answer, Point, Series
from alliance.answers.sentences import range_words
from alliance.charts.alt_text import newest_period
from alliance.charts.axes import Scale, value_scale, value_ticks
from alliance.charts.frame import Drawn, Frame, Margins
from alliance.charts.key import ROW, Entry, draw_key, key_rows
from alliance.charts.labels import Words, lanes, shorten, text_width, wrap
from alliance.charts.model import Chart
from alliance.charts.palette import DOT, GRID, INK, MUTED, STANDARD
from alliance.charts.wording import count, cut_words, figure, reason_for_absence, short_place, target
from alliance.periods import parse_period

if TYPE_CHECKING:
    import altair as alt

__all__ = ["draw_across"]

_WIDE = 560


@dataclass(frozen=True)
class _Row:
    """One place or part: its name and its newest point (None where it has none for that period)."""

    name: str
    point: Point | None
    provisional: bool


@dataclass(frozen=True)
class _Reference:
    """A level line through all rows: the standard, or the figure of the whole."""

    name: str
    value: float
    colour: str
    dash: tuple[int, ...]


def draw_across(chart: Chart, width: int) -> Drawn:
    """A dot chart on paper of this width; on narrow paper each name stands above its dot, not beside it."""
    answer = chart.answer
    rows, references = _rows(answer), _references(answer)
    frame, pitch, entries = _paper(answer, rows, references, width)
    beside = width >= _WIDE
    layers = [
        *_grid(frame, answer.unit),
        *_reference_rules(frame, references),
        *_intervals(frame, rows, pitch, beside),
        *_row_words(frame, rows, pitch, answer.unit, beside),
        *_reference_words(frame, references),
        *draw_key(frame, entries, 8 - frame.margins.left, frame.height + 38, width - 16),
    ]
    return frame.drawn(layers)


def _rows(answer: Answer) -> list[_Row]:
    newest = newest_period(answer)
    found = []
    for series in answer.series or ():
        point = next((p for p in series.points if p.period == newest), None)
        found.append(_Row(_name(series), point, bool(point and point.status == "provisional")))
    return sorted(found, key=lambda row: row.name.casefold())


def _name(series: Series) -> str:
    return short_place(series.place.name) if series.place else cut_words(series.cut or {}) or "All"


def _references(answer: Answer) -> list[_Reference]:
    newest = newest_period(answer)
    whole = next((p.value for p in answer.points if p.period == newest), None)
    found = []
    if whole is not None:
        name = f"{short_place(answer.place.name)} {figure(whole, answer.unit)}"
        found.append(_Reference(name, whole, INK, (5, 3)))
    standard = answer.standard_on(parse_period(newest).end) if newest else None
    if standard:
        name = f"Standard {target(standard.value, answer.unit)}"
        found.append(_Reference(name, standard.value, STANDARD, ()))
    return found


def _paper(
    answer: Answer, rows: Sequence[_Row], references: Sequence[_Reference], width: int
) -> tuple[Frame, float, list[Entry]]:
    beside = width >= _WIDE
    left, right, pitch = (246.0, 112.0, 30.0) if beside else (14.0, 14.0, 44.0)
    plot = width - left - right
    points = [row.point for row in rows if row.point]
    values = [v for p in points for v in (p.value, p.lower, p.upper)]
    x = value_scale([*values, *(r.value for r in references)], answer.unit, 0.0, plot)
    height = max(1, len(rows)) * pitch + 6
    entries = _entries(rows, range_words(answer.unit, answer.variant))
    levels = max((level for _, level in _reference_places(references, x, plot)), default=-1) + 1
    margins = Margins(left, 12.0 + 17.0 * levels, right, 34.0 + ROW * key_rows(entries, width - 16))
    return Frame(plot, height, margins, x, Scale(0.0, height, 0.0, height)), pitch, entries


def _grid(frame: Frame, unit: str) -> list[alt.UnitSpec | Words]:
    ticks = value_ticks(frame.x, unit)
    ticks = ticks if frame.width / len(ticks) > 36 else ticks[::2]
    rows = [{"x": t.value, "x2": t.value, "y": 0.0, "y2": frame.height} for t in ticks]
    names = [Words(t.lines[0], frame.x.at(t.value), frame.height + 13, "center", MUTED) for t in ticks]
    return [*frame.rules(rows, GRID, strokeWidth=1), *names]


def _reference_rules(frame: Frame, references: Sequence[_Reference]) -> list[alt.UnitSpec]:
    layers: list[alt.UnitSpec] = []
    for r in references:
        style: dict[str, Any] = {"strokeDash": list(r.dash)} if r.dash else {}
        row = {"x": r.value, "x2": r.value, "y": -4.0, "y2": frame.height}
        layers += frame.rules([row], r.colour, strokeWidth=1.75, **style)
    return layers


def _reference_places(references: Sequence[_Reference], x: Scale, plot: float) -> list[tuple[float, int]]:
    """The left edge and the lane of each reference's words above the plot."""
    lefts = []
    for r in references:
        wide = text_width(r.name)
        lefts.append(max(0.0, min(x.at(r.value) - wide / 2, plot - wide)))
    order = sorted(range(len(references)), key=lambda n: lefts[n])
    spans = [(lefts[n], lefts[n] + text_width(references[n].name)) for n in order]
    level = dict(zip(order, lanes(spans), strict=True))
    return [(lefts[n], level[n]) for n in range(len(references))]


def _reference_words(frame: Frame, references: Sequence[_Reference]) -> list[Words]:
    places = _reference_places(references, frame.x, frame.width)
    return [
        Words(r.name, left, -13 - 17.0 * level, "left", r.colour, bold=True)
        for r, (left, level) in zip(references, places, strict=True)
    ]


def _middle(n: int, pitch: float, beside: bool) -> float:
    """Where the dot of row `n` stands: in the middle of the row, or in its lower half under the name."""
    return 3 + n * pitch + (pitch / 2 if beside else pitch * 0.7)


def _intervals(frame: Frame, rows: Sequence[_Row], pitch: float, beside: bool) -> list[alt.UnitSpec]:
    spans, dots = [], []
    for n, row in enumerate(rows):
        y, p = _middle(n, pitch, beside), row.point
        if p is None or p.value is None:
            continue
        if p.lower is not None and p.upper is not None:
            spans.append({"x": max(p.lower, frame.x.low), "x2": min(p.upper, frame.x.high), "y": y, "y2": y})
        fill = "#ffffff" if row.provisional else DOT
        dots.append({"x": p.value, "y": y, "shape": "circle", "size": 52, "fill": fill, "stroke": DOT})
    return [*frame.rules(spans, DOT, strokeWidth=3, opacity=0.45), *frame.symbols(dots)]


def _row_words(frame: Frame, rows: Sequence[_Row], pitch: float, unit: str, beside: bool) -> list[Words]:
    found = []
    for n, row in enumerate(rows):
        shown = _shown(row.point, unit)
        if beside:
            y = _middle(n, pitch, beside)
            lines = wrap(row.name, frame.margins.left - 22)
            for k, line in enumerate(lines):
                found.append(Words(line, -12, y + 13 * (k - (len(lines) - 1) / 2), "right", INK))
            found.append(Words(shown, frame.width + 12, y, "left", MUTED))
        else:
            y = 3 + n * pitch + pitch * 0.3
            room = frame.width - text_width(shown) - 10
            found.append(Words(shorten(row.name, room), 0, y, "left", INK, rimmed=True))
            found.append(Words(shown, frame.width, y, "right", MUTED, rimmed=True))
    return found


def _shown(point: Point | None, unit: str) -> str:
    if point is None or point.value is None:
        return reason_for_absence(point.absence if point else None)
    if unit == "proportion" and point.denominator is not None:
        return f"{figure(point.value, unit)} of {count(point.denominator)}"
    return figure(point.value, unit)


def _entries(rows: Sequence[_Row], span: str) -> list[Entry]:
    points = [row.point for row in rows if row.point and row.point.value is not None]
    found = []
    if any(p.status != "provisional" for p in points):
        found.append(Entry("figure", "symbol", DOT, size=52))
    if any(p.status == "provisional" for p in points):
        found.append(Entry("provisional figure", "symbol", DOT, hollow=True, size=52))
    if any(p.lower is not None for p in points):
        found.append(Entry(span, "rule", "#a5b9cb", width=3.0))
    return found
