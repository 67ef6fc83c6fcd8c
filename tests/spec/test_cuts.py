"""Which numbers answer for a cut: what is published together, or a sum of it; never a part of a part."""

from __future__ import annotations

from tests.spec.conftest import Expect
from tests.spec.plain import Question
from tests.spec.small_england import telling

TOLD = telling(
    """
    release | known
    --------+-----------
    january | 2024-03-14
    """,
    """
    release | standard | place | month   | cancer | route                   | total | within
    --------+----------+-------+---------+--------+-------------------------+-------+-------
    january | 28       | ZA1   | 2024-01 |        |                         | 100   | 70
    january | 28       | ZA1   | 2024-01 | lung   | urgent-suspected-cancer | 40    | 30
    january | 28       | ZA1   | 2024-01 | lung   | screening               | 10    | 9
    january | 28       | ZA1   | 2024-01 | breast | screening               | 50    | 31
    january | 62       | ZA1   | 2024-01 |        |                         | 20    | 12.5
    january | 62       | ZA1   | 2024-01 | lung   |                         | 8     | 4
    january | 62       | ZA1   | 2024-01 |        | screening               | 5     | 3
    january | 62       | ZA1   | 2024-01 | lung   | screening               | 2.5   | 0.5
    january | 62       | ZA2   | 2024-01 | breast |                         | 6     | 6
    """,
)


def asked(standard: str, **cut: str) -> Question:
    """A question to Alder Hospital."""
    return Question("ZA1", standard, tuple(cut.items()))


def test_the_whole_is_the_publishers_own_whole_and_not_a_sum_of_parts(expect: Expect) -> None:
    expect(TOLD, asked("28"), "period | numerator | denominator\n2024-01 | 70 | 100")
    expect(TOLD, asked("62"), "period | numerator | denominator\n2024-01 | 12.5 | 20")


def test_a_suspected_cancer_at_28_days_is_the_sum_of_its_routes(expect: Expect) -> None:
    expect(TOLD, asked("28", cancer="lung"), "period | numerator | denominator\n2024-01 | 39 | 50")


def test_a_route_at_28_days_is_the_sum_of_its_cancers(expect: Expect) -> None:
    expect(TOLD, asked("28", route="screening"), "period | numerator | denominator\n2024-01 | 40 | 60")


def test_a_cancer_by_a_route_at_28_days_is_one_published_cell(expect: Expect) -> None:
    expect(
        TOLD,
        asked("28", cancer="lung", route="screening"),
        "period | numerator | denominator\n2024-01 | 9 | 10",
    )


def test_a_cancer_at_62_days_is_the_publishers_own_figure_over_all_routes(expect: Expect) -> None:
    expect(TOLD, asked("62", cancer="lung"), "period | numerator | denominator\n2024-01 | 4 | 8")
    expect(TOLD, asked("62", route="screening"), "period | numerator | denominator\n2024-01 | 3 | 5")
    expect(
        TOLD,
        asked("62", cancer="lung", route="screening"),
        "period | numerator | denominator\n2024-01 | 0.5 | 2.5",
    )


def test_a_cancer_of_which_nobody_was_seen_here_has_no_activity(expect: Expect) -> None:
    expect(
        TOLD,
        asked("62", cancer="breast"),
        "period | numerator | denominator | value | absence\n2024-01 | 0 | 0 | | no_activity",
    )
