"""What stands in brackets beside a publisher's estimate: how well it is known, or where it would be expected."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.answers.model import Point
from alliance.answers.sentences import sentence
from alliance.measures import load_measures


@pytest.mark.parametrize(
    ("measure", "variant", "lower", "upper", "said"),
    [
        ("patient-experience-overall", "unadjusted", 8.73, 8.79, "95% confidence interval 8.73 to 8.79"),
        (
            "patient-experience-overall",
            "adjusted",
            8.71,
            8.9,
            "expected range 8.71 to 8.90, where the score of a place like this would be expected to lie",
        ),
        ("survival-1-year", "none", 70.1, 72.3, "confidence interval 70.1% to 72.3%"),
    ],
)
def test_a_published_range_says_what_it_is(
    measure: str, variant: str, lower: float, upper: float, said: str
) -> None:
    known = load_measures()[measure]
    point = Point("2018", None, 400, (lower + upper) / 2, lower, upper, "final", None, date(2019, 9, 1))
    told = sentence(known, "Somewhere", {}, [point], None, (), variant)
    assert f" (published {said}); 400 " in told
