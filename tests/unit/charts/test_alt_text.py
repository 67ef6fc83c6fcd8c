"""What a chart says to somebody who does not see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from alliance.answers.model import PlaceName, Series, StandardInForce
from alliance.charts import Marker, across_chart, run_chart
from tests.unit.answers_by_hand import ALLIANCE, answer, marked, no_figure, point, steady


def test_a_run_chart_says_measure_place_time_value_limits_and_standard_in_one_sentence() -> None:
    plain = steady()
    last = plain.points[-1]
    said = run_chart(plain).alt
    assert said == (
        "Run chart: Treated within 62 days of an urgent referral, Alderbrook Hospitals NHS Foundation Trust, "
        "October 2023 to March 2025; the latest figure, for March 2025, is "
        f"{last.value:.1%}; the mean is {last.mean:.1%} with control limits {last.lower_limit:.1%} to "
        f"{last.upper_limit:.1%}; the latest point shows usual variation only; the national standard is 85%, in "
        "force since 1 October 2023; the ambition is 70% from 1 April 2024."
    )


def test_a_signal_is_named_with_its_rule_and_its_side() -> None:
    plain = steady()
    points = marked(plain.points, [plain.points[-1].period], "astronomical", "concern")
    said = run_chart(replace(plain, points=points)).alt
    assert "the latest point is special cause variation of concern: a point outside the limits" in said


def test_a_provisional_figure_is_called_so() -> None:
    plain = steady()
    points = (*plain.points[:-1], replace(plain.points[-1], status="provisional"))
    assert "for March 2025 (provisional), is" in run_chart(replace(plain, points=points)).alt


def test_events_are_read_out_in_the_order_of_their_days() -> None:
    later, earlier = Marker(date(2024, 9, 2), "Decided"), Marker(date(2024, 6, 14), "Accepted")
    said = run_chart(steady(), markers=[later, earlier]).alt
    assert said.endswith("marked on 14 June 2024: Accepted; marked on 2 September 2024: Decided.")


def test_few_points_and_no_standard_are_said() -> None:
    said = run_chart(answer([point("2025-03", 3, 4)], standards=())).alt
    assert "there are too few points for control limits" in said
    assert "no national standard applies" in said


def test_a_chart_without_figures_says_that_there_are_none() -> None:
    assert run_chart(answer([no_figure("2025-03")])).alt.endswith("no figures are published for this time.")
    assert across_chart(answer([], series=[])).alt.endswith("there are no figures to compare.")


def test_a_cut_is_part_of_the_subject() -> None:
    assert "urgent referral (Lung), " in run_chart(answer(steady().points, cut={"cancer": "lung"})).alt


def test_a_dot_chart_says_how_many_places_in_which_order_and_the_whole() -> None:
    series = [Series((point("2025-Q1", 60, 100),), None, PlaceName("RX1", "Alderbrook", "trust"))]
    said = across_chart(answer([point("2025-Q1", 5281, 8344)], place=ALLIANCE, series=series)).alt
    assert "January to March 2025; 1 place in alphabetical order" in said
    assert "Three Rivers Cancer Alliance as a whole is at 63.3%" in said


def test_one_period_is_named_once() -> None:
    assert ", week to 6 April 2025; " in run_chart(answer([point("2025-W14", 3, 4)])).alt


def test_a_plan_and_an_ambition_are_named_also_where_the_plan_is_of_an_earlier_month() -> None:
    held = (
        StandardInForce(0.8, "ambition", date(2025, 1, 1), None, "Nobody"),
        StandardInForce(0.72, "trajectory", date(2025, 2, 1), date(2025, 2, 28), "Nobody"),
    )
    points = [point("2025-02", 3, 4), point("2025-03", 3, 4)]
    said = run_chart(answer(points, standards=held)).alt
    assert "the ambition is 80% from 1 January 2025" in said
    assert "the newest plan for February 2025 was 72%" in said
    assert "the plan for that period was 72%" in run_chart(answer(points[:1], standards=held)).alt
