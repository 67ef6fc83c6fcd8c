"""Reads for the pages of figures, each from the desk of one visitor: each view asks one of these."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from alliance.answers import Citation, Desk, ask
from alliance.errors import AllianceError
from alliance.findings import Finding, Findings
from alliance.findings import of as findings_of
from alliance.measures import Measure
from alliance.pages import findings as findings_page
from alliance.pages import home as home_page
from alliance.pages import measure as measure_page
from alliance.pages import place as place_page
from alliance.pages import sources as sources_page
from alliance.pages.asking import FIRST
from alliance.pages.wording import kind_words
from alliance.places import Place, PlaceKind
from alliance.writers import csv
from alliance_site.accounts.audience import PUBLIC, kept_by
from alliance_site.accounts.permissions import Person
from alliance_site.evidence import desk
from alliance_site.evidence.asked import Asked
from alliance_site.evidence.desk import focus, seen_in
from alliance_site.evidence.remembered import Remembered
from alliance_site.evidence.shown import Shown, shown

__all__ = [
    "Download",
    "MeasureList",
    "PlaceList",
    "age_of_figures",
    "alliance_of",
    "alliances_listed",
    "anything_loaded",
    "canonical",
    "downloaded",
    "findings_at",
    "focus",
    "focus_code",
    "has_focus",
    "home_shown",
    "measure_shown",
    "measures_listed",
    "place_findings_shown",
    "place_shown",
    "places_listed",
    "sources_shown",
    "standing_out",
    "warm_up",
]

GROUPS = (
    (PlaceKind.ALLIANCE, "Cancer alliances"),
    (PlaceKind.REGION, "NHS regions"),
    (PlaceKind.ICB, "Integrated care boards"),
    (PlaceKind.TRUST, "NHS trusts"),
    (PlaceKind.PROVIDER, "Other providers"),
)

FEW = 3

_findings: Remembered[Findings] = Remembered(64)


@dataclass(frozen=True)
class ListedPlace:
    """A place with its kind in words."""

    place: Place
    kind: str


@dataclass(frozen=True)
class PlaceGroup:
    """Places of one kind, by name."""

    title: str
    places: tuple[ListedPlace, ...]


@dataclass(frozen=True)
class PlaceList:
    """The places of a day, or those that a search found; the alliance in focus and its partners first."""

    query: str
    focus: Place
    partners: tuple[ListedPlace, ...]
    groups: tuple[PlaceGroup, ...]
    found: tuple[ListedPlace, ...] | None


@dataclass(frozen=True)
class MeasureList:
    """Every measure, and the place whose figures the list leads to."""

    place: Place
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Download:
    """A file to take away; its name says so where figures in it are not public."""

    name: str
    text: str


def anything_loaded(user: Person | None) -> bool:
    """Whether the store holds any figures for a visitor; a store that was never made holds none."""
    return _open_if_made(user) is not None


def _open_if_made(user: Person | None) -> Desk | None:
    """A visitor's desk, if a store was ever made and holds any figures for them."""
    if not (desk.store_folder() / "manifest.json").exists():
        return None
    at = desk.open_to(user)
    return at if at.releases else None


def warm_up() -> None:
    """Open the store and draw the home page, so that the first visitor does not wait; a fault is told later."""
    with suppress(AllianceError):
        if anything_loaded(None):
            home_shown(desk.open_to(None), None)


def focus_code(at: Desk) -> str:
    """The code of the alliance in focus."""
    return focus(at).code


def canonical(at: Desk, code: str) -> str:
    """The code by which the register knows a place: `E56000007` for `N45`."""
    return at.place(code).code


def has_focus(at: Desk) -> bool:
    """Whether this is the site of one alliance, and not of all England."""
    return focus(at).kind is not PlaceKind.ENGLAND


def alliances_listed(at: Desk, on: date) -> tuple[ListedPlace, ...]:
    """The alliances of a day, by name."""
    return _listed(at.places.alliances(on))


def alliance_of(at: Desk, code: str, on: date) -> str:
    """The code of the alliance whose gaps a place's findings become: itself, or the one that it counts in."""
    place = at.place(code)
    if place.kind is PlaceKind.ALLIANCE:
        return place.code
    return at.places.primary_alliance(place.code, on) or place.code


def home_shown(at: Desk, as_of: date | None) -> Shown:
    """The home page's figures: three standards of the alliance in focus, and what stands out."""
    place = focus(at)
    today = _today(at)
    return shown(
        at,
        ("home", place.code, as_of, today),
        lambda: home_page.build(at, place.code, as_of=as_of, today=today),
    )


