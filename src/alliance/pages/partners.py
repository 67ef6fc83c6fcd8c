"""A place that is made of others: its three standards over time, and its parts in the latest quarter."""

from __future__ import annotations

from datetime import date

from alliance.answers import Answer, Desk, across_places
from alliance.measures import Measure
from alliance.pages.asking import held_to_standards, latest_period, over_months, seen_on
from alliance.pages.figures import run_figure
from alliance.pages.links import measure_href, place_href
from alliance.pages.model import Block, Heading, Link, Note, Table, Text
from alliance.pages.tables import parts_table
from alliance.pages.wording import BREACH_SHARING, period_name
from alliance.places import Place, PlaceKind

__all__ = ["partner_blocks", "parts_in_latest", "parts_of"]


def parts_of(place: Place) -> str:
    """By what a place is divided: England by alliance, everything else by organisation."""
    return "alliance" if place.kind is PlaceKind.ENGLAND else "trust"


def partner_blocks(
    desk: Desk, place: Place, asked: list[Answer], as_of: date | None, today: date | None = None
) -> list[Block]:
    """For each national standard: the chart of the whole, then a table of its parts; then who the parts are."""
    blocks: list[Block] = [Note(BREACH_SHARING)]
    for measure in held_to_standards(desk):
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
        blocks += parts_in_latest(desk, measure, place, as_of)
    return blocks + _also(desk, place, as_of)


def parts_in_latest(desk: Desk, measure: Measure, place: Place, as_of: date | None) -> list[Table]:
    """The parts of a place in the latest whole quarter, in the order of their names."""
    newest = latest_period(desk, measure.id, "provider", as_of)
    if newest is None:
        return []
    grain, label = newest
    answer = across_places(
        desk, measure.id, place.code, by=parts_of(place), period=grain, start=label, end=label, as_of=as_of
    )
    table = parts_table(
        answer,
        label,
        name="Alliance" if answer.by == "alliance" else "Organisation",
        href=lambda series: place_href(series.place.code, as_of) if series.place else "",
        caption=f"{measure.title}: {place.name}, {period_name(label)}",
    )
    return [table] if table.rows else []


def _also(desk: Desk, place: Place, as_of: date | None) -> list[Block]:
    """Organisations that partner here and count elsewhere, and, for an alliance, the ICBs of its area."""
    on = seen_on(desk, as_of)
    if place.kind is not PlaceKind.ALLIANCE:
        return []
    counted = {p.code for p in desk.places.members(place.code, on, primary_only=True)}
    others = [p for p in desk.places.members(place.code, on) if p.code not in counted]
    blocks: list[Block] = []
    if others:
        links = tuple(Link(p.name, place_href(p.code, as_of)) for p in others)
        blocks.append(Text("Also partners here, and counted in another alliance:", links))
    icbs = tuple(Link(p.name, place_href(p.code, as_of)) for p in desk.places.icbs_of(place.code, on))
    if icbs:
        blocks.append(Text("Integrated care boards of which at least a part lies in this alliance:", icbs))
    return blocks
