"""Who waits in each fictional week, and for how long: the trusts' own return, for the alliance's partners only.

Who waits too long in a month is treated too late in the next: the list moves a month before the 62-day figures do.
The weeks since the last day of publication are handed over together on the next, so that the demonstration goes on
month by month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alliance.demo.casemix import CANCERS, PATHWAYS
from alliance.demo.england import MERGER, PROVIDERS, Provider
from alliance.demo.levels import COURSES, FIRST_MONTH, MONTHS, season, volume
from alliance.demo.release import Release, published_on
from alliance.demo.tables import write_table
from alliance.periods import add_months

__all__ = ["FIRST_SUNDAY", "releases", "sundays", "write"]

FIRST_SUNDAY = date(2025, 4, 13)
"""The end of the first whole week after one trust became part of another."""

_SEED = 20250413
_BANDS = ("Day 0-28", "Day 29-62", "Day 63-104", "Day >104")
_COLUMNS = ("DateKey", "Week Ending", "Org Code", "Org Name", "Section", "RowType", "TumourType", *_BANDS)
_WITHOUT, _WITH = "Section1 Without DTT", "Section2 With DTT"
_URGENT, _UPGRADE = "Urgent Suspected Cancer", "Consultant Upgrade"
_WEEKS_ON_THE_LIST = 5.5
_TOLD_FOR_EACH_TREATED = 10.2
_OVER_104 = 0.28


class Tumour(NamedTuple):
    """A tumour of the return: what it was suspected to be, and which cancer's 62-day figures it leads to."""

    label: str
    suspected: str
    cancer: str | None
    route: str = _URGENT
    of_urgent: float = 1.0


_PROSTATE, _LOWER_GI = "Urological - Prostate", "Lower Gastrointestinal"
_UROLOGICAL = "Suspected urological malignancies (excluding testicular)"
_TUMOURS = (
    Tumour("Breast", "Suspected breast cancer", "Breast"),
    Tumour("Gynaecological", "Suspected gynaecological cancer", "Gynaecological"),
    Tumour(_LOWER_GI, "Suspected lower gastrointestinal cancer", _LOWER_GI),
    Tumour("Lung", "Suspected lung cancer", "Lung"),
    Tumour("Skin", "Suspected skin cancer", "Skin"),
    Tumour(_PROSTATE, _UROLOGICAL, _PROSTATE),
    Tumour("Non site specific symptoms", "Suspected cancer - non-specific symptoms", None),
    Tumour(_LOWER_GI, "Suspected lower gastrointestinal cancer", _LOWER_GI, _UPGRADE, 0.05),
    Tumour("Lung", "Suspected lung cancer", "Lung", _UPGRADE, 0.6),
)
_TRUSTS = tuple(p for p in PROVIDERS if p.kind == "trust" and p.alliance and p.code != MERGER.old)


def releases() -> list[Release]:
    """One file a day of publication, of the weeks that ended since the one before it."""
    found = []
    for month in MONTHS:
        day = published_on(month)
        last = _newest(day)
        if last >= FIRST_SUNDAY:
            name = f"FICTIONAL-weekly-waiting-list-to-{last.isoformat()}.csv"
            found.append(Release(f"files/{name}", day, "", last.replace(day=1), "waiting-list"))
    return found


def _newest(published: date) -> date:
    """The end of the newest week that is sent in by a day of publication, a Thursday: the Sunday before it."""
    return published - timedelta(days=4)


def sundays(last: date) -> list[date]:
    """The ends of the weeks of the file that is published in the month of `last`."""
    before, newest = (_newest(published_on(add_months(last, back))) for back in (-3, -2))
    every = (newest - timedelta(weeks=week) for week in range(6))
    return sorted(sunday for sunday in every if sunday > before and sunday >= FIRST_SUNDAY)


