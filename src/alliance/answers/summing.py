"""Numbers of organisations summed to places and periods: numerators and denominators, never percentages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial

from alliance.answers.members import Assign
from alliance.answers.question import Question
from alliance.answers.timeline import Slot, Timeline
from alliance.places import ENGLAND, Place, PlaceKind
from alliance.store.precedence import Span, Winner
from alliance.store.queries import Carried, Sum, carried, sums

__all__ = ["Cell", "Found", "Tally", "cells", "gather", "incomplete"]

_PAYS = frozenset({PlaceKind.ICB, PlaceKind.SUB_ICB})
CountedIn = Callable[[str, tuple[str, ...]], tuple[int, ...]]


@dataclass(frozen=True)
class Cell:
    """What one series has in one period: what is counted and out of how many, or why there is nothing.

    `value`, `lower` and `upper` are a publisher's own estimate and its interval, where the measure is one.
    """

    numerator: float | None
    denominator: float | None
    absence: str | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass
class Tally:
    """What was added up for one series in one span; `absence` once a part of it has no value."""

    counts: list[float]
    absence: str | None = None
    estimate: Carried | None = None
    places: set[str] = field(default_factory=set)  # whose rows were added up


@dataclass
class Found:
    """Tallies by series (place; slug of what divides, else 'all') and span."""

    tallies: dict[tuple[str, str], dict[Span, Tally]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, place: str, part: str = "all") -> Mapping[Span, Tally]:
        return self.tallies.get((place, part), {})

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.tallies)


def gather(question: Question, places: Sequence[str] | None, assign: Assign, *, national: bool) -> Found:
    """Add up the rows of places, each towards the series that `assign` names.

    For England the publisher's own row; where a release has none, the sum of its organisations if these are all.
    """
    found = Found()
    won = question.won(national=national)
    if question.everywhere and places == [ENGLAND.code]:
        stated = [w for w in won if _states_england(w)]
        sums_up = question.covers_england and not question.own_rows
        summed = [w for w in won if sums_up and not _states_england(w)]
        _add(question, stated, places, assign, found)
        _add(question, summed, None, lambda _code, _day: ENGLAND.code, found)
    else:
        _add(question, won, places, assign, found)
    return found


def _states_england(won: Winner) -> bool:
    return str(ENGLAND.kind) in won.entry.kinds


def _add(
    question: Question, won: Sequence[Winner], places: Sequence[str] | None, assign: Assign, found: Found
) -> None:
    desk = question.desk
    for form, basis in dict.fromkeys((w.entry.form, w.coverage.basis) for w in won):
        wanted = question.wanted(form)
        if wanted is None:
            continue
        mine = [w for w in won if (w.entry.form, w.coverage.basis) == (form, basis)]
        if question.carried:
            for row in carried(desk.engine, wanted, mine, places, desk.seen):
                _carry(question, row, assign, found)
        else:
            foremost = {} if question.covers_england else _foremost(mine)
            group, counted_in = cache(assign), cache(partial(_halves, question, tuple(wanted.own)))
            for summed in sums(desk.engine, wanted, mine, places, desk.seen):
                if foremost.get((summed.start, summed.end, summed.place), summed.release) == summed.release:
                    _count(question, summed, group, counted_in, found)


def _foremost(won: Sequence[Winner]) -> dict[tuple[date, date, str], str]:
    """Which release speaks of a place in a period, where a source's files speak of some places each."""
    return {(*w.span, place): w.entry.id for w in won for place in w.entry.names}


def _count(question: Question, row: Sum, assign: Assign, counted_in: CountedIn, found: Found) -> None:
    group = assign(row.place, row.start)
    if group is None:
        return
    for position in counted_in(row.quantity, row.own):
        tally = _tally(question, found, (group, row.part), (row.start, row.end))
        tally.counts[position] += row.value or 0.0
        tally.absence = tally.absence or row.absence
        tally.places.add(row.place)


