"""The reference forecast: what a model must beat before anybody believes it."""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from kerege.domain.digest import digest
from kerege.domain.forecast import CountForecast
from kerege.domain.panel import CountPanel, Frequency, PeriodGrid

GLOBAL_QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9)
VERSION = "1"


def decayed_distribution(
    counts: NDArray[np.float64],
    reported: NDArray[np.bool_],
    *,
    half_life_periods: float,
    global_share: float = 0.0,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The counts a unit has had, each with a weight that halves every `half_life_periods`.

    With age a = 0, 1, ... of a reported period (0 = the newest) and half-life h its weight is
    w = (1 - g) 0.5^(a/h) / sum 0.5^(a/h). The remaining share g lies in equal parts on the 10, 30, 50, 70 and 90 %
    quantiles of all positive counts of all units: what has happened somewhere may happen here.

    Parameters
    ----------
    counts : array, shape (T, S)
        Past counts, oldest first.
    reported : bool array, shape (T, S)
        Periods that were not reported have no weight. A unit that never reported is taken to have had zero.
    half_life_periods : float
        h > 0, in periods.
    global_share : float
        g in [0, 1); without any positive count the share stays with the unit's own past.

    Returns
    -------
    values, weights : arrays, shape (T + 5 + 1, S)
        Support and weights; the weights of each unit add up to 1.

    Raises
    ------
    ValueError
        For a half-life that is not positive or a share outside [0, 1).

    Examples
    --------
    Two periods, half-life one period: the older weighs half as much as the newer.

    >>> values, weights = decayed_distribution(
    ...     np.array([[4.0], [1.0]]), np.ones((2, 1), dtype=bool), half_life_periods=1.0
    ... )
    >>> weights[:2, 0].round(4).tolist()
    [0.3333, 0.6667]
    """
    if not half_life_periods > 0:
        raise ValueError(f"A half-life is above 0, not {half_life_periods}.")
    if not 0 <= global_share < 1:
        raise ValueError(f"The global share lies in [0, 1), not {global_share}.")
    periods, units = counts.shape
    age = np.arange(periods - 1, -1, -1, dtype=float)
    weights = np.where(reported, 0.5 ** (age / half_life_periods)[:, None], 0.0)
    silent = weights.sum(axis=0) == 0
    # One more row at zero carries the units that never reported.
    weights = np.vstack([weights, silent[None, :].astype(float)])
    weights /= weights.sum(axis=0)
    positives = counts[reported & (counts > 0)]
    elsewhere = np.quantile(positives, GLOBAL_QUANTILES) if positives.size else np.zeros(len(GLOBAL_QUANTILES))
    share = global_share if positives.size else 0.0
    values = np.vstack([counts, np.zeros((1, units)), np.repeat(elsewhere[:, None], units, axis=1)])
    spread = np.full((len(elsewhere), units), share / len(elsewhere))
    return values, np.vstack([(1 - share) * weights, spread])


def reference_forecast(
    panel: CountPanel,
    *,
    half_life_periods: float,
    global_share: float,
    horizon: int,
    draws: int,
    rng: np.random.Generator,
) -> CountForecast:
    """Draws from the decay-weighted past of each unit, the same distribution for every coming period.

    The draws are stratified: draw i is the quantile at (i + 1/2)/M, in random order, so that their mean errs by the
    order of 1/M and not of 1/sqrt(M). Units and periods are independent of each other.

    Parameters
    ----------
    panel : CountPanel
        The past, shape (T, S).
    half_life_periods, global_share : float
        See `decayed_distribution`.
    horizon, draws : int
        H periods ahead, M draws, both >= 1. The coming periods follow the panel's own without a gap.
    rng : Generator
        Only the order of the draws depends on it.

    Source: the benchmark "decay hl12 + 1 % global" of the project's comparison on the VIEWS challenge protocol
    (Hegre et al. 2025, Journal of Peace Research 62: 2070-2087).
    """
    if horizon < 1 or draws < 1:
        raise ValueError("A forecast needs a horizon of at least 1 and at least one draw.")
    values, weights = decayed_distribution(
        panel.counts.astype(float),
        panel.reported,
        half_life_periods=half_life_periods,
        global_share=global_share,
    )
    quantiles = stratified_quantiles(np.rint(values), weights, draws)
    shape = (horizon, len(panel.unit_ids), draws)
    ordered = np.broadcast_to(quantiles.T[None], shape)
    shuffled = rng.permuted(ordered, axis=2).astype(np.int64)
    return CountForecast(
        draws=shuffled,
        origin=panel.grid.edges[-1],
        grid=coming_periods(panel.grid, horizon),
        unit_ids=panel.unit_ids,
        model="decayed_empirical_global_mix",
        model_version=VERSION,
        data_digest=digest([panel.kind, list(panel.unit_ids), panel.counts.tolist(), panel.reported.tolist()]),
    )


def coming_periods(grid: PeriodGrid, horizon: int) -> PeriodGrid:
    """The H periods that follow a grid, of the same length as its own.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> grid = PeriodGrid((datetime(2020, 12, 31, tzinfo=UTC), datetime(2021, 1, 31, tzinfo=UTC)), Frequency.MONTH)
    >>> [edge.date().isoformat() for edge in coming_periods(grid, 2).edges]
    ['2021-01-31', '2021-02-28', '2021-03-31']
    """
    last = grid.edges[-1]
    if grid.frequency is Frequency.MONTH:
        # Counted from the day of month that the grid was made with, so that the 31st comes back after a February.
        day = max(edge.day for edge in grid.edges)
        months = [last.year * 12 + last.month - 1 + step for step in range(1, horizon + 1)]
        edges = [
            last.replace(year=m // 12, month=m % 12 + 1, day=min(day, monthrange(m // 12, m % 12 + 1)[1]))
            for m in months
        ]
    else:
        days = {Frequency.DAY: 1, Frequency.WEEK: 7, Frequency.FOUR_WEEKS: 28}[grid.frequency]
        edges = [last + timedelta(days=days * step) for step in range(1, horizon + 1)]
    return PeriodGrid((last, *edges), grid.frequency)


def stratified_quantiles(values: NDArray[np.float64], weights: NDArray[np.float64], draws: int) -> NDArray[np.float64]:
    """Quantiles at (i + 1/2)/M, i = 0..M-1, of weighted empirical distributions.

    Parameters
    ----------
    values, weights : arrays, shape (D, S)
        Support and weights of each unit; weights add up to 1.
    draws : int
        M.

    Returns
    -------
    array, shape (M, S)
        Ascending along the first axis.

    Examples
    --------
    >>> stratified_quantiles(np.array([[0.0], [3.0]]), np.array([[0.75], [0.25]]), 4).ravel().tolist()
    [0.0, 0.0, 0.0, 3.0]
    """
    order = np.argsort(values, axis=0, kind="stable")
    ascending = np.take_along_axis(values, order, axis=0)
    cumulative = np.cumsum(np.take_along_axis(weights, order, axis=0), axis=0)
    levels = (np.arange(draws) + 0.5) / draws
    result = np.empty((draws, values.shape[1]))
    for unit in range(values.shape[1]):
        place = np.searchsorted(cumulative[:, unit], levels, side="left")
        result[:, unit] = ascending[np.minimum(place, len(ascending) - 1), unit]
    return result
