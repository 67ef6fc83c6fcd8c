"""What stands beside the waiting times, with the same standing: patients' experience, early stage, tests, survival."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from alliance.answers import Answer, Desk, across_places
from alliance.answers.model import Point
from alliance.errors import UsageError
from alliance.measures import Measure
from alliance.pages.asking import FIRST, over_months
from alliance.pages.feeds import stopped_notes
from alliance.pages.figures import across_figure, run_figure
from alliance.pages.links import measure_href, place_href
from alliance.pages.model import Block, Cell, Heading, Link, Note, Table, Text
from alliance.pages.wording import count, experience_age, figure
from alliance.places import PlaceKind

__all__ = ["EXPERIENCE", "beside_blocks", "experience_answers", "experience_blocks", "experience_measures"]

EXPERIENCE = "patient-experience"
_PARTS = {PlaceKind.ENGLAND: "alliance", PlaceKind.ALLIANCE: "trust"}


def experience_measures(desk: Desk, *, questions: bool = False) -> list[Measure]:
    """The measures of patients' experience, the overall score first; the single questions where they are wanted."""
    found = [m for m in desk.measures.values() if m.source == EXPERIENCE and (questions or not m.family)]
    return sorted(found, key=lambda m: (bool(m.family), m.id))


def experience_answers(desk: Desk, place: str, as_of: date | None) -> list[Answer]:
    """What patients of a place said overall, year by year; nothing where no survey that is loaded asked them."""
    return [a for a in _answers(desk, experience_measures(desk), place, as_of) if a.latest]


def experience_blocks(
    desk: Desk, place: str, kind: str, asked: list[Answer], as_of: date | None, today: date | None
) -> list[Block]:
    """Patients' experience: what they said overall, how that compares, and how old it is."""
    answers = experience_answers(desk, place, as_of)
    if not answers:
        return [_nothing_yet()]
    asked += answers
    blocks: list[Block] = []
    for answer in answers:
        blocks += [
            Heading(answer.title, 3, answer.measure),
            run_figure(answer, today=today),
            _more(answer, as_of),
        ]
        old = experience_age(answer, today)
        if old:
            blocks.append(Note(old, "warning"))
        blocks += _parts(desk, answer, kind, as_of)
    return blocks


def _nothing_yet() -> Note:
    """Patients' experience has its place beside the clinical figures, also while nothing is loaded for it."""
    return Note(
        "No figures on patients’ experience are loaded for this place yet. That is a gap in the evidence: waiting "
        "times say how long people waited, and not what it was like, whether they were told what they needed to "
        "know, or what mattered to them. Until it is filled, the Board hears patients by other ways and records "
        "with each decision how patients shaped it."
    )


def beside_blocks(
    desk: Desk,
    place: str,
    asked: list[Answer],
    as_of: date | None,
    today: date | None = None,
    *,
    level: int = 2,
) -> list[Block]:
    """Every other measure that has figures for a place, along the pathway: prevention to living with cancer."""
    blocks: list[Block] = []
    held = {answer.measure for answer in asked}
    others = [m for m in desk.measures.values() if m.source not in (EXPERIENCE, FIRST) and not m.family]
    for answer in _answers(desk, sorted(others, key=lambda m: (m.stage, m.id)), place, as_of):
        if answer.latest is None or answer.measure in held:
            continue
        asked.append(answer)
        head = Heading(answer.title, 3 if level == 3 else 2, answer.measure)
        blocks += [head, run_figure(answer, today=today), _more(answer, as_of)]
        blocks += stopped_notes(desk, [answer], today)
    return blocks


def _answers(desk: Desk, measures: Sequence[Measure], place: str, as_of: date | None) -> Iterable[Answer]:
    for measure in measures:
        with suppress(UsageError):  # not published for this kind of place
            yield over_months(desk, measure.id, place, as_of=as_of)


def _more(answer: Answer, as_of: date | None) -> Text:
    return Text(
        "",
        (Link("More about this measure here", measure_href(answer.measure, answer.place.code, as_of=as_of)),),
    )


def _parts(desk: Desk, answer: Answer, kind: str, as_of: date | None) -> list[Block]:
    """The partner organisations' own scores in the latest survey, in the order of their names."""
    by = _PARTS.get(PlaceKind(kind))
    if by is None or answer.latest is None:
        return []
    label = answer.latest.period
    try:
        parts = across_places(
            desk, answer.measure, answer.place.code, by=by, start=label, end=label, as_of=as_of
        )
    except UsageError:
        return []
    if not parts.series:
        return []
    name = "Alliance" if by == "alliance" else "Partner organisation"
    across = across_figure(
        parts, label, name=name, href=lambda s: place_href(s.place.code, as_of) if s.place else ""
    )
    return [across, *_expected(desk, answer, by, name, label, as_of)]


def _expected(desk: Desk, answer: Answer, by: str, name: str, label: str, as_of: date | None) -> list[Block]:
    """Scores adjusted for who answered, beside the range that the publisher expects of an organisation of that size."""
    with suppress(UsageError):
        parts = across_places(
            desk, answer.measure, answer.place.code, by=by, start=label, end=label, as_of=as_of, variant="adjusted"
        )  # fmt: skip
        rows = [
            _range_row(series.place.name, point, answer.unit)
            for series in parts.series or ()
            for point in series.points
            if series.place and point.period == label and point.value is not None
        ]
        if rows:
            return [
                Text(_RANGE),
                Table(
                    f"{answer.title}: adjusted for who answered, {label}",
                    (name, *_COLUMNS),
                    tuple(rows),
                    _NUMERIC,
                ),
            ]
    return []


_RANGE = (
    "Adjusted for who answered (age, sex, ethnicity, deprivation, kind of cancer). Within the expected range an "
    "organisation's score differs from the others' by no more than chance would have it; outside it there is something "
    "to ask about."
)
_COLUMNS = ("People who answered", "Adjusted score", "Expected range", "Where it lies")
_NUMERIC = (False, True, True, True, False)


def _range_row(name: str, point: Point, unit: str) -> tuple[Cell, ...]:
    lies, low, high = "–", point.lower, point.upper
    if point.value is not None and low is not None and high is not None:
        lies = "Above" if point.value > high else "Below" if point.value < low else "Within"
    between = f"{figure(low, unit)}\u00a0to\u00a0{figure(high, unit)}" if low is not None else "–"
    return (
        Cell(name, header=True),
        Cell(count(point.denominator), point.denominator),
        Cell(figure(point.value, unit), point.value),
        Cell(between),
        Cell(f"{lies} the expected range" if lies != "–" else lies),
    )
