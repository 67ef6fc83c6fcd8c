"""The figures of a gap's story: what was found then, what the same figures say now, and the days in between."""

from __future__ import annotations

from collections.abc import Sequence

from alliance.answers.model import Answer, Point
from alliance.charts import Marker
from alliance.pages.figures import run_figure
from alliance.pages.model import Block, Cell, Heading, Page, Table, Text
from alliance.pages.notes import caveats_note, cited
from alliance.pages.wording import count, day, figure, period_name, status_words, whose

__all__ = ["build"]


def build(*, answer: Answer, frozen: Answer, markers: Sequence[Marker] = ()) -> Page:
    """What was found (`frozen`, as it was known then) beside what is known now (`answer`), with dated events.

    A figure that was revised in between is shown both ways, so that a revision is never silent.
    """
    blocks: list[Block] = [
        Heading("Then", 2, "then"),
        Text(frozen.sentence),
        Heading("Now", 2, "now"),
        run_figure(answer, markers=markers),
        *_revised(answer, frozen),
    ]
    if markers:
        blocks.append(_dates(markers))
    return Page(
        f"{answer.title}: {whose(answer)}",
        "What was found, what was promised, and what the figures have done since.",
        (*blocks, *caveats_note([answer])),
        cited([answer, frozen]),
    )


def _revised(answer: Answer, frozen: Answer) -> list[Block]:
    """The periods whose figures are not what they were when the gap was agreed."""
    now = {p.period: p for p in answer.points}
    pairs = [(then, now[then.period]) for then in frozen.points if then.period in now]
    changed = [(a, b) for a, b in pairs if (a.numerator, a.denominator) != (b.numerator, b.denominator)]
    if not changed:
        return [Text("The figures on which the gap was agreed have not been revised since.")]
    rows = tuple(
        (
            Cell(period_name(then.period), header=True),
            *_told(then, frozen.unit),
            *_told(later, answer.unit),
            Cell(status_words(later.status)),
        )
        for then, later in changed
    )
    return [
        Text("Some of the figures on which the gap was agreed have been revised since:"),
        Table(
            "Figures revised since the gap was agreed",
            (
                "Period",
                "Then: number of all",
                "Then: share",
                "Now: number of all",
                "Now: share",
                "Status now",
            ),
            rows,
            (False, True, True, True, True, False),
        ),
    ]


def _told(point: Point, unit: str) -> tuple[Cell, Cell]:
    counted = f"{count(point.numerator)} of {count(point.denominator)}"
    if unit != "proportion":
        counted = count(point.numerator)
    return Cell(counted, point.numerator), Cell(figure(point.value, unit), point.value)


def _dates(markers: Sequence[Marker]) -> Table:
    rows = tuple(
        (Cell(day(m.day), header=True), Cell(m.label))
        for m in sorted(markers, key=lambda m: (m.day, m.label))
    )
    return Table("Days marked on the chart", ("Day", "What happened"), rows)
