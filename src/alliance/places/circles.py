"""Rows that lead from code to code, none of which may come back to where it began."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from alliance.places.rows import refuse

__all__ = ["Step", "refuse_circles"]

_LONGEST_CHAIN = 100


class Step(NamedTuple):
    """A row, by where it stands, and the two codes between which it leads."""

    where: str
    start: str
    end: str


def refuse_circles(steps: Iterable[Step], what: str, next_step: str) -> None:
    """Refuse steps that make a circle, naming its rows; `what` is what such a row is called: "succession".

    Raises
    ------
    FileRefused
        There is a circle, or a chain of more than a hundred.
    """
    after: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        after[step.start].append(step)
    settled: set[str] = set()
    for code in list(after):
        _follow(code, after, (), settled, (what, next_step))


def _follow(
    code: str,
    after: Mapping[str, list[Step]],
    trail: Sequence[Step],
    settled: set[str],
    said: tuple[str, str],
) -> None:
    if code in settled:
        return
    what, next_step = said
    for place, step in enumerate(trail):
        if step.start == code:
            circle = trail[place:]
            refuse(
                f"{' and '.join(row.where for row in circle)}: the {what} "
                f"{' → '.join([row.start for row in circle] + [code])} is circular.",
                next_step,
            )
    if len(trail) > _LONGEST_CHAIN:
        refuse(f"{trail[-1].where}: more than {_LONGEST_CHAIN} {what}s lead here one after another.")
    for step in after.get(code, ()):
        _follow(step.end, after, (*trail, step), settled, said)
    settled.add(code)
