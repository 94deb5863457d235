"""Run lengths of a CUSUM of counts whose expectation moves with the season, by a Markov chain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Array = NDArray[np.float64]
Steps = Callable[[Array, Array], Array]
STATES = 200
# A search for a threshold asks often, and its run lengths differ by less than 1 %.
STATES_OF_SEARCH = 100
# Beyond it rounding decides.
LONGEST = 1e12


def false_alarm_probability(
    mean: Array, steps: Steps, threshold: float, *, dispersion: float, rise: float = 1.0, states: int = STATES
) -> Array:
    """P(a CUSUM of counts alarms by period t when nothing has changed), for expectations that vary with time.

    A Markov chain over a grid of the sum (Brook and Evans): the sum after each period is moved to the grid with its
    mean kept, by sharing it between the two nearest states.

    Parameters
    ----------
    mean : array, shape (T,)
        In-control means mu_t > 0.
    steps : callable
        Increment of the sum for counts y and means mu, as arrays.
    threshold : float
        c; an alarm is a sum of at least c.
    dispersion : float
        a >= 0 of the counts, variance mu + a mu^2.
    rise : float
        True mean over mu_t, > 0; 1: nothing has changed.
    states : int
        Cells of the grid.

    Returns
    -------
    array, shape (T,)
        Ascending.

    Raises
    ------
    ValueError
        If a cell of the grid is wider than the standard deviation of a step.

    Source: Brook and Evans 1972, Biometrika 59: 539-549.

    Examples
    --------
    One period, increment y, threshold 2: P(Y >= 2) of a Poisson count with mean 1.

    >>> false_alarm_probability(np.array([1.0]), lambda y, m: y, 2.0, dispersion=0.0).round(6).tolist()
    [0.264241]
    """
    share, alarmed = np.zeros(states), 0.0
    share[0] = 1.0
    answer = np.empty(len(mean))
    for t, expected in enumerate(mean):
        passing = _transition(float(expected), steps, threshold, dispersion, rise, states)
        alarmed += float(share @ np.maximum(1.0 - passing.sum(axis=1), 0.0))
        share = share @ passing
        answer[t] = min(alarmed, 1.0)
    return answer


def count_run_length(
    cycle: Array, steps: Steps, threshold: float, *, dispersion: float, rise: float = 1.0, states: int = STATES
) -> float:
    """Average periods until a CUSUM of counts alarms, when the means of one cycle repeat for ever.

    With Q_t the chances of passing from state to state without an alarm in period t of a cycle of P periods, and
    L_t the run length from each state on:

        L_t = 1 + Q_t L_(t+1),      L_(P+1) = L_1

    Parameters
    ----------
    cycle : array, shape (P,)
        In-control means, one year for a season; a single one where the expectation is constant.
    steps, threshold, dispersion, rise, states
        See `false_alarm_probability`.

    Raises
    ------
    ValueError
        If the chart never alarms, so far as can be calculated, or a cell of the grid is wider than the standard
        deviation of a step.

    Examples
    --------
    A sum that is reached by any case at once: the wait for a Poisson count above 0 of mean 0.5 is 1/(1 - e^-0.5).

    >>> round(count_run_length(np.array([0.5]), lambda y, m: y, 1.0, dispersion=0.0), 4)
    2.5415
    """
    length = _run_length(cycle, steps, threshold, dispersion, rise, states)
    if length >= LONGEST:
        raise ValueError(f"With a threshold of {threshold:g} the chart as good as never alarms on such counts.")
    return length


def _run_length(cycle: Array, steps: Steps, threshold: float, dispersion: float, rise: float, states: int) -> float:
    """`LONGEST` where rounding decides."""
    through, waited = np.eye(states), np.zeros(states)
    for expected in cycle:
        # What is added is the chance of being still without an alarm before each period.
        waited += through.sum(axis=1)
        through = through @ _transition(float(expected), steps, threshold, dispersion, rise, states)
    try:
        length = float(np.linalg.solve(np.eye(states) - through, waited)[0])
    except np.linalg.LinAlgError:
        return LONGEST
    return length if 1 - 1e-9 <= length < LONGEST else LONGEST


def threshold_of_run_length(cycle: Array, steps: Steps, run_length: float, *, dispersion: float) -> float:
    """The threshold at which a CUSUM of counts has a wanted average run length while nothing has changed.

    Counts are whole numbers, so that the run length climbs in small stairs: it is the threshold where it passes the
    wanted one.

    Parameters
    ----------
    cycle, steps, dispersion
        See `count_run_length`.
    run_length : float
        Wanted average periods to a false alarm, > 1.

    Raises
    ------
    ValueError
        If no threshold has it.

    Examples
    --------
    >>> steps = lambda y, m: y - 1.5
    >>> found = threshold_of_run_length(np.array([1.0]), steps, 100.0, dispersion=0.0)
    >>> count_run_length(np.array([1.0]), steps, found + 0.05, dispersion=0.0) > 100
    True
    """

    def excess(threshold: float) -> float:
        length = _run_length(cycle, steps, threshold, dispersion, 1.0, STATES_OF_SEARCH)
        return float(np.log(length / run_length))

    low, high = 1e-6, 1.0
    if not run_length > 1 or excess(low) > 0:
        raise ValueError(f"No threshold has a run length of {run_length:g} periods: even the lowest is longer.")
    while excess(high) < 0:
        low, high = high, high * 2
    return float(optimize.brentq(excess, low, high, xtol=1e-4))


def _transition(
    mean: float, steps: Steps, threshold: float, dispersion: float, rise: float, states: int
) -> NDArray[np.float64]:
    """Chances of passing from each state of the sum to each without an alarm, shape (states, states)."""
    grid = np.linspace(0.0, threshold, states, endpoint=False)
    true_mean = mean * rise
    largest = int(true_mean + 12 * np.sqrt(true_mean + dispersion * true_mean**2) + 30)
    y = np.arange(largest + 1, dtype=np.int64)
    law = _pmf(y, true_mean, dispersion)
    step = steps(y.astype(np.float64), np.full(len(y), mean))
    if threshold / states > np.sqrt(law @ (step - law @ step) ** 2):
        raise ValueError(f"A threshold of {threshold:g} is too many steps of the sum away to be calculated.")
    mass = np.broadcast_to(law, (states, len(y)))
    after = np.maximum(grid[:, None] + step[None, :], 0.0)
    stays = after < threshold
    cell = after[stays] / (threshold / states)
    lower = np.minimum(cell.astype(np.int64), states - 1)
    upper_share = np.minimum(cell - lower, 1.0)
    begin = np.nonzero(stays)[0] * states
    passing = np.bincount(begin + lower, mass[stays] * (1 - upper_share), states**2)
    upper = np.minimum(lower + 1, states - 1)
    passing += np.bincount(begin + upper, mass[stays] * upper_share, states**2)
    return np.asarray(passing.reshape(states, states))


def _pmf(y: NDArray[np.int64], mean: float, dispersion: float) -> Array:
    if dispersion == 0:
        return np.asarray(stats.poisson.pmf(y, mean))
    return np.asarray(stats.nbinom.pmf(y, 1 / dispersion, 1 / (1 + dispersion * mean)))
