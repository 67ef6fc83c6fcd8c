"""What pages ask of a desk."""

from __future__ import annotations

from datetime import date

from alliance.answers import Desk
from alliance.pages.asking import (
    basis_of,
    held_to_standards,
    latest_period,
    other_measures,
    over_months,
    published_by,
    seen_on,
)


def test_measures_with_standards_stand_in_the_order_of_their_clocks(desk: Desk) -> None:
    assert [m.id for m in held_to_standards(desk)] == [
        "faster-diagnosis-28-day",
        "treatment-31-day",
        "treatment-62-day",
        "diagnostic-waits-6-week",
    ]
    others = [m.id for m in other_measures(desk) if m.source == "cancer-waiting-times"]
    assert others == [
        "breast-symptoms-first-seen-14-day",
        "first-seen-14-day",
        "treated-after-104-days",
        "cancer-treatments",
        "urgent-referrals",
    ]


def test_the_latest_period_is_a_quarter_whose_months_are_all_there(desk: Desk) -> None:
    months = desk.months("treatment-62-day", "provider")
    found = latest_period(desk, "treatment-62-day", "provider")
    assert months[-1] == "2025-09"
    assert found == ("quarter", "2025-Q3")


def test_before_a_quarter_is_whole_the_newest_month_is_taken(desk: Desk) -> None:
    early = desk.releases[0].known_since
    months = desk.months("treatment-62-day", "provider", early)
    assert latest_period(desk, "treatment-62-day", "provider", early) == (
        ("month", months[-1]) if months else None
    )
    assert latest_period(desk, "treatment-62-day", "provider", date(2001, 1, 1)) is None


def test_at_most_three_years_are_shown(desk: Desk) -> None:
    answer = over_months(desk, "treatment-62-day", "E56999001")
    assert 13 <= len(answer.points) <= 36


def test_an_integrated_care_board_has_commissioner_figures() -> None:
    assert basis_of("icb") == basis_of("hub") == "commissioner"
    assert basis_of("trust") == basis_of("alliance") == "provider"


def test_memberships_are_those_of_the_newest_month(desk: Desk) -> None:
    assert seen_on(desk) == date(2025, 9, 1)


def test_treatments_within_31_days_are_not_published_by_route(desk: Desk) -> None:
    assert published_by(desk.measures["treatment-62-day"], "route")
    assert not published_by(desk.measures["treatment-31-day"], "route")
