"""Who may see a number is held in the query: what is for partners does not reach the public, nor its sums."""

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
    release | place | month   | total | within | visibility
    --------+-------+---------+-------+--------+-----------
    january | ZA1   | 2024-01 | 10    | 6      |
    january | ZA2   | 2024-01 | 4     | 4      | partners
    january | ZA9   | 2024-01 | 3     | 1      | board
    """,
)


def test_the_public_sees_what_is_public(expect: Expect) -> None:
    expect(TOLD, Question("E56900001"), "period | numerator | denominator\n2024-01 | 6 | 10")
    expect(TOLD, Question("ZA2"), "period | denominator | absence\n2024-01 | 0 | no_activity")


def test_partners_see_their_own_figures_too(expect: Expect) -> None:
    seen = ("public", "partners")
    expect(TOLD, Question("E56900001", visible=seen), "period | numerator | denominator\n2024-01 | 10 | 14")
    expect(TOLD, Question("ZA2", visible=seen), "period | numerator | denominator\n2024-01 | 4 | 4")


def test_a_named_list_sees_what_is_on_it(expect: Expect) -> None:
    seen = ("public", "partners", "board")
    expect(TOLD, Question("E56900001", visible=seen), "period | numerator | denominator\n2024-01 | 11 | 17")
