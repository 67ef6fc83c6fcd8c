"""What a worksheet holds: typed columns of an answer's own numbers, or of a page's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from alliance.answers.model import Answer, Point, Series
from alliance.answers.sentences import range_words
from alliance.charts.alt_text import newest_period
from alliance.pages.model import Cell, Figure, Table
from alliance.pages.tables import patients_to_standard
from alliance.pages.wording import (
    count,
    cut_words,
    percent,
    period_name,
    reason_for_absence,
    signal_words,
    status_words,
)
from alliance.periods import parse_period
from alliance.writers.shorthand import NOT_APPLICABLE, shorthand

__all__ = ["Column", "Kind", "SheetTable", "of_figure", "of_table"]

Kind = Literal["words", "day", "number", "share", "percent", "score"]
Value = str | float | date
_KINDS: dict[str, Kind] = {"proportion": "share", "percent": "percent", "score-0-10": "score"}


@dataclass(frozen=True)
class Column:
    """One column: its name, what its cells are, and a cell a row. No cell is empty."""

    name: str
    kind: Kind
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class SheetTable:
    """One table with its title and the lines that are read before it."""

    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]


def of_figure(figure: Figure) -> SheetTable:
    """The numbers that a figure draws, and those from which they come, as its answer has them."""
    answer = figure.chart.answer
    rows = list(_parts(answer) if figure.chart.kind == "across" else _whole(answer))
    columns = [*_named(rows), *_counted(answer, rows), *_held_against(answer, rows)]
    lines = (figure.sentence, *_meanings(answer), *answer.caveats, answer.method)
    return SheetTable(figure.title, tuple(line for line in lines if line), tuple(columns))


@dataclass(frozen=True)
class _Row:
    """One point, and the part of the answer that it is about, if it is not about the whole."""

    point: Point
    part: Series | None = None


def _whole(answer: Answer) -> Iterator[_Row]:
    yield from (_Row(point) for point in answer.points)


def _parts(answer: Answer) -> Iterator[_Row]:
    """The parts in the period that the chart shows, in the answer's order, which is never that of a value."""
    newest = newest_period(answer)
    for part in answer.series or ():
        yield from (_Row(point, part) for point in part.points if point.period == newest)


def _meanings(answer: Answer) -> Iterator[str]:
    if answer.unit == "proportion":
        yield f"Number: {answer.numerator_means}. Out of: {answer.denominator_means}."


def _column(name: str, kind: Kind, rows: Sequence[_Row], cell: Callable[[_Row], Value]) -> Column:
    return Column(name, kind, tuple(cell(row) for row in rows))


def _named(rows: Sequence[_Row]) -> Iterator[Column]:
    """Which part and which period a row is about."""
    if any(row.part for row in rows):
        places = [row.part.place if row.part else None for row in rows]
        cuts = [cut_words(row.part.cut or {}) if row.part else "" for row in rows]
        names = [place.name if place else cut or "All" for place, cut in zip(places, cuts, strict=True)]
        yield Column("Organisation" if any(places) else "Part", "words", tuple(names))
        if any(places):
            yield Column("Code", "words", tuple(p.code if p else NOT_APPLICABLE for p in places))
    yield _column("Period", "words", rows, lambda r: period_name(r.point.period))
    yield _column("First day", "day", rows, lambda r: parse_period(r.point.period).start)
    yield _column("Last day", "day", rows, lambda r: parse_period(r.point.period).end)


