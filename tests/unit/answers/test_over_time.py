"""What an answer carries besides its numbers: status, what was known when, signals, words and sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk, over_time
from tests.spec.small_england import Telling, Told, telling, write_store
from tests.unit.answers.conftest import fifteen_months

SIXTY_TWO = "treatment-62-day"


def test_the_newest_month_is_provisional_and_says_so(desk: Desk) -> None:
    answer = over_time(desk, SIXTY_TWO, "ZA1")
    assert [p.status for p in answer.points] == ["final"] * 14 + ["provisional"]
    assert "The figure is provisional." in answer.sentence


def test_a_quarter_is_as_settled_as_its_least_settled_month(desk: Desk) -> None:
    answer = over_time(desk, SIXTY_TWO, "ZA1", period="quarter")
    assert [p.status for p in answer.points] == ["final"] * 4 + ["provisional"]
    assert answer.points[0].known_since == date(2024, 5, 14), "known once its last month was"


def test_a_fall_is_a_special_cause_of_concern_and_the_standard_is_named(desk: Desk) -> None:
    answer = over_time(desk, SIXTY_TWO, "ZA1")
    last = answer.points[-1]
    assert (last.signal, last.direction) == ("astronomical", "concern")
    assert "astronomical" in last.signals
    assert answer.spc is not None
    assert (answer.spc.variation, answer.spc.assurance) == ("concern_low", "fail")
    assert answer.sentence == (
        "Alder Hospital, March 2025: 29.0% (29 of 100) were first treated within 62 days. "
        "The figure is provisional. The standard is 85%. "
        "The latest point is special cause variation of concern. If nothing changes, the standard will not be met."
    )


def test_limits_come_from_the_whole_history_whatever_is_shown(desk: Desk) -> None:
    whole = over_time(desk, SIXTY_TWO, "ZA1")
    part = over_time(desk, SIXTY_TWO, "ZA1", start="2024-Q3", end="2024-09")
    assert part.points == whole.points[6:9]
    assert part.spc == whole.spc


def test_the_sentence_speaks_of_the_newest_point_only_where_it_is_shown(desk: Desk) -> None:
    part = over_time(desk, SIXTY_TWO, "ZA1", end="2024-09")
    assert part.sentence == (
        "Alder Hospital, September 2024: 69.0% (69 of 100) were first treated within 62 days. The standard is 85%."
    )
    none = over_time(desk, SIXTY_TWO, "ZA1", start="2030-01")
    assert none.sentence == "Alder Hospital: no figure lies in the periods that were asked for."
    assert none.citations == ()


def test_only_the_files_behind_what_is_shown_are_cited(desk: Desk) -> None:
    answer = over_time(desk, SIXTY_TWO, "ZA1", start="2025-02")
    assert [c.file for c in answer.citations] == ["February 2025 provider.xlsx", "March 2025 provider.xlsx"]
    assert answer.citations[1].status == "provisional"
    assert answer.citations[0].published_on == date(2025, 4, 14)


def test_a_count_has_no_share_no_interval_and_no_standard(desk: Desk) -> None:
    answer = over_time(desk, "cancer-treatments", "ZA1", start="2025-03")
    (point,) = answer.points
    assert (point.numerator, point.denominator, point.value) == (134, None, 134)
    assert (point.lower, point.upper, answer.unit, answer.standards) == (None, None, "count", ())
    assert answer.sentence.startswith(
        "Alder Hospital, March 2025: 134 first and subsequent treatments for cancer. The figure is provisional."
    )


def test_a_count_of_a_place_without_activity_is_nought_with_no_value(desk: Desk) -> None:
    answer = over_time(desk, "cancer-treatments", "ZA2", start="2025-03")
    (point,) = answer.points
    assert (point.numerator, point.denominator, point.value, point.absence) == (0, None, None, "no_activity")
    assert answer.sentence == "Birch Hospital, March 2025: no patient is recorded."


def test_a_quarter_that_is_not_complete_is_passed_over_in_words(desk: Desk) -> None:
    answer = over_time(desk, SIXTY_TWO, "ZA3", period="fy")
    assert [p.absence for p in answer.points] == ["not_published", None]
    assert "April 2024 to March 2025: 80.5% (966 of 1,200)" in answer.sentence


@pytest.mark.parametrize(
    ("label", "words"),
    [("year", "2024"), ("quarter", "January to March 2025"), ("rolling12", "April 2024 to March")],
)
def test_periods_are_read_aloud(desk: Desk, label: str, words: str) -> None:
    assert f"Cedar Hospital, {words}" in over_time(desk, SIXTY_TWO, "ZA3", period=label).sentence


def test_one_month_alone_has_no_control_chart(tmp_path: Path) -> None:
    told = telling(
        "release | known\none | 2024-03-14",
        "release | place | month | total | within\none | ZA1 | 2024-01 | 9 | 6",
    )
    answer = over_time(open_desk(write_store(told, tmp_path / "store")), SIXTY_TWO, "ZA1")
    assert answer.spc is None
    assert (answer.points[0].mean, answer.points[0].signal) == (None, "none")


def test_a_month_that_nobody_loaded_ends_a_run(tmp_path: Path) -> None:
    """Seven months above the mean are a shift; with one of them not published they are two short runs."""
    told = fifteen_months()
    shares = (0.5,) * 8 + (0.9,) * 7
    numbers = tuple(
        with_share(n, shares[(n.month.year - 2024) * 12 + n.month.month - 1])
        for n in told.numbers
        if n.place == "ZA1" and n.cuts[0] == n.cuts[4] == "all"
    )
    names = {n.release for n in numbers}
    whole = Telling(tuple(r for r in told.releases if r.name in names), numbers)
    gap = "December 2024 provider"
    broken = Telling(
        tuple(r for r in whole.releases if r.name != gap), tuple(n for n in numbers if n.release != gap)
    )
    run, split = (
        over_time(open_desk(write_store(t, tmp_path / name)), SIXTY_TWO, "ZA1")
        for name, t in (("run", whole), ("split", broken))
    )
    assert "shift" in run.points[-1].signals
    assert split.points[11].absence == "not_published"
    assert "shift" not in split.points[-1].signals


def with_share(number: Told, share: float) -> Told:
    """The same number with another share within."""
    return number._replace(value=100 * share) if number.quantity.endswith("within") else number


def test_a_merger_is_named_beside_the_series(desk: Desk) -> None:
    assert over_time(desk, SIXTY_TWO, "ZA1").caveats[-1] == (
        "Old Alder (ZA9) became part of Alder Hospital on 1 March 2024: its earlier months are counted here."
    )
    assert over_time(desk, SIXTY_TWO, "ZA9").caveats[-1] == (
        "Old Alder became part of Alder Hospital (ZA1) on 1 March 2024."
    )


def test_an_unknown_organisation_answers_under_the_name_that_its_file_gives(desk: Desk) -> None:
    answer = over_time(desk, SIXTY_TWO, "z9x")
    assert (answer.place.code, answer.place.kind) == ("Z9X", "unknown")
    assert answer.points[0].denominator == 100
    assert "is in a publisher's file and not in the book of places" in answer.caveats[-1]
