"""Turning what a person asks into a question that can be answered, or refusing it with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from alliance.answers.counted import hold_counted, known_slugs
from alliance.answers.desk import Desk
from alliance.answers.question import BY_CUT, OWN_ROWS, Question
from alliance.errors import UnknownName, UsageError
from alliance.measures import Measure, Part, find_measure
from alliance.observations import CUTS
from alliance.periods import GRAINS, Grain, parse_period
from alliance.places import UNKNOWN_COMMISSIONER, Place, PlaceKind
from alliance.sources import cut_name, find_sources
from alliance.store.manifest import SUB_ICB

__all__ = ["pose"]

VARIANTS = ("unadjusted", "adjusted", "yearonyear")
BASES = ("provider", "commissioner", *OWN_ROWS)
_COMMISSIONERS = (PlaceKind.ICB, PlaceKind.SUB_ICB, PlaceKind.HUB)
_EITHER = (PlaceKind.ENGLAND, PlaceKind.UNKNOWN)
_YEARS = ("year", "fy", "years")  # a year's figure is of that kind of year: no other can be made of it
_LENGTH = {
    "week": 1,
    "month": 4,
    "quarter": 13,
    "fyq": 13,
    "year": 52,
    "fy": 52,
    "rolling12": 52,
    "years": 99,
}


def pose(
    desk: Desk,
    measure: str,
    place: str,
    *,
    cut: Mapping[str, str] | None = None,
    by: str | None = None,
    basis: str | None = None,
    period: str | None = None,
    start: str | None = None,
    end: str | None = None,
    as_of: date | None = None,
    variant: str | None = None,
    following: bool = True,
) -> Question:
    """Check a question's parts. Without `period` the measure's own kind of period is meant.

    Raises
    ------
    UnknownName
        The measure, a cut or its value is not known, or no loaded release speaks of the place.
    UsageError
        The parts do not go together: an alliance on commissioner basis, a cancer by treatment, a monthly figure of
        what is published by year.
    """
    desk = desk.on(as_of)
    found = find_measure(measure, desk.measures)
    if found.source not in find_sources():
        raise UnknownName(
            f"The measure {found.id} counts what '{found.source}' publishes, and there is no such source.",
            "`alliance sources` lists those that there are.",
        )
    where = desk.place(place)
    hold_counted(desk, found)
    on_basis = _basis(desk, found, where, basis)
    cuts = _cuts(desk, found, cut or {})
    by_cut = BY_CUT.get(by) if by else None
    if by_cut and by_cut in cuts:
        raise UsageError(f"The answer cannot be both for one {by} and by {by}.", "Leave one of the two out.")
    grain = _grain(found, period)
    if start and end and parse_period(start).start > parse_period(end).end:
        raise UsageError(f"{start} comes after {end}.", "Write the earlier period behind --from.")
    found = _narrowed(found, cuts)
    asked = _variant(found, variant)
    question = Question(
        desk, found, where, on_basis, cuts, by_cut, grain, start, end, as_of, asked, following
    )  # fmt: skip
    _published_together(question)
    return question


def _grain(measure: Measure, asked: str | None) -> Grain:
    """The kind of period; no finer than the one in which the measure is published."""
    if asked is None:
        return measure.period
    if asked not in (*GRAINS, measure.period):
        raise UsageError(f"'{asked}' is not a kind of period.", f"Write one of {', '.join(GRAINS)}.")
    other_year = measure.period in _YEARS and asked != measure.period
    if other_year or _LENGTH.get(asked, 4) < _LENGTH[measure.period]:
        raise UsageError(
            f"{measure.title} is not published by {asked}.", f"Ask with --period {measure.period}."
        )
    if measure.kind == "published" and asked != measure.period:
        raise UsageError(
            f"{measure.title} is its publisher's own estimate: it is carried as published, and never summed or "
            "averaged over periods.",
            f"Ask with --period {measure.period}, or leave --period out.",
        )
    return asked


def _variant(measure: Measure, asked: str | None) -> str:
    if measure.variant == "none" and asked not in (None, "none"):
        raise UsageError(f"{measure.title} has no variant '{asked}'.", "Leave --variant out.")
    if asked not in (None, *VARIANTS):
        raise UsageError(f"'{asked}' is not a variant.", f"Write one of {', '.join(VARIANTS)}.")
    return asked or measure.variant


def _narrowed(measure: Measure, cuts: Mapping[str, str]) -> Measure:
    """The share of one part of those counted, where that part was asked for: no standard speaks of it."""
    own = {cut for part in (measure.numerator, measure.denominator) if part for cut in part.cut}
    for cut, slug in cuts.items():
        if cut in own and cut != "band":
            measure = _one_part(measure, cut, slug)
    return _by_wait(measure, cuts["band"]) if "band" in cuts else measure


def _one_part(measure: Measure, cut: str, slug: str) -> Measure:
    numerator = measure.numerator
    means = f"{numerator.means.split(' at ')[0]}, {cut_name(cut, slug).lower()}"
    narrowed = Part(numerator.quantity, means, {**numerator.cut, cut: (slug,)})
    return replace(measure, numerator=narrowed, standards=(), better="neutral")


def _by_wait(measure: Measure, band: str) -> Measure:
    """The share that waited so long, of the same patients: no standard speaks of it, and neither way is better."""
    whole = measure.denominator or measure.numerator
    if measure.numerator.cut.get("band"):
        raise UsageError(f"{measure.title} is one band of days waited already.", "Ask it without a band.")
    means = f"patients recorded with a wait of {cut_name('band', band).lower()}"
    part = Part(whole.quantity, means, {**whole.cut, "band": (band,)})
    if measure.denominator is None:
        return replace(measure, numerator=replace(part, means=measure.numerator.means))
    return replace(measure, numerator=part, standards=(), better="neutral")


def _basis(desk: Desk, measure: Measure, place: Place, asked: str | None) -> str:
    """Whose figures: those asked for, else the place's own, else those by where people live."""
    pays = place.kind in _COMMISSIONERS or place.code == UNKNOWN_COMMISSIONER.code
    own = "commissioner" if pays else "provider"
    there = desk.bases(measure)
    basis = asked or next((b for b in OWN_ROWS if b in there and own not in there), own)
    if basis not in BASES:
        raise UsageError(f"'{basis}' is not a basis.", f"Write one of {', '.join(BASES)}.")
    if basis in OWN_ROWS and asked and there and basis not in there:
        raise UsageError(
            f"{measure.title} has no {basis} figures.", f"Ask with --basis {' or '.join(sorted(there))}."
        )
    if basis in OWN_ROWS or measure.kind == "published":
        return basis
    divided = _divide_icbs(desk, measure, place)
    if place.kind is PlaceKind.SUB_ICB and not divided:
        raise UsageError(
            f"{place.name} is a part of an ICB, and these files do not divide an ICB.", "Ask for its ICB."
        )
    if basis == own or place.kind in _EITHER or (place.kind is PlaceKind.ALLIANCE and divided):
        return basis
    if place.kind is PlaceKind.ALLIANCE:
        raise UsageError(
            f"{place.name} has no commissioner figures: two ICBs lie in more than one alliance, and these "
            "files do not divide an ICB.",
            "Ask for provider figures, or for an ICB by its own code.",
        )
    raise UsageError(
        f"{place.name} has {own} figures only; provider and commissioner figures are never added or exchanged.",
        f"Ask with --basis {own}.",
    )


