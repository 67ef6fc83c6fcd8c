"""Several measures of one place in one table: where it stands now, how far from the standard, what the chart says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alliance.answers.model import Answer, Point, SpcSummary
from alliance.pages.links import measure_href
from alliance.pages.model import Cell, Table
from alliance.pages.tables import patients_to_standard
from alliance.pages.wording import (
    count,
    figure,
    needed_words,
    period_name,
    reason_for_absence,
    target,
    variation_words,
)
from alliance.periods import parse_period

__all__ = ["glance_table"]


def _share(point: Point, unit: str) -> str:
    if point.value is None:
        return reason_for_absence(point.absence).capitalize()
    return figure(point.value, unit)


def glance_table(
    pooled: Sequence[Answer],
    months: Sequence[Answer],
    as_of: date | None = None,
    *,
    beside: Sequence[Answer] = (),
) -> Table:
    """A row a measure: `pooled` has the newest quarter of each, `months` its series with the control chart.

    `beside` is what stands in the same table with the same right: what patients say, in its newest survey.
    """
    charts = {a.measure: a.spc for a in months}
    also = " and what patients say" if beside else ""
    newest = [a.since(a.latest.period) for a in beside if a.latest]
    return Table(
        caption=f"{pooled[0].place.name}: the national standards{also}"
        if pooled
        else "The national standards",
        columns=(
            "Measure",
            "Period",
            "Number",
            "Out of",
            "Share or score",
            "Standard",
            "Patients needed to reach the standard",
            "Latest month",
        ),
        rows=tuple(
            _row(a, a.points[0 if a in newest else -1], charts.get(a.measure), as_of)
            for a in (*pooled, *newest)
            if a.points
        ),
        numeric=(False, False, True, True, True, True, True, False),
    )


def _row(answer: Answer, point: Point, spc: SpcSummary | None, as_of: date | None) -> tuple[Cell, ...]:
    standard = answer.standard_on(parse_period(point.period).start)
    needed = patients_to_standard(answer, point)
    href = measure_href(answer.measure, answer.place.code, as_of=as_of)
    return (
        Cell(answer.title, href=href, header=True),
        Cell(period_name(point.period)),
        Cell(count(point.numerator), point.numerator),
        Cell(count(point.denominator), point.denominator),
        Cell(_share(point, answer.unit), point.value),
        Cell(target(standard.value, answer.unit), standard.value) if standard else Cell("–"),
        Cell(needed_words(needed), needed),
        Cell(variation_words(spc).capitalize()),
    )
