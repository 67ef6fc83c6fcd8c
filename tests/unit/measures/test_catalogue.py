"""The measures that come with the project, and the standards that they carry."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from alliance.errors import UnknownName
from alliance.measures import find_measure, load_measures
from alliance.sources import find_sources

MEASURES = load_measures()


def test_the_measures_of_cancer_waiting_times_are_there() -> None:
    assert {name for name, measure in MEASURES.items() if measure.source == "cancer-waiting-times"} == {
        "faster-diagnosis-28-day",
        "treatment-31-day",
        "treatment-62-day",
        "treated-after-104-days",
        "cancer-treatments",
        "first-seen-14-day",
        "breast-symptoms-first-seen-14-day",
        "urgent-referrals",
    }


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_counts_what_its_source_publishes(name: str) -> None:
    measure = MEASURES[name]
    about = find_sources()[measure.source].ABOUT
    for part in filter(None, (measure.numerator, measure.denominator)):
        assert about.quantity(part.quantity), part.quantity


@pytest.mark.parametrize("name", MEASURES)
def test_no_two_standards_of_one_kind_hold_on_the_same_day(name: str) -> None:
    standards = [s for s in MEASURES[name].standards if s.kind == "standard"]
    for earlier, later in pairwise(standards):
        assert earlier.end is not None
        assert later.start is not None
        assert later.start == earlier.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("faster-diagnosis-28-day", date(2026, 3, 31), 0.75),
        ("faster-diagnosis-28-day", date(2026, 4, 1), 0.80),
        ("treatment-62-day", date(2025, 3, 1), 0.85),
        ("treatment-31-day", date(2023, 10, 1), 0.96),
        ("first-seen-14-day", date(2009, 10, 1), 0.93),
        ("breast-symptoms-first-seen-14-day", date(2023, 9, 1), 0.93),
    ],
)
def test_the_standard_in_force_on_a_day(name: str, day: date, value: float) -> None:
    standard = MEASURES[name].standard_on(day)
    assert standard is not None
    assert (standard.value, standard.kind) == (value, "standard")


def test_an_ambition_is_not_a_standard_and_before_the_first_there_is_none() -> None:
    sixty_two = MEASURES["treatment-62-day"]
    assert [s.value for s in sixty_two.standards if s.kind == "ambition"] == [0.70, 0.75, 0.80]
    assert sixty_two.standard_on(date(2023, 9, 30)) is None
    assert MEASURES["cancer-treatments"].standard_on(date(2025, 1, 1)) is None


def test_what_no_published_source_confirms_says_so() -> None:
    unsure = {(m.id, s.value) for m in MEASURES.values() for s in m.standards if not s.verified}
    assert {("treatment-62-day", 0.80), ("treatment-31-day", 0.94)} <= unsure


def test_an_unknown_measure_is_answered_with_those_that_there_are() -> None:
    assert find_measure("treatment-62-day", MEASURES) is MEASURES["treatment-62-day"]
    with pytest.raises(UnknownName, match="no measure 'waits'") as refused:
        find_measure("waits", MEASURES)
    assert "treated-after-104-days" in refused.value.next_step


@pytest.mark.parametrize("name", ["first-seen-14-day", "breast-symptoms-first-seen-14-day"])
def test_the_two_week_wait_is_held_to_nothing_since_october_2023(name: str) -> None:
    assert MEASURES[name].standard_on(date(2023, 10, 1)) is None
    assert not MEASURES[name].held
    assert MEASURES["treatment-62-day"].held


@pytest.mark.parametrize("name", ["treatment-31-day", "treatment-62-day"])
def test_the_combined_standards_begin_a_series_of_their_own(name: str) -> None:
    assert [b.on for b in MEASURES[name].breaks] == [date(2023, 10, 1)]
