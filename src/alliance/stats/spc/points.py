"""The points of a segment side by side: absent ones taken out, and which neighbours belong together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Points", "side_by_side"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]  # sums of `Signal`, or sides


@dataclass(frozen=True)
class Points:
    """A block of series, each with its present points first. Shapes: (k, w), and (k, w − 1) for `linked`.

    A cell after a series' last point repeats its first value, so that it adds nothing to a sum of distances.
    """

    values: Floats
    filled: Flags | None  # None: no point is absent
    linked: Flags  # whether a point and the next may stand in one run, one window, one moving range
    present: Flags | None  # where the points came from

    @property
    def counts(self) -> NDArray[np.int_]:
        """How many points each series has; (k,)."""
        filled: NDArray[np.int_] = np.count_nonzero(self.filled_up_to(self.values.shape[1]), axis=1)
        return filled

    def filled_up_to(self, column: int) -> Flags:
        """Which of the first `column` cells hold a point."""
        if self.filled is None:
            return np.ones(self.values[:, :column].shape, dtype=bool)
        return self.filled[:, :column]

    def put_back(self, found: Codes) -> Codes:
        """What was found, where its points were; 0 at absent points."""
        if self.filled is None:
            return found
        placed = np.zeros_like(found)
        placed[self.present] = found[self.filled]
        return placed


def side_by_side(values: Floats, breaks: Flags | None) -> Points:
    """Take absent (NaN) points out of each series; `breaks` marks the points before which a run must end.

    A mark on an absent point stays in force: the points before and after it are not linked.
    """
    present = ~np.isnan(values)
    stretch = None if breaks is None else _stretches(breaks, values.shape)
    if present.all():
        return Points(values, None, _linked(np.ones_like(present), stretch), None)
    counts = np.count_nonzero(present, axis=1)
    filled = np.arange(values.shape[1]) < counts[:, np.newaxis]
    packed = np.zeros_like(values)
    packed[filled] = values[present]
    packed = np.where(filled, packed, packed[:, :1])
    if stretch is not None:
        packed_stretch = np.zeros(values.shape, dtype=stretch.dtype)
        packed_stretch[filled] = stretch[present]
        stretch = packed_stretch
    return Points(packed, filled, _linked(filled, stretch), present)


def _stretches(breaks: Flags, shape: tuple[int, ...]) -> NDArray[np.int_]:
    """The stretch that each cell belongs to, counted from the first."""
    return np.broadcast_to(np.cumsum(breaks, axis=1, dtype=np.int_), shape)


def _linked(filled: Flags, stretch: NDArray[np.int_] | None) -> Flags:
    neighbours = filled[:, :-1] & filled[:, 1:]
    return neighbours if stretch is None else neighbours & (stretch[:, :-1] == stretch[:, 1:])
