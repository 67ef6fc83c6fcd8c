"""Who waits for a test at the end of each fictional month, and how long: a feed that stops in the spring of 2025.

All providers are in it while it comes. At Larkhollow a scanner is out for eight months of 2024. After the month of
`LAST` no file follows, and nobody in the story says why: what has stopped must be seen to have stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from alliance.demo.england import PROVIDERS, Provider
from alliance.demo.levels import MONTHS, SCANNER_OUT, volume
from alliance.demo.release import Release, published_on
from alliance.demo.workbook import FICTIONAL, WRITTEN

__all__ = ["FIRST", "LAST", "releases", "write"]

Integers = NDArray[np.int64]

FIRST, LAST = date(2024, 2, 1), date(2025, 2, 1)

_SEED = 20240201
_WEEKS = ("0 <01 weeks", *(f"{week:02d} <{week + 1:02d} weeks" for week in range(1, 13)), "13+ weeks")
_ACTIVITY = (
    "Planned tests / procedures",
    "Unscheduled tests / procedures",
    "Waiting list tests / procedures (excluding planned)",
)
_COUNTS = ("Total Waiting List", "Number waiting 6+ Weeks", "Number waiting 13+ Weeks")
_NUMBERS = (*_COUNTS, "Percentage waiting 6+ weeks", *_WEEKS, "", *_ACTIVITY)
_PLACE = ("Regional Team Code", "Regional Team Name", "Provider Code", "Provider Name")
_TEST = ("Diagnostic ID", "Diagnostic Test Name")
_HEADER = 13
_SIX, _THIRTEEN = 6, 13
# How those below six weeks, and those from six weeks on, spread over the weeks.
_BELOW = np.array((0.25, 0.21, 0.17, 0.15, 0.12, 0.10))
_BEYOND = np.array((0.17, 0.13, 0.10, 0.08, 0.07, 0.06, 0.05, 0.34))
_WAITING_FOR_EACH_TREATED = 40.0
_REGION = ("Z99", "Commissioning Region of Nowhere")


class Examination(NamedTuple):
    """One test: its share of all who wait, the share that waits six weeks, and what is done.

    `done` is how often it is done a month for each who waits: as planned before, unscheduled, from the list.
    """

    number: int
    title: str
    share: float
    beyond: float
    done: tuple[float, float, float]


_SCAN, _SCOPE = (0.10, 0.45, 1.25), (0.55, 0.10, 0.60)
# Of the publisher's fifteen tests the seven that look for cancer most.
_TESTS = (
    Examination(1, "Magnetic Resonance Imaging", 0.25, 0.15, _SCAN),
    Examination(2, "Computed Tomography", 0.17, 0.10, _SCAN),
    Examination(3, "Non-obstetric Ultrasound", 0.44, 0.15, _SCAN),
    Examination(12, "Colonoscopy", 0.06, 0.24, _SCOPE),
    Examination(13, "Flexi Sigmoidoscopy", 0.02, 0.25, _SCOPE),
    Examination(14, "Cystoscopy", 0.02, 0.26, _SCOPE),
    Examination(15, "Gastroscopy", 0.04, 0.22, _SCOPE),
)
_SCANS = ("Magnetic Resonance Imaging", "Computed Tomography")
_SCANS_OF_A_CLINIC = (*_SCANS, "Non-obstetric Ultrasound")


def releases() -> list[Release]:
    """One file a month from `FIRST` to `LAST`, and none after it."""
    months = [month for month in MONTHS if FIRST <= month <= LAST]
    return [
        Release(f"files/{_name(month)}", published_on(month), "", month, "diagnostics") for month in months
    ]


def _name(month: date) -> str:
    return f"FICTIONAL-Monthly-Diagnostics-Web-File-Provider-{month:%B-%Y}.xlsx"


def write(path: Path, month: date) -> None:
    """Write one month: providers, providers by test, and the notes."""
    waiting, done = _month(month)
    book = Workbook(str(path))
    book.set_properties({"created": WRITTEN, "title": "Fictional diagnostics", "comments": FICTIONAL})
    totals: list[tuple[Sequence[object], Integers, Integers]] = [
        ((), waiting.sum(axis=(0, 1)), done.sum(axis=(0, 1)))
    ]
    for sheet, columns, rows in (
        ("Provider", (), [*totals, *_by_provider(waiting, done)]),
        ("Provider by Test", _TEST, [*totals, *_by_test(waiting, done)]),
    ):
        page = book.add_worksheet(sheet)
        _head(page, month)
        page.write_row(_HEADER, 1, (*_PLACE, *columns, *_NUMBERS))
        for row, (labels, weeks, activity) in enumerate(rows, _HEADER + 1):
            words = labels or ("", "", "", "Total", *("" for _ in columns))
            # a blank row stands between England and its providers
            page.write_row(row + bool(labels), 1, (*words, *_numbers(weeks.tolist(), activity.tolist())))
    notes = book.add_worksheet("Notes")
    notes.write_column(1, 1, ("Notes", "", "Every organisation sent its figures this month."))
    book.close()


def _head(page: Worksheet, month: date) -> None:
    day = published_on(month)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day // 10 != 1 else 0, "th")
    lines = (
        (FICTIONAL,),
        ("Title:", "Monthly Diagnostics"),
        ("Summary:", "Waiting times and activity for diagnostic tests and procedures, all made up"),
        (),
        ("Period:", f"{month:%B %Y}"),
        ("Source:", "Invented for the demonstration"),
        ("Basis:", "Provider"),
        ("Published:", f"{day.day}{ending} {day:%B %Y}"),
        ("Status:", "Published"),
    )
    for row, cells in enumerate(lines):
        page.write_row(row, 1, cells)


Rows = Iterator[tuple[Sequence[object], Integers, Integers]]


def _labels(provider: Provider) -> tuple[str, str, str, str]:
    return (*_REGION, provider.code, provider.name)


def _by_provider(waiting: Integers, done: Integers) -> Rows:
    for provider, weeks, activity in zip(PROVIDERS, waiting, done, strict=True):
        yield _labels(provider), weeks.sum(axis=0), activity.sum(axis=0)


def _by_test(waiting: Integers, done: Integers) -> Rows:
    """A row for each provider and test in which anybody waits or anything is done, and each provider's total."""
    for provider, weeks, activity in zip(PROVIDERS, waiting, done, strict=True):
        for test, waits, times in zip(_TESTS, weeks, activity, strict=True):
            if waits.any() or times.any():
                yield (*_labels(provider), test.number, test.title), waits, times
        yield (*_labels(provider), "", "Total"), weeks.sum(axis=0), activity.sum(axis=0)