def _halves(
    question: Question, own: tuple[str, ...], quantity: str, slugs: tuple[str, ...]
) -> tuple[int, ...]:
    """Which halves of the measure a row of this quantity and these own cuts is counted in."""
    cuts = dict(zip(own, slugs, strict=True))
    return tuple(i for i, half in enumerate(question.counted) if half.holds(quantity, cuts))


def _carry(question: Question, row: Carried, assign: Assign, found: Found) -> None:
    group = assign(row.place, row.start)
    if group is None:
        return
    tally = _tally(question, found, (group, row.part), (row.start, row.end))
    if row.quantity == question.counted[0].quantity:
        tally.estimate = row
    else:
        tally.counts[1] = row.value or 0.0


def _tally(question: Question, found: Found, series: tuple[str, str], span: Span) -> Tally:
    return found.tallies[series].setdefault(span, Tally([0.0] * len(question.counted)))


def cells(question: Question, place: Place, counts: Mapping[Span, Tally], time: Timeline) -> list[Cell]:
    """One cell a period: a sum (or the publisher's estimate), or the reason why there is none."""
    return [_cell(question, place, counts, slot) for slot in time]


def _has_kind(place: Place, slot: Slot) -> bool:
    return any(str(place.kind) in won.entry.kinds for won in slot.won)


def incomplete(question: Question, counts: Mapping[Span, Tally]) -> str:
    """A caveat where the newest figure of several organisations lacks some that sent figures of other periods."""
    if question.covers_england or not counts:
        return ""
    ever = {place for tally in counts.values() for place in tally.places}
    newest = max(counts, key=lambda span: span[1])
    there = counts[newest].places
    if len(there) == len(ever):
        return ""
    return (
        f"The newest figure counts {len(there)} of the {len(ever)} organisations that have sent any: it cannot be set "
        "beside the others."
    )


def _published_at_all(question: Question, place: Place, slot: Slot) -> bool:
    """Whether the releases of a period have any row of the part that was asked for, of whichever place.

    A cell that a whole release leaves out saw nobody. But where a layout publishes some parts and not their whole
    (no first treatments by kind of treatment before October 2023), what it has nowhere was not published.
    """
    if (question.own_rows or place.kind in _PAYS) and not _has_kind(place, slot):
        return False  # these releases have no row for any place of this kind: CCGs after 2022, ICBs before
    if question.everywhere and not question.covers_england:
        return False  # what some organisations collect is not England's figure
    if not (question.fixed or question.by_cut):
        return True
    partly = [won for won in slot.won if question.apart(won.entry.form)]
    return not partly or {won.span for won in partly} <= question.spoken(partly)


def _cell(question: Question, place: Place, counts: Mapping[Span, Tally], slot: Slot) -> Cell:
    if not slot.spans:
        return Cell(None, None, "not_published")
    inside = [counts[span] for span in slot.spans if span in counts]
    if question.carried:
        return _estimate(inside, two=len(question.counted) > 1)
    two = len(question.counted) > 1
    if not inside and not _published_at_all(question, place, slot):
        return Cell(None, None, "not_published")
    if not inside and not question.covers_england:  # these files say what they name, and nothing of the rest
        return Cell(None, None, "not_published")
    if not inside:
        there = place.is_open(slot.period.start) or place.is_open(slot.period.end)
        return Cell(0.0, 0.0 if two else None, "no_activity") if there else Cell(None, None, "no_place")
    absent = next((tally.absence for tally in inside if tally.absence), None)
    if absent:
        return Cell(None, None, absent)
    numerator = sum(tally.counts[0] for tally in inside)
    denominator = sum(tally.counts[1] for tally in inside) if two else None
    return Cell(numerator, denominator, "no_activity" if denominator == 0 else None)


def _estimate(inside: Sequence[Tally], *, two: bool) -> Cell:
    """The publisher's own figure of one period, as it stands; of several there is none."""
    if len(inside) != 1 or inside[0].estimate is None:
        return Cell(None, None, "not_published")
    said, respondents = inside[0].estimate, (inside[0].counts[1] or None) if two else None  # none are stated
    if said.value is None:
        return Cell(None, respondents, said.absence or "not_published")
    return Cell(None, respondents, None, said.value, said.lower, said.upper)
