"""What `xmr` was asked, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alliance.stats.spc.points import Flags, Floats
from alliance.stats.spc.rules import RULE_SETS, RuleSet

__all__ = ["Question", "ask"]

BETTER = ("higher", "lower", "neutral")


@dataclass(frozen=True)
class Question:
    """The checked arguments of `xmr`."""

    values: Floats  # (k, n)
    better: str
    target: Floats  # (k,), NaN where there is none
    baseline: int | None
    segments: tuple[slice, ...]
    screen: bool
    rules: RuleSet
    breaks: Flags | None  # (1, n) or (k, n)


def ask(
    values: ArrayLike,
    better: str,
    target: ArrayLike | None,
    baseline: int | None,
    rebase_at: Sequence[int],
    screen: bool | None,
    rules: str,
    breaks: ArrayLike,
) -> Question:
    """Check the arguments of `xmr`, or raise ValueError saying which is wrong and what it should be."""
    if better not in BETTER:
        raise ValueError(f"better must be one of {', '.join(BETTER)} and is {better!r}")
    if rules not in RULE_SETS:
        raise ValueError(f"rules must be one of {', '.join(RULE_SETS)} and is {rules!r}")
    if baseline is not None and baseline < 2:
        raise ValueError(f"a baseline needs at least 2 points and is {baseline}")
    block = _series(values)
    return Question(
        values=block,
        better=better,
        target=_targets(target, len(block)),
        baseline=baseline,
        segments=_segments(rebase_at, block.shape[1]),
        screen=RULE_SETS[rules].screens if screen is None else screen,
        rules=RULE_SETS[rules],
        breaks=_marks(breaks, block.shape),
    )


def _series(values: ArrayLike) -> Floats:
    block = np.asarray(values, dtype=np.float64)
    if block.ndim not in (1, 2):
        raise ValueError(f"values must be one series (n,) or several (k, n) and has {block.ndim} dimensions")
    if block.shape[-1] == 0:
        raise ValueError("values holds no points; an absent one is NaN")
    if np.isinf(block).any():
        raise ValueError("a value is infinite; an absent one is NaN")
    return np.atleast_2d(block)


def _targets(target: ArrayLike | None, series: int) -> Floats:
    asked = np.asarray(np.nan if target is None else target, dtype=np.float64)
    if asked.ndim > 1 or asked.size not in (1, series):
        raise ValueError(f"target must be one number, or one for each of {series} series")
    if np.isinf(asked).any():
        raise ValueError("a target is infinite; where there is none it is None or NaN")
    return np.broadcast_to(asked, (series,))


def _segments(rebase_at: Sequence[int], width: int) -> tuple[slice, ...]:
    starts = _places(rebase_at, width, "rebase_at")
    edges = sorted({0, *starts.tolist()})
    return tuple(slice(start, stop) for start, stop in zip(edges, [*edges[1:], width], strict=True))


def _marks(breaks: ArrayLike, shape: tuple[int, ...]) -> Flags | None:
    asked = np.asarray(breaks)
    if asked.dtype == bool:
        if asked.shape not in (shape, shape[1:]):
            raise ValueError(f"flags in breaks must have the values' shape, or one series' {shape[1:]}")
        return np.atleast_2d(asked) if asked.any() else None
    places = _places(asked, shape[1], "breaks")
    if not places.size:
        return None
    marks = np.zeros((1, shape[1]), dtype=bool)
    marks[0, places] = True
    return marks


def _places(asked: ArrayLike, width: int, name: str) -> NDArray[np.int_]:
    places = np.asarray(asked)
    if not places.size:
        return np.empty(0, dtype=int)
    if places.ndim != 1 or not np.issubdtype(places.dtype, np.integer):
        raise ValueError(f"{name} must be a list of whole numbers, the first point being 0")
    if places.min() < 0 or places.max() >= width:
        raise ValueError(f"{name} must name points from 0 to {width - 1}")
    return places.astype(int)
