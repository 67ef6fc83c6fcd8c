"""The run chart shows each thing that an answer says, and says it twice: by shape and by colour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alliance.answers.model import StandardInForce
from alliance.charts import Marker, run_chart
from alliance.charts.palette import sign_of
from tests.unit.answers_by_hand import answer, marked, no_figure, point, steady, with_limits
from tests.unit.charts.drawings import boxes, filled_white, read, shapes, value_lines, words


def _signalled(direction: str):
    plain = steady()
    last = [p.period for p in plain.points[-7:]]
    return replace(plain, points=marked(plain.points, last, "shift", direction))


@pytest.mark.parametrize("direction", ["improvement", "concern", "high"])
def test_a_special_cause_has_its_own_colour_and_its_own_shape(direction: str) -> None:
    root = read(run_chart(_signalled(direction)))
    special, usual = sign_of(direction, "higher"), sign_of("none", "higher")
    assert special.colour != usual.colour
    assert shapes(root, special.colour)
    assert not shapes(root, special.colour) & shapes(root, usual.colour)
    assert special.name in words(root)


def test_the_signs_differ_in_shape_and_in_colour() -> None:
    signs = [sign_of(d, "higher") for d in ("none", "improvement", "concern", "high")]
    assert len({s.shape for s in signs}) == len({s.colour for s in signs}) == 4


def test_improvement_points_to_where_better_lies() -> None:
    assert sign_of("improvement", "higher").shape == "triangle-up"
    assert sign_of("improvement", "lower").shape == "triangle-down"


def test_the_key_names_only_what_is_shown() -> None:
    shown = words(read(run_chart(steady())))
    assert "usual variation" in shown
    assert not any("special cause" in text or "provisional" in text or "no figure" in text for text in shown)


def test_provisional_points_are_hollow_and_the_key_says_so() -> None:
    plain = steady()
    points = tuple(replace(p, status="provisional") if n >= 15 else p for n, p in enumerate(plain.points))
    root = read(run_chart(replace(plain, points=points)))
    assert len(filled_white(root)) == 3 + 1  # the points, and the key's own
    assert "hollow: provisional" in words(root)


def test_an_absent_month_leaves_a_gap_in_the_line_and_a_mark() -> None:
    plain = steady(18)
    points = list(plain.points)
    points[8] = no_figure(points[8].period, "no_activity")
    root = read(run_chart(replace(plain, points=tuple(points))))
    assert value_lines(read(run_chart(plain))) == [18]
    assert value_lines(root) == [8, 9]
    assert "no figure" in words(root)


def test_mean_and_limits_are_those_of_the_answer() -> None:
    plain = steady()
    last = plain.points[-1]
    shown = words(read(run_chart(plain)))
    assert f"mean {last.mean:.1%}" in shown
    assert f"control limits {last.lower_limit:.1%} to {last.upper_limit:.1%}" in shown


def test_a_series_without_limits_has_none_in_its_key() -> None:
    points = [point("2025-01", 60, 100), point("2025-02", 70, 100)]
    assert not any("mean" in text or "limits" in text for text in words(read(run_chart(answer(points)))))


def test_each_segment_has_its_own_limits() -> None:
    plain = steady(24)
    before, after = (
        with_limits(plain.points[:12]),
        with_limits([point(p.period, 450, 500) for p in plain.points[12:]]),
    )
    root = read(run_chart(replace(plain, points=(*before, *after))))
    assert "mean 90.0%" in words(root)


def test_a_constant_series_is_drawn() -> None:
    points = with_limits([point(p.period, 40, 40) for p in steady().points])
    shown = words(read(run_chart(answer(points))))
    assert "100.0%" in shown
    assert "control limits 100.0% to 100.0%" in shown


def test_the_standard_is_labelled_with_its_date() -> None:
    assert "Standard 85%, since Oct 2023" in words(read(run_chart(steady())))


def test_an_ambition_is_labelled_with_the_month_by_which_it_is_to_be_met() -> None:
    assert "Ambition 70% by Mar 2025" in words(read(run_chart(steady())))


def test_a_standard_that_changes_is_a_step_with_both_its_levels() -> None:
    standards = (
        StandardInForce(0.75, "standard", None, date(2024, 8, 31), "x"),
        StandardInForce(0.80, "standard", date(2024, 9, 1), None, "x"),
    )
    shown = words(read(run_chart(replace(steady(), standards=standards))))
    assert "Standard 75%" in shown
    assert "Standard 80%, since Sep 2024" in shown


def test_a_standard_of_another_time_is_not_drawn() -> None:
    later = StandardInForce(0.80, "standard", date(2031, 4, 1), None, "x")
    assert not any("Standard" in t for t in words(read(run_chart(replace(steady(), standards=(later,))))))


def test_every_standard_is_named_on_the_chart_or_in_its_key() -> None:
    start = date(2023, 10, 1)
    crowd = tuple(
        StandardInForce(
            0.62 + n / 200,
            "ambition",
            start + timedelta(days=60 * n),
            start + timedelta(days=60 * n + 59),
            "x",
        )
        for n in range(6)
    )
    shown = " ".join(words(read(run_chart(replace(steady(), standards=crowd)), 340)))
    assert all(f"Ambition {0.62 + n / 200:.1%}".replace(".0%", "%") in shown for n in range(6))


def test_the_latest_value_is_written_beside_its_point() -> None:
    plain = steady()
    assert plain.latest is not None
    assert f"{plain.latest.value:.1%}" in words(read(run_chart(plain)))


def test_dated_events_are_named_with_their_day_also_on_a_phone() -> None:
    markers = [
        Marker(date(2024, 6, 14), "Commitment accepted by Alderbrook Hospitals"),
        Marker(date(2024, 9, 2), "Board decided"),
    ]
    for width in (340, 720):
        shown = " ".join(words(read(run_chart(steady(), markers=markers), width)))
        assert "Commitment accepted by Alderbrook Hospitals, 14 Jun 2024" in shown
        assert "Board decided, 2 Sep 2024" in shown


def test_an_event_after_the_newest_month_widens_the_chart() -> None:
    late = run_chart(steady(), markers=[Marker(date(2025, 6, 30), "Done")])
    assert any("Done, 30 Jun 2025" in text for text in words(read(late)))


def test_an_axis_that_is_cut_says_so() -> None:
    assert any(text.startswith("Axis starts at") for text in words(read(run_chart(steady()))))
    low = answer(with_limits([point(p.period, 30, 500) for p in steady().points]), standards=())
    assert not any(text.startswith("Axis starts at") for text in words(read(run_chart(low))))


@pytest.mark.parametrize("width", [340, 720])
def test_words_do_not_cover_one_another(width: int) -> None:
    markers = [Marker(date(2024, m, 3), f"Event number {m} of the year") for m in (2, 5, 6, 11)]
    found = boxes(read(run_chart(_signalled("concern"), markers=markers), width))
    covered = [
        (a[0], b[0])
        for n, a in enumerate(found)
        for b in found[n + 1 :]
        if min(a[3], b[3]) - max(a[1], b[1]) > 2 and min(a[4], b[4]) - max(a[2], b[2]) > 2
    ]
    assert not covered


def test_a_count_has_no_percentages() -> None:
    plain = steady()
    points = with_limits(
        [replace(p, denominator=None, value=p.numerator, lower=None, upper=None) for p in plain.points]
    )
    shown = words(read(run_chart(answer(points, unit="count", better="neutral", standards=()))))
    assert not any("%" in text for text in shown)
    assert any(text.startswith("mean 3") for text in shown)


def test_a_place_without_figures_says_so() -> None:
    assert "No figures for this time" in words(read(run_chart(answer([no_figure("2025-03")]))))
