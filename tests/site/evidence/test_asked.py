"""What an address asks."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.errors import UsageError
from alliance_site.evidence.asked import Asked, read_asked, read_day


def test_an_address_without_a_question_asks_the_default() -> None:
    assert read_asked({}) == Asked()
    assert Asked().words == {}


def test_cuts_are_read_by_either_spelling_and_blanks_are_left_out() -> None:
    asked = read_asked({"place": " RRK ", "treatment-stage": "first", "cancer": "", "route": "screening"})
    assert asked.place == "RRK"
    assert asked.cut == {"treatment_stage": "first", "route": "screening"}


def test_a_day_is_passed_on() -> None:
    asked = read_asked({"as_of": "2025-03-31", "period": "quarter"})
    assert asked.words == {"period": "quarter", "as_of": date(2025, 3, 31)}


@pytest.mark.parametrize("text", ["31/03/2025", "2025-13-01", "now"])
def test_what_is_not_a_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="2025-03-31"):
        read_day(text)
