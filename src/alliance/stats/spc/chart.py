"""The XmR chart: one function, arrays in and out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from alliance.stats.spc.drawing import Xmr, draw
from alliance.stats.spc.question import ask

__all__ = ["Xmr", "xmr"]


def xmr(
    values: ArrayLike,
    *,
    better: str = "higher",
    target: ArrayLike | None = None,
    baseline: int | None = None,
    rebase_at: Sequence[int] = (),
    screen: bool | None = None,
    rules: str = "making-data-count",
    breaks: ArrayLike = (),
) -> Xmr:
    """Control charts for individual values: is this series changing, and will it meet its target?

    Parameters
    ----------
    values : array_like (n,) or (k, n)
        One series, or k of them, in order of time, in any unit. NaN where a point is absent: it is skipped,
        and neither breaks nor lengthens a run; the moving range is taken between the points on either side.
    better : {"higher", "lower", "neutral"}
        Which way improvement lies.
    target : float or array_like (k,), optional
        In the unit of the values; NaN for a series without one.
    baseline : int, optional
        Mean and limits come from the first so many points (that have a value) of each segment.
    rebase_at : sequence of int
        The first points (0-based) of new segments, each with its own limits; no signal crosses into one.
    screen : bool, optional
        Whether to leave ranges of at least 3.267 times their average out of the limits (once). Without it,
        the set of rules decides: `making-data-count` does not, `plotthedots-0.2.2` does.
    rules : str
        A name in `RULE_SETS`.
    breaks : array_like of bool (n,) or (k, n), or sequence of int (0-based)
        Points before which a run must end although the limits go on: mark an absent point that is a real gap
        in what is published (or the first point after months that are not in `values` at all). No run, window
        of three, or moving range spans a mark.

    Returns
    -------
    Xmr
        Arrays of the values' shape; for one series `variation` and `assurance` are single words.

    Raises
    ------
    ValueError
        An argument is not one of the above, or a value is infinite.

    Notes
    -----
    Numbers that differ by less than 64 units in the last place of a segment's largest value are taken as
    equal, so that a point on the mean, or a target on a limit, is found there whatever the rounding.
    Below 13 points in the latest segment `making-data-count` shows no icons: `too_few_points` and `none`.

    References
    ----------
    NHS England and NHS Improvement. Making data count: strengthening your decisions. 2019; and the change to
    its two sigma rule told by its authors: https://github.com/nhs-r-community/NHSRplotthedots/issues/194

    NHS-R Community. NHSRplotthedots 0.2.2 (MIT licence).

    Wheeler DJ. Understanding variation: the key to managing chaos. SPC Press, 1993.

    Every difference from those is in `docs/explanation/deviations.md`.

    Examples
    --------
    >>> shares = [0.70, 0.72, 0.71, 0.69, 0.71, 0.70, 0.72, 0.70, 0.71, 0.69, 0.72, 0.70, 0.71, 0.80]
    >>> chart = xmr(shares, better="higher", target=0.85)
    >>> print(chart.variation, chart.assurance, chart.direction[-1], chart.upper_limit[-1].round(3))
    improvement_high fail improvement 0.774
    """
    question = ask(values, better, target, baseline, rebase_at, screen, rules, breaks)
    return draw(question, single=np.ndim(values) == 1)
