"""Reads for the public pages: each view asks one of these."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from alliance.answers import Answer, Desk, ask
from alliance.errors import AllianceError
from alliance.findings import Finding, Findings
from alliance.findings import of as findings_of
from alliance.measures import Measure
from alliance.pages import findings as findings_page
from alliance.pages import home as home_page
from alliance.pages import measure as measure_page
from alliance.pages import place as place_page
from alliance.pages import sources as sources_page
from alliance.pages.wording import kind_words
from alliance.places import Place, PlaceKind
from alliance.writers import csv
from alliance_site.evidence import desk
from alliance_site.evidence.asked import Asked
from alliance_site.evidence.shown import Remembered, Shown, shown

__all__ = [
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


def anything_loaded() -> bool:
    """Whether the store holds any figures; a store that was never made holds none."""
    return (desk.store_folder() / "manifest.json").exists() and bool(desk.current().releases)


def warm_up() -> None:
    """Open the store and draw the home page, so that the first visitor does not wait; a fault is told later."""
    with suppress(AllianceError):
        if anything_loaded():
            home_shown(None)


def focus(at: Desk) -> Place:
    """The alliance whose site this is: the one that is set, else the book's only one, else England."""
    named = getattr(settings, "ALLIANCE_PLACE", None)
    if named:
        return at.places.get(named)
    alliances = at.places.of_kind(PlaceKind.ALLIANCE)
    return alliances[0] if len(alliances) == 1 else at.places.get("england")


def focus_code() -> str:
    """The code of the alliance in focus."""
    return focus(desk.current()).code


def canonical(code: str) -> str:
    """The code by which the register knows a place: `E56000007` for `N45`."""
    return desk.current().place(code).code


def has_focus() -> bool:
    """Whether this is the site of one alliance, and not of all England."""
    return focus(desk.current()).kind is not PlaceKind.ENGLAND


def alliances_listed(on: date) -> tuple[ListedPlace, ...]:
    """The alliances of a day, by name."""
    return _listed(desk.current().places.alliances(on))


def alliance_of(code: str, on: date) -> str:
    """The code of the alliance whose gaps a place's findings become: itself, or the one that it counts in."""
    at = desk.current()
    place = at.place(code)
    if place.kind is PlaceKind.ALLIANCE:
        return place.code
    return at.places.primary_alliance(place.code, on) or place.code


def home_shown(as_of: date | None) -> Shown:
    """The home page's figures: three standards of the alliance in focus, and what stands out."""
    at = desk.current()
    place = focus(at)
    key = (at.stamp, "home", place.code, as_of)
    return shown(key, lambda: home_page.build(at, place.code, as_of=as_of))


def place_shown(code: str, as_of: date | None) -> Shown:
    """The page of one place, of whatever kind."""
    at = desk.current()
    place = at.place(code)
    key = (at.stamp, "place", place.code, as_of)
    return shown(key, lambda: place_page.build(at, place.code, as_of=as_of))


def place_findings_shown(code: str, as_of: date | None) -> Shown:
    """What stands out in one place."""
    at = desk.current()
    place = at.place(code)
    key = (at.stamp, "findings", place.code, as_of)
    return shown(
        key, lambda: findings_page.build(at, place.code, found=findings_at(code, as_of), as_of=as_of)
    )


def findings_at(code: str, as_of: date | None = None) -> Findings:
    """The findings themselves, for the buttons that raise one as a gap."""
    at = desk.current()
    place = at.place(code)
    return _findings.get((at.stamp, place.code, as_of), lambda: findings_of(at, place.code, as_of=as_of))


def standing_out(as_of: date | None) -> tuple[Finding, ...]:
    """A few findings of the alliance in focus: those by cancer that hold most patients; none elsewhere."""
    at = desk.current()
    place = focus(at)
    if place.kind is not PlaceKind.ALLIANCE:
        return ()
    by_cancer = (f for f in findings_at(place.code, as_of).findings if f.cut)
    return tuple(sorted(by_cancer, key=lambda f: -f.patients_to_standard)[:FEW])


def measure_shown(measure: str, asked: Asked) -> Shown:
    """One measure in one place, with its definition and its chart."""
    at = desk.current()
    place = at.place(asked.place or focus(at).code)
    words = asked.words
    key = (at.stamp, "measure", measure, place.code, json.dumps(words, sort_keys=True, default=str))
    return shown(key, lambda: measure_page.build(at, measure, place.code, **words))


def measures_listed() -> MeasureList:
    """Every measure, and the place that their links lead to."""
    at = desk.current()
    return MeasureList(focus(at), tuple(at.measures.values()))


def sources_shown() -> Shown:
    """Every file that is loaded."""
    at = desk.current()
    return shown((at.stamp, "sources"), lambda: sources_page.build(at))


def answered(measure: str, asked: Asked) -> Answer:
    """The answer to a question, for a download."""
    at = desk.current()
    return ask(at, measure, asked.place or focus(at).code, by=asked.by, **asked.words)


def downloaded(measure: str, asked: Asked, form: str) -> str:
    """The answer as the text of a CSV or JSON file."""
    found = answered(measure, asked)
    if form == "json":
        return json.dumps(found.to_json(), ensure_ascii=False, allow_nan=False, indent=1)
    return csv.answer_rows(found)


def places_listed(query: str, on: date) -> PlaceList:
    """The places that are open on a day, or those that the search finds."""
    at = desk.current()
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


def age_of_figures() -> str:
    """One sentence for the foot of each page; it never fails, since error pages have a foot too."""
    try:
        if not anything_loaded():
            return "No figures are loaded yet."
        releases = desk.current().releases
    except AllianceError:
        return "The figures cannot be read at the moment."
    ours = [entry for entry in releases if entry.level == "organisation"]  # a national series runs further
    newest = max(ours or releases, key=lambda entry: (entry.last, entry.known_since))
    return (
        f"The latest month is {newest.last:%B %Y}, known since {newest.known_since:%-d %B %Y}. "
        "Figures are published about six weeks after the month that they describe."
    )