def _today(at: Desk) -> date | None:
    """The day to which the age of figures is counted: the visitor's."""
    return at.now.date() if at.now else None


def place_shown(at: Desk, code: str, as_of: date | None) -> Shown:
    """The page of one place, of whatever kind."""
    place = at.place(code)
    today = _today(at)
    return shown(
        at,
        ("place", place.code, as_of, today),
        lambda: place_page.build(at, place.code, as_of=as_of, today=today),
    )


def place_findings_shown(at: Desk, code: str, as_of: date | None) -> Shown:
    """What stands out in one place."""
    place = at.place(code)
    return shown(
        at,
        ("findings", place.code, as_of),
        lambda: findings_page.build(at, place.code, found=findings_at(at, code, as_of), as_of=as_of),
    )


def findings_at(at: Desk, code: str, as_of: date | None = None) -> Findings:
    """The findings themselves, for the buttons that raise one as a gap."""
    place = at.place(code)
    key = (seen_in(at), place.code, as_of)
    return _findings.get(key, lambda: findings_of(at, place.code, as_of=as_of))


def standing_out(at: Desk, as_of: date | None) -> tuple[Finding, ...]:
    """A few findings of the alliance in focus: those by cancer that hold most patients; none elsewhere."""
    place = focus(at)
    if place.kind is not PlaceKind.ALLIANCE:
        return ()
    by_cancer = (f for f in findings_at(at, place.code, as_of).findings if f.cut)
    return tuple(sorted(by_cancer, key=lambda f: -f.patients_to_standard)[:FEW])


def measure_shown(at: Desk, measure: str, asked: Asked) -> Shown:
    """One measure in one place, with its definition and its chart."""
    place = at.place(asked.place or focus(at).code)
    words = asked.words
    today = _today(at)
    question = ("measure", measure, place.code, today, json.dumps(words, sort_keys=True, default=str))
    return shown(at, question, lambda: measure_page.build(at, measure, place.code, today=today, **words))


def measures_listed(at: Desk) -> MeasureList:
    """Every measure, and the place that their links lead to."""
    return MeasureList(focus(at), tuple(at.measures.values()))


def sources_shown(at: Desk) -> Shown:
    """Every file that the visitor may know of."""
    return shown(at, "sources", lambda: sources_page.build(at), kept_by(_cited(at)))


def _cited(at: Desk) -> Iterator[Citation]:
    """Every file, with whom it is for alone."""
    for e in at.releases:
        named = () if e.lifted(at.now) else {c.visibility for c in e.coverage if at.may_see(e, c)}
        kept = tuple(sorted(set(named) - {PUBLIC}))
        yield Citation(e.id, e.file, e.publisher, e.published_on, e.licence, e.status, kept, e.embargo)


def downloaded(at: Desk, measure: str, asked: Asked, form: str) -> Download:
    """The answer to a question as a CSV or JSON file."""
    found = ask(at, measure, asked.place or focus(at).code, by=asked.by, **asked.words)
    name = f"{measure}{'-not-public' if kept_by(found.citations) else ''}.{form}"
    if form == "json":
        return Download(name, json.dumps(found.to_json(), ensure_ascii=False, allow_nan=False, indent=1))
    return Download(name, csv.answer_rows(found))


def places_listed(at: Desk, query: str, on: date) -> PlaceList:
    """The places that are open on a day, or those that the search finds."""
    place = focus(at)
    groups = (PlaceGroup(title, _listed(at.places.of_kind(kind, on))) for kind, title in GROUPS)
    return PlaceList(
        query=query,
        focus=place,
        partners=_listed(at.places.members(place.code, on)) if place.kind is PlaceKind.ALLIANCE else (),
        groups=tuple(group for group in groups if group.places),
        found=_listed(at.places.search(query)) if query else None,
    )


def _listed(places: Iterable[Place]) -> tuple[ListedPlace, ...]:
    return tuple(ListedPlace(place, kind_words(place.kind)) for place in places)


def age_of_figures(user: Person | None) -> str:
    """One sentence for the foot of each page; it never fails, since error pages have a foot too."""
    try:
        at = _open_if_made(user)
    except AllianceError:
        return "The figures cannot be read at the moment."
    if at is None:
        return "No figures are loaded yet."
    waits = [entry for entry in at.releases if entry.source == FIRST]
    ours = [entry for entry in waits if entry.level == "organisation"]  # a national series runs further
    newest = max(ours or waits or at.releases, key=lambda entry: (entry.last, entry.known_since))
    return (
        f"The latest month is {newest.last:%B %Y}, known since {newest.known_since:%-d %B %Y}. "
        "Figures are published about six weeks after the month that they describe."
    )
