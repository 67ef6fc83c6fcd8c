"""An answer as JSON: the contract's keys, no NaN, and back again with the same digest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from alliance.answers import Desk, across_places, answer_from_json, breakdown, over_time
from tests.unit.answers_by_hand import ALLIANCE, answer, no_figure, point, steady

SIXTY_TWO = "treatment-62-day"


def test_an_answer_has_the_contracts_keys_in_the_contracts_order(desk: Desk) -> None:
    told = over_time(desk, SIXTY_TWO, "ZA1", as_of=date(2025, 1, 1)).to_json()
    assert [*told] == [
        *(
            "measure",
            "place",
            "basis",
            "cut",
            "variant",
            "unit",
            "as_of",
            "standards",
            "points",
            "spc",
            "series",
        ),
        *("sentence", "method", "caveats", "citations"),
    ]
    assert [*told["place"]] == ["code", "name", "kind"]
    assert [*told["points"][0]] == [
        *(
            "period",
            "numerator",
            "denominator",
            "value",
            "lower",
            "upper",
            "status",
            "absence",
            "known_since",
        ),
        *("mean", "lower_limit", "upper_limit", "signal", "signals", "direction"),
    ]
    assert [*told["spc"]] == ["rules", "variation", "assurance", "mean", "lower_limit", "upper_limit"]
    assert [*told["standards"][0]] == ["value", "kind", "from", "to", "set_by"]
    assert [*told["citations"][0]] == ["sha256", "file", "publisher", "published_on", "licence", "status"]
    assert (told["as_of"], told["series"]) == ("2025-01-01", None)


def test_parts_are_named_by_place_or_by_cut(desk: Desk) -> None:
    (trust,) = across_places(desk, SIXTY_TWO, "E56900001").to_json()["series"]
    assert [*trust] == ["place", "points", "spc"]
    cancer = breakdown(desk, SIXTY_TWO, "ZA1").to_json()["series"][0]
    assert [*cancer] == ["cut", "points", "spc"]


def test_json_knows_no_nan_even_where_there_is_no_number(desk: Desk) -> None:
    for asked in (
        over_time(desk, SIXTY_TWO, "ZA2"),
        over_time(desk, SIXTY_TWO, "ZA1", period="year"),
        across_places(desk, SIXTY_TWO, "england", by="alliance"),
    ):
        json.dumps(asked.to_json(), allow_nan=False)


def test_what_is_frozen_comes_back_the_same(desk: Desk) -> None:
    for asked in (
        over_time(desk, SIXTY_TWO, "ZA1", as_of=date(2025, 1, 1)),
        breakdown(desk, SIXTY_TWO, "ZA1"),
        across_places(desk, SIXTY_TWO, "england", by="alliance"),
        over_time(desk, "faster-diagnosis-28-day", "ZA1"),
    ):
        frozen = json.loads(json.dumps(asked.frozen(), allow_nan=False))
        again = answer_from_json(frozen)
        assert again.digest() == asked.digest()
        assert again.to_json() == asked.to_json()


def test_a_digest_changes_with_anything_that_is_said() -> None:
    one = steady()
    assert replace(one, sentence="Another.").digest() != one.digest()
    assert replace(one, better="lower").digest() != one.digest()
    assert replace(one).digest() == one.digest()


def test_the_latest_point_is_the_newest_with_a_value() -> None:
    found = answer([point("2024-01", 6, 10), no_figure("2024-02")], place=ALLIANCE)
    assert found.latest is not None
    assert found.latest.period == "2024-01"
    assert answer([no_figure("2024-02")]).latest is None


def test_points_can_be_shown_from_a_period_on() -> None:
    found = steady(6)
    assert [p.period for p in found.since("2024-01").points] == ["2024-01", "2024-02", "2024-03"]
    assert found.since("1999-01") == found


def test_the_standard_in_force_is_no_ambition() -> None:
    found = steady()
    assert found.standard_on(date(2023, 9, 30)) is None
    standard = found.standard_on(date(2024, 6, 1))
    assert standard is not None
    assert (standard.value, standard.kind) == (0.85, "standard")
