"""Outbreaks put into quiet series of counts, so that it is known what a detector should find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.simulation.outbreak_scenario import OutbreakScenario

WEEKS, CURRENT_WEEKS, PAST_WEEKS = 624, 49, 263
PAST_SIZES, CURRENT_SIZES = (2, 3, 5, 10), tuple(range(1, 11))
PAST_OUTBREAKS = 4
SPREAD = 0.5


@dataclass(frozen=True, slots=True)
class PlantedSeries:
    """Counts and what was put into them.

    Parameters
    ----------
    counts : array, shape (T, S)
        With all outbreaks.
    outbreak : bool array, shape (T, S)
        Weeks of an outbreak, from its beginning to its last case.
    size : int array, shape (S,)
        Cases of the last outbreak.
    """

    counts: NDArray[np.float64]
    outbreak: NDArray[np.bool_]
    size: NDArray[np.int64]


def plant_outbreaks(
    scenario: OutbreakScenario, series: int, rng: np.random.Generator, *, current: bool = True
) -> PlantedSeries:
    """Series of 624 weeks with four outbreaks in weeks 313 .. 575 and one in the last 49.

    An outbreak that begins in week t has a Poisson number of cases of mean k sd_t, sd_t the quiet series' standard
    deviation in that week; k is 2, 3, 5 or 10 in the past, 1 .. 10 in the last weeks. Each case comes floor(X) weeks
    after the beginning, X lognormal(0, 0.5). An outbreak without cases is none.

    Parameters
    ----------
    scenario : OutbreakScenario
    series : int
        S.
    rng : Generator
    current : bool
        False: the last 49 weeks stay quiet.

    Source: Noufaily et al. 2013, Statistics in Medicine 32: 1206-1222, section 3.
    """
    counts = scenario.simulate(WEEKS, series, rng)
    deviation = np.sqrt(scenario.phi * scenario.mean(WEEKS))
    outbreak = np.zeros(counts.shape, dtype=np.bool_)
    size = np.zeros(series, dtype=np.int64)
    first_current = WEEKS - CURRENT_WEEKS
    for s in range(series):
        starts = rng.choice(np.arange(first_current - PAST_WEEKS, first_current), PAST_OUTBREAKS, replace=False)
        for start in starts.tolist():
            _plant(counts[:first_current, s], outbreak[:first_current, s], start, deviation, PAST_SIZES, rng)
        if current:
            start = int(rng.integers(first_current, WEEKS))
            size[s] = _plant(counts[:, s], outbreak[:, s], start, deviation, CURRENT_SIZES, rng)
    return PlantedSeries(counts, outbreak, size)


def _plant(
    counts: NDArray[np.float64],
    outbreak: NDArray[np.bool_],
    start: int,
    deviation: NDArray[np.float64],
    sizes: Sequence[int],
    rng: np.random.Generator,
) -> int:
    """Add the cases of one outbreak; those that would come after the series' end fall into its last week."""
    cases = int(rng.poisson(rng.choice(sizes) * deviation[start]))
    if cases:
        weeks = np.minimum(start + np.floor(rng.lognormal(0.0, SPREAD, cases)).astype(np.int64), len(counts) - 1)
        np.add.at(counts, weeks, 1.0)
        outbreak[start : weeks.max() + 1] = True
    return cases
