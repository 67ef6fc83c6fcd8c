"""The words on a run chart: the latest value, the standards with their dates, the dated events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from alliance.answers.model import Answer, StandardInForce
from alliance.charts.axes import Scale, days, middle
from alliance.charts.frame import Frame
from alliance.charts.labels import Align, Box, Words, cost, place, text_width, wrap
from alliance.charts.model import Marker
from alliance.charts.palette import INK, STANDARD, sign_of
from alliance.charts.wording import day, figure, month, target
from alliance.periods import parse_period

__all__ = ["LANE", "Event", "event_words", "line_labels", "marker_labels", "target_words"]

LANE = 16.0
_TOLERATED = 40.0  # square pixels that words may cover before they move to the key


@dataclass(frozen=True)
class Event:
    """A dated event above the plot: where its rule stands, and its lines of words beside the rule's head."""

    at: float
    lines: tuple[str, ...]
    leftwards: bool


def marker_labels(markers: Sequence[Marker], x: Scale, plot: float) -> list[Event]:
    """Each event's words, to the right of its rule where there is room, else to its left.

    They come in their order from the top, so that no rule runs through another event's words: those that lie
    left of their rule first, the latest on top; then those to the right, the earliest on top.
    """
    events = [_event(m, x.at(days(m.day)), plot) for m in markers]
    return sorted(events, key=lambda e: (not e.leftwards, -e.at if e.leftwards else e.at))


def _event(marker: Marker, at: float, plot: float) -> Event:
    text = " ".join(marker.label.split()) + ", " + day(marker.day, short=True).replace(" ", "\u00a0")
    rooms = {False: plot + 6 - at, True: at - 4}
    for most, leftwards in ((1, False), (2, False), (1, True), (2, True), (3, False), (3, True)):
        lines = wrap(text, rooms[leftwards] - 6, most)
        if rooms[leftwards] > 90 and " ".join(lines) == text:
            return Event(at, lines, leftwards)
    leftwards = rooms[True] > rooms[False]
    return Event(at, wrap(text, rooms[leftwards] - 6, 3), leftwards)


def event_words(events: Sequence[Event]) -> list[tuple[float, list[Words]]]:
    """Each event's rule and its lines of words, in pixels; the lowest line lies just above the plot."""
    found: list[tuple[float, list[Words]]] = []
    y = -14 - LANE * (sum(len(e.lines) for e in events) - 1)
    for e in events:
        words = []
        for line in e.lines:
            align: Align = "right" if e.leftwards else "left"
            words.append(Words(line, e.at - 4 if e.leftwards else e.at + 4, y, align, INK, rimmed=True))
            y += LANE
        found.append((e.at, words))
    return found


def target_words(t: StandardInForce, unit: str) -> str:
    """A standard with its first month, or an ambition with the month by which it is to be met."""
    if t.kind == "standard":
        since = f", since {month(t.start, short=True)}" if t.start else ""
        return f"Standard {target(t.value, unit)}{since}"
    until = f" by {month(t.end, short=True)}" if t.end else ""
    return f"{t.kind.capitalize()} {target(t.value, unit)}{until}"


def line_labels(
    frame: Frame, answer: Answer, targets: Sequence[StandardInForce]
) -> tuple[list[Words], list[StandardInForce]]:
    """The words beside points and lines, and the targets for whose words there was no room on the chart.

    A plan has a level a month: it is named once, in the key.
    """
    targets = [t for t in targets if t.kind != "trajectory"]
    taken = [*_ink(frame, answer), *(box for t in targets for box in _drawn_edge(frame, t))]
    homeless = []
    within = Box(2, 2, frame.width + 12, frame.height - 2)
    placed: list[Words] = []
    if spots := _around_latest(frame, answer):
        placed.append(place(spots, taken, within))
        taken.append(placed[-1].box)
    for t in sorted(targets, key=lambda t: (t.kind != "standard", t.start or date.min)):
        words = _target_label(frame, answer, t, taken, within)
        if words is None or words.text != target_words(t, answer.unit):
            homeless.append(t)
        if words is not None:
            placed.append(words)
            taken.append(words.box)
    return placed, homeless


def _target_label(
    frame: Frame, answer: Answer, t: StandardInForce, taken: Sequence[Box], within: Box
) -> Words | None:
    for text in (target_words(t, answer.unit), target(t.value, answer.unit)):
        words = place(_along(frame, text, t.value, *_stretch(frame, t)), taken, within)
        if cost(words, taken, within) <= _TOLERATED:
            return words
    return None


def _stretch(frame: Frame, t: StandardInForce) -> tuple[float, float]:
    """From where to where a target's line runs, in pixels."""
    start = frame.x.at(max(frame.x.low, days(t.start))) if t.start else 0.0
    end = frame.x.at(min(frame.x.high, days(t.end) + 1)) if t.end else frame.width
    return start, end


def _drawn_edge(frame: Frame, t: StandardInForce) -> Iterator[Box]:
    """The ink of a target's line."""
    (start, end), y = _stretch(frame, t), frame.y.at(t.value)
    yield Box(start, y - 1, end, y + 1)


def _along(frame: Frame, text: str, value: float, start: float, end: float) -> list[Words]:
    """Places above and below a level line, from its left end to its right."""
    wide, y = text_width(text), frame.y.at(value)
    room = max(0.0, end - start - wide - 8)
    lefts = [min(start + 4 + room * share, frame.width - wide) for share in (0, 0.25, 0.5, 0.75, 1)]
    return [Words(text, left, y + up, "left", STANDARD, rimmed=True) for up in (-9, 10) for left in lefts]


def _around_latest(frame: Frame, answer: Answer) -> list[Words]:
    p = answer.latest
    if p is None or p.value is None:
        return []
    x, y = frame.x.at(middle(parse_period(p.period))), frame.y.at(p.value)
    colour, text = sign_of(p.direction, answer.better).colour, figure(p.value, answer.unit)
    most = frame.width + 10 - text_width(text) / 2
    beside = Words(text, x + 9, y, "left", colour, bold=True, rimmed=True)
    spots = [(0, -15), (0, 16), (10, -13), (10, 14), (-14, -20), (-14, 21)]
    around = [replace(beside, x=min(x + dx, most), y=y + dy, align="center") for dx, dy in spots]
    return [beside, *around]


def _ink(frame: Frame, answer: Answer) -> Iterator[Box]:
    """Small boxes along the value line and around its points, which words should not cover."""
    spots = [
        None if p.value is None else (frame.x.at(middle(parse_period(p.period))), frame.y.at(p.value))
        for p in answer.points
    ]
    for spot in spots:
        if spot:
            yield Box(spot[0] - 5, spot[1] - 5, spot[0] + 5, spot[1] + 5)
    for a, b in pairwise(spots):
        if a and b:
            steps = 1 + int(max(abs(b[0] - a[0]), abs(b[1] - a[1])) / 6)
            for n in range(1, steps):
                x, y = a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps
                yield Box(x - 3, y - 3, x + 3, y + 3)
