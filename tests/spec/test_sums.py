"""What is summed: numerators and denominators, over partner organisations at that date, over whole months."""

from __future__ import annotations

import pytest

from tests.spec.conftest import Ask, Expect
from tests.spec.plain import Question
from tests.spec.small_england import telling

QUARTER = telling(
    """
    release  | known
    ---------+-----------
    january  | 2024-03-14
    february | 2024-04-11
    march    | 2024-05-09
    """,
    """
    release  | place | month   | total | within
    ---------+-------+---------+-------+-------
    january  | ZA1   | 2024-01 | 100   | 90
    january  | ZA2   | 2024-01 | 10    | 1.5
    january  | ZA3   | 2024-01 | 40    | 30
    january  | ZA9   | 2024-01 | 8     | 4
    january  | ZU1   | 2024-01 | 2     | 2
    february | ZA1   | 2024-02 | 110   | 60.5
    february | ZA2   | 2024-02 | 12.5  | 10
    february | ZA3   | 2024-02 | 50    | 25
    february | ZA9   | 2024-02 | 6     | 3
    march    | ZA1   | 2024-03 | 120   | 100
    march    | ZA2   | 2024-03 | 20    | 12
    march    | ZA3   | 2024-03 | 60    | 45
    march    | ZA4   | 2024-03 | 5     | 1
    """,
)


def test_a_trusts_share_is_its_numerator_over_its_denominator(expect: Expect) -> None:
    expect(
        QUARTER,
        Question("ZA2"),
        """
        period  | numerator | denominator | value  | lower  | upper
        --------+-----------+-------------+--------+--------+-------
        2024-01 | 1.5       | 10          | 0.15   | 0.0354 | 0.4588
        2024-02 | 10        | 12.5        | 0.8    | 0.5231 | 0.9358
        2024-03 | 12        | 20          | 0.6    | 0.3866 | 0.7812
        """,
    )


def test_an_alliance_is_the_sum_of_its_partners_and_never_the_mean_of_their_shares(expect: Expect) -> None:
    """In January the north has 95.5 of 118 (81 %); the mean of its trusts' shares would be 52 %."""
    expect(
        QUARTER,
        Question("E56900001"),
        """
        period  | numerator | denominator | value
        --------+-----------+-------------+-------
        2024-01 | 95.5      | 118         | 0.8093
        2024-02 | 73.5      | 128.5       | 0.572
        2024-03 | 100       | 120         | 0.8333
        """,
    )


def test_a_trust_that_moves_counts_where_it_was_on_the_first_day_of_each_month(expect: Expect) -> None:
    """Birch (ZA2) moves south in March; Cedar (ZA3) works in the north too and is never added there."""
    expect(
        QUARTER,
        Question("E56900002"),
        """
        period  | numerator | denominator
        --------+-----------+------------
        2024-01 | 30        | 40
        2024-02 | 25        | 50
        2024-03 | 58        | 85
        """,
    )


def test_who_is_in_no_alliance_is_a_named_part_of_england(expect: Expect) -> None:
    expect(
        QUARTER,
        Question("unmapped"),
        """
        period  | numerator | denominator | absence
        --------+-----------+-------------+------------
        2024-01 | 2         | 2           |
        2024-02 | 0         | 0           | no_activity
        2024-03 | 0         | 0           | no_activity
        """,
    )


def test_alliances_and_the_unmapped_make_england_every_month(ask: Ask) -> None:
    parts = [ask(QUARTER, Question(place)) for place in ("E56900001", "E56900002", "unmapped")]
    whole = ask(QUARTER, Question("england"))
    for month, england in enumerate(whole):
        for count in ("numerator", "denominator"):
            assert sum(part[month][count] for part in parts) == england[count]  # type: ignore[misc]


def test_a_region_is_a_place_like_any_other(expect: Expect) -> None:
    expect(
        QUARTER,
        Question("E40900001", period="quarter"),
        """
        period  | numerator | denominator
        --------+-----------+------------
        2024-Q1 | 257.5     | 344
        """,
    )


@pytest.mark.parametrize(
    ("grain", "table"),
    [
        (
            "quarter",
            """
            period  | numerator | denominator | value
            2024-Q1 | 257.5     | 344         | 0.7485
            """,
        ),
        (
            "fyq",
            """
            period       | numerator | denominator | value
            FY2023-24-Q4 | 257.5     | 344         | 0.7485
            """,
        ),
        (
            "year",
            """
            period | numerator | denominator | absence
            2024   |           |             | not_published
            """,
        ),
        (
            "ytd",
            """
            period      | numerator | absence
            YTD-2024-01 |           | not_published
            YTD-2024-02 |           | not_published
            YTD-2024-03 |           | not_published
            """,
        ),
    ],
)
def test_coarser_periods_are_sums_of_whole_months_or_not_yet_published(
    expect: Expect, grain: str, table: str
) -> None:
    expect(QUARTER, Question("ZA1", period=grain), table)


def test_a_year_is_there_once_its_twelve_months_are(expect: Expect) -> None:
    months = [f"2024-{month:02d}" for month in range(4, 13)] + [f"2025-{month:02d}" for month in range(1, 5)]
    told = telling(
        "release | known\n" + "\n".join(f"r{month} | 2025-06-12" for month in months),
        "release | place | month | total | within\n"
        + "\n".join(f"r{month} | ZA1 | {month} | 20 | {n}" for n, month in enumerate(months)),
    )
    expect(
        told,
        Question("ZA1", period="fy"),
        """
        period    | numerator | denominator
        FY2024-25 | 66        | 240
        FY2025-26 |           |
        """,
    )
    expect(told, Question("ZA1", period="rolling12"), ROLLING)
    expect(told, Question("ZA1", period="ytd"), YEAR_TO_DATE)


ROLLING = """
    period      | numerator | denominator
    ------------+-----------+------------
    R12-2024-04 |           |
    R12-2024-05 |           |
    R12-2024-06 |           |
    R12-2024-07 |           |
    R12-2024-08 |           |
    R12-2024-09 |           |
    R12-2024-10 |           |
    R12-2024-11 |           |
    R12-2024-12 |           |
    R12-2025-01 |           |
    R12-2025-02 |           |
    R12-2025-03 | 66        | 240
    R12-2025-04 | 78        | 240
"""
YEAR_TO_DATE = """
    period      | numerator | denominator
    ------------+-----------+------------
    YTD-2024-04 | 0         | 20
    YTD-2024-05 | 1         | 40
    YTD-2024-06 | 3         | 60
    YTD-2024-07 | 6         | 80
    YTD-2024-08 | 10        | 100
    YTD-2024-09 | 15        | 120
    YTD-2024-10 | 21        | 140
    YTD-2024-11 | 28        | 160
    YTD-2024-12 | 36        | 180
    YTD-2025-01 | 45        | 200
    YTD-2025-02 | 55        | 220
    YTD-2025-03 | 66        | 240
    YTD-2025-04 | 12        | 20
"""
