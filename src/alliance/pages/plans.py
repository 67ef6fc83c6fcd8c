"""Plan beside actual: what each place submitted for a period, what was recorded, and how far apart they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alliance.answers import Answer, Desk, over_time
from alliance.answers.model import Point, StandardInForce
from alliance.measures import Measure
from alliance.pages.asking import seen_on
from alliance.pages.links import place_href
from alliance.pages.model import Block, Cell, Table, Text
from alliance.pages.wording import figure, period_name
from alliance.periods import parse_period
from alliance.places import PlaceKind

__all__ = ["planned_on", "plans_blocks"]

_WITH_PARTS = (PlaceKind.ALLIANCE, PlaceKind.REGION)


def planned_on(answer: Answer, point: Point) -> StandardInForce | None:
    """The trajectory that was submitted for a period of an answer, if one was."""
    day = parse_period(point.period).start
    held = [s for s in answer.standards if s.kind == "trajectory" and s.holds_on(day)]
    return held[-1] if held else None


def plans_blocks(
    desk: Desk,
    place: str,
    kind: str,
    measures: Sequence[Measure],
    as_of: date | None,
    asked: list[Answer] | None = None,
) -> list[Block]:
    """For each measure with a submitted plan: plan, actual and the difference in the newest planned period.

    The answers that are shown are added to `asked`.
    """
    shown: list[Answer] = [] if asked is None else asked
    measures = [measure for measure in measures if desk.plans_for(measure.id)]
    codes = [place]
    if PlaceKind(kind) in _WITH_PARTS:
        on = seen_on(desk, as_of)
        codes += [p.code for p in desk.places.members(place, on, primary_only=True)]
    tables = [_table(desk, measure, codes, as_of, shown) for measure in measures]
    found: list[Block] = [table for table in tables if table is not None]
    if not found:
        return [Text("No submitted plan is loaded for these measures, as far as this pack may show one.")]
    return found


def _table(
    desk: Desk, measure: Measure, codes: Sequence[str], as_of: date | None, shown: list[Answer]
) -> Table | None:
    rows = []
    for code in codes:
        answer = over_time(desk, measure.id, code, as_of=as_of)
        row = _row(answer, as_of)
        if row is not None:
            rows.append(row)
            shown.append(answer)
    if not rows:
        return None
    columns = ("Place", "Period", "Planned", "Recorded", "Recorded less planned", "Planned by")
    numeric = (False, False, True, True, True, False)
    return Table(f"{measure.title}: plan beside actual", columns, tuple(rows), numeric)


def _row(answer: Answer, as_of: date | None) -> tuple[Cell, ...] | None:
    """The newest period that was both planned and recorded."""
    for point in reversed(answer.points):
        plan = planned_on(answer, point)
        if plan is not None and point.value is not None:
            apart = round(point.value - plan.value, 9)
            return (
                Cell(answer.place.name, href=place_href(answer.place.code, as_of), header=True),
                Cell(period_name(point.period)),
                Cell(figure(plan.value, answer.unit), plan.value),
                Cell(figure(point.value, answer.unit), point.value),
                Cell(_points(apart, answer.unit), apart),
                Cell(plan.set_by),
            )
    return None


def _points(apart: float, unit: str) -> str:
    """A difference of shares in percentage points, with its sign."""
    sign = "+" if apart > 0 else "−" if apart < 0 else ""
    if unit == "proportion":
        return f"{sign}{abs(apart) * 100:.1f} points"
    return f"{sign}{figure(abs(apart), unit)}"
