"""What a scan found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCluster:
    """Places and periods with more cases (or fewer) than chance lets expect.

    Parameters
    ----------
    places : tuple of int
        Its places, the centre or the end of the stretch first, in the order in which the zone grew.
    reach_km : float
        Radius of the circle, or length of the stretch from its first place.
    first, last : int
        Its periods, both included.
    observed : int
    expected : float
    statistic : float
        Log likelihood ratio.
    relative_risk : float
        (n/m) / ((C - n)/(C - m)): the rate inside over the rate outside; infinite where nothing is outside.
    p_value : float
        Of the scan as a whole: every place and time looked at is paid for.
    p_gumbel : float
        The same from the tail of a Gumbel law; NaN without replications.
    recurrence_interval_days : float
    cases : tuple of int
        Indices of its cases in the study.
    """

    places: tuple[int, ...]
    reach_km: float
    first: int
    last: int
    observed: int
    expected: float
    statistic: float
    relative_risk: float
    p_value: float
    p_gumbel: float
    recurrence_interval_days: float
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """The clusters of a scan, the most likely one first; no two share a place.

    Parameters
    ----------
    clusters : tuple of ScanCluster
    maxima : array
        Largest statistic of each replication made, in their order.
    cases, places, periods : int
        C, L and T of the study.
    """

    clusters: tuple[ScanCluster, ...]
    maxima: Array
    cases: int
    places: int
    periods: int


def is_ongoing(cluster: ScanCluster, earlier: ScanCluster) -> bool:
    """Whether two clusters of successive analyses are one story: they share a place, and the older one's time touches.

    Periods of both are counted from the same day.

    Examples
    --------
    >>> common = {"reach_km": 0.0, "observed": 3, "expected": 1.0, "statistic": 1.3, "relative_risk": 3.0,
    ...     "p_value": 0.1, "p_gumbel": 0.1, "recurrence_interval_days": 10.0, "cases": ()}
    >>> today = ScanCluster(places=(1, 2), first=7, last=9, **common)
    >>> is_ongoing(today, ScanCluster(places=(2,), first=5, last=8, **common))
    True
    >>> is_ongoing(today, ScanCluster(places=(2,), first=2, last=4, **common))
    False
    """
    return bool(set(cluster.places) & set(earlier.places)) and earlier.last >= cluster.first - 1
