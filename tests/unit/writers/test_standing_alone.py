"""What a file that is read away from the site says, and which day it bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from alliance.pages.model import Heading, Link, Note, Page, Text
from alliance.writers.standing_alone import anchor, blocks_apart, files_behind, lines_of, made_on
from tests.unit.answers_by_hand import RELEASE
from tests.unit.writers.reading_pages import figures

OUTSIDE = Link("The publisher", "https://example.org/")


def test_an_address_outside_is_said_and_one_within_is_not() -> None:
    note = Note("One.\n\nTwo.", "details", "Read on", (OUTSIDE, Link("Notes", "#notes")))
    assert lines_of(note) == ["Read on", "One.", "Two.", "The publisher: https://example.org/"]
    assert lines_of(Text("", (Link("Notes", "#notes"),))) == []


def test_links_into_the_site_are_left_out_and_their_names_stay_with_words() -> None:
    into = Link("a place", "/places/ZA1/")
    page = Page("P", "L", (Text("See", (into, OUTSIDE)), Text("", (into,)), Note("N", links=(into,))))
    assert blocks_apart(page) == [Text("See a place", (OUTSIDE,)), Note("N")]


def test_anchors_are_never_the_same_twice() -> None:
    taken: set[str] = set()
    heads = (Heading("A part"), Heading("A part"), Heading("…"), Heading("Named", anchor="own"))
    assert [anchor(h, taken) for h in heads] == ["a-part", "a-part-2", "part", "own"]


def test_files_behind_a_page_are_those_of_its_figures_too_each_once(small_page: Page) -> None:
    assert files_behind(small_page) == (RELEASE,)
    assert files_behind(replace(small_page, citations=())) == (RELEASE,)


def test_the_day_that_was_asked_for_goes_before_that_of_the_newest_file(small_page: Page) -> None:
    assert made_on(small_page) == date(2025, 5, 8)
    figure = figures(small_page)[0]
    asked = replace(figure.chart.answer, as_of=date(2025, 4, 1))
    assert made_on(Page("P", "L", (replace(figure, chart=replace(figure.chart, answer=asked)),))) == date(
        2025, 4, 1
    )
    assert made_on(Page("P", "L", ())) is None
