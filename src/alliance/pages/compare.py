"""One measure across places: side by side, by name, with intervals; never in the order of values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from alliance.answers import Desk, across_places
from alliance.pages.asking import latest_period
from alliance.pages.figures import across_figure
from alliance.pages.links import HOME, PLACES, measure_href, place_href
from alliance.pages.model import Block, Link, Note, Page
from alliance.pages.notes import as_of_note, caveats_note, no_figures
from alliance.pages.wording import BREACH_SHARING, COMMISSIONED, place_and_cut

__all__ = ["build"]

_NAMES = {"trust": "Organisation", "alliance": "Alliance", "region": "Region", "icb": "Integrated care board"}


def build(
    desk: Desk,
    measure: str,
    place: str,
    *,
    by: str = "trust",
    cut: Mapping[str, str] | None = None,
    as_of: date | None = None,
) -> Page:
    """The parts of a place in the latest whole quarter.

    Raises
    ------
    UnknownName, UsageError
        The measure or place is not known, or the place has no such parts.
    """
    desk = desk.on(as_of)
    where = desk.place(place)
    basis = "commissioner" if by == "icb" else "provider"
    grain, label = latest_period(desk, measure, basis, as_of) or ("month", None)
    answer = across_places(
        desk, measure, where.code, by=by, cut=cut, period=grain, start=label, end=label, as_of=as_of
    )
    blocks: list[Block] = [*as_of_note(as_of)]
    if label and answer.series:
        figure = across_figure(
            answer,
            label,
            name=_NAMES[by],
            href=lambda s: measure_href(measure, s.place.code, cut, as_of) if s.place else "",
        )
        blocks += [Note(COMMISSIONED if by == "icb" else BREACH_SHARING), figure, *caveats_note([answer])]
    else:
        blocks.append(no_figures(where.name))
    return Page(
        f"{answer.title}: side by side",
        f"{place_and_cut(where.name, answer.cut)}. Places differ in the patients they see; a difference is a question.",
        tuple(blocks),
        answer.citations,
        (HOME, PLACES, Link(where.name, place_href(where.code, as_of))),
    )
