"""What a chart says to somebody who does not see it: one sentence, from the answer's own numbers."""

from __future__ import annotations

from collections.abc import Iterable

from alliance.answers.model import Answer, Point, StandardInForce
from alliance.answers.sentences import range_words
from alliance.charts.model import Chart, Marker
from alliance.charts.wording import cut_words, day, figure, limits_words, period_name, target
from alliance.periods import parse_period

__all__ = ["across_chart", "newest_period", "run_chart", "targets_shown"]

_ESTIMATES = ("percent", "score-0-10", "rate")  # what publishers computed themselves has no control limits
_SIGNALS = {
    "astronomical": "a point outside the limits",
    "shift": "a run of points on one side of the mean",
    "trend": "a run of points all going one way",
    "two_of_three": "two of three points close to a limit",
}
_DIRECTIONS = {
    "improvement": "special cause variation of improvement",
    "concern": "special cause variation of concern",
    "high": "special cause variation, high",
    "low": "special cause variation, low",
}


def run_chart(answer: Answer, *, markers: Iterable[Marker] = ()) -> Chart:
    """An answer over time, as a run chart with its mean, limits, signals, standard and dated events."""
    kept = tuple(sorted(markers, key=lambda m: (m.day, m.label)))
    return Chart("run", answer, _run_sentence(answer, kept), kept)


def across_chart(answer: Answer) -> Chart:
    """An answer's parts side by side: each place's newest figure with its interval, in alphabetical order."""
    return Chart("across", answer, _across_sentence(answer))


def targets_shown(answer: Answer) -> tuple[StandardInForce, ...]:
    """The standards and ambitions that were in force in some part of the time that the answer shows."""
    if not answer.points:
        return ()
    start = parse_period(answer.points[0].period).start
    end = parse_period(answer.points[-1].period).end
    return tuple(
        s
        for s in answer.standards
        if (s.start is None or s.start <= end) and (s.end is None or start <= s.end)
    )


def _subject(answer: Answer) -> str:
    part = cut_words(answer.cut)
    return f"{answer.title}{f' ({part})' if part else ''}, {answer.place.name}"


def _standard_words(answer: Answer) -> str:
    newest = [s for s in targets_shown(answer) if s.kind == "standard"]
    if not newest:
        return "no national standard applies"
    since = f", in force since {day(newest[-1].start)}" if newest[-1].start else ""
    return f"the national standard is {target(newest[-1].value, answer.unit)}{since}"


def _ambition_words(answer: Answer) -> list[str]:
    """Each ambition that the chart shows, with the day from which it is to hold."""
    return [
        f"the ambition is {target(s.value, answer.unit)}{f' from {day(s.start)}' if s.start else ''}"
        for s in targets_shown(answer)
        if s.kind == "ambition"
    ]


def _plan_words(answer: Answer) -> list[str]:
    """What was planned for the latest figure's period; else the newest plan that the chart shows."""
    plans = [s for s in targets_shown(answer) if s.kind == "trajectory"]
    if answer.latest is None or not plans:
        return []
    first = parse_period(answer.latest.period).start
    held = [s for s in plans if s.holds_on(first)]
    if held:
        return [f"the plan for that period was {target(held[-1].value, answer.unit)}"]
    on = [p.period for p in answer.points if plans[-1].holds_on(parse_period(p.period).start)]
    when = f" for {period_name(on[-1])}" if on else ""
    return [f"the newest plan{when} was {target(plans[-1].value, answer.unit)}"]


def _span(first: Point, last: Point) -> str:
    """From which period to which, or the one that there is."""
    names = dict.fromkeys(period_name(point.period) for point in (first, last))
    return " to ".join(names)


def _limits_words(point: Point, unit: str) -> list[str]:
    if point.mean is None or point.lower_limit is None or point.upper_limit is None:
        return ["there are too few points for control limits"]
    limits = limits_words(point.lower_limit, point.upper_limit, unit)
    said = [f"the mean is {figure(point.mean, unit)} with control limits {limits}"]
    signs = [_SIGNALS[s] for s in point.signals or (point.signal,) if s in _SIGNALS]
    if signs:
        direction = _DIRECTIONS.get(point.direction, "special cause variation")
        said.append(f"the latest point is {direction}: {' and '.join(signs)}")
    else:
        said.append("the latest point shows usual variation only")
    return said


def _run_sentence(answer: Answer, markers: tuple[Marker, ...]) -> str:
    subject = f"Run chart: {_subject(answer)}"
    if answer.latest is None:
        return f"{subject}: no figures are published for this time."
    first, last = answer.points[0], answer.points[-1]
    status = " (provisional)" if answer.latest.status == "provisional" else ""
    said = [
        f"{subject}, {_span(first, last)}",
        f"the latest figure, for {period_name(answer.latest.period)}{status}, is "
        f"{figure(answer.latest.value, answer.unit)}",
        *(() if answer.unit in _ESTIMATES else _limits_words(answer.latest, answer.unit)),
        _standard_words(answer),
        *_ambition_words(answer),
        *_plan_words(answer),
        *(f"marked on {day(m.day)}: {m.label}" for m in markers),
    ]
    return "; ".join(said) + "."


def _spans_words(answer: Answer) -> str:
    """What is drawn as a line beside each figure, where anything is."""
    drawn = any(p.lower is not None for s in answer.series or () for p in s.points)
    return f", each with its {range_words(answer.unit, answer.variant)}" if drawn else ""


def newest_period(answer: Answer) -> str | None:
    """The label of the newest period that any part of the answer has."""
    labels = {p.period for s in answer.series or () for p in s.points}
    return max(labels, key=lambda label: parse_period(label).end) if labels else None


def _across_sentence(answer: Answer) -> str:
    newest = newest_period(answer)
    if newest is None:
        return f"{_subject(answer)}: there are no figures to compare."
    whole = next((p for p in answer.points if p.period == newest and p.value is not None), None)
    series = answer.series or ()
    parts = "place" if any(s.place for s in series) else "part"
    said = [
        f"Dot chart: {_subject(answer)}, {period_name(newest)}",
        f"{len(series)} {parts}{'s' if len(series) != 1 else ''} in alphabetical order{_spans_words(answer)}",
        *([f"{answer.place.name} as a whole is at {figure(whole.value, answer.unit)}"] if whole else []),
        _standard_words(answer),
        "the table has each figure",
    ]
    return "; ".join(said) + "."