def _divide_icbs(desk: Desk, measure: Measure, place: Place) -> bool:
    """Whether commissioner figures are there for areas below the ICBs.

    A part of an ICB is asked about whenever any file has it. An alliance is put together from such parts where an
    extract divides the ICBs, or the newest file is of the time of CCGs: else its newest months would be missing.
    """
    quantity = (measure.denominator or measure.numerator).quantity
    files = [
        e
        for e in desk.releases
        if e.source == measure.source
        and any(c.quantity == quantity and c.basis == "commissioner" for c in e.coverage)
    ]
    if place.kind is PlaceKind.SUB_ICB:
        return any(e.by_areas for e in files)
    newest = max(files, key=lambda e: e.last, default=None)
    return any(e.level == SUB_ICB for e in files) or (newest is not None and newest.by_areas)


def _cuts(desk: Desk, measure: Measure, asked: Mapping[str, str]) -> dict[str, str]:
    """Each slug is one by which the measure's quantity is published, or that a loaded file has of it."""
    cuts = {}
    quantity = (measure.denominator or measure.numerator).quantity
    for name, slug in asked.items():
        if name not in CUTS:
            raise UsageError(f"'{name}' is not a cut of this measure.", f"The cuts are {', '.join(CUTS)}.")
        if slug == "all":
            continue
        known = known_slugs(desk, quantity, name)
        if known and slug not in known:
            raise UnknownName(
                f"{measure.title}: there is no {name.replace('_', ' ')} '{slug}'.",
                f"Known are: {', '.join(sorted(known))}.",
            )
        cuts[name] = slug
    return cuts


def _published_together(question: Question) -> None:
    """Whether any file of the source could answer, loaded or not."""
    if not any(question.wanted(form) for form in question.blocks):
        asked = [*question.fixed, *([question.by_cut] if question.by_cut else [])]
        raise UsageError(
            f"{question.measure.title} is not published by {' and '.join(asked)}{' together' * (len(asked) > 1)}.",
            "Ask for one of them at a time." if len(asked) > 1 else "Ask for the whole.",
        )
