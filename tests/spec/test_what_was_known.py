"""As it was known on a day: later releases are not there yet, earlier ones speak as they did then."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import Ask, Expect
from tests.spec.plain import Question
from tests.spec.small_england import telling

TOLD = telling(
    """
    release          | known      | status
    -----------------+------------+------------
    january, early   | 2024-03-14 | provisional
    february, early  | 2024-04-11 | provisional
    january, final   | 2024-10-10 | final
    february, final  | 2024-10-10 | final
    january, again   | 2024-12-12 | final
    """,
    """
    release          | place | month   | total | within
    -----------------+-------+---------+-------+-------
    january, early   | ZA1   | 2024-01 | 10    | 1
    february, early  | ZA1   | 2024-02 | 10    | 2
    january, final   | ZA1   | 2024-01 | 11    | 3
    february, final  | ZA1   | 2024-02 | 11    | 4
    january, again   | ZA1   | 2024-01 | 12    | 5
    """,
)


@pytest.mark.parametrize(
    ("day", "table"),
    [
        (date(2024, 3, 14), "period | numerator\n2024-01 | 1"),
        (date(2024, 4, 10), "period | numerator\n2024-01 | 1"),
        (date(2024, 4, 11), "period | numerator\n2024-01 | 1\n2024-02 | 2"),
        (date(2024, 10, 9), "period | numerator\n2024-01 | 1\n2024-02 | 2"),
        (date(2024, 10, 10), "period | numerator\n2024-01 | 3\n2024-02 | 4"),
        (date(2024, 12, 12), "period | numerator\n2024-01 | 5\n2024-02 | 4"),
        (None, "period | numerator\n2024-01 | 5\n2024-02 | 4"),
    ],
    ids=str,
)
def test_on_each_day_the_answer_is_what_was_known_then(expect: Expect, day: date | None, table: str) -> None:
    expect(TOLD, Question("ZA1", as_of=day), table)
    expect(TOLD, Question("E56900001", as_of=day), table)
    expect(TOLD, Question("england", as_of=day), table)


def test_before_the_first_release_nothing_was_known(ask: Ask) -> None:
    assert ask(TOLD, Question("ZA1", as_of=date(2024, 3, 13))) == []