def _numbers(weeks: list[int], activity: list[int]) -> Iterator[object]:
    total, six = sum(weeks), sum(weeks[_SIX:])
    yield from (total, six, sum(weeks[_THIRTEEN:]), six / total if total else 0, *weeks, "", *activity)


def _month(month: date) -> tuple[Integers, Integers]:
    """Who waits, by provider, test and week waited; and what was done, by provider, test and manner."""
    random = np.random.default_rng([_SEED, month.year, month.month])
    size = np.array([provider.size for provider in PROVIDERS])[:, None]
    has = np.array([[_offers(provider, test) for test in _TESTS] for provider in PROVIDERS])
    shares = np.array([test.share for test in _TESTS])
    people = random.poisson(_WAITING_FOR_EACH_TREATED * size * shares * has * volume(month))
    beyond = 1 / (1 + np.exp(-_log_odds(month, random)))[..., None]
    weeks = np.concatenate([(1 - beyond) * _BELOW, beyond * _BEYOND], axis=-1)
    times = random.poisson(people[..., None] * np.array([test.done for test in _TESTS]))
    return random.multinomial(people, weeks), times


def _offers(provider: Provider, test: Examination) -> bool:
    return provider.kind == "trust" or test.title in _SCANS_OF_A_CLINIC


def _log_odds(month: date, random: np.random.Generator) -> NDArray[np.float64]:
    """How likely somebody who waits has waited six weeks: by provider and test."""
    usual = np.array([test.beyond for test in _TESTS])
    lasting = np.random.default_rng(_SEED).normal(0, 0.25, (len(PROVIDERS), len(_TESTS)))
    out = SCANNER_OUT.first <= month <= SCANNER_OUT.last
    scanner = np.array(
        [
            [1.3 * (out and p.code == SCANNER_OUT.provider and t.title in _SCANS) for t in _TESTS]
            for p in PROVIDERS
        ]
    )
    winter = 0.12 if month.month in (12, 1) else 0.0
    return np.asarray(
        np.log(usual / (1 - usual)) + lasting + scanner + winter + random.normal(0, 0.05, lasting.shape)
    )
