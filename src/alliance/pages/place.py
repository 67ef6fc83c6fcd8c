"""The page of one place, whatever its kind."""

from __future__ import annotations

from datetime import date

from alliance.answers import Answer, Desk, breakdown
from alliance.measures import Measure
from alliance.pages.asking import (
    basis_of,
    held_to_standards,
    latest_for_parts,
    other_measures,
    over_months,
    published_by,
    seen_on,
)
from alliance.pages.beside import beside_blocks, experience_blocks
from alliance.pages.feeds import stopped_notes
from alliance.pages.figures import run_figure
from alliance.pages.links import HOME, PLACES, findings_href, measure_href, place_href
from alliance.pages.model import Block, Heading, Link, Note, Page, Text
from alliance.pages.notes import as_of_note, caveats_note, cited, no_figures
from alliance.pages.partners import partner_blocks
from alliance.pages.tables import parts_table
from alliance.pages.wording import BREACH_SHARING, COMMISSIONED, day, kind_words, period_name
from alliance.places import Place, PlaceKind

__all__ = ["build"]

_WITH_PARTNERS = frozenset({PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.UNMAPPED, PlaceKind.ENGLAND})
_WITH_FINDINGS = frozenset({PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.TRUST, PlaceKind.PROVIDER})


def build(desk: Desk, code: str, *, as_of: date | None = None, today: date | None = None) -> Page:
    """A place's waiting times and its patients' experience over time, and its parts: organisations, or cancers.

    `today` is the day to which the age of figures is counted.

    Raises
    ------
    UnknownName
        Neither the book of places nor any loaded file has the code.
    """
    desk = desk.on(as_of)
    place = desk.place(code)
    asked: list[Answer] = []
    blocks: list[Block] = [*as_of_note(as_of), *_about(desk, place, as_of)]
    if place.kind in _WITH_PARTNERS:
        blocks += partner_blocks(desk, place, asked, as_of, today)
    else:
        blocks += _own_blocks(desk, place, asked, as_of, today)
    blocks += stopped_notes(desk, asked, today)
    blocks += _beside(desk, place, asked, as_of, today)
    if not any(a.latest for a in asked):
        blocks.append(no_figures(place.name))
    blocks += caveats_note(asked)
    return Page(place.name, _lede(place), tuple(blocks), cited(asked), _breadcrumbs(desk, place, as_of))


def _beside(
    desk: Desk, place: Place, asked: list[Answer], as_of: date | None, today: date | None
) -> list[Block]:
    """Patients' experience, in a part of its own wherever an organisation or an alliance is shown; then the rest."""
    blocks: list[Block] = []
    if place.kind in _WITH_FINDINGS or place.kind is PlaceKind.ENGLAND:
        blocks.append(Heading("Patients’ experience", 2, "experience"))
        blocks += experience_blocks(desk, place.code, str(place.kind), asked, as_of, today)
    return [*blocks, *beside_blocks(desk, place.code, asked, as_of, today)]


def _lede(place: Place) -> str:
    if place.kind is PlaceKind.UNMAPPED:
        return "Organisations whose patients count in England and in no alliance."
    if place.kind is PlaceKind.UNKNOWN:
        return "A code that stands in a published file and that our book of places does not know."
    if place.kind is PlaceKind.ENGLAND:
        return (
            "Waiting times for cancer in England: all alliances and the providers with no alliance together."
        )
    return f"Waiting times for cancer, as recorded for this {kind_words(place.kind)}."


def _breadcrumbs(desk: Desk, place: Place, as_of: date | None) -> tuple[Link, ...]:
    above = desk.places.alliances_of(place.code, seen_on(desk, as_of))[:1]
    return (HOME, PLACES, *(Link(a.name, place_href(a.code, as_of)) for a in above if a.code != place.code))


def _about(desk: Desk, place: Place, as_of: date | None) -> list[Block]:
    """What the place is, where it belongs, what came before and after it, and what stands out in it."""
    found: list[Block] = []
    alliances = desk.places.alliances_of(place.code, seen_on(desk, as_of))
    if place.kind is PlaceKind.UNKNOWN:
        found.append(_unknown(place))
    elif alliances and place.kind is not PlaceKind.ALLIANCE:
        found.append(_belongs(place, alliances, as_of))
    if place.note:
        found.append(Text(place.note))
    dates = [f"Opened on {day(place.opened)}." if place.opened else ""]
    dates += [f"Closed on {day(place.closed)}." if place.closed else ""]
    if any(dates):
        found.append(Text(" ".join(filter(None, dates))))
    if place.kind in _WITH_FINDINGS:
        lead = Link(
            "What stands out here, and a question to ask about each", findings_href(place.code, as_of)
        )
        found.append(Text("", (lead,)))
    return found


def _unknown(place: Place) -> Note:
    return Note(
        f"The code {place.code} is in a publisher's file and not in our book of places. Its patients are counted in "
        "England and in no alliance; nothing is dropped because we lack a name for it. Somebody who knows the "
        "organisation can add it to the book, with a source.",
        "warning",
    )


def _belongs(place: Place, alliances: list[Place], as_of: date | None) -> Text:
    links = tuple(Link(a.name, place_href(a.code, as_of)) for a in alliances)
    if basis_of(place.kind) == "commissioner":
        return Text(f"{COMMISSIONED} Alliances in which its area lies:", links)
    if len(links) == 1:
        return Text("Its patients count in the figures of", links)
    return Text(
        "Its patients count in the figures of the first of these alliances; it is a partner in all:", links
    )


def _own_blocks(
    desk: Desk, place: Place, asked: list[Answer], as_of: date | None, today: date | None
) -> list[Block]:
    """A trust's or an ICB's own measures, each over time, and by cancer where it is held to a standard."""
    blocks: list[Block] = []
    if basis_of(place.kind) == "provider":
        blocks.append(Note(BREACH_SHARING))
    for measure in (*held_to_standards(desk), *other_measures(desk)):
        answer = over_months(desk, measure.id, place.code, as_of=as_of)
        asked.append(answer)
        if answer.latest is None:
            continue
        more = Link("More about this measure here", measure_href(measure.id, place.code, as_of=as_of))
        blocks += [
            Heading(measure.title, 2, measure.id),
            run_figure(answer, title=f"{place.name}, month by month", today=today),
            Text("", (more,)),
        ]
        if measure.standards and published_by(measure, "cancer"):
            blocks += _by_cancer(desk, measure, answer, as_of)
    return blocks


def _by_cancer(desk: Desk, measure: Measure, whole: Answer, as_of: date | None) -> list[Block]:
    newest, place = latest_for_parts(desk, whole, as_of), whole.place
    if newest is None or not published_by(measure, "cancer"):
        return []
    grain, label = newest
    answer = breakdown(
        desk, measure.id, place.code, by="cancer", period=grain, start=label, end=label, as_of=as_of
    )
    table = parts_table(
        answer,
        label,
        name="Cancer",
        href=lambda series: measure_href(measure.id, place.code, series.cut, as_of),
        caption=f"{measure.title}: {place.name} by cancer, {period_name(label)}",
    )
    return [table] if table.rows else []
