"""How often a set of rules cries wolf: series in which nothing ever changes, drawn by chance and charted.

`python -m tests.unit.stats.false_alarms` prints the table of `docs/explanation/control-charts.md`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alliance.stats.spc import Signal, xmr

__all__ = ["LENGTHS", "rates", "table"]

LENGTHS = (13, 24, 36)
SERIES = 20_000
SEED = 20250403


def steady(length: int, memory: float = 0.0) -> NDArray[np.float64]:
    """Series around one unchanging level; `memory` is how much of a month's departure the next inherits."""
    noise = np.random.default_rng(SEED).normal(size=(SERIES, length))
    for month in range(1, length):
        noise[:, month] = memory * noise[:, month - 1] + np.sqrt(1 - memory**2) * noise[:, month]
    return noise


def rates(length: int, memory: float = 0.0, rules: str = "making-data-count") -> dict[str, float]:
    """Shares of steady series, 0 to 1, with any point marked, the latest, and any by each rule."""
    chart = xmr(steady(length, memory), rules=rules)
    marked = chart.signals > 0
    by_rule = {s.names[0]: (chart.signals & s > 0).any(axis=1).mean() for s in Signal if s}
    return {"any": marked.any(axis=1).mean(), "latest": marked[:, -1].mean(), **by_rule}


def table() -> list[str]:
    """The table's rows, in Markdown, whole per cents."""
    rows = []
    for memory, means in ((0.0, "each month independent"), (0.5, "each month half like the last")):
        for length in LENGTHS:
            found = rates(length, memory)
            cells = [f"{100 * found[name]:.0f} %" for name in ("any", "latest")]
            rows.append(f"| {length} | {means} | {cells[0]} | {cells[1]} |")
    return rows


if __name__ == "__main__":
    print("\n".join(table()))
