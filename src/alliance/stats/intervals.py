"""How sure a proportion, or the difference between two proportions, can be said to be."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["newcombe_difference", "wilson"]

Floats = NDArray[np.float64]


def wilson(x: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score interval for a proportion.

    The proportions that would not be rejected, at this confidence, by a score test against what was seen.
    It never leaves 0 to 1 and behaves when nobody, or everybody, was treated in time.

    Parameters
    ----------
    x : array_like, any shape
        Patients counted in the numerator. Halves are allowed (a shared patient counts half at each trust).
        NaN where there is no value.
    n : array_like, broadcastable with `x`
        Patients counted in the denominator. Where it is 0 the interval is NaN: nothing was seen.
    confidence : float
        Between 0 and 1, both excluded; 0.95 and 0.998 are the usual ones.

    Returns
    -------
    lower, upper : ndarray of float, the shape of `x` and `n` broadcast (a scalar for scalars)
        Limits as proportions, 0 to 1.

    Raises
    ------
    ValueError
        A number is negative or infinite, `x` is greater than `n`, or `confidence` is not between 0 and 1.

    References
    ----------
    Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of the American
    Statistical Association 1927; 22: 209–212.

    Newcombe RG. Two-sided confidence intervals for the single proportion: comparison of seven methods.
    Statistics in Medicine 1998; 17: 857–872 (method 3, without continuity correction).

    Examples
    --------
    >>> lower, upper = wilson(923.5, 1684.5)
    >>> print(f"{lower:.3f} to {upper:.3f}")
    0.524 to 0.572
    >>> wilson([0, 10], 10)[0].round(3).tolist()
    [0.0, 0.722]
    """
    counted, total = _checked(x, n)
    return _score_interval(counted, total, _normal_deviate(confidence))


def newcombe_difference(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Newcombe's hybrid score interval for the difference between two independent proportions.

    Parameters
    ----------
    x1, n1 : array_like
        Numerator and denominator of the first proportion (for example after a change). Halves are allowed.
    x2, n2 : array_like, broadcastable with `x1` and `n1`
        Numerator and denominator of the second (for example before it): other patients than the first.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    difference, lower, upper : ndarray of float, the broadcast shape (a scalar for scalars)
        First proportion minus second, and its limits, each from −1 to 1: 0.05 is five percentage points.
        NaN where either denominator is 0.

    Raises
    ------
    ValueError
        As for `wilson`.

    References
    ----------
    Newcombe RG. Interval estimation for the difference between independent proportions: comparison of eleven
    methods. Statistics in Medicine 1998; 17: 873–890 (method 10).

    Examples
    --------
    >>> difference, lower, upper = newcombe_difference(56, 70, 48, 80)
    >>> print(f"{difference:.2f}, {lower:.4f} to {upper:.4f}")
    0.20, 0.0524 to 0.3339
    """
    deviate = _normal_deviate(confidence)
    first, second = _checked(x1, n1), _checked(x2, n2)
    share1, share2 = _share(*first), _share(*second)
    lower1, upper1 = _score_interval(*first, deviate)
    lower2, upper2 = _score_interval(*second, deviate)
    difference = share1 - share2
    lower = difference - np.hypot(share1 - lower1, upper2 - share2)
    upper = difference + np.hypot(upper1 - share1, share2 - lower2)
    return difference, lower, upper


@lru_cache(maxsize=16)
def _normal_deviate(confidence: float) -> float:
    """The standard normal deviate that leaves half of 1 − confidence above it."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1 and is {confidence}")
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _checked(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    counted, total = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(n, dtype=float))
    if np.isinf(counted).any() or np.isinf(total).any():
        raise ValueError("a numerator or a denominator is infinite")
    if (counted < 0).any() or (total < 0).any():
        raise ValueError("a numerator or a denominator is negative")
    if (counted > total).any():
        raise ValueError("a numerator is greater than its denominator")
    return counted, total


def _share(counted: Floats, total: Floats) -> Floats:
    share: Floats = np.divide(counted, total, out=np.full(total.shape, np.nan), where=total > 0)
    return share[()]


def _score_interval(counted: Floats, total: Floats, deviate: float) -> tuple[Floats, Floats]:
    """Both roots of the score equation; the lower from their product, so that small numbers stay exact."""
    share, squared = _share(counted, total), deviate**2
    root = deviate * np.sqrt(squared + 4 * counted * (1 - share))
    upper = (2 * counted + squared + root) / (2 * (total + squared))
    upper = np.where(share == 1, 1.0, upper)
    lower = counted * share / ((total + squared) * upper)
    return lower[()], upper[()]
