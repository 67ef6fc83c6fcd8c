"""Every label of the contract is read, written back the same, and covers the right days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import UsageError
from alliance.periods import (
    GRAINS,
    Grain,
    add_months,
    month_of,
    parse_period,
    period_containing,
    period_of,
    week_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("label", "start", "end", "months"),
    [
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31), 1),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 1),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31), 3),
        ("2022", date(2022, 1, 1), date(2022, 12, 31), 12),
        ("FY2024-25", date(2024, 4, 1), date(2025, 3, 31), 12),
        ("FY1999-00", date(1999, 4, 1), date(2000, 3, 31), 12),
        ("FY2024-25-Q4", date(2025, 1, 1), date(2025, 3, 31), 3),
        ("R12-2025-03", date(2024, 4, 1), date(2025, 3, 31), 12),
        ("YTD-2025-03", date(2024, 4, 1), date(2025, 3, 31), 12),
        ("YTD-2024-05", date(2024, 4, 1), date(2024, 5, 31), 2),
        ("2016-2020", date(2016, 1, 1), date(2020, 12, 31), 60),
    ],
)
def test_a_label_names_whole_months_from_its_first_day_to_its_last(
    label: str, start: date, end: date, months: int
) -> None:
    period = parse_period(label)
    assert (period.start, period.end, period.months) == (start, end, months)
    assert str(period) == period.label == label


@pytest.mark.parametrize(
    "label",
    [
        *("", "March 2025", "2025-13", "2025-00", "2025-3", "2025-Q5", "2025-03-01", "25"),
        *("2020-2016", "2016-2016", "2025-W00", "2025-W53", "2025-W5"),
        *("FY2024-26", "FY2024", "FY2024-25-Q5", "R12-2025-13", "R12-0001-01", "YTD-2025", "0000-01"),
        *("1899-12", "3000-01", "9999-12", "9999-Q4", "FY2999-00", "1899-1901", "2999-3001", "9999-W01"),
    ],
)
def test_what_is_no_label_is_refused_with_the_labels_that_there_are(label: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_period(label)
    assert refused.value.what == f"'{label}' is not a period."
    assert "2025-Q1" in refused.value.next_step


def test_spaces_around_a_label_do_not_matter() -> None:
    assert parse_period(" 2025-03 ") == parse_period("2025-03")


@given(day=DAYS, grain=st.sampled_from(GRAINS))
def test_every_period_is_read_back_from_its_own_label(day: date, grain: Grain) -> None:
    period = period_containing(day, grain)
    assert parse_period(period.label) == period


@given(day=DAYS, grain=st.sampled_from(GRAINS))
def test_a_period_contains_the_day_for_which_it_was_asked(day: date, grain: Grain) -> None:
    period = period_containing(day, grain)
    assert period.start <= day <= period.end
    if grain == "week":
        assert (period.start.isoweekday(), period.end.isoweekday()) == (1, 7)
        assert (period.end - period.start).days == 6
        return
    assert period.start.day == 1
    assert (period.end.replace(day=28) < period.end) or period.end.day == 28


@given(day=DAYS)
def test_rolling_and_year_to_date_end_with_the_month_of_the_day(day: date) -> None:
    month = month_of(day)
    assert period_containing(day, "rolling12").end == month.end
    so_far = period_containing(day, "ytd")
    assert (so_far.end, so_far.start.month) == (month.end, 4)
    assert so_far.months == (day.month - 4) % 12 + 1


@given(day=DAYS, months=st.integers(-240, 240))
def test_adding_months_and_taking_them_away_comes_back_to_the_first_of_the_month(
    day: date, months: int
) -> None:
    assert add_months(add_months(day, months), -months) == day.replace(day=1)


@given(day=DAYS)
def test_quarters_of_the_financial_year_are_calendar_quarters_under_other_names(day: date) -> None:
    financial, calendar = period_containing(day, "fyq"), period_containing(day, "quarter")
    assert (financial.start, financial.end) == (calendar.start, calendar.end)


def test_periods_stand_in_the_order_of_time() -> None:
    labels = ["2025-03", "2024-12", "2025-01"]
    assert [str(p) for p in sorted(parse_period(label) for label in labels)] == sorted(labels)


@pytest.mark.parametrize(
    "label", ["2025-W14", "2025-03", "2025-Q1", "2022", "FY2024-25", "R12-2025-05", "2016-2020"]
)
def test_two_days_name_the_period_that_begins_and_ends_on_them(label: str) -> None:
    period = parse_period(label)
    assert period_of(period.start, period.end).label == label


def test_days_that_bound_no_period_name_none() -> None:
    with pytest.raises(ValueError, match="is no period"):
        period_of(date(2025, 3, 2), date(2025, 3, 31))


def test_a_week_is_known_by_the_year_of_its_thursday() -> None:
    assert week_of(date(2024, 12, 31)).label == "2025-W01"
