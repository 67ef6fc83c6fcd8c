"""A slow control chart in exact fractions, one series and one point at a time, written from the rules' text.

It shares no line with `alliance.stats.spc`: runs are found by walking, not by windows, and nothing
is rounded, so that equal means equal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

__all__ = ["PlainChart", "PlainPoint", "plain_xmr"]

LIMIT = Fraction(266, 100)
SCREEN = Fraction(3267, 1000)
ORDER = {
    "making-data-count": ("astronomical", "shift", "trend", "two_of_three"),
    "plotthedots-0.2.2": ("astronomical", "trend", "two_of_three", "shift"),
}


@dataclass
class PlainPoint:
    """One point: where it stands, its neighbours' group, and each rule that fired with its side."""

    place: int
    value: Fraction
    stretch: int
    fired: set[tuple[str, str]] = field(default_factory=set)  # (rule, "high" | "low")
    shown: str = "none"
    side: str = ""


@dataclass
class PlainChart:
    """By place: mean, limits (None: undefined) and points; then the two icons."""

    mean: dict[int, Fraction | None]
    reach: dict[int, Fraction | None]
    points: dict[int, PlainPoint]
    better: str
    variation: str = ""
    assurance: str = ""

    def direction(self, place: int) -> str:
        """What the point at this place means."""
        point = self.points.get(place)
        if point is None or not point.side:
            return "none"
        if self.better == "neutral":
            return point.side
        return "improvement" if (point.side == "high") == (self.better == "higher") else "concern"


def plain_xmr(
    values: Sequence[Fraction | None],
    *,
    better: str,
    target: Fraction | None,
    baseline: int | None,
    rebase_at: Collection[int],
    screen: bool | None,
    rules: str,
    breaks: Collection[int],
) -> PlainChart:
    """The chart of one series; None is an absent point, `breaks` the places before which a run must end."""
    ours = rules == "making-data-count"
    chart = PlainChart({}, {}, {}, better)
    starts = sorted({0, *rebase_at})
    for start, stop in zip(starts, [*starts[1:], len(values)], strict=True):
        points, stretch = [], 0
        for place in range(start, stop):
            stretch += place in breaks
            value = values[place]
            if value is not None:
                points.append(PlainPoint(place, value, stretch))
        screened = not ours if screen is None else screen
        mean, reach = _limits(points, baseline, screened, ours)
        for place in range(start, stop):
            chart.mean[place], chart.reach[place] = mean, reach
        _fire(points, mean, reach, ours)
        for point in points:
            _show(point, points, rules, better)
            chart.points[point.place] = point
    _icons(chart, starts, target, ours)
    return chart


def _limits(
    points: list[PlainPoint], baseline: int | None, screened: bool, ours: bool
) -> tuple[Fraction | None, Fraction | None]:
    base = points if baseline is None else points[:baseline]
    if not base:
        return None, None
    mean = sum((p.value for p in base), Fraction(0)) / len(base)
    ranges = [abs(b.value - a.value) for a, b in pairwise(base) if a.stretch == b.stretch]
    average = _average(ranges)
    if screened and average is not None:
        kept = [r for r in ranges if r < SCREEN * average]
        if not ours or len(set(kept)) > 1:
            average = _average(kept)
    if average is None:
        return mean, Fraction(0) if ours else None
    return mean, LIMIT * average


def _average(ranges: list[Fraction]) -> Fraction | None:
    return sum(ranges, Fraction(0)) / len(ranges) if ranges else None


def _fire(points: list[PlainPoint], mean: Fraction | None, reach: Fraction | None, ours: bool) -> None:
    for side, sign in (("high", 1), ("low", -1)):
        distances = [sign * (point.value - mean) for point in points] if mean is not None else []
        outside = [reach is not None and distance > reach for distance in distances]
        beyond = [reach is not None and distance > reach * 2 / 3 for distance in distances]
        close = [b and (ours or not o) for b, o in zip(beyond, outside, strict=True)]
        _mark([point for point, o in zip(points, outside, strict=True) if o], "astronomical", side)
        for run in _runs(points, lambda a, b, d=distances: d[a] > 0 and d[b] > 0):
            _mark(run, "shift", side)
        for run in _runs(points, lambda a, b, sign=sign: sign * (points[b].value - points[a].value) > 0):
            _mark(run, "trend", side)
        _mark(_two_of_three(points, distances, close), "two_of_three", side)


