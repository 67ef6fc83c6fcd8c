"""Which organisations count for a place on a day, and which earlier ones its series begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from alliance.answers.question import Question
from alliance.places import ENGLAND, UNMAPPED, Basis, PlaceBook, PlaceKind, Span, SuccessionKind

__all__ = ["Assign", "Members", "followed_by", "heir_of", "members", "parts_by_trust"]

Assign = Callable[[str, date], str | None]
Members = tuple[
    list[str] | None, Assign
]  # the codes to read (None: all), and towards which series each counts


def members(question: Question, kind: PlaceKind | None = None) -> Members:
    """Which organisations count for the question's place, and towards which series on a day.

    With `kind` (alliance or region) all organisations count towards theirs, else those of the place do. The
    function takes a code and the first day of the period; None means that the organisation does not count.
    """
    book, place = question.desk.places, question.place
    if kind is not None:
        return None, _heirs_of(book, _assign(book.primary_spans(kind), UNMAPPED.code), question.following)
    if question.own_rows:
        return _own(question)
    if place.kind is PlaceKind.ALLIANCE and question.basis == "commissioner":
        spans = _areas(book, place.code)
        return sorted({span.place for span in spans}), _assign(spans, None)
    if place.kind in (PlaceKind.ALLIANCE, PlaceKind.REGION):
        wholes = {place.code, *(followed_by(book, place.code) if question.following else ())}
        spans = [span for span in book.primary_spans(place.kind) if span.within in wholes]
        within = _assign(spans, None)
        return sorted(
            {span.place for span in spans}
        ), lambda code, day: place.code if within(code, day) else None
    if place.code == UNMAPPED.code:
        mapped = _assign(book.primary_spans(), UNMAPPED.code)
        return None, lambda code, day: UNMAPPED.code if mapped(code, day) == UNMAPPED.code else None
    return _own(question)


def _heirs_of(book: PlaceBook, assign: Assign, following: bool) -> Assign:
    """The same, towards whoever has taken each place over wholly by now."""
    if not following:
        return assign

    def to_heir(code: str, day: date) -> str | None:
        within = assign(code, day)
        return heir_of(book, within) if within else None

    return to_heir


def _own(question: Question) -> Members:
    """The place itself, and before it those that it wholly took over."""
    code = question.place.code
    before = followed_by(question.desk.places, code) if question.following and not question.carried else ()
    return [code, *before], lambda _code, _day: code


def parts_by_trust(question: Question) -> Members:
    """Each organisation of the place as a series of its own, its predecessors within it."""
    codes, within = members(question)
    if question.place.kind is PlaceKind.ENGLAND:
        codes, within = None, lambda code, _day: None if code == ENGLAND.code else code
    book = question.desk.places
    return codes, _heirs_of(book, lambda code, day: code if within(code, day) else None, question.following)


@lru_cache(maxsize=4096)
def followed_by(book: PlaceBook, code: str) -> tuple[str, ...]:
    """The codes whose earlier months belong to a place's own series: those that became wholly part of it.

    What was split is nobody's alone: its months are never given to one of its parts.
    """
    wholly = [row.old for row in book.predecessors(code) if _taken_over_by(book, row.old) == code]
    return tuple(dict.fromkeys([*wholly, *(c for old in wholly for c in followed_by(book, old))]))


@lru_cache(maxsize=4096)
def heir_of(book: PlaceBook, code: str) -> str:
    """Who has taken a place over wholly by now, or the place itself."""
    after = _taken_over_by(book, code)
    return heir_of(book, after) if after else code


def _taken_over_by(book: PlaceBook, code: str) -> str | None:
    rows = book.successors(code)
    whole = len(rows) == 1 and rows[0].kind in (SuccessionKind.MERGE, SuccessionKind.RENAME)
    return rows[0].new if whole else None


def _areas(book: PlaceBook, alliance: str) -> list[Span]:
    """The parts of ICBs that lie in an alliance, with dates."""
    return [
        Span(row.place, row.within, row.valid_from, row.valid_to)
        for place in book.of_kind(PlaceKind.SUB_ICB)
        for row in book.memberships_of(place.code)
        if row.basis is Basis.RESIDENT and row.within == alliance
    ]


def _assign(spans: Sequence[Span], otherwise: str | None) -> Assign:
    by_code: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_code[span.place].append(span)

    def assign(code: str, day: date) -> str | None:
        if code == ENGLAND.code:
            return None
        return next((span.within for span in by_code.get(code, ()) if span.covers(day)), otherwise)

    return assign
