"""Answers: a measure in a place over time, across places, or broken down, each with where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from alliance.answers.assembling import assemble, shown
from alliance.answers.desk import Desk, open_desk
from alliance.answers.members import Members, members, parts_by_trust
from alliance.answers.model import (
    Answer,
    Citation,
    PlaceName,
    Point,
    Series,
    SpcSummary,
    StandardInForce,
    answer_from_json,
)
from alliance.answers.points import draw
from alliance.answers.posing import pose
from alliance.answers.question import BY_CUT, BY_PLACE, Question
from alliance.answers.summing import cells, gather, incomplete
from alliance.answers.timeline import timeline
from alliance.errors import UsageError
from alliance.measures import find_measure
from alliance.places import PROVIDER_KINDS, UNMAPPED, Place, PlaceKind
from alliance.sources import cut_name, cut_slugs
from alliance.store.queries import bands

__all__ = [
    "BY_CUT",
    "BY_PLACE",
    "Answer",
    "Citation",
    "Desk",
    "PlaceName",
    "Point",
    "Series",
    "SpcSummary",
    "StandardInForce",
    "across_places",
    "answer_from_json",
    "ask",
    "breakdown",
    "cut_name",
    "cut_slugs",
    "open_desk",
    "over_time",
]


_DIVIDED = (PlaceKind.ENGLAND, PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.UNMAPPED)
_KINDS = {
    "trust": PROVIDER_KINDS,
    "icb": frozenset({PlaceKind.ICB}),
    "alliance": frozenset({PlaceKind.ALLIANCE}),
    "region": frozenset({PlaceKind.REGION}),
}


def ask(desk: Desk, measure: str, place: str, *, by: str | None = None, **asked: Any) -> Answer:
    """An answer over time, `by` a cut, or `by` a kind of place: the one door that the command uses."""
    if by is None:
        return over_time(desk, measure, place, **asked)
    if by in BY_CUT:
        return breakdown(desk, measure, place, by=by, **asked)
    if by in BY_PLACE:
        return across_places(desk, measure, place, by=by, **asked)
    raise UsageError(
        f"'{by}' is not something to divide by.", f"Write one of {', '.join((*BY_CUT, *BY_PLACE))}."
    )


def over_time(desk: Desk, measure: str, place: str, **asked: Any) -> Answer:
    """One measure in one place, period by period.

    Keywords: `cut` (cut → slug), `basis`, `period` (week, month, quarter, year, fy, fyq, rolling12, ytd; the
    measure's own kind where none is named), `start` and `end` (labels: what is shown; limits use the whole
    history), `as_of` (a day), `variant`, `following` (whether a place's series begins with those of the places
    that it wholly took over; True unless named).

    Raises
    ------
    UnknownName, UsageError
        See `alliance.answers.posing.pose`.
    """
    return _over_time(pose(desk, measure, place, **asked))


def _over_time(question: Question) -> Answer:
    time = timeline(question, national=question.everywhere)
    found = gather(question, *members(question), national=question.everywhere)
    counts = found.of(question.place.code)
    ((points, spc),) = draw(question.measure, time, [cells(question, question.place, counts, time)])
    answer, lacking = assemble(question, time, points, spc), incomplete(question, counts)
    return replace(answer, caveats=(*answer.caveats, lacking)) if lacking else answer


def breakdown(desk: Desk, measure: str, place: str, *, by: str = "cancer", **asked: Any) -> Answer:
    """One measure in one place, divided by a cut (cancer, route, modality, treatment-stage, band): a series a part.

    The answer's own points are the whole; the whole is never among the series. Where nobody publishes a whole, it
    has no points.
    """
    if by == "band":
        return replace(
            over_time(desk, measure, place, **asked), series=_by_band(desk, measure, place, asked), by=by
        )
    question = pose(desk, measure, place, by=by, **asked)
    if question.by_cut in dict(question.counted[0].cut):
        return _by_own_parts(question, asked)
    whole = _whole(desk, measure, place, asked, question)
    time = timeline(question, national=question.everywhere)
    found = gather(question, *members(question), national=question.everywhere)
    code, cut = question.place.code, str(question.by_cut)
    slugs = sorted((slug for _, slug in found), key=lambda slug: cut_name(cut, slug))
    rows = [cells(question, question.place, found.of(code, slug), time) for slug in slugs]
    drawn = draw(question.measure, time, rows)
    series = tuple(
        Series(shown(points, question), spc, cut={cut: slug})
        for slug, (points, spc) in zip(slugs, drawn, strict=True)
    )
    return replace(whole, series=series, by=by)


def _whole(desk: Desk, measure: str, place: str, asked: dict[str, Any], parts: Question) -> Answer:
    """The undivided answer; an empty one where nobody publishes the whole."""
    try:
        return over_time(desk, measure, place, **asked)
    except UsageError:
        return assemble(parts, (), (), None)


def _by_own_parts(question: Question, asked: dict[str, Any]) -> Answer:
    """One series a part that the measure itself counts together (stage 1, stage 2), each out of the same whole."""
    desk, measure, place, cut = question.desk, question.measure.id, question.place.code, str(question.by_cut)
    whole = over_time(desk, measure, place, **asked)
    parts = {
        slug: over_time(desk, measure, place, **{**asked, "cut": {**question.cut, cut: slug}})
        for slug in sorted({slug for half in question.counted for slug in dict(half.cut).get(cut, ())})
    }
    series = (Series(part.points, part.spc, cut={cut: slug}) for slug, part in parts.items())
    return replace(whole, series=tuple(series), by=cut.replace("_", "-"))


def _by_band(desk: Desk, measure: str, place: str, asked: dict[str, Any]) -> tuple[Series, ...]:
    """One series a band of days waited: how many of all the patients waited so long."""
    question = pose(desk, measure, place, **asked)
    if "band" in question.cut:
        raise UsageError("The answer cannot be both for one band and by band.", "Leave one of the two out.")
    won = question.won(national=question.everywhere)
    parts = {
        band: over_time(desk, measure, place, **{**asked, "cut": {**question.cut, "band": band}})
        for band in bands(desk.engine, question.counted[-1].quantity, won, desk.seen)
    }
    return tuple(Series(part.points, part.spc, cut={"band": band}) for band, part in parts.items())


def across_places(desk: Desk, measure: str, place: str, *, by: str = "trust", **asked: Any) -> Answer:
    """One measure in the trusts of an alliance or region, or in England's ICBs, alliances or regions.

    Places stand in the order of their names, never of their values. An alliance's trusts are those whose
    primary membership it is; England's alliances are joined by the named part `unmapped`.

    Raises
    ------
    UsageError
        The place has no such parts.
    """
    if by == "icb" and "commissioner" in desk.bases(find_measure(measure, desk.measures)):
        asked = {**asked, "basis": asked.get("basis") or "commissioner"}
    question = pose(desk, measure, place, **asked)
    whole = _over_time(question)
    time = timeline(question, national=False)
    found = gather(question, *_parts(question, by), national=False)
    if question.own_rows and time and not found.tallies:
        raise UsageError(
            f"{question.measure.title} is not published by {by}.", "Ask for another kind of place."
        )
    parts = sorted(
        (desk.place(code) for code, _ in found), key=lambda p: (p.kind is PlaceKind.UNMAPPED, p.name)
    )
    drawn = draw(question.measure, time, [cells(question, p, found.of(p.code), time) for p in parts])
    series = tuple(
        Series(shown(points, question), spc, place=_named(p, by))
        for p, (points, spc) in zip(parts, drawn, strict=True)
    )
    return replace(whole, series=series, by=by)


def _named(place: Place, by: str) -> PlaceName:
    """A part as it is shown; who is in no region is not therefore in no alliance."""
    if by == "region" and place.code == UNMAPPED.code:
        return PlaceName("no-region", "Providers with no region in the book", str(place.kind))
    return PlaceName(place.code, place.name, str(place.kind))


def _parts(question: Question, by: str) -> Members:
    """Which organisations to read for `by`, and towards which series each counts."""
    place, desk = question.place, question.desk
    everywhere = place.kind is PlaceKind.ENGLAND
    if question.own_rows and everywhere:
        wanted = _KINDS[by]
        return None, lambda code, _day: code if desk.place(code).kind in wanted else None
    if question.own_rows and by in ("trust", "icb"):
        return _areas_of(question, by)
    if by in ("alliance", "region") and everywhere and question.basis == "provider":
        return members(question, PlaceKind(by))
    if by == "trust" and question.basis == "provider" and place.kind in _DIVIDED:
        return parts_by_trust(question)
    if by == "icb" and everywhere and question.basis == "commissioner":
        return None, lambda code, _day: None if code == place.code else code
    raise UsageError(
        f"{place.name} cannot be divided by {by}.",
        "Divide an alliance, a region or England by trust, and England by alliance, region or icb.",
    )


def _areas_of(question: Question, by: str) -> Members:
    """The publisher's own rows for the trusts or ICBs that lie in a place, in the period or when its figures end.

    Figures of earlier years are published for the areas of the day of publication, which had not opened then.
    """
    book, place = question.desk.places, question.place
    newest = max((won.span[1] for won in question.won(national=False)), default=date.max)

    @cache
    def inside(on: date) -> frozenset[str]:
        found = book.members(place.code, on) if by == "trust" else book.icbs_of(place.code, on)
        return frozenset(area.code for area in found)

    return None, lambda code, day: code if code in inside(day) | inside(newest) else None
