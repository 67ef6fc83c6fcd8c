"""Tables of answers: every cell's number is the answer's own, or its distance from the standard in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from alliance.answers.model import Answer, Citation, Point, Series, StandardInForce
from alliance.answers.sentences import range_words
from alliance.pages.model import Cell, Table
from alliance.pages.wording import (
    count,
    cut_words,
    day,
    figure,
    fingerprint,
    needed_words,
    period_name,
    reason_for_absence,
    signal_words,
    status_words,
    target,
    whose,
)
from alliance.periods import parse_period

__all__ = ["files_table", "parts_table", "patients_to_standard", "points_table", "standards_table"]


def patients_to_standard(answer: Answer, point: Point) -> float | None:
    """How many more patients would have had to be seen in time in a period; below 0, how many there are to spare.

    Standard × denominator − numerator (where fewer is better the other way about), the standard being the one in
    force on the period's first day. None where there is no figure or no standard.
    """
    standard = answer.standard_on(parse_period(point.period).start)
    if standard is None or point.numerator is None or not point.denominator or answer.better == "neutral":
        return None
    sign = 1 if answer.better == "higher" else -1
    return round(sign * (standard.value * point.denominator - point.numerator), 6)


def _counted(point: Point, unit: str) -> list[Cell]:
    """Number, out of, share, interval; for a publisher's own estimate its people too; for a count its number alone."""
    if unit in _ESTIMATES:
        return [
            Cell(figure(point.value, unit) if point.value is not None else _why(point), point.value),
            Cell(_between(point.lower, point.upper, unit)),
            _cell(point.denominator),
        ]
    if unit != "proportion":
        return [Cell(figure(point.value, unit) if point.value is not None else _why(point), point.value)]
    if point.value is None:
        return [_cell(point.numerator), _cell(point.denominator), Cell(_why(point)), Cell("–")]
    return [
        _cell(point.numerator),
        _cell(point.denominator),
        Cell(figure(point.value, unit), point.value),
        Cell(_between(point.lower, point.upper, unit)),
    ]


_ESTIMATES = ("percent", "score-0-10", "rate")  # the units of what publishers computed themselves


def _between(lower: float | None, upper: float | None, unit: str) -> str:
    """A range in words that stay on one line."""
    if lower is None or upper is None:
        return "–"
    return f"{figure(lower, unit)}\u00a0to\u00a0{figure(upper, unit)}"


def _cell(number: float | None) -> Cell:
    return Cell(count(number), number)


def _why(point: Point) -> str:
    return reason_for_absence(point.absence).capitalize()


def _counted_columns(answer: Answer) -> list[str]:
    span = range_words(answer.unit, answer.variant)
    if answer.unit in _ESTIMATES:
        return ["Published", f"{span[:1].upper()}{span[1:]}", "People"]
    return ["Number", "Out of", "Share", span] if answer.unit == "proportion" else ["Number"]


def points_table(answer: Answer) -> Table:
    """Every point of a series: what was counted, the control limits, the signal and the status.

    A publisher's own estimates have no control chart: then its range and its people stand there alone.
    """
    charted = answer.unit not in _ESTIMATES
    rows = tuple(
        (
            Cell(period_name(p.period), header=True),
            *_counted(p, answer.unit),
            *(_charted(p, answer.unit) if charted else ()),
            Cell(status_words(p.status)),
        )
        for p in answer.points
    )
    counted = _counted_columns(answer)
    chart = ("Mean", "Control limits", "Signal") if charted else ()
    return Table(
        caption=f"{answer.title}: {whose(answer)}",
        columns=("Period", *counted, *chart, "Status"),
        rows=rows,
        numeric=(False, *[True] * len(counted), *(True, True, False)[: len(chart)], False),
    )


def _charted(point: Point, unit: str) -> tuple[Cell, ...]:
    """What the control chart says of a point."""
    return (
        Cell(figure(point.mean, unit), point.mean),
        Cell(_between(point.lower_limit, point.upper_limit, unit)),
        Cell(signal_words(point)),
    )


def parts_table(
    answer: Answer, period: str, *, name: str, href: Callable[[Series], str], caption: str = ""
) -> Table:
    """The parts of an answer (places or cuts) in one period, in their own order, which is never that of a value."""
    held = answer.unit == "proportion" and answer.standard_on(parse_period(period).start) is not None
    rows = []
    for series in answer.series or ():
        point = next((p for p in series.points if p.period == period), None)
        if point is None:
            continue
        words = series.place.name if series.place else cut_words(series.cut or {})
        row = [Cell(words, href=href(series), header=True), *_counted(point, answer.unit)]
        if held:
            needed = patients_to_standard(answer, point)
            row.append(Cell(needed_words(needed), needed))
        rows.append(tuple(row))
    counted = _counted_columns(answer)
    last = ["Patients needed to reach the standard"] if held else []
    return Table(
        caption=caption or f"{answer.title}: {whose(answer)}, {period_name(period)}",
        columns=(name, *counted, *last),
        rows=tuple(rows),
        numeric=(False, *[True] * (len(counted) + len(last))),
    )


def standards_table(title: str, unit: str, standards: Sequence[StandardInForce]) -> Table:
    """Standards and ambitions with their dates and who set them."""
    rows = tuple(
        (
            Cell(f"{s.kind.capitalize()} {target(s.value, unit)}", s.value, header=True),
            Cell(day(s.start) if s.start else "–"),
            Cell(day(s.end) if s.end else "Still in force"),
            Cell(s.set_by),
        )
        for s in standards
    )
    return Table(f"{title}: what it is held against", ("Level", "From", "To", "Set by"), rows)


def files_table(citations: Sequence[Citation], *, whole_hash: bool = False) -> Table:
    """The files behind a page, each with the start of its fingerprint, or all of it.

    Where some are not published, the table says of each whom it is for.
    """
    kept = any(c.kept_for for c in citations)
    rows = tuple(
        (
            Cell(c.file, header=True),
            Cell(c.publisher),
            Cell(_published(c)),
            Cell(status_words(c.status)),
            Cell(c.licence),
            Cell(c.sha256 if whole_hash else fingerprint(c.sha256)),
            *([Cell(" and ".join(c.kept_for) or "everybody")] if kept else []),
        )
        for c in citations
    )
    columns = ("File", "Publisher", "Published", "Status", "Licence", "SHA-256")
    if kept:
        caption = "Files behind these numbers, some of them not published"
        return Table(caption, (*columns, "For"), rows, about="files")
    return Table("Published files behind these numbers", columns, rows, about="files")


def _published(citation: Citation) -> str:
    if citation.kept_for:
        return "Not published"
    return day(citation.published_on) if citation.published_on else "Not stated"
