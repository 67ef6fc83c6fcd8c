"""When figures are due, late or stopped, and how old they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.sources import find_sources
from alliance.sources.expected import (
    FeedState,
    age_in_months,
    feed_of,
    feeds_of,
    is_old,
)
from alliance.sources.release import About

MONTHLY = About(
    id="teapots",
    title="Teapots",
    publisher="The Office for Teapots",
    licence="Open Government Licence v3.0",
    url="https://example.org/teapots/",
    cadence="monthly",
    forms={},
    quantities=(),
    every_months=1,
    after_days=45,
)
MARCH = date(2026, 3, 31)
MAY_14 = date(2026, 5, 14)


def test_the_next_month_is_expected_so_many_days_after_its_end() -> None:
    feed = feed_of(MONTHLY, MARCH, MAY_14, date(2026, 5, 20))
    assert (feed.last_period, feed.next_period) == ("2026-03", "2026-04")
    assert feed.next_expected == date(2026, 4, 30) + timedelta(days=45) == date(2026, 6, 14)
    assert feed.state is FeedState.ON_TIME
    assert feed.sentence == (
        "Teapots: figures to March 2026; those to April 2026 are expected about 14 June 2026."
    )


@pytest.mark.parametrize(
    ("today", "state", "missed"),
    [
        (date(2026, 6, 14), "on_time", 0),
        (date(2026, 6, 21), "on_time", 0),  # the last day of grace
        (date(2026, 6, 22), "late", 1),
        (date(2026, 7, 22), "late", 1),  # May was expected on 15 July
        (date(2026, 7, 23), "late", 2),
        (date(2026, 9, 21), "late", 3),  # July's were expected on 14 September
        (date(2026, 9, 22), "stopped", 4),
        (date(2027, 10, 23), "stopped", 17),  # from April 2026 to August 2027
    ],
)
def test_a_feed_is_late_after_its_grace_and_stopped_when_more_than_three_are_missed(
    today: date, state: str, missed: int
) -> None:
    feed = feed_of(MONTHLY, MARCH, MAY_14, today)
    assert (feed.state, feed.missed) == (state, missed)
    assert feed.next_expected == date(2026, 6, 14)


def test_a_late_feed_says_what_was_expected_and_when() -> None:
    assert feed_of(MONTHLY, MARCH, MAY_14, date(2026, 7, 1)).sentence == (
        "Teapots: figures to March 2026; those to April 2026 were expected about 14 June 2026, and are not here yet."
    )
    assert "about 14 June 2026, and 1 more since, and are not here yet." in (
        feed_of(MONTHLY, MARCH, MAY_14, date(2026, 8, 1)).sentence
    )


def test_a_stopped_feed_says_since_when_there_was_no_update() -> None:
    feed = feed_of(MONTHLY, MARCH, MAY_14, date(2027, 1, 1))
    assert feed.sentence == (
        "Teapots: no update since 14 May 2026, figures to March 2026; 7 later releases were expected "
        "and are not here."
    )
    unknown = feed_of(MONTHLY, MARCH, None, date(2027, 1, 1))
    assert unknown.sentence.startswith("Teapots: no update since the figures to March 2026; 7 later releases")


def test_grace_can_be_longer() -> None:
    assert feed_of(MONTHLY, MARCH, MAY_14, date(2026, 7, 1), grace_days=30).state is FeedState.ON_TIME


def test_a_source_that_was_never_loaded_says_so() -> None:
    feed = feed_of(MONTHLY, None, None, date(2026, 6, 1))
    assert (feed.state, feed.sentence) == (FeedState.EMPTY, "Teapots: nothing is loaded yet.")
    assert feed.last_period is feed.next_period is feed.next_expected is None


@pytest.mark.parametrize("missing", ["every_months", "after_days"])
def test_without_a_rhythm_nothing_is_expected_and_nothing_is_late(missing: str) -> None:
    feed = feed_of(replace(MONTHLY, **{missing: None}), MARCH, MAY_14, date(2036, 6, 1))
    assert (feed.state, feed.next_expected) == (FeedState.NO_RHYTHM, None)
    assert feed.sentence == "Teapots: figures to March 2026 (monthly); no day is known for the next."


def test_a_week_has_its_own_label() -> None:
    weekly = replace(MONTHLY, cadence="weekly", every_months=None, after_days=None)
    assert feed_of(weekly, date(2025, 11, 30), None, date(2025, 12, 10)).last_period == "2025-W48"


@pytest.mark.parametrize(
    ("months", "last", "labels", "due"),
    [
        (3, date(2026, 3, 31), ("2026-Q1", "2026-Q2"), date(2026, 6, 30)),
        (12, date(2024, 12, 31), ("2024", "2025"), date(2025, 12, 31)),
        (12, date(2025, 3, 31), ("FY2024-25", "FY2025-26"), date(2026, 3, 31)),
        (12, date(2025, 6, 30), ("R12-2025-06", "R12-2026-06"), date(2026, 6, 30)),
        (6, date(2025, 9, 30), ("to 2025-09", "to 2026-03"), date(2026, 3, 31)),
        (1, date(2024, 1, 31), ("2024-01", "2024-02"), date(2024, 2, 29)),
    ],
)
def test_periods_have_the_labels_of_their_length(
    months: int, last: date, labels: tuple[str, str], due: date
) -> None:
    feed = feed_of(replace(MONTHLY, every_months=months, after_days=10), last, None, last)
    assert (feed.last_period, feed.next_period) == labels
    assert feed.next_expected == due + timedelta(days=10)


def test_every_source_that_is_here_can_be_asked() -> None:
    abouts = [source.ABOUT for source in find_sources().values()]
    feeds = feeds_of(abouts, {"cancer-waiting-times": (MARCH, MAY_14)}, date(2026, 5, 20))
    assert [feed.source for feed in feeds] == [about.id for about in abouts]
    (waits,) = (feed for feed in feeds if feed.source == "cancer-waiting-times")
    assert (waits.state, waits.next_expected) == (FeedState.ON_TIME, date(2026, 6, 14))


@pytest.mark.parametrize(
    ("end", "today", "months"),
    [
        (date(2024, 3, 31), date(2024, 3, 31), 0),
        (date(2024, 3, 31), date(2024, 4, 29), 0),
        (date(2024, 3, 31), date(2024, 4, 30), 1),
        (date(2024, 2, 29), date(2024, 3, 30), 0),
        (date(2024, 2, 29), date(2024, 3, 31), 1),
        (date(2023, 12, 31), date(2026, 1, 1), 24),
        (date(2024, 5, 12), date(2024, 6, 11), 0),
        (date(2024, 5, 12), date(2024, 6, 12), 1),
        (date(2026, 12, 31), date(2026, 1, 1), 0),
    ],
)
def test_age_counts_whole_months_since_the_period_ended(end: date, today: date, months: int) -> None:
    assert age_in_months(end, today) == months


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 3000), st.integers(0, 400))
def test_age_never_falls_as_days_go_by(end: date, since: int, more: int) -> None:
    then = end + timedelta(days=since)
    assert age_in_months(end, then) <= age_in_months(end, then + timedelta(days=more))


def test_experience_is_old_when_it_ended_more_than_24_months_ago() -> None:
    end = date(2024, 6, 30)
    assert not is_old("experience", end, date(2026, 6, 30))
    assert is_old("experience", end, date(2026, 7, 1))
    assert not is_old("waits", end, date(2036, 1, 1))


def test_a_shorter_month_has_no_31st() -> None:
    assert not is_old("experience", date(2024, 2, 29), date(2026, 2, 28))
    assert is_old("experience", date(2024, 2, 28), date(2026, 3, 31))
