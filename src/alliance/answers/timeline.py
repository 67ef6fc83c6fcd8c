"""The periods that an answer spans, and which releases speak of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from alliance.answers.question import Question
from alliance.periods import Grain, Period, add_months, period_containing, period_of
from alliance.store.precedence import Span, Winner

__all__ = ["STATUS_ORDER", "Slot", "Timeline", "timeline"]

STATUS_ORDER = ("final", "unknown", "provisional")


@dataclass(frozen=True)
class Slot:
    """One period of an answer: the published spans that make it up, none where one is missing."""

    period: Period
    spans: tuple[Span, ...]
    won: tuple[Winner, ...]

    @cached_property
    def status(self) -> str:
        """The least settled status among its releases."""
        return max((w.coverage.status for w in self.won), key=STATUS_ORDER.index, default="unknown")

    @cached_property
    def known_since(self) -> date | None:
        """The day since which all of it has been known."""
        return max((w.entry.known_since for w in self.won), default=None)


Timeline = Sequence[Slot]


def timeline(question: Question, *, national: bool) -> list[Slot]:
    """The periods that an answer spans: every one from the first release to the last, gaps included."""
    speaking = {w.span: w for w in question.won(national=national)}
    if question.carried:  # one file may hold several variants, each of its own periods
        said = question.spoken(tuple(speaking.values()))
        speaking = {span: won for span, won in speaking.items() if span in said}
    grain = question.grain
    if grain == "years":  # each publication names its own
        return [_slot(period_of(*span), (span,), speaking) for span in sorted(speaking, key=_end)]
    usable = {span: won for span, won in speaking.items() if _fits(span, grain)}
    if not usable:
        return []
    periods = dict.fromkeys(_between(min(s for s, _ in usable), max(e for _, e in usable), grain))
    ordered = sorted(periods, key=lambda period: (period.end, period.start))
    weekly = question.measure.period == "week" and grain != "week"
    slots = [_answered(period, usable, weekly=weekly) for period in ordered]
    return slots if question.covers_england else [_with_others(slot, question, national) for slot in slots]


def _with_others(slot: Slot, question: Question, national: bool) -> Slot:
    """The slot with every release of its spans, where each speaks of some places only."""
    return replace(slot, won=tuple(w for w in question.won(national=national) if w.span in slot.spans))


def _end(span: Span) -> Span:
    return span[1], span[0]


def _fits(span: Span, grain: Grain) -> bool:
    """Whether a published span is no longer than the periods asked for; a week belongs where it ends."""
    period = period_containing(span[1], grain)
    return period.start <= span[0] or (span[1] - span[0]).days == 6


def _between(first: date, last: date, grain: Grain) -> Iterator[Period]:
    day = first
    while day <= last:
        yield period_containing(day, grain)
        day = day + timedelta(days=7) if grain == "week" else add_months(day, 1)
    yield period_containing(last, grain)


def _answered(period: Period, speaking: Mapping[Span, Winner], *, weekly: bool) -> Slot:
    """A period is only answered when every part of it is there."""
    whole = (period.start, period.end)
    if whole in speaking:
        return _slot(period, (whole,), speaking)
    inside = [span for span in speaking if period.start <= span[1] <= period.end]
    parts = _weeks(period, inside) if weekly else _tiles(period, inside)
    if parts:
        return _slot(period, parts, speaking)
    touching = sorted(span for span in inside if weekly or span[0] >= period.start)
    return Slot(period, (), tuple(speaking[span] for span in touching))


def _slot(period: Period, spans: tuple[Span, ...], speaking: Mapping[Span, Winner]) -> Slot:
    return Slot(period, spans, tuple(speaking[span] for span in spans))


def _tiles(period: Period, inside: Sequence[Span]) -> tuple[Span, ...]:
    """Spans that follow one another from the first day of a period to its last; nothing where one is missing."""
    longest: dict[date, Span] = {}
    for span in sorted(inside):
        longest[span[0]] = span
    parts: list[Span] = []
    day = period.start
    while day <= period.end:
        if day not in longest:
            return ()
        parts.append(longest[day])
        day = longest[day][1] + timedelta(days=1)
    return tuple(parts)


def _weeks(period: Period, inside: Sequence[Span]) -> tuple[Span, ...]:
    """The weeks that end in a period, if each of them is there."""
    first = period.start + timedelta(days=(6 - period.start.weekday()) % 7)
    sundays = {first + timedelta(days=7 * n) for n in range((period.end - first).days // 7 + 1)}
    return tuple(sorted(inside)) if {end for _, end in inside} == sundays else ()
