"""Words on a chart: they fit, and they cover neither one another nor the points."""

from __future__ import annotations

from alliance.charts.labels import Box, Words, cost, lanes, place, shorten, text_width, wrap

PAPER = Box(0, 0, 300, 200)


def test_wide_letters_are_wider_than_narrow_ones() -> None:
    assert text_width("WWWW") > text_width("aaaa") > text_width("iiii")


def test_text_that_is_too_long_ends_in_an_ellipsis_and_fits() -> None:
    shown = shorten("University Hospitals of Northmere and Eastwick", 120)
    assert shown.endswith("…")
    assert text_width(shown) <= 120


def test_text_that_fits_is_left_alone() -> None:
    assert shorten("Birchdale", 120) == "Birchdale"


def test_a_name_is_broken_between_words() -> None:
    assert wrap("Caldmoor Royal Infirmary", 90) == ("Caldmoor Royal", "Infirmary")


def test_what_does_not_fit_on_the_last_line_is_cut() -> None:
    lines = wrap("University Hospitals of Northmere and Eastwick and Southwold", 110)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_words_avoid_what_is_there_already() -> None:
    free, covered = (Words("63.3%", x, 50, "left", "#000") for x in (200, 20))
    assert place([covered, free], [Box(0, 30, 100, 70)], PAPER) is free


def test_words_that_leave_the_paper_cost_more_than_words_that_cover_a_point() -> None:
    outside = Words("63.3%", 290, 50, "left", "#000")
    over_a_point = Words("63.3%", 100, 50, "left", "#000")
    point = [Box(100, 45, 110, 55)]
    assert cost(over_a_point, point, PAPER) < cost(outside, point, PAPER)


def test_the_first_of_equal_places_is_taken() -> None:
    first, second = (Words("85%", x, 50, "left", "#000") for x in (20, 120))
    assert place([first, second], [], PAPER) is first


def test_spans_that_overlap_go_into_different_lanes() -> None:
    assert lanes([(0, 100), (50, 150), (120, 200)]) == [0, 1, 0]
