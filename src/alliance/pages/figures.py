"""Figures: a chart, its sentence, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from alliance.answers.model import Answer, Series
from alliance.answers.sentences import range_words
from alliance.charts import Marker, across_chart, run_chart
from alliance.pages.model import Figure
from alliance.pages.tables import parts_table, points_table
from alliance.pages.wording import data_age, period_name, whose

__all__ = ["across_figure", "run_figure"]

_EACH = {
    "trust": "each partner organisation",
    "alliance": "each alliance",
    "region": "each region",
    "icb": "each integrated care board",
    "cancer": "each cancer",
    "route": "each route",
}


def run_figure(
    answer: Answer, *, markers: Sequence[Marker] = (), title: str = "", today: date | None = None
) -> Figure:
    """An answer over time, with any dated events, and how old its figures are."""
    age = data_age(answer, today)
    return Figure(
        title or f"{answer.title}: {whose(answer)}",
        run_chart(answer, markers=markers),
        f"{answer.sentence} {age[:1].upper()}{age[1:]}".strip(),
        points_table(answer),
    )


def _line(answer: Answer, period: str) -> str:
    """What the line beside each dot is, where there is one."""
    there = any(p.lower is not None for s in answer.series or () for p in s.points if p.period == period)
    return f", and its line the {_line_words(answer)}" if there else ""


def across_figure(answer: Answer, period: str, *, href: Callable[[Series], str], name: str = "") -> Figure:
    """An answer's parts side by side in one period; the title asks, and nobody is ranked."""
    each = _EACH.get(answer.by or "", "each part")
    parts = parts_table(answer, period, name=name or "Organisation", href=href)
    return Figure(
        f"{answer.title}: what was recorded for {each}, {period_name(period)}?",
        across_chart(answer),
        f"Each dot is what was recorded{_line(answer, period)}. Names stand in alphabetical order.",
        parts,
    )


def _line_words(answer: Answer) -> str:
    """What the line beside a dot is, and what makes it long."""
    span = range_words(answer.unit, answer.variant)
    if answer.variant == "adjusted":
        return f"{span}: where the score of a place like this would be expected to lie"
    return f"{span}: the fewer the patients, the longer the line"
