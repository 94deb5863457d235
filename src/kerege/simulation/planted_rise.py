"""A rise that lasts: what slow charts are made for."""

from __future__ import annotations

import numpy as np

from kerege.simulation.outbreak_scenario import OutbreakScenario
from kerege.simulation.planted_outbreaks import PlantedSeries


def plant_rise(
    scenario: OutbreakScenario, series: int, rng: np.random.Generator, *, weeks: int, lasting: int, factor: float
) -> PlantedSeries:
    """Quiet counts whose mean is multiplied by a factor in the last weeks; variance over mean stays.

    Parameters
    ----------
    scenario : OutbreakScenario
    series : int
        S.
    rng : Generator
    weeks : int
        T.
    lasting : int
        Weeks of the rise, 1..T.
    factor : float
        > 1.

    Raises
    ------
    ValueError
        For a value outside its range.
    """
    if not 1 <= lasting <= weeks or not factor > 1:
        raise ValueError("A rise lasts between one week and the whole series, and its factor is above 1.")
    counts = scenario.simulate(weeks, series, rng)
    more = scenario.simulate(weeks, series, rng, factor=factor - 1)[-lasting:]
    counts[-lasting:] += more
    outbreak = np.zeros(counts.shape, dtype=np.bool_)
    outbreak[-lasting:] = True
    return PlantedSeries(counts, outbreak, more.sum(axis=0).astype(np.int64))
