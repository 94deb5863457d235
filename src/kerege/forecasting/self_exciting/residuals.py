"""The clock on which a right model's events come at random."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.self_exciting.likelihood import Twinstim

Array = NDArray[np.float64]
_AT_ONCE = 512


def cumulative_intensity(model: Twinstim, coefficients: Array) -> Array:
    r"""Lambda(t_i), the integral of the intensity of all kinds over the region until each event, shape (N,).

    Under the right model the differences of successive values are independent and exponential with mean 1; the last
    value is about the number of events.

    Source: Ogata 1988, Journal of the American Statistical Association 83: 9-27.
    """
    endemic, marks, theta, alpha = model.parts(coefficients)
    grid, times = model.grid, model.events.time_days
    rates = np.exp(grid.log_rate(endemic[: len(grid.names)])) * grid.size
    result = np.exp(model.kind_log_levels(endemic)).sum() * grid.until(times, rates)
    if model.measure is None:
        return np.asarray(result)
    force = model.force(marks) * model.triggers.sum(axis=1)[model.events.kind]
    force = force * model.measure.integral(model.space, theta)
    whole = np.concatenate([[0.0], np.cumsum(force)]) * model.time.integral(np.array([model.reach_days]), alpha)
    first = np.searchsorted(times, times - model.reach_days, side="left")
    # What is older than the reach has done all it can; the rest is summed one by one, some events at a time.
    result = result + whole[first]
    for start in range(0, len(times), _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, len(times)))
        columns = np.arange(first[rows[0]], rows[-1] + 1)
        lag = times[rows, None] - times[columns]
        counted = (lag > 0) & (columns >= first[rows, None])
        over_time = model.time.integral(np.where(counted, lag, 0.0).ravel(), alpha).reshape(lag.shape)
        result[rows] += np.where(counted, over_time, 0.0) @ force[columns]
    return np.asarray(result)


def uniform_residuals(model: Twinstim, coefficients: Array) -> Array:
    """1 - exp(-(Lambda(t_i) - Lambda(t_(i-1)))): uniform on (0, 1) under the right model, shape (N,)."""
    return np.asarray(-np.expm1(-np.diff(cumulative_intensity(model, coefficients), prepend=0.0)))
