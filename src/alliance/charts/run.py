"""The run chart: values over time with mean, limits, signals, standards and dated events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from alliance.answers.model import Answer, Point, StandardInForce
from alliance.charts.alt_text import targets_shown
from alliance.charts.axes import Scale, days, middle, period_ticks, value_scale, value_ticks
from alliance.charts.frame import Drawn, Frame, Margins
from alliance.charts.key import ROW, draw_key, key_rows
from alliance.charts.labels import Words
from alliance.charts.model import Chart
from alliance.charts.palette import AMBITION, BAND, CROSS, INK, LINE, MUTED, PLAN, STANDARD, sign_of
from alliance.charts.run_key import run_entries
from alliance.charts.run_labels import LANE, event_words, line_labels, marker_labels
from alliance.charts.wording import target
from alliance.periods import Period, parse_period

if TYPE_CHECKING:
    import altair as alt

__all__ = ["draw_run"]

_NARROW = 560
_HEAD = 30.0  # room above the plot, in pixels, before any dated event


def draw_run(chart: Chart, width: int) -> Drawn:
    """A run chart on paper of this width in pixels; narrower paper gets fewer ticks and more rows of key."""
    answer, targets = chart.answer, targets_shown(chart.answer)
    empty = _empty_paper(chart, targets, width)
    events = event_words(marker_labels(chart.markers, empty.x, empty.width))
    labels, homeless = line_labels(empty, answer, targets)
    entries = run_entries(answer, homeless)
    lines = sum(len(words) for _, words in events)
    frame = empty.with_room(_HEAD + LANE * lines, 46 + ROW * key_rows(entries, width - 16))
    return frame.drawn(
        [
            *_usual_range(frame, answer.points),
            *frame.y_axis(value_ticks(frame.y, answer.unit)),
            *_mean(frame, answer.points),
            *_targets(frame, targets),
            *_events(frame, events),
            *frame.x_axis(period_ticks(answer.points, frame.x)),
            *_values(frame, answer),
            *_notes(frame, answer),
            *labels,
            *draw_key(frame, entries, 8 - frame.margins.left, frame.height + 54, width - 16),
        ]
    )


def _empty_paper(chart: Chart, targets: Sequence[StandardInForce], width: int) -> Frame:
    """The plot and its scales, before it is known how much room words need above and below it."""
    answer = chart.answer
    height = 210.0 if width < _NARROW else 250.0
    values = [v for p in answer.points for v in (p.value, p.mean, p.lower_limit, p.upper_limit)]
    y = value_scale([*values, *(t.value for t in targets)], answer.unit, height, 0.0)
    longest = max((len(t.lines[0]) for t in value_ticks(y, answer.unit)), default=3)
    left, right = 18.0 + 7 * longest, 14.0
    plot = width - left - right
    return Frame(plot, height, Margins(left, 0, right, 0), _time_scale(chart, plot), y)


def _first_day(period: Period) -> float:
    """Where a period begins on the axis; periods that overlap begin with their last month."""
    return days(period.end.replace(day=1) if period.grain in ("rolling12", "ytd") else period.start)


def _time_scale(chart: Chart, plot: float) -> Scale:
    periods = [parse_period(p.period) for p in chart.answer.points]
    low, high = (_first_day(periods[0]), days(periods[-1].end) + 1) if periods else (0.0, 1.0)
    events = [days(m.day) for m in chart.markers]
    return Scale(min([low, *(e - 4 for e in events)]), max([high, *(e + 4 for e in events)]), 0.0, plot)


def _notes(frame: Frame, answer: Answer) -> list[Words]:
    """What the reader must know of the axis; and, where there is nothing to draw, that there is nothing."""
    found = []
    if answer.latest is None:
        found.append(Words("No figures for this time", frame.width / 2, frame.height / 2, "center", MUTED))
    if frame.y.low > 0:
        start = target(frame.y.low, answer.unit)
        text, x, y = f"Axis starts at {start}, not at 0", 8 - frame.margins.left, 10 - frame.margins.top
        found.append(Words(text, x, y, "left", MUTED))
    return found


def _limits(points: Sequence[Point]) -> list[tuple[float, float, float, float, float]]:
    """Each stretch with the same limits: its first and last day, mean, lower and upper limit."""
    known = [
        ((p.mean, p.lower_limit, p.upper_limit), parse_period(p.period))
        for p in points
        if p.mean is not None and p.lower_limit is not None and p.upper_limit is not None
    ]
    found = []
    for (mean, lower, upper), group in groupby(known, key=lambda pair: pair[0]):
        periods = [period for _, period in group]
        found.append((_first_day(periods[0]), days(periods[-1].end) + 1, mean, lower, upper))
    return found


def _usual_range(frame: Frame, points: Sequence[Point]) -> list[alt.UnitSpec]:
    """The band between the limits, as far as it can happen, and the limits themselves."""
    band, edges = [], []
    for start, end, _, lower, upper in _limits(points):
        low, high = max(lower, frame.y.low), min(upper, frame.y.high)
        band.append({"x": start, "x2": end, "y": low, "y2": high})
        edges += [{"x": start, "x2": end, "y": e, "y2": e} for e in (lower, upper) if frame.y.holds(e)]
    return [*frame.bands(band, BAND), *frame.rules(edges, LINE, strokeDash=[4, 3], strokeWidth=1)]


def _mean(frame: Frame, points: Sequence[Point]) -> list[alt.UnitSpec]:
    rows = [{"x": a, "x2": b, "y": mean, "y2": mean} for a, b, mean, _, _ in _limits(points)]
    return frame.rules(rows, MUTED, strokeWidth=1.25)


def _targets(frame: Frame, targets: Sequence[StandardInForce]) -> list[alt.UnitSpec]:
    standards = [t for t in targets if t.kind == "standard"]
    ambitions = [t for t in targets if t.kind == "ambition"]
    plans = [t for t in targets if t.kind == "trajectory"]
    return [
        *frame.rules(_steps(frame, plans), PLAN, strokeWidth=1.5, strokeDash=[2, 2]),
        *frame.rules(_steps(frame, ambitions), AMBITION, strokeWidth=1.25, strokeDash=[6, 4]),
        *frame.rules(_steps(frame, standards), STANDARD, strokeWidth=2),
    ]


def _steps(frame: Frame, targets: Sequence[StandardInForce]) -> list[dict[str, float]]:
    """Level lines while each target holds, and a riser where one follows another on the next day."""
    rows = []
    for n, t in enumerate(targets):
        start = max(frame.x.low, days(t.start)) if t.start else frame.x.low
        end = min(frame.x.high, days(t.end) + 1) if t.end else frame.x.high
        rows.append({"x": start, "x2": end, "y": t.value, "y2": t.value})
        if n and t.start and targets[n - 1].end == t.start - timedelta(days=1):
            rows.append({"x": start, "x2": start, "y": targets[n - 1].value, "y2": t.value})
    return rows


def _events(frame: Frame, events: Sequence[tuple[float, list[Words]]]) -> list[alt.UnitSpec | Words]:
    base = frame.y.back(frame.height)
    rows = []
    for at, words in events:
        x = frame.x.back(at)
        rows.append({"x": x, "x2": x, "y": base, "y2": frame.y.back(words[0].y - 6)})
    rules = frame.rules(rows, INK, strokeWidth=1, strokeDash=[2, 2])
    return [*rules, *(w for _, words in events for w in words)]


def _values(frame: Frame, answer: Answer) -> list[alt.UnitSpec]:
    line, symbols = [], []
    apart = frame.width / max(1, len(answer.points))
    for p in answer.points:
        x = middle(parse_period(p.period))
        line.append({"x": x, "y": p.value})
        if p.value is None:
            y = frame.y.back(frame.height - 8)
            symbols.append({"x": x, "y": y, "shape": CROSS, "size": 40, "fill": "#ffffff", "stroke": MUTED})
            continue
        sign = sign_of(p.direction, answer.better)
        if apart < 4 and p.direction == "none":
            continue  # in a long series the line shows usual variation, and symbols what is special
        size = sign.size * (0.5 if apart < 8 else 1)
        fill = "#ffffff" if p.status == "provisional" else sign.colour
        symbols.append(
            {"x": x, "y": p.value, "shape": sign.shape, "size": size, "fill": fill, "stroke": sign.colour}
        )
    return [*frame.line(line, LINE, strokeWidth=1.75), *frame.symbols(symbols)]
