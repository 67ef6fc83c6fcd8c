"""How long control charts take: `python benchmarks/spc.py`.

Ratios are to what numpy needs for means and moving ranges alone, in the same run on the same machine.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from alliance.stats.spc import xmr

__all__ = ["measure"]

SERIES, MONTHS = 100_000, 36


def measure() -> dict[str, float]:
    """Seconds (the best of three), and ratios, for 100 000 series of 36 months; then one series by itself."""
    values = np.random.default_rng(1).normal(0.7, 0.05, size=(SERIES, MONTHS))
    absent = np.where(np.random.default_rng(2).random(values.shape) < 0.05, np.nan, values)
    floor = _best(lambda: (values.mean(axis=1), np.abs(np.diff(values, axis=1)).mean(axis=1)))
    found = {
        "complete": _best(lambda: xmr(values, target=0.85)),
        "with absent points": _best(lambda: xmr(absent, target=0.85)),
        "in two segments": _best(lambda: xmr(values, target=0.85, rebase_at=[18])),
        "as plotthedots 0.2.2": _best(lambda: xmr(values, target=0.85, rules="plotthedots-0.2.2")),
    }
    seconds = {f"xmr, {SERIES} × {MONTHS}, {name}: seconds": spent for name, spent in found.items()}
    ratios = {f"xmr, {name}: times the ranges alone": spent / floor for name, spent in found.items()}
    one = median(_seconds(lambda: xmr(values[0], target=0.85)) for _ in range(200))
    return {**seconds, **ratios, "xmr, one series: milliseconds": 1000 * one}


def _best(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(3))


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    for what, number in measure().items():
        print(f"{number:10.3f}  {what}")
