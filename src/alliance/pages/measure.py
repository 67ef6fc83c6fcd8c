"""One measure in one place: what it is, how it moves, and how it divides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from alliance.answers import Answer, Desk, Series, across_places, breakdown, over_time
from alliance.answers.question import OWN_ROWS
from alliance.errors import UsageError
from alliance.measures import Measure, find_measure
from alliance.pages.asking import latest_for_parts, latest_period, over_months, published_by
from alliance.pages.feeds import stopped_notes
from alliance.pages.figures import across_figure, run_figure
from alliance.pages.links import HOME, PLACES, measure_href, place_href
from alliance.pages.model import Block, Heading, Link, Note, Page, Text
from alliance.pages.notes import as_of_note, caveats_note, cited, no_figures
from alliance.pages.partners import parts_of
from alliance.pages.tables import parts_table, standards_table
from alliance.pages.wording import BREACH_SHARING, cut_words, lower_first, place_and_cut
from alliance.places import Place, PlaceKind

__all__ = ["build"]

_DIVIDED = frozenset({PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.ENGLAND, PlaceKind.UNMAPPED})


def build(
    desk: Desk,
    measure: str,
    place: str | None = None,
    *,
    cut: Mapping[str, str] | None = None,
    basis: str | None = None,
    period: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
) -> Page:
    """A measure in a place (England unless another is named), for all patients or a cut of them.

    Raises
    ------
    UnknownName, UsageError
        See `alliance.answers.question.pose`.
    """
    desk = desk.on(as_of)
    found = find_measure(measure, desk.measures)
    where = desk.place(place or "england")
    answer = _over(desk, found, where, cut, basis, period, as_of)
    blocks: list[Block] = [*as_of_note(as_of), *_whole(answer, as_of)]
    blocks += [run_figure(answer, today=today)] if answer.latest else [no_figures(where.name)]
    blocks += stopped_notes(desk, [answer], today)
    asked = [answer]
    if answer.latest:
        blocks += [*_across(desk, answer, where, as_of), *_divided(desk, answer, where, as_of)]
    blocks += [*_definition(found, answer), *caveats_note(asked)]
    lede = f"{place_and_cut(where.name, answer.cut)}. {found.why}"
    links = (HOME, PLACES, Link(where.name, place_href(where.code, as_of)))
    return Page(found.title, lede, tuple(blocks), cited(asked), links)


def _over(
    desk: Desk,
    measure: Measure,
    where: Place,
    cut: Mapping[str, str] | None,
    basis: str | None,
    period: str | None,
    as_of: date | None,
) -> Answer:
    if period in (None, "month"):
        return over_months(desk, measure.id, where.code, cut=cut, basis=basis, as_of=as_of)
    return over_time(desk, measure.id, where.code, cut=cut, basis=basis, period=period, as_of=as_of)


def _whole(answer: Answer, as_of: date | None) -> list[Block]:
    """The way back from a cut to all patients."""
    if not answer.cut:
        return []
    back = Link("All patients", measure_href(answer.measure, answer.place.code, as_of=as_of))
    return [Text(f"Shown here: {cut_words(answer.cut)}.", (back,))]


def _across(desk: Desk, answer: Answer, where: Place, as_of: date | None) -> list[Block]:
    """The places that this one is made of, side by side in the latest whole quarter."""
    if answer.basis in OWN_ROWS:
        return _across_own_rows(desk, answer, where, as_of)
    newest = latest_period(desk, answer.measure, "provider", as_of)
    if where.kind not in _DIVIDED or answer.basis != "provider" or newest is None:
        return []
    grain, label = newest
    parts = across_places(
        desk, answer.measure, where.code, by=parts_of(where), cut=answer.cut, period=grain, start=label, end=label,
        as_of=as_of,
    )  # fmt: skip
    if not parts.series:
        return []
    name = "Alliance" if parts.by == "alliance" else "Organisation"
    across = across_figure(
        parts,
        label,
        name=name,
        href=lambda s: measure_href(answer.measure, s.place.code, answer.cut, as_of) if s.place else "",
    )
    return [Heading(f"By {name.lower()}", 2, "places"), Note(BREACH_SHARING), across]


def _across_own_rows(desk: Desk, answer: Answer, where: Place, as_of: date | None) -> list[Block]:
    """The publisher's own rows for the places within this one, in its newest period: trusts, ICBs or alliances."""
    if answer.latest is None or answer.cut or where.kind not in _DIVIDED:
        return []
    label = answer.latest.period
    for by in ("alliance",) if where.kind is PlaceKind.ENGLAND else ("trust", "icb"):
        with suppress(UsageError):
            parts = across_places(
                desk, answer.measure, where.code, by=by, basis=answer.basis, variant=answer.variant, start=label,
                end=label, as_of=as_of,
            )  # fmt: skip
            if any(series.points for series in parts.series or ()):
                href = _to_measure(answer, as_of)
                across = across_figure(parts, label, name=_NAMES[by], href=href)
                return [Heading(f"By {lower_first(_NAMES[by])}", 2, "places"), across]
    return []


_NAMES = {"alliance": "Alliance", "trust": "Organisation", "icb": "Integrated care board"}


def _to_measure(answer: Answer, as_of: date | None) -> Callable[[Series], str]:
    return lambda s: measure_href(answer.measure, s.place.code, answer.cut, as_of) if s.place else ""


def _divided(desk: Desk, answer: Answer, where: Place, as_of: date | None) -> list[Block]:
    """By cancer and by route, in the latest whole quarter, where the answer is not already for one of them."""
    newest = latest_for_parts(desk, answer, as_of)
    if answer.cut or newest is None:
        return []
    grain, label = newest
    blocks: list[Block] = []
    for by, name in (("cancer", "Cancer"), ("route", "Route")):
        if not published_by(desk.measures[answer.measure], by):
            continue
        parts = breakdown(
            desk, answer.measure, where.code, by=by, basis=answer.basis, period=grain, start=label, end=label,
            as_of=as_of,
        )  # fmt: skip
        table = parts_table(
            parts, label, name=name, href=lambda s: measure_href(answer.measure, where.code, s.cut, as_of)
        )
        if table.rows:
            blocks += [Heading(f"By {name.lower()}", 2, f"by-{by}"), table]
    return blocks


def _definition(measure: Measure, answer: Answer) -> list[Block]:
    counted = f"Counted: {measure.numerator.means}."
    if measure.denominator:
        counted = f"Counted: {measure.numerator.means}, out of {lower_first(measure.denominator.means)}."
    blocks: list[Block] = [Heading("What this measures", 2, "definition"), Text(counted)]
    if answer.standards:
        blocks.append(standards_table(measure.short_title, answer.unit, answer.standards))
    owner = f"Definition: {measure.owner}; last reviewed on {measure.reviewed_on:%-d %B %Y}."
    return [*blocks, Text(owner)]
