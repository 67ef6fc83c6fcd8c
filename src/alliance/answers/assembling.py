"""Putting an answer together: what is shown of it, in words too, and which files it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from alliance.answers.members import followed_by
from alliance.answers.model import Answer, Citation, PlaceName, Point, SpcSummary, StandardInForce
from alliance.answers.question import Question
from alliance.answers.restricted import KEPT
from alliance.answers.sentences import sentence
from alliance.answers.targets import targets_of
from alliance.answers.timeline import STATUS_ORDER, Timeline
from alliance.periods import parse_period
from alliance.places import PlaceKind
from alliance.store.precedence import Winner

__all__ = ["assemble", "cite", "method_of", "shown"]

_SUMMED = "Numerators and denominators are summed over organisations and months, never averaged."
_LIMITS = "Control limits are those of an XmR chart over the whole history, rules making-data-count."
METHOD = f"{_SUMMED} Intervals are Wilson 95 %. {_LIMITS}"
_CARRIED = (
    "The publisher's own estimate and interval, carried as published: never recomputed, summed or averaged."
)
_RANGE = "The lower and upper values are the range that the publisher expects for this place, not an interval of it."


def method_of(question: Question) -> str:
    """How the numbers came about."""
    if question.carried:
        return f"{_CARRIED} {_RANGE}" if question.variant == "adjusted" else _CARRIED
    return METHOD


def shown(points: Sequence[Point], question: Question) -> tuple[Point, ...]:
    """The points between `start` and `end`; limits were drawn from all of them."""
    first = parse_period(question.start).start if question.start else date.min
    last = parse_period(question.end).end if question.end else date.max
    spans = [(point, parse_period(point.period)) for point in points]
    if question.grain in ("rolling12", "ytd"):  # these are known by the month with which they end
        return tuple(point for point, span in spans if first <= span.end <= last)
    return tuple(point for point, span in spans if span.start >= first and span.end <= last)


def assemble(question: Question, time: Timeline, points: Sequence[Point], spc: SpcSummary | None) -> Answer:
    """The answer to a question about one place, from its points."""
    measure, place = question.measure, question.place
    kept = shown(points, question)
    periods = {point.period for point in kept}
    planned, behind = targets_of(question)
    standards = tuple(StandardInForce(s.value, s.kind, s.start, s.end, s.set_by) for s in measure.standards)
    return Answer(
        measure=measure.id,
        title=measure.title,
        place=PlaceName(place.code, place.name, str(place.kind)),
        basis=question.basis,
        cut=dict(question.cut),
        variant=question.variant,
        unit=measure.unit,
        better=measure.better,
        as_of=question.as_of,
        standards=(*standards, *planned),
        points=kept,
        spc=spc,
        series=None,
        sentence=_in_words(question, points, kept, spc, standards),
        method=method_of(question),
        caveats=(*measure.caveats, *_about_series(question, time, behind), *_about_place(question, time)),
        citations=cite([*(w for slot in time if slot.period.label in periods for w in slot.won), *behind]),
        numerator_means=measure.numerator.means,
        denominator_means=measure.denominator.means if measure.denominator else "",
    )


def _in_words(
    question: Question,
    points: Sequence[Point],
    kept: Sequence[Point],
    spc: SpcSummary | None,
    standards: Sequence[StandardInForce],
) -> str:
    """The sentence of what is shown; what the chart says of its newest point only where that is shown."""
    name = question.place.name
    if points and not kept:
        return f"{name}: no figure lies in the periods that were asked for."
    said = spc if kept[-1:] == points[-1:] else None
    return sentence(question.measure, name, question.cut, kept, said, standards, question.variant)


def cite(won: Sequence[Winner]) -> tuple[Citation, ...]:
    """The files behind periods, in order of time; each with the least settled status that is used of it."""
    entries = {w.entry.id: w.entry for w in won}
    status = {
        key: max((w.coverage.status for w in won if w.entry.id == key), key=STATUS_ORDER.index)
        for key in entries
    }
    kept_for = {
        key: tuple(sorted({k for w in won if w.entry.id == key for k in w.kept_for})) for key in entries
    }
    return tuple(
        Citation(
            e.id,
            e.file,
            e.publisher,
            e.published_on,
            e.licence,
            status[e.id],
            kept_for[e.id],
            e.embargo if kept_for[e.id] else None,
        )
        for e in entries.values()
    )


def _about_series(question: Question, time: Timeline, plans: Sequence[Winner]) -> Iterator[str]:
    """What a reader must know of this series: breaks that lie in it, and labels that its files carry."""
    first = time[0].period.start if time else date.max
    last = time[-1].period.end if time else date.min
    for known in question.measure.breaks:
        if first < known.on <= last:
            yield f"From {known.on:%-d %B %Y} the series means something else: {known.why}"
    labels = dict.fromkeys(w.entry.label for slot in time for w in slot.won if w.entry.label)
    for label in labels:
        yield f"{label[:1].upper()}{label[1:]}: not an official statistic."
    used = [*(w for slot in time for w in slot.won), *plans]
    hidden = {name for w in used for name in w.kept_for}
    if hidden:
        yield f"{KEPT}seen by {' and '.join(sorted(hidden))}."


def _about_place(question: Question, time: Timeline) -> Iterator[str]:
    """What changed about an organisation: a merger makes months before and after it hard to compare."""
    book, place = question.desk.places, question.place
    first = time[0].period.start if time else date.max
    followed = followed_by(book, place.code) if question.following and not question.carried else ()
    for row in book.predecessors(place.code):
        old = book.find(row.old)
        if row.date >= first:
            said = (
                "its earlier months are counted here"
                if row.old in followed
                else "the earlier months of each are shown under its own code"
            )
            yield f"{old.name} ({old.code}) became part of {place.name} on {row.date:%-d %B %Y}: {said}."
    for row in book.successors(place.code):
        new = book.find(row.new)
        yield f"{place.name} became part of {new.name} ({new.code}) on {row.date:%-d %B %Y}."
    if place.kind is PlaceKind.UNKNOWN:
        yield "This code is in a publisher's file and not in the book of places: its numbers count in England."