def write(path: Path, last: date) -> None:
    """Write the weeks of the file whose newest week ends in the month of `last`."""
    write_table(path, _COLUMNS, (line for sunday in sundays(last) for line in _lines(sunday)))


def _lines(sunday: date) -> Iterator[tuple[object, ...]]:
    counts = _week(sunday).tolist()
    for trust, of_trust in zip(_TRUSTS, counts, strict=True):
        for tumour, sections in zip(_TUMOURS, of_trust, strict=True):
            for section, bands in zip((_WITHOUT, _WITH), sections, strict=True):
                yield (
                    *(f"{sunday:%Y%m%d}", f"{sunday:%d/%m/%Y}", trust.code, trust.name),
                    *(section, tumour.route, tumour.label, *bands),
                )


def _week(sunday: date) -> NDArray[np.int64]:
    """People waiting at the end of a week: by trust, tumour, section and band of days waited."""
    random = np.random.default_rng([_SEED, sunday.toordinal()])
    number = _usual() * _volume(sunday) * np.exp(random.normal(0, 0.03, _usual().shape))
    people = np.round(number).astype(np.int64)
    late = 0.012 + 0.17 * (1 - _in_time(sunday)) * np.exp(random.normal(0, 0.06, people.shape))
    bands = np.stack(
        [(1 - late) * 0.68, (1 - late) * 0.32, late * (1 - _OVER_104), late * _OVER_104], axis=-1
    )
    # One in eight has a decision to treat, and more of those who have waited longest.
    decided = np.array((0.05, 0.16, 0.30, 0.33))
    sections = np.stack([bands * (1 - decided), bands * decided], axis=-2)
    flat = random.multinomial(people, sections.reshape(*people.shape, -1))
    return flat.reshape(sections.shape)


@lru_cache
def _usual() -> NDArray[np.float64]:
    """How many usually wait: a few weeks' people, by trust and tumour."""
    shares = {(p.route.split()[0], p.label): p for p in PATHWAYS}
    found = []
    for trust in _TRUSTS:
        size = trust.size + sum(
            p.size for p in PROVIDERS if trust.code == MERGER.new and p.code == MERGER.old
        )
        paths = [shares["URGENT", tumour.suspected] for tumour in _TUMOURS]
        weights = [p.share * trust.weight(p.label, p.cancer) for p in paths]
        found.append([size * w * tumour.of_urgent for w, tumour in zip(weights, _TUMOURS, strict=True)])
    weeks = _WEEKS_ON_THE_LIST * 12 / 52
    return np.array(found) * _TOLD_FOR_EACH_TREATED * weeks


def _in_time(sunday: date) -> NDArray[np.float64]:
    """The share of those who wait now that will be treated in 62 days, by trust and tumour: next month's level."""
    return np.array([[_level(trust, tumour, sunday) for tumour in _TUMOURS] for trust in _TRUSTS])


def _level(trust: Provider, tumour: Tumour, sunday: date) -> float:
    course = next(
        (c for c in COURSES if (c.standard, c.provider, c.cancer) == ("62", trust.code, tumour.cancer)), None
    )
    if course is None:
        usual = next((c.within_62 for c in CANCERS if c.label == tumour.cancer), 0.7)
        return float(1 / (1 + np.exp(-np.log(usual / (1 - usual)) - season("62", _month(sunday)))))
    position = (sunday.year - FIRST_MONTH.year) * 12 + sunday.month - FIRST_MONTH.month
    next_month, after = (course.levels[min(position + ahead, len(course.levels) - 1)] for ahead in (1, 2))
    return _between(next_month, after, sunday)


def _volume(sunday: date) -> float:
    return _between(volume(_month(sunday)), volume(add_months(_month(sunday), 1)), sunday)


def _between(now: float, then: float, sunday: date) -> float:
    """From one month's number to the next one's, in a straight line through the month."""
    return now + (then - now) * (sunday.day - 1) / 31


def _month(sunday: date) -> date:
    return sunday.replace(day=1)
