"""The survey's questions as quantities, one set for each questionnaire; overall care is one quantity in both.

The numbers of the questions are the publisher's. A number means one thing until 2018 and another since 2021.
"""

from __future__ import annotations

from collections.abc import Iterator

from alliance.sources.release import Blocks, Quantity

__all__ = ["OVERALL", "SCORED_2015", "quantities", "quantity_of"]

OVERALL = 59
SCORED_2015: tuple[int, ...] = (
    *(1, 2, *range(5, 24), 25, 26, *range(28, 40), 41, 42, 44, 45, 47, 48),
    *range(49, 60),
)
"""The questions of 2015 to 2018 that have a score; the others ask what happened and are not scored."""

_SINCE_2021 = range(2, 60)
_CUTS: Blocks = (frozenset(), frozenset({"cancer"}), frozenset({"sex"}), frozenset({"deprivation"}))


def quantity_of(number: int, *, since_2021: bool) -> str:
    """The quantity of a question's score; that of those who answered has `-respondents` behind it."""
    if number == OVERALL:
        return "experience-overall"
    return f"experience-2021-q{number}" if since_2021 else f"experience-q{number}"


def quantities(dataset: str, results: str) -> Iterator[Quantity]:
    """Every score and those who answered, for the two forms of file."""
    both: dict[str, Blocks] = {dataset: _CUTS, results: (frozenset(),)}
    yield from _pair(
        "experience-overall", "score from 0 to 10", "overall care, from 0 to 10, as a mean", both
    )
    for number in SCORED_2015[:-1]:
        means = f"answers to question {number} of 2015 to 2018 that the publisher counts as positive, of 100 scored"
        yield from _pair(quantity_of(number, since_2021=False), "percent", means, {dataset: _CUTS})
    for number in _SINCE_2021[:-1]:
        means = (
            f"answers to question {number} since 2021 that the publisher counts as positive, of 100 scored"
        )
        yield from _pair(quantity_of(number, since_2021=True), "percent", means, {results: (frozenset(),)})


def _pair(name: str, unit: str, means: str, blocks: dict[str, Blocks]) -> Iterator[Quantity]:
    yield Quantity(name, unit, means, blocks)
    yield Quantity(f"{name}-respondents", "people", f"people behind the score: {means}", blocks)
