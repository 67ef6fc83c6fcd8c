"""Intervals for proportions found by search, one at a time, from what they mean."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, sqrt

__all__ = ["plain_newcombe", "plain_wilson"]


def plain_wilson(x: float, n: float, z: float) -> tuple[float, float]:
    """The lowest and the highest proportion from which what was seen lies no more than z standard errors."""
    seen = x / n

    def departure(supposed: float) -> float:
        error = sqrt(supposed * (1 - supposed) / n)
        if error == 0:
            return 0.0 if seen == supposed else inf
        return abs(seen - supposed) / error

    lower = 0.0 if x == 0 else _edge(lambda p: departure(p) > z, 0.0, seen)
    upper = 1.0 if x == n else _edge(lambda p: departure(p) <= z, seen, 1.0)
    return lower, upper


def _edge(before: Callable[[float], bool], low: float, high: float) -> float:
    """Where `before` stops being true, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if before(middle) else (low, middle)
    return (low + high) / 2


def plain_newcombe(
    first: tuple[float, float], second: tuple[float, float], z: float
) -> tuple[float, float, float]:
    """The difference of two proportions with the squares of their one-sided distances added."""
    (x1, n1), (x2, n2) = first, second
    (low1, high1), (low2, high2) = plain_wilson(x1, n1, z), plain_wilson(x2, n2, z)
    p1, p2 = x1 / n1, x2 / n2
    down = sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    up = sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return p1 - p2, p1 - p2 - down, p1 - p2 + up
