"""A standard's parts in one period: by cancer, and at the ICBs of an alliance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from alliance.answers import Answer, Desk, breakdown, over_time
from alliance.answers.model import Series
from alliance.errors import UsageError
from alliance.pages.asking import latest_for_parts, latest_period, published_by, seen_on
from alliance.pages.links import measure_href, place_href
from alliance.pages.model import Block, Note, Table
from alliance.pages.tables import parts_table
from alliance.pages.wording import COMMISSIONED, period_name
from alliance.places import PlaceKind

__all__ = ["by_cancer", "by_icb"]


def by_cancer(desk: Desk, answers: Sequence[Answer], as_of: date | None) -> tuple[list[Block], list[Answer]]:
    """Each measure by cancer in its newest whole quarter, for a place; and the answers behind the tables."""
    blocks: list[Block] = []
    used = []
    for answer in answers:
        newest = latest_for_parts(desk, answer, as_of)
        if newest is None or not published_by(desk.measures[answer.measure], "cancer"):
            continue
        grain, label = newest
        place = answer.place.code
        parts = breakdown(
            desk, answer.measure, place, by="cancer", period=grain, start=label, end=label, as_of=as_of
        )
        href, caption = _to(answer.measure, place, as_of), _caption(parts, label, "cancer")
        table = parts_table(parts, label, name="Cancer", href=href, caption=caption)
        if table.rows:
            blocks.append(table)
            used.append(parts)
    return blocks, used


def _to(measure: str, place: str, as_of: date | None) -> Callable[[Series], str]:
    return lambda series: measure_href(measure, place, series.cut, as_of)


def _caption(answer: Answer, label: str, by: str) -> str:
    return f"{answer.title}: {answer.place.name} by {by}, {period_name(label)}"


def by_icb(
    desk: Desk, place: str, kind: str, answers: Sequence[Answer], as_of: date | None
) -> tuple[list[Block], list[Answer]]:
    """Each measure at the ICBs of which a part lies in an alliance: commissioner figures, never added to others."""
    if PlaceKind(kind) is not PlaceKind.ALLIANCE:
        return [], []
    on = seen_on(desk, as_of)
    codes = [icb.code for icb in desk.places.icbs_of(place, on)]
    tables, used = [], []
    for answer in answers:
        newest = latest_period(desk, answer.measure, "commissioner", as_of)
        if newest is None:
            continue
        grain, label = newest
        parts = [_own(desk, answer.measure, code, grain, label, as_of) for code in codes]
        found = [part for part in parts if part is not None and part.latest]
        if found:
            tables.append(_beside(answer, found, label, as_of))
            used += found
    return ([Note(COMMISSIONED), *tables] if tables else []), used


def _own(desk: Desk, measure: str, code: str, grain: str, label: str, as_of: date | None) -> Answer | None:
    try:
        return over_time(desk, measure, code, period=grain, start=label, end=label, as_of=as_of)
    except UsageError:
        return None


def _beside(whole: Answer, found: Sequence[Answer], label: str, as_of: date | None) -> Table:
    """The ICBs' own answers in one table, in the order of their names."""
    ordered = sorted(found, key=lambda a: a.place.name)
    together = replace(whole, series=tuple(Series(a.points, a.spc, place=a.place) for a in ordered))
    return parts_table(
        together,
        label,
        name="Integrated care board",
        href=lambda series: place_href(series.place.code, as_of) if series.place else "",
        caption=f"{whole.title}: the integrated care boards of which a part lies here, {period_name(label)}",
    )
