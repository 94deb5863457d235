"""Counts brought to about a standard normal scale, so that one chart fits them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import hyp2f1

Array = NDArray[np.float64]
TRANSFORMS = ("none", "standard", "rossi", "anscombe", "anscombe2nd", "pearsonNegBin", "anscombeNegBin")


def transformed(counts: Array, mean: Array, *, transform: str, dispersion: float = 0.0) -> Array:
    """Counts y with in-control mean m on a scale on which they have about mean 0 and variance 1.

    none            y
    standard        (y - m) / sqrt(m)
    rossi           (y - 3 m + 2 sqrt(y m)) / (2 sqrt(m))
    anscombe        1.5 (y^(2/3) - m^(2/3)) / m^(1/6)
    anscombe2nd     (y^(2/3) - m^(2/3) + m^(-1/3)/9) / (2/3 m^(1/6) (1 + 1/(12 m)))
    pearsonNegBin   (y - m) / sqrt(m + a m^2)
    anscombeNegBin  (A(y) - A(m)) / (m + a m^2)^(1/6), A(y) = integral_0^y (t + a t^2)^(-1/3) dt
                    = 1.5 y^(2/3) F(1/3, 2/3; 5/3; -a y)

    The second order of "anscombe2nd" takes the mean and variance of y^(2/3) one term further in 1/m (delta method on
    a Poisson count).

    Parameters
    ----------
    counts, mean : arrays of one shape
        y >= 0 and m > 0.
    transform : str
    dispersion : float
        a >= 0, for the negative binomial ones.

    Raises
    ------
    ValueError
        For an unknown transform or a dispersion below 0.

    Source: Rossi, Lampugnani, Marchi 1999, Statistics in Medicine 18: 2111-2122; Anscombe 1953 in Hotelling's
    discussion, J. R. Stat. Soc. B 15: 229-230; McCullagh and Nelder 1989, Generalized Linear Models, 2.4.2 (Anscombe
    residuals as integrals of variance^(-1/3)).

    Examples
    --------
    y = 9, m = 4: (9 - 12 + 2 * 6) / (2 * 2) = 2.25, and (9 - 4)/sqrt(4 + 0.25 * 16) = 5/sqrt 8.

    >>> y, m = np.array([9.0]), np.array([4.0])
    >>> transformed(y, m, transform="rossi").tolist()
    [2.25]
    >>> transformed(y, m, transform="pearsonNegBin", dispersion=0.25).round(6).tolist()
    [1.767767]
    """
    if transform not in TRANSFORMS:
        raise ValueError(f"transform is one of {', '.join(TRANSFORMS)}, not {transform!r}.")
    if not dispersion >= 0:
        raise ValueError(f"The dispersion is at least 0, not {dispersion}.")
    if transform == "none":
        return counts
    if transform == "standard":
        return np.asarray((counts - mean) / np.sqrt(mean))
    if transform == "rossi":
        return np.asarray((counts - 3 * mean + 2 * np.sqrt(counts * mean)) / (2 * np.sqrt(mean)))
    if transform == "anscombe":
        return np.asarray(1.5 * (np.cbrt(counts) ** 2 - np.cbrt(mean) ** 2) / mean ** (1 / 6))
    if transform == "anscombe2nd":
        centre = np.cbrt(mean) ** 2 - 1 / (9 * np.cbrt(mean))
        return (np.cbrt(counts) ** 2 - centre) / (2 / 3 * mean ** (1 / 6) * (1 + 1 / (12 * mean)))
    variance = mean + dispersion * mean**2
    if transform == "pearsonNegBin":
        return (counts - mean) / np.sqrt(variance)
    return (_stabilised(counts, dispersion) - _stabilised(mean, dispersion)) / variance ** (1 / 6)


def _stabilised(counts: Array, dispersion: float) -> Array:
    return np.asarray(1.5 * np.cbrt(counts) ** 2 * hyp2f1(1 / 3, 2 / 3, 5 / 3, -dispersion * counts))


def count_at(value: Array, mean: Array, *, transform: str, dispersion: float = 0.0) -> Array:
    """The count, as a real number >= 0, that a transform takes to a value; 0 where even no case lies above it.

    Examples
    --------
    >>> m = np.array([4.0])
    >>> count_at(np.array([2.25]), m, transform="rossi").round(9).tolist()
    [9.0]
    """
    low, high = np.zeros_like(mean), np.maximum(mean, 1.0)

    def above(counts: Array) -> NDArray[np.bool_]:
        reached = transformed(counts, mean, transform=transform, dispersion=dispersion)
        return np.asarray((reached >= value) | ~np.isfinite(value))

    while not above(high).all():
        high = np.where(above(high), high, high * 4)
    at_zero = above(low)
    for _ in range(80):
        middle = (low + high) / 2
        is_above = above(middle)
        low, high = np.where(is_above, low, middle), np.where(is_above, middle, high)
    return np.where(np.isfinite(value), np.where(at_zero, 0.0, high), np.nan)
