"""When the next figures of a source are due, whether they are late, and how old those are that are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alliance.periods import add_months, month_of, period_of, week_of
from alliance.sources.release import About

__all__ = [
    "GRACE_DAYS",
    "OLD_AFTER_MONTHS",
    "Feed",
    "FeedState",
    "age_in_months",
    "feed_of",
    "feeds_of",
    "is_old",
]

GRACE_DAYS = 7
"""A release is late this many days after the day on which it was expected: publishers move days around holidays."""

OLD_AFTER_MONTHS = {"experience": 24}
"""Kinds of figures that are marked as old when they describe a time that ended more than so many months ago."""

_MISSED_BY_A_STOPPED_FEED = 4  # more than three releases in a row


class FeedState(StrEnum):
    """How a source stands against its own rhythm."""

    ON_TIME = "on_time"
    LATE = "late"
    STOPPED = "stopped"
    NO_RHYTHM = "no_rhythm"
    EMPTY = "empty"


@dataclass(frozen=True)
class Feed:
    """One source: what a store holds of it, what comes next and when.

    Periods are labels (`2025-03`); `last_known_since` is the day of the latest update, which may have revised an
    earlier period; `next_expected` is the day on which the next period's figures should be out.
    `missed` is how many releases were expected and are not here, the days of grace counted. `sentence` says it all
    to a reader.
    """

    source: str
    title: str
    last_period: str | None
    last_known_since: date | None
    next_period: str | None
    next_expected: date | None
    state: FeedState
    missed: int
    sentence: str


def feeds_of(
    abouts: Iterable[About],
    held: Mapping[str, tuple[date, date | None]],
    today: date,
    grace_days: int = GRACE_DAYS,
) -> list[Feed]:
    """The feed of every source. `held`: a source's id → its last period's end, and the day of its latest update."""
    feeds = []
    for about in abouts:
        last_end, known_since = held.get(about.id, (None, None))
        feeds.append(feed_of(about, last_end, known_since, today, grace_days))
    return feeds


def feed_of(
    about: About,
    last_end: date | None,
    known_since: date | None,
    today: date,
    grace_days: int = GRACE_DAYS,
) -> Feed:
    """How a source stands on a day, when the last period that a store holds of it ended on `last_end`.

    A release is late after its day and `grace_days`; a feed has stopped when more than three releases are missed.
    """
    if last_end is None:
        said = f"{about.title}: nothing is loaded yet."
        return Feed(about.id, about.title, None, None, None, None, FeedState.EMPTY, 0, said)
    if not about.every_months or about.after_days is None:
        said = (
            f"{about.title}: figures to {_month(last_end)} ({about.cadence}); no day is known for the next."
        )
        weekly = about.cadence.startswith("weekly")
        label = week_of(last_end).label if weekly else _label(last_end, about.every_months or 1)
        return Feed(about.id, about.title, label, known_since, None, None, FeedState.NO_RHYTHM, 0, said)
    next_end, next_day = _due(last_end, 1, about.every_months, about.after_days)
    missed = _missed(last_end, about.every_months, about.after_days, today - timedelta(days=grace_days))
    state = _state(missed)
    return Feed(
        source=about.id,
        title=about.title,
        last_period=_label(last_end, about.every_months),
        last_known_since=known_since,
        next_period=_label(next_end, about.every_months),
        next_expected=next_day,
        state=state,
        missed=missed,
        sentence=f"{about.title}: {_said(state, last_end, known_since, next_end, next_day, missed)}.",
    )


def _due(last_end: date, releases: int, every_months: int, after_days: int) -> tuple[date, date]:
    """The end of the period that lies so many releases after the last one, and the day when it is expected."""
    end = month_of(add_months(last_end, releases * every_months)).end
    return end, end + timedelta(days=after_days)


def _missed(last_end: date, every_months: int, after_days: int, before: date) -> int:
    """How many releases were expected before a day."""
    count = 0
    while _due(last_end, count + 1, every_months, after_days)[1] < before:
        count += 1
    return count


def _state(missed: int) -> FeedState:
    if missed >= _MISSED_BY_A_STOPPED_FEED:
        return FeedState.STOPPED
    return FeedState.LATE if missed else FeedState.ON_TIME


def _said(
    state: FeedState, last_end: date, known_since: date | None, next_end: date, next_day: date, missed: int
) -> str:
    held = f"figures to {_month(last_end)}"
    if state is FeedState.STOPPED:
        since = (
            f"no update since {_day(known_since)}, {held}" if known_since else f"no update since the {held}"
        )
        return f"{since}; {missed} later releases were expected and are not here"
    if state is FeedState.LATE:
        more = f", and {missed - 1} more since" if missed > 1 else ""
        return f"{held}; those to {_month(next_end)} were expected about {_day(next_day)}{more}, and are not here yet"
    return f"{held}; those to {_month(next_end)} are expected about {_day(next_day)}"


def _label(end: date, months: int) -> str:
    """The label of the period of so many months that ends on a day; `to 2025-09` where it has none."""
    try:
        return period_of(add_months(end, 1 - months), end).label
    except ValueError:
        return f"to {end:%Y-%m}"


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def age_in_months(last_end: date, today: date) -> int:
    """Whole months between the end of the period that figures describe and a day; nought where it has not ended.

    From the end of one month to the end of the next is one month, however many days either has.
    """
    first, now = last_end + timedelta(days=1), today + timedelta(days=1)
    months = (now.year - first.year) * 12 + now.month - first.month - (now.day < first.day)
    return max(months, 0)


def is_old(kind: str, last_end: date, today: date) -> bool:
    """Whether figures of a kind are to be marked as old: `experience` that ended more than 24 months ago."""
    most = OLD_AFTER_MONTHS.get(kind)
    return most is not None and last_end < _months_before(today, most)


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day where it is shorter."""
    month = month_of(add_months(day, -months))
    return min(month.start + timedelta(days=day.day - 1), month.end)
