"""The plain words of pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alliance.answers.model import SpcSummary
from alliance.pages.wording import (
    data_age,
    fingerprint,
    kind_words,
    lower_first,
    needed_words,
    place_and_cut,
    signal_words,
    status_words,
    variation_words,
)
from alliance.places import PlaceKind
from tests.unit.answers_by_hand import answer, point


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_every_kind_of_place_has_plain_words(kind: PlaceKind) -> None:
    assert kind_words(kind)


@pytest.mark.parametrize(
    "variation",
    [
        "common_cause",
        "improvement_high",
        "improvement_low",
        "concern_high",
        "concern_low",
        "neutral_high",
        "neutral_low",
        "too_few_points",
    ],
)
def test_every_variation_of_the_contract_has_words(variation: str) -> None:
    assert variation_words(SpcSummary("r", variation, "none", None, None, None)) != "–"


def test_no_control_chart_says_nothing() -> None:
    assert variation_words(None) == "–"


def test_a_standard_that_is_met_says_how_many_there_are_to_spare() -> None:
    assert [needed_words(n) for n in (12.5, 0, -3, None)] == [
        "12.5",
        "Met, 0 to spare",
        "Met, 3 to spare",
        "–",
    ]


def test_all_signals_of_a_point_are_named() -> None:
    both = replace(point("2025-03", 1, 2), signals=("astronomical", "shift"), direction="low")
    assert signal_words(both) == "Low: beyond a limit, shift"
    assert signal_words(point("2025-03", 1, 2)) == "–"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 6, 1), "figures to 31 March 2024, 26 months old."),
        (date(2024, 5, 1), "figures to 31 March 2024, 1 month old."),
        (date(2024, 4, 1), "figures to 31 March 2024, less than a month old."),
        (None, "figures to 31 March 2024."),
    ],
)
def test_the_age_of_figures_is_said_in_words(today: date | None, said: str) -> None:
    assert data_age(answer([point("2024-03", 1, 2)]), today) == said
    assert data_age(answer([]), today) == ""


def test_a_status_that_the_publisher_does_not_say_is_not_made_up() -> None:
    assert status_words("unknown") == "Not stated"


def test_small_words() -> None:
    assert fingerprint("0123456789abcdef") == "0123456789ab"
    assert lower_first("Patients") == "patients"
    assert place_and_cut("Alderbrook", {"cancer": "lung"}) == "Alderbrook, Lung"
    assert place_and_cut("Alderbrook", {}) == "Alderbrook"
