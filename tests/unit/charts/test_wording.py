"""Numbers and dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.charts.wording import (
    count,
    cut_words,
    day,
    figure,
    is_number,
    limits_words,
    percent,
    period_name,
    reason_for_absence,
    short_place,
    target,
)


def test_shares_have_one_decimal() -> None:
    assert percent(0.63291) == "63.3%"
    assert percent(1.0) == "100.0%"
    assert percent(None) == "–"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (15812.5, "15,812.5"),
        (8344.0, "8,344"),
        (0.0, "0"),
        (508.325, "508.3"),
        (-12.4, "−12.4"),
        (None, "–"),
        (-0.04, "0"),
    ],
)
def test_halves_of_a_patient_are_kept_and_thousands_have_commas(number: float | None, text: str) -> None:
    assert count(number) == text


def test_a_figure_is_written_in_its_unit() -> None:
    assert figure(0.5, "proportion") == "50.0%"
    assert figure(50.25, "percent") == "50.2%"
    assert figure(1200, "count") == "1,200"
    assert figure(None, "rate") == "–"


def test_a_standard_has_no_empty_decimals() -> None:
    assert target(0.85, "proportion") == "85%"
    assert target(0.965, "proportion") == "96.5%"


def test_limits_that_no_share_can_reach_are_said_to_lie_beyond() -> None:
    assert limits_words(-0.1, 1.2, "proportion") == "below 0% to above 100%"
    assert limits_words(0.5, 0.7, "proportion") == "50.0% to 70.0%"
    assert limits_words(-5, 20, "count") == "−5 to 20"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2025-03", "March 2025"),
        ("2025-Q1", "January to March 2025"),
        ("FY2024-25-Q3", "October to December 2024"),
        ("FY2024-25", "the year to March 2025"),
        ("2024", "2024"),
        ("R12-2025-03", "twelve months to March 2025"),
        ("YTD-2025-02", "April 2024 to February 2025"),
    ],
)
def test_periods_are_named_in_words(label: str, words: str) -> None:
    assert period_name(label) == words


def test_a_day_is_written_in_full_or_short() -> None:
    assert day(date(2025, 3, 4)) == "4 March 2025"
    assert day(date(2025, 3, 4), short=True) == "4 Mar 2025"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Alderbrook Hospitals NHS Foundation Trust", "Alderbrook Hospitals"),
        ("The Willows NHS Trust", "The Willows"),
        ("NHS Northmere Integrated Care Board", "Northmere"),
        ("Three Rivers Cancer Alliance", "Three Rivers Cancer Alliance"),
    ],
)
def test_a_name_loses_only_the_words_that_all_of_its_kind_share(name: str, short: str) -> None:
    assert short_place(name) == short


def test_an_absence_has_its_reason() -> None:
    assert reason_for_absence("no_activity") == "no patients"
    assert reason_for_absence(None) == "not published"


def test_a_cut_is_named_and_all_is_not() -> None:
    assert cut_words({"cancer": "lung", "route": "all"}) == "Lung"


def test_nan_is_not_a_number() -> None:
    assert [is_number(v) for v in (0.0, None, float("nan"))] == [True, False, False]


def test_a_year_to_date_of_one_month_is_that_month() -> None:
    assert (period_name("YTD-2025-04"), period_name("YTD-2025-06")) == ("April 2025", "April to June 2025")
