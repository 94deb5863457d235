"""Forecasts of parts brought to means that add up to the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kerege.domain.forecast import CountForecast


def reconcile_means(forecast: CountForecast, means: NDArray[np.float64], rng: np.random.Generator) -> CountForecast:
    """The forecast with each unit's mean brought to a given value, its scatter kept as far as that allows.

    Where the mean m of a unit's draws lies above the wanted mean w, each incident of a draw is kept with probability
    w/m (binomial thinning); where it lies below, a Poisson count of mean w - m is added.

    Parameters
    ----------
    forecast : CountForecast
        Draws, shape (H, S, M).
    means : array, shape (S,)
        Wanted mean per period of each unit, >= 0.
    rng : Generator

    Raises
    ------
    ValueError
        For a wanted mean that is negative or not a number, or of another shape.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from kerege.domain.panel import Frequency, PeriodGrid
    >>> grid = PeriodGrid((datetime(2021, 1, 1, tzinfo=UTC), datetime(2021, 1, 29, tzinfo=UTC)), Frequency.FOUR_WEEKS)
    >>> flat = CountForecast(draws=np.full((1, 2, 5000), 2), origin=grid.edges[0], grid=grid, unit_ids=("a", "b"),
    ...                      model="flat", model_version="1", data_digest="")
    >>> reconciled = reconcile_means(flat, np.array([1.0, 3.0]), np.random.Generator(np.random.PCG64(1)))
    >>> bool(np.allclose(reconciled.draws.mean(axis=2), [[1.0, 3.0]], atol=0.05))
    True
    """
    if means.shape != (len(forecast.unit_ids),) or not (np.isfinite(means) & (means >= 0)).all():
        raise ValueError("Reconciling needs one mean of at least 0 for each unit.")
    now = forecast.draws.mean(axis=2)
    wanted = np.broadcast_to(means, now.shape)
    keep = np.divide(wanted, now, out=np.ones_like(now), where=now > wanted)
    thinned = rng.binomial(forecast.draws, keep[:, :, None])
    added = rng.poisson(np.maximum(wanted - now, 0.0)[:, :, None], size=forecast.draws.shape)
    return replace(forecast, draws=thinned + added, model=f"{forecast.model}_reconciled")
