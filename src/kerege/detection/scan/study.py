"""What is scanned: cases by place, period and stratum, and what was to be expected of each place and period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanStudy:
    """C cases at L places in T periods.

    Parameters
    ----------
    location : int array, shape (C,)
        Place of each case, 0..L - 1.
    period : int array, shape (C,)
        When it happened, 0..T - 1.
    stratum : int array, shape (C,)
        Group of covariates (age, sex, day of the week), 0..K - 1; zeros where there are none.
    expected : float array, shape (L, T)
        Cases to be expected of each place and period, adding up to C.
    model : str
        "permutation": under the null hypothesis the periods of the cases of a stratum are exchanged among their
        places. "poisson": C cases fall on places and periods as `expected` says.

    Raises
    ------
    ValueError
        If indices lie outside their range, an expectation is negative, or the expectations do not add up to C.
    """

    location: Index
    period: Index
    stratum: Index
    expected: Array
    model: str

    def __post_init__(self) -> None:
        places, periods = self.expected.shape
        if not len(self.location) == len(self.period) == len(self.stratum):
            raise ValueError("Every case needs a place, a period and a stratum.")
        if len(self.location) and not (
            0 <= self.location.min() <= self.location.max() < places
            and 0 <= self.period.min() <= self.period.max() < periods
            and self.stratum.min() >= 0
        ):
            raise ValueError("A case lies outside the places or periods of the study.")
        if not (self.expected >= 0).all():
            raise ValueError("What is expected cannot be negative.")
        if self.model not in ("permutation", "poisson"):
            raise ValueError(f"The model is permutation or poisson, not {self.model!r}.")
        if not np.isclose(self.expected.sum(), len(self.location), rtol=1e-6, atol=1e-9):
            raise ValueError(
                f"{len(self.location)} cases were seen and {self.expected.sum():.6g} expected; the sums must agree."
            )

    @property
    def cases(self) -> int:
        """C."""
        return len(self.location)


def permutation_study(location: Index, period: Index, stratum: Index, *, places: int, periods: int) -> ScanStudy:
    """A study that needs no population: what is expected follows from how many cases each place and period has.

    E_it = sum over strata k of N_ik D_kt / C_k, with N_ik cases of place i, D_kt cases of period t and C_k cases of
    stratum k: cases at places and times that have nothing to do with each other.

    Source: Kulldorff, Heffernan, Hartman, Assuncao, Mostashari 2005, PLoS Medicine 2: e59.

    Examples
    --------
    Place 0 has 2 of 4 cases, period 1 has 3 of 4: 2 * 3 / 4 are expected.

    >>> study = permutation_study(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), np.zeros(4, dtype=np.int64),
    ...     places=2, periods=2)
    >>> study.expected.tolist()
    [[0.5, 1.5], [0.5, 1.5]]
    """
    expected = np.zeros((places, periods))
    for k in np.unique(stratum):
        own = stratum == k
        by_place = np.bincount(location[own], minlength=places).astype(np.float64)
        by_period = np.bincount(period[own], minlength=periods).astype(np.float64)
        expected += by_place[:, None] * (by_period / own.sum())[None, :]
    return ScanStudy(location=location, period=period, stratum=stratum, expected=expected, model="permutation")


def poisson_study(location: Index, period: Index, weights: Array) -> ScanStudy:
    """A study with what is expected known up to a factor: scaled so that it adds up to the cases.

    Parameters
    ----------
    location, period : int arrays, shape (C,)
    weights : array, shape (L, T)
        Population at risk, or expected cases, of each place and period; >= 0.

    Raises
    ------
    ValueError
        If all weights are zero.

    Source: Kulldorff 1997, Communications in Statistics: Theory and Methods 26: 1481-1496.

    Examples
    --------
    >>> study = poisson_study(np.array([0, 0, 1]), np.array([0, 0, 0]), np.array([[10.0], [20.0]]))
    >>> study.expected.tolist()
    [[1.0], [2.0]]
    """
    total = weights.sum()
    if len(location) and not total > 0:
        raise ValueError("Nothing is expected anywhere: the population or the expectations are all zero.")
    expected = weights * (len(location) / total) if total > 0 else np.zeros_like(weights)
    return ScanStudy(
        location=location, period=period, stratum=np.zeros(len(location), dtype=np.int64), expected=expected,
        model="poisson",
    )  # fmt: skip


def standardised_weights(counts: Array, population: Array) -> Array:
    """What is expected of each place and period if every stratum had the same rate everywhere.

    E_it = sum_k (C_k / P_k) p_itk: indirect standardisation.

    Parameters
    ----------
    counts : array, shape (K,)
        Cases of each stratum.
    population : array, shape (L, T, K)
        Persons, or person-time, of each place, period and stratum.

    Raises
    ------
    ValueError
        If a stratum has cases and no population.

    Examples
    --------
    Stratum 0: 2 cases among 20 people, stratum 1: 6 among 10.

    >>> standardised_weights(np.array([2.0, 6.0]), np.array([[[10.0, 0.0]], [[10.0, 10.0]]])).tolist()
    [[1.0], [7.0]]
    """
    people = population.sum(axis=(0, 1))
    if ((counts > 0) & (people <= 0)).any():
        raise ValueError("A stratum has cases and no population.")
    rates = np.divide(counts, people, out=np.zeros_like(people), where=people > 0)
    return np.asarray(population @ rates)
