"""What fictional patients say of their care: two surveys' results, as scores of alliances, boards and trusts.

The newest is of 2022, so that what patients say is older than 24 months on the day on which the demonstration begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from xlsxwriter import Workbook

from alliance.demo.england import ALLIANCES, COMMISSIONERS, PROVIDERS
from alliance.demo.release import Release
from alliance.demo.workbook import FICTIONAL, WRITTEN

__all__ = ["PUBLISHED", "TOO_FEW", "releases", "write"]

PUBLISHED = {2021: date(2022, 7, 14), 2022: date(2023, 7, 13)}
"""The years whose surveys there are, and when each became known."""
TOO_FEW = "ZA6"
"""The trust in which too few people answered for a score to be published."""

_SEED = 20210701
_ANSWERS_FOR_EACH_TREATED = 2.2


class Question(NamedTuple):
    """A question's number, what it asks, England's score in 2021, and how widely single answers differ."""

    number: int
    asks: str
    england: float
    spread: float


_QUESTIONS = (
    Question(16, "Told with somebody beside them, if they wished it", 77.0, 42.0),
    Question(21, "Involved as much as they wanted in decisions", 79.0, 41.0),
    Question(51, "General practice gave the support that was needed", 44.0, 49.0),
    Question(59, "Care overall, from 0 (very poor) to 10 (very good)", 8.88, 1.5),
)
_OVERALL = 59
# By how many standard errors of a middle-sized trust a place lies from England, for good or ill.
_CHARACTER = {
    "ZA1": 0.3,
    "ZA2": -0.6,
    "ZA3": -3.2,
    "ZA4": 0.8,
    "ZA5": 0.2,
    "ZB1": 0.9,
    "ZB2": -0.4,
    "ZB4": 2.9,
}
_HEADINGS = (
    *("Organisation code", "Organisation name", "Question number", "Question text", "Number of responses"),
    *("{0} Unadjusted score", "{0} Case-mix adjusted score", "Lower expected range", "Upper expected range"),
)
_MIDDLE = 400


class Surveyed(NamedTuple):
    """A place, how many of its patients answered, and how it differs from England."""

    code: str
    name: str
    answers: int
    character: float


def releases() -> list[Release]:
    """One workbook a survey."""
    return [
        Release(f"files/{_name(year)}", day, "final", date(year, 12, 1), "patient-experience")
        for year, day in PUBLISHED.items()
    ]


def _name(year: int) -> str:
    return f"FICTIONAL-Cancer-Patient-Experience-Survey-{year}-results.xlsx"


def write(path: Path, last: date) -> None:
    """Write one survey's results: a sheet for England, for alliances, for boards and for trusts."""
    year = last.year
    random = np.random.default_rng([_SEED, year])
    book = Workbook(str(path))
    book.set_properties({"created": WRITTEN, "title": "Fictional survey", "comments": FICTIONAL})
    for sheet, places in _sheets(year, random):
        page = book.add_worksheet(sheet)
        page.write_column(
            0, 0, (f"Fictional Cancer Patient Experience Survey {year}: {sheet.lower()}", FICTIONAL)
        )
        page.write_row(3, 0, [heading.format(year) for heading in _HEADINGS])
        lines = (line for place in places for line in _lines(place, year, random))
        for row, line in enumerate(lines, 4):
            page.write_row(row, 0, line)
    book.close()


def _sheets(year: int, random: np.random.Generator) -> Iterator[tuple[str, list[Surveyed]]]:
    trusts = [p for p in PROVIDERS if p.kind == "trust" and p.alliance]
    answers = {p.code: int(random.poisson(p.size * _ANSWERS_FOR_EACH_TREATED)) for p in trusts}
    yield "National", [Surveyed("England", "England", sum(answers.values()), 0.0)]
    yield (
        "Cancer alliances",
        [
            Surveyed(
                a.code, a.name, sum(answers[p.code] for p in trusts if p.alliance == a.code), -0.3 * (i == 0)
            )
            for i, a in enumerate(ALLIANCES)
        ],
    )
    yield (
        "ICBs",
        [
            Surveyed(
                b.code,
                b.name,
                round(sum(answers[p.code] * p.commissioners.get(b.code, 0) for p in trusts)),
                0.0,
            )
            for b in COMMISSIONERS
            if b.kind == "icb"
        ],
    )
    few = {TOO_FEW: 9 + year % 5}
    yield (
        "Trusts",
        [
            Surveyed(p.code, p.name, few.get(p.code, answers[p.code]), _CHARACTER.get(p.code, 0.0))
            for p in trusts
        ],
    )


def _lines(place: Surveyed, year: int, random: np.random.Generator) -> Iterator[tuple[object, ...]]:
    """A line a question: what was answered, adjusted for who answered, and the range expected of a place so large."""
    for question in _QUESTIONS:
        labels = (place.code, place.name, f"Q{question.number}", question.asks)
        answers = round(place.answers * (1.0 if question.number == _OVERALL else 0.9))
        if place.code == TOO_FEW:
            yield (*labels, "*", "*", "*", "*", "*")
            continue
        england = question.england + 0.02 * (year - 2021) * question.spread / 10
        error, middle = (question.spread / n**0.5 for n in (answers, _MIDDLE))
        adjusted = (
            england + place.character * middle + random.normal(0, 0.5) * error * (place.code != "England")
        )
        plain = adjusted + random.normal(0, 0.2) * error
        digits = 2 if question.number == _OVERALL else 1
        scores = (plain, adjusted, england - 1.96 * error, england + 1.96 * error)
        yield (*labels, answers, *(round(score, digits) for score in scores))