def _mark(points: list[PlainPoint], rule: str, side: str) -> None:
    for point in points:
        point.fired.add((rule, side))


def _two_of_three(points: list[PlainPoint], distances: list[Fraction], close: list[bool]) -> list[PlainPoint]:
    found = []
    for first in range(len(points) - 2):
        window = range(first, first + 3)
        one_side = all(distances[i] > 0 for i in window)
        together = len({points[i].stretch for i in window}) == 1
        if one_side and together and sum(close[i] for i in window) >= 2:
            found += [points[i] for i in window if close[i]]
    return found


def _runs(points: list[PlainPoint], joins: Callable[[int, int], bool]) -> list[list[PlainPoint]]:
    """Runs of seven or more, walking from point to point; `joins` is asked of neighbours, by their order."""
    runs: list[list[PlainPoint]] = []
    for order, point in enumerate(points):
        if order and points[order - 1].stretch == point.stretch and joins(order - 1, order):
            runs[-1].append(point)
        else:
            runs.append([point])
    return [run for run in runs if len(run) >= 7]


def _show(point: PlainPoint, points: list[PlainPoint], rules: str, better: str) -> None:
    fired = set(point.fired)
    if {("trend", "high"), ("trend", "low")} & fired:
        turned = _trend_side(point, points, rules, better)
        fired = {(rule, side) for rule, side in fired if rule != "trend" or turned in (None, side)}
        if turned is not None:
            fired.add(("trend", turned))
    good = {"higher": "high", "lower": "low"}.get(better)
    if rules == "making-data-count" and any(side == good for _, side in fired):
        fired = {(rule, side) for rule, side in fired if side == good}
    for rule in ORDER[rules]:
        sides = [side for name, side in fired if name == rule]
        if sides:
            point.shown, (point.side,) = rule, sides
            return


def _trend_side(point: PlainPoint, points: list[PlainPoint], rules: str, better: str) -> str | None:
    """The one way that a point in a trend counts as going; None where it may go both ways."""
    where = points.index(point)
    following = points[where + 1] if where + 1 < len(points) else None
    both = {("trend", "high"), ("trend", "low")} <= point.fired
    if rules == "making-data-count":
        if not both or better != "neutral":
            return None
        assert following is not None
        return "high" if following.value > point.value else "low"
    goes_on = (
        following is not None
        and following.stretch == point.stretch
        and any(rule == "trend" for rule, _ in following.fired)
    )
    if goes_on:
        assert following is not None
        return "high" if following.value > point.value else "low"
    return "high" if where and point.value > points[where - 1].value else "low"


def _icons(chart: PlainChart, starts: list[int], target: Fraction | None, ours: bool) -> None:
    if not chart.points:
        chart.variation, chart.assurance = "too_few_points", "none"
        return
    latest = max(chart.points)
    start = max(s for s in starts if s <= latest)
    held = [place for place in chart.points if place >= start]
    if ours and len(held) < 13:
        chart.variation, chart.assurance = "too_few_points", "none"
        return
    side = chart.points[latest].side
    names = {
        "improvement": f"improvement_{side}",
        "concern": f"concern_{side}",
        "high": "neutral_high",
        "low": "neutral_low",
        "none": "common_cause",
    }
    chart.variation = names[chart.direction(latest)]
    chart.assurance = _assurance(chart, latest, target, ours)


def _assurance(chart: PlainChart, latest: int, target: Fraction | None, ours: bool) -> str:
    mean, reach = chart.mean[latest], chart.reach[latest]
    if target is None or chart.better == "neutral":
        return "none"
    if mean is None or reach is None:
        return "inconsistent"
    good = 1 if chart.better == "higher" else -1
    above = good * (target - mean)  # how far the target asks for more than the mean
    met = above <= -reach if ours else above < -reach
    missed = above >= reach if ours else above > reach
    return "pass" if met else "fail" if missed else "inconsistent"
