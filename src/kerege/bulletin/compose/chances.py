"""From the draws of the forecast to probabilities and counts with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from kerege.domain.forecast import CountForecast
from kerege.risk.wording import Chance

# The half-life of the reference forecast: what is older tells less of the coming weeks.
_HALF_LIFE_DAYS = 365.25


def chance_of_incident(forecast: CountForecast, unit_ids: Sequence[str], days: float) -> Chance:
    r"""Probability of at least one incident in units within the first days, with its 80 per cent interval.

    With y the draws summed over the units and f the share of a period that lies within the days, and times within a
    period taken as uniform, P = 1 - mean over draws of prod over periods of (1 - f)^y. The interval is that of Jeffreys
    for a share of `record_periods` effective past periods, brought to the length of the window.

    Parameters
    ----------
    forecast : CountForecast
    unit_ids : sequence of str
        Units of the forecast, counted together.
    days : float
        Length of the window from the forecast's first edge, > 0, not beyond its last edge.
    """
    summed, shares = _summed(forecast, unit_ids), _shares(forecast, days)
    quiet = np.prod(np.power(1 - shares[:, None], summed), axis=0)
    return with_interval(float(1 - quiet.mean()), days, _period_days(forecast))


def chance_of_more(forecast: CountForecast, unit_ids: Sequence[str], than: int) -> Chance:
    """Probability that more than a number of incidents comes within the whole horizon."""
    summed = _summed(forecast, unit_ids).sum(axis=0)
    period_days = _period_days(forecast)
    return with_interval(float((summed > than).mean()), period_days, period_days)


def count_interval(forecast: CountForecast, unit_ids: Sequence[str], periods: int) -> tuple[float, float, float]:
    """Mean and 80 per cent interval of the count in the first periods, as (mean, low, high)."""
    summed = _summed(forecast, unit_ids)[:periods].sum(axis=0)
    low, high = np.quantile(summed, (0.1, 0.9))
    return float(summed.mean()), float(low), float(high)


def with_interval(probability: float, days: float, period_days: float) -> Chance:
    """A probability with the 80 per cent interval that the length of the record leaves.

    With n effective periods and q the probability brought to one period, q = 1 - (1 - P)^(period / days), the interval
    of q is that of Beta(q n + 1/2, (1 - q) n + 1/2), brought back to the window.

    Examples
    --------
    Four weeks, n = 19.3: Beta(12.47, 7.83) has its 10th and 90th percentile at 0.47 and 0.75.

    >>> chance = with_interval(0.62, 28, 28)
    >>> round(chance.low, 2), round(chance.high, 2)
    (0.47, 0.75)
    """
    if not 0 < probability < 1:
        edge = min(max(probability, 0.0), 1.0)
        shifted = with_interval(0.5 / (record_periods(period_days) + 1), days, period_days)
        return Chance(0.0, 0.0, shifted.high) if edge == 0 else Chance(1.0, 1 - shifted.high, 1.0)
    power = period_days / days
    per_period = 1 - (1 - probability) ** power
    n = record_periods(period_days)
    low, high = beta.ppf((0.1, 0.9), per_period * n + 0.5, (1 - per_period) * n + 0.5)
    low, high = (1 - (1 - bound) ** (1 / power) for bound in (low, high))
    return Chance(probability, float(min(low, probability)), float(max(high, probability)))


def record_periods(period_days: float) -> float:
    """Effective number of past periods: the sum of weights that halve every half-life, 1 / (1 - 2^(-d / h)).

    Examples
    --------
    >>> round(record_periods(28), 1)
    19.3
    """
    return float(1 / (1 - 2 ** (-period_days / _HALF_LIFE_DAYS)))


def _summed(forecast: CountForecast, unit_ids: Sequence[str]) -> NDArray[np.int64]:
    wanted = set(unit_ids)
    columns = [i for i, unit in enumerate(forecast.unit_ids) if unit in wanted]
    return np.asarray(forecast.draws[:, columns, :].sum(axis=1))


def _shares(forecast: CountForecast, days: float) -> NDArray[np.float64]:
    start, end = forecast.grid.edges[0], forecast.grid.edges[0] + timedelta(days=days)
    if end > forecast.grid.edges[-1]:
        raise ValueError(f"The forecast ends {forecast.grid.edges[-1]}, before {days} days are over.")
    shares = []
    for i in range(len(forecast.grid)):
        period = forecast.grid[i]
        inside = min(period.end, end) - max(period.start, start)
        shares.append(max(0.0, inside / (period.end - period.start)))
    return np.array(shares)


def _period_days(forecast: CountForecast) -> float:
    return forecast.grid[0].days
