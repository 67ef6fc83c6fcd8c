"""The front page of an alliance: its standards at a glance, one chart, and where to go on."""

from __future__ import annotations

from datetime import date

from alliance.answers import Answer, Desk, over_time
from alliance.pages.asking import FIRST, held_to_standards, over_months, own_latest
from alliance.pages.beside import experience_answers
from alliance.pages.feeds import stopped_notes
from alliance.pages.figures import run_figure
from alliance.pages.glance import glance_table
from alliance.pages.links import findings_href, place_href
from alliance.pages.model import Block, Heading, Link, Note, Page, Text
from alliance.pages.notes import as_of_note, caveats_note, cited, no_figures
from alliance.pages.wording import experience_age
from alliance.places import PlaceKind

__all__ = ["build"]


def build(desk: Desk, place: str, *, as_of: date | None = None, today: date | None = None) -> Page:
    """The standards of one place, and the chart of the last of its waiting times.

    Raises
    ------
    UnknownName
        The place is not known.
    """
    desk = desk.on(as_of)
    where = desk.place(place)
    months, pooled = _answers(desk, where.code, as_of)
    felt = experience_answers(desk, where.code, as_of)
    blocks: list[Block] = [*as_of_note(as_of)]
    if pooled:
        blocks += [
            Heading("The national standards at a glance", 2, "standards"),
            glance_table(pooled, [*months, *felt], as_of, beside=felt),
        ]
    old = dict.fromkeys(experience_age(answer, today) for answer in felt)
    blocks += [Note(said, "warning") for said in old if said]
    blocks += stopped_notes(desk, [*months, *felt], today)
    blocks.append(Text("", _onward(where.code, where.kind, as_of)))
    shown = [a for a in months if a.latest]
    shown = [a for a in shown if desk.measures[a.measure].source == FIRST] or shown
    if shown:
        blocks += [
            Heading(shown[-1].title, 2, shown[-1].measure),
            run_figure(shown[-1], title=f"{where.name}, month by month", today=today),
        ]
        blocks += caveats_note(shown)
    else:
        blocks.append(no_figures(where.name))
    lede = (
        "How long people wait for an answer and for treatment, what stands out, and what partner organisations have "
        "promised to do about it."
    )
    return Page(where.name, lede, tuple(blocks), cited([*months, *pooled, *felt]))


def _answers(desk: Desk, place: str, as_of: date | None) -> tuple[list[Answer], list[Answer]]:
    """Each standard month by month, and in the latest whole quarter."""
    months, pooled = [], []
    for measure in held_to_standards(desk):
        months.append(over_months(desk, measure.id, place, as_of=as_of))
        newest = own_latest(desk, months[-1])
        if newest:
            grain, label = newest
            pooled.append(
                over_time(desk, measure.id, place, period=grain, start=label, end=label, as_of=as_of)
            )
    return months, pooled


def _onward(code: str, kind: PlaceKind, as_of: date | None) -> tuple[Link, ...]:
    links = [Link("Its parts, and each standard over time", place_href(code, as_of))]
    if kind in (PlaceKind.ALLIANCE, PlaceKind.REGION):
        links.append(Link("What stands out, and where", findings_href(code, as_of)))
    return tuple(links)
