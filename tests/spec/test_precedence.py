"""Which release speaks for a month: one whole file, chosen the same way whatever the order of loading."""

from __future__ import annotations

import pytest

from tests.spec.conftest import Expect
from tests.spec.plain import Question
from tests.spec.small_england import Telling, telling

NUMBERS = """
    release | place | month   | total | within
    --------+-------+---------+-------+-------
    first   | ZA1   | 2024-01 | 10    | 1
    second  | ZA1   | 2024-01 | 20    | 2
"""


def two(first: str, second: str) -> Telling:
    """Two releases of the same month; each is described by: known | status | level."""
    return telling(f"release | known | status | level\nfirst | {first}\nsecond | {second}", NUMBERS)


CASES = {
    "final over a later provisional": ("2024-03-14 | final |", "2024-05-09 | provisional |", "first"),
    "final over an earlier provisional": ("2024-03-14 | provisional |", "2024-05-09 | final |", "second"),
    "final over unknown": ("2024-03-14 | final |", "2024-05-09 | unknown |", "first"),
    "unknown over provisional": ("2024-03-14 | unknown |", "2024-05-09 | provisional |", "first"),
    "what was known last": ("2024-03-14 | final |", "2024-05-09 | final |", "second"),
    "what was known last, loaded first": ("2024-05-09 | final |", "2024-03-14 | final |", "first"),
    "in a tie, what was loaded last": ("2024-03-14 | final |", "2024-03-14 | final |", "second"),
    "organisations' figures over the national series": (
        "2024-03-14 | provisional | organisation",
        "2024-05-09 | final | national",
        "first",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_of_two_releases_there_speaks(expect: Expect, case: str) -> None:
    first, second, speaks = CASES[case]
    numerator = {"first": 1, "second": 2}[speaks]
    expect(two(first, second), Question("ZA1"), f"period | numerator\n2024-01 | {numerator}")


CUMULATIVE = telling(
    """
    release    | known      | status
    -----------+------------+------------
    cumulative | 2024-05-09 | final
    january    | 2024-06-13 | final
    march      | 2024-06-13 | final
    """,
    """
    release    | place | month   | total | within
    -----------+-------+---------+-------+-------
    cumulative | ZA1   | 2024-01 | 10    | 1
    cumulative | ZA1   | 2024-02 | 10    | 2
    january    | ZA1   | 2024-01 | 99    | 90
    march      | ZA1   | 2024-03 | 10    | 3
    """,
)


def test_a_file_of_several_months_speaks_before_one_of_a_single_month(expect: Expect) -> None:
    expect(
        CUMULATIVE,
        Question("ZA1"),
        """
        period  | numerator | denominator
        2024-01 | 1         | 10
        2024-02 | 2         | 10
        2024-03 | 3         | 10
        """,
    )


REVISED = telling(
    """
    release     | known      | status
    ------------+------------+------------
    provisional | 2024-03-14 | provisional
    final       | 2024-10-10 | final
    """,
    """
    release     | place | month   | cancer | total | within
    ------------+-------+---------+--------+-------+-------
    provisional | ZA1   | 2024-01 |        | 10    | 5
    provisional | ZA1   | 2024-01 | lung   | 4     | 2
    provisional | ZA2   | 2024-01 |        | 7     | 7
    final       | ZA1   | 2024-01 |        | 11    | 6
    """,
)


def test_a_release_speaks_whole_and_is_never_patched_row_by_row(expect: Expect) -> None:
    """The final file has neither Birch nor lung: the provisional rows do not shine through."""
    expect(REVISED, Question("ZA1"), "period | numerator | denominator\n2024-01 | 6 | 11")
    expect(REVISED, Question("ZA2"), "period | denominator | absence\n2024-01 | 0 | no_activity")
    expect(
        REVISED,
        Question("ZA1", cut=(("cancer", "lung"),)),
        "period | denominator | absence\n2024-01 | 0 | no_activity",
    )
    expect(REVISED, Question("E56900001"), "period | numerator | denominator\n2024-01 | 6 | 11")


NATIONAL = telling(
    """
    release  | known      | status      | level
    ---------+------------+-------------+---------
    series   | 2024-06-13 | provisional | national
    february | 2024-04-11 | final       | organisation
    """,
    """
    release  | place   | month   | total | within
    ---------+---------+---------+-------+-------
    series   | england | 2024-01 | 100   | 60
    series   | england | 2024-02 | 999   | 999
    series   | england | 2024-03 | 120   | 70
    february | ZA1     | 2024-02 | 11    | 9
    """,
)


def test_the_national_series_answers_for_england_only_where_no_organisations_do(expect: Expect) -> None:
    expect(
        NATIONAL,
        Question("england"),
        """
        period  | numerator | denominator
        2024-01 | 60        | 100
        2024-02 | 9         | 11
        2024-03 | 70        | 120
        """,
    )


def test_the_national_series_says_nothing_of_an_alliance(expect: Expect) -> None:
    expect(NATIONAL, Question("E56900001"), "period | numerator | denominator\n2024-02 | 9 | 11")


BASES = telling(
    """
    release    | known      | basis
    -----------+------------+-------------
    providers  | 2024-03-14 | provider
    payers     | 2024-03-14 | commissioner
    """,
    """
    release   | place | month   | total | within
    ----------+-------+---------+-------+-------
    providers | ZA1   | 2024-01 | 11    | 9
    payers    | QZ1   | 2024-01 | 7     | 6
    payers    | QZ2   | 2024-01 | 4     | 3
    """,
)


def test_provider_and_commissioner_figures_never_meet(expect: Expect) -> None:
    expect(BASES, Question("england"), "period | numerator | denominator\n2024-01 | 9 | 11")
    expect(
        BASES, Question("england", basis="commissioner"), "period | numerator | denominator\n2024-01 | 9 | 11"
    )
    expect(BASES, Question("QZ1", basis="commissioner"), "period | numerator | denominator\n2024-01 | 6 | 7")
