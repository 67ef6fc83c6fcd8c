"""Answers: a measure in a place over time, across places, or broken down, each with where it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alliance.answers.assembling import assemble, shown
from alliance.answers.desk import Desk, open_desk
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
from alliance.answers.question import BY_CUT, BY_PLACE, Question, pose
from alliance.answers.summing import cells, gather, member_spans, timeline
from alliance.errors import UsageError
from alliance.places import UNMAPPED, Place, PlaceKind
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

    Keywords: `cut` (cut → slug), `basis`, `period` (month, quarter, year, fy, fyq, rolling12, ytd), `start` and
    `end` (labels: what is shown; limits use the whole history), `as_of` (a day), `variant`.

    Raises
    ------
    UnknownName, UsageError
        See `alliance.answers.question.pose`.
    """
    question = pose(desk, measure, place, **asked)
    time = timeline(question, national=question.place.kind is PlaceKind.ENGLAND)
    places, assign = member_spans(desk, question.place)
    found = gather(desk, question, places, assign)
    counts = found.get((question.place.code, "all"), {})
    row = cells(question.place, counts, time, question.measure.denominator is not None)
    ((points, spc),) = draw(question.measure, time, [row])
    return assemble(desk, question, time, points, spc)


def breakdown(desk: Desk, measure: str, place: str, *, by: str = "cancer", **asked: Any) -> Answer:
    """One measure in one place, divided by a cut (cancer, route, modality, treatment-stage, band): a series a part.

    The answer's own points are the whole; the whole is never among the series.
    """
    whole = over_time(desk, measure, place, **asked)
    if by == "band":
        return replace(whole, series=_by_band(desk, measure, place, asked), by=by)
    question = pose(desk, measure, place, by=by, **asked)
    time = timeline(question, national=question.place.kind is PlaceKind.ENGLAND)
    found = gather(desk, question, *member_spans(desk, question.place))
    two = question.measure.denominator is not None
    code = question.place.code
    slugs = sorted((slug for _, slug in found), key=lambda slug: cut_name(str(question.by_cut), slug))
    drawn = draw(question.measure, time, [cells(question.place, found[code, s], time, two) for s in slugs])
    series = tuple(
        Series(shown(points, question), spc, cut={str(question.by_cut): slug})
        for slug, (points, spc) in zip(slugs, drawn, strict=True)
    )
    return replace(whole, series=series, by=by)


def _by_band(desk: Desk, measure: str, place: str, asked: dict[str, Any]) -> tuple[Series, ...]:
    """One series a band of days waited: how many of all the patients waited so long."""
    question = pose(desk, measure, place, **asked)
    if "band" in question.cut:
        raise UsageError("The answer cannot be both for one band and by band.", "Leave one of the two out.")
    parts = {
        band: over_time(desk, measure, place, **{**asked, "cut": {**question.cut, "band": band}})
        for band in bands(desk.engine, question.counted[-1][0], question.won)
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
    if by == "icb":
        asked = {**asked, "basis": asked.get("basis") or "commissioner"}
    whole = over_time(desk, measure, place, **asked)
    question = pose(desk, measure, place, **asked)
    time = timeline(question, national=False)
    codes, assign = _parts(desk, question, by)
    found = gather(desk, question, codes, assign)
    parts = sorted(
        (desk.place(code) for code, _ in found), key=lambda p: (p.kind is PlaceKind.UNMAPPED, p.name)
    )
    two = question.measure.denominator is not None
    drawn = draw(question.measure, time, [cells(p, found[p.code, "all"], time, two) for p in parts])
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


def _parts(desk: Desk, question: Question, by: str) -> tuple[list[str] | None, Any]:
    """Which organisations to read for `by`, and towards which series each counts."""
    place = question.place
    if by in ("alliance", "region") and place.kind is PlaceKind.ENGLAND and question.basis == "provider":
        return member_spans(desk, place, PlaceKind(by))
    if by == "trust" and question.basis == "provider":
        codes, within = member_spans(desk, place)
        if place.kind is PlaceKind.ENGLAND:
            return None, lambda code, _: None if code == "england" else code
        if place.kind in (PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.UNMAPPED):
            return codes, lambda code, day: code if within(code, day) else None
    if by == "icb" and place.kind is PlaceKind.ENGLAND and question.basis == "commissioner":
        return None, lambda code, _: None if code == "england" else code
    raise UsageError(
        f"{place.name} cannot be divided by {by}.",
        "Divide an alliance, a region or England by trust, and England by alliance, region or icb.",
    )