def _counted(answer: Answer, rows: Sequence[_Row]) -> Iterator[Column]:
    """What was counted; a cell without a number says why in shorthand."""
    kind = _KINDS.get(answer.unit, "number")
    if answer.unit == "proportion":
        yield _column("Number", "number", rows, lambda r: _told(r.point.numerator, r.point))
        yield _column("Out of", "number", rows, lambda r: _told(r.point.denominator, r.point))
    elif any(row.point.denominator is not None for row in rows):
        yield _column("People", "number", rows, lambda r: _told(r.point.denominator, r.point))
    name = "Share" if answer.unit == "proportion" else "Value"
    yield _column(name, kind, rows, lambda r: _told(r.point.value, r.point))
    if any(row.point.lower is not None for row in rows):
        words = range_words(answer.unit, answer.variant)
        span = f"{words[:1].upper()}{words[1:]}"
        yield _column(f"{span}, lower", kind, rows, lambda r: _told(r.point.lower, r.point))
        yield _column(f"{span}, upper", kind, rows, lambda r: _told(r.point.upper, r.point))


def _held_against(answer: Answer, rows: Sequence[_Row]) -> Iterator[Column]:
    """Control limits, standard, and what the figures are worth; columns in which nothing stands are left out."""
    kind = _KINDS.get(answer.unit, "number")
    if not any(row.part for row in rows):
        yield from _some("Mean", kind, rows, lambda p: p.mean)
        yield from _some("Control limit, lower", kind, rows, lambda p: p.lower_limit)
        yield from _some("Control limit, upper", kind, rows, lambda p: p.upper_limit)
    yield from _some("Standard", kind, rows, lambda p: _standard(answer, p))
    yield from _some(
        "Patients needed to reach the standard", "number", rows, lambda p: patients_to_standard(answer, p)
    )
    if not any(row.part for row in rows):
        yield _column("Signal", "words", rows, lambda r: signal_words(r.point).replace("–", "None"))
    yield _column("Status", "words", rows, lambda r: status_words(r.point.status))
    if any(row.point.value is None for row in rows):
        yield _column("Why there is no figure", "words", rows, lambda r: _reason(r.point))


def _some(
    name: str, kind: Kind, rows: Sequence[_Row], number: Callable[[Point], float | None]
) -> Iterator[Column]:
    found = [number(row.point) for row in rows]
    if any(value is not None for value in found):
        yield Column(name, kind, tuple(NOT_APPLICABLE if v is None else v for v in found))


def _standard(answer: Answer, point: Point) -> float | None:
    held = answer.standard_on(parse_period(point.period).start)
    return held.value if held else None


def _told(number: float | None, point: Point) -> Value:
    return shorthand(point.absence) if number is None else number


def _reason(point: Point) -> str:
    return NOT_APPLICABLE if point.value is not None else reason_for_absence(point.absence).capitalize()


def of_table(table: Table) -> SheetTable:
    """A page's table: exact numbers where its cells have them, and its words beside where they say more."""
    columns: list[Column] = []
    for n, name in enumerate(table.columns):
        columns += _of_cells(name, [row[n] for row in table.rows])
    return SheetTable(table.caption, (), tuple(columns))


def _of_cells(name: str, cells: Sequence[Cell]) -> Iterator[Column]:
    """A column of words; or one of numbers, with a second "in words" where a cell's text is not just its number."""
    if all(cell.number is None for cell in cells):
        yield Column(name, "words", tuple(_words(cell) for cell in cells))
        return
    kind: Kind = "share" if any("%" in cell.text for cell in cells if cell.number is not None) else "number"
    yield Column(name, kind, tuple(_number(cell) for cell in cells))
    if any(not _plain(cell, kind) for cell in cells):
        yield Column(f"{name}, in words", "words", tuple(_words(cell) for cell in cells))


def _words(cell: Cell) -> str:
    text = " ".join(cell.text.split())
    return NOT_APPLICABLE if text in ("", "–") else text


def _number(cell: Cell) -> Value:
    if cell.number is not None:
        return cell.number
    return NOT_APPLICABLE if _words(cell) == NOT_APPLICABLE else shorthand(None)


def _plain(cell: Cell, kind: Kind) -> bool:
    """Whether a cell's text says no more than its number, or nothing at all."""
    if cell.number is None:
        return _words(cell) == NOT_APPLICABLE
    written = percent(cell.number) if kind == "share" else count(cell.number)
    return cell.text in (written, written.replace(".0%", "%"))
