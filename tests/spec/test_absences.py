"""Why there is no number: each absence has its reason, and none of them is a nought."""

from __future__ import annotations

from tests.spec.conftest import Expect
from tests.spec.plain import Question
from tests.spec.small_england import telling

GAP = telling(
    """
    release | known
    --------+-----------
    january | 2024-03-14
    april   | 2024-06-13
    """,
    """
    release | place | month   | total | within
    --------+-------+---------+-------+-------
    january | ZA1   | 2024-01 | 10    | 6
    january | ZA9   | 2024-01 | 4     | 4
    january | ZU1   | 2024-01 | 0     | 0
    april   | ZA1   | 2024-04 | 12    | 9
    april   | ZA4   | 2024-04 | 3     | 1
    """,
)


def test_a_month_between_two_releases_that_nobody_loaded_is_not_published(expect: Expect) -> None:
    expect(
        GAP,
        Question("ZA1", following=False),
        """
        period  | numerator | denominator | value | lower  | upper  | absence
        --------+-----------+-------------+-------+--------+--------+--------------
        2024-01 | 6         | 10          | 0.6   | 0.3127 | 0.8318 |
        2024-02 |           |             |       |        |        | not_published
        2024-03 |           |             |       |        |        | not_published
        2024-04 | 9         | 12          | 0.75  | 0.4677 | 0.9111 |
        """,
    )


def test_a_series_begins_with_those_of_the_places_that_a_place_took_over(expect: Expect) -> None:
    """Old Alder (ZA9) became part of Alder in March."""
    expect(
        GAP,
        Question("ZA1"),
        """
        period  | numerator | denominator | absence
        2024-01 | 10        | 14          |
        2024-02 |           |             | not_published
        2024-03 |           |             | not_published
        2024-04 | 9         | 12          |
        """,
    )


def test_a_row_left_out_of_a_whole_release_means_that_nobody_was_seen(expect: Expect) -> None:
    expect(
        GAP,
        Question("ZA3"),
        """
        period  | numerator | denominator | value | lower | absence
        --------+-----------+-------------+-------+-------+--------------
        2024-01 | 0         | 0           |       |       | no_activity
        2024-02 |           |             |       |       | not_published
        2024-03 |           |             |       |       | not_published
        2024-04 | 0         | 0           |       |       | no_activity
        """,
    )


def test_a_row_of_noughts_means_the_same(expect: Expect) -> None:
    expect(
        GAP,
        Question("ZU1"),
        """
        period  | numerator | denominator | value | absence
        --------+-----------+-------------+-------+--------------
        2024-01 | 0         | 0           |       | no_activity
        2024-02 |           |             |       | not_published
        2024-03 |           |             |       | not_published
        2024-04 | 0         | 0           |       | no_activity
        """,
    )


def test_an_organisation_that_was_not_open_has_no_place(expect: Expect) -> None:
    """Damson (ZA4) opened in March; Old Alder (ZA9) became part of Alder in March."""
    expect(
        GAP,
        Question("ZA4"),
        """
        period  | denominator | absence
        2024-01 |             | no_place
        2024-02 |             | not_published
        2024-03 |             | not_published
        2024-04 | 3           |
        """,
    )
    expect(
        GAP,
        Question("ZA9"),
        """
        period  | denominator | absence
        2024-01 | 4           |
        2024-02 |             | not_published
        2024-03 |             | not_published
        2024-04 |             | no_place
        """,
    )


def test_a_predecessors_months_count_where_its_successor_does(expect: Expect) -> None:
    expect(
        GAP,
        Question("E56900001"),
        """
        period  | numerator | denominator
        2024-01 | 10        | 14
        2024-02 |           |
        2024-03 |           |
        2024-04 | 9         | 12
        """,
    )
