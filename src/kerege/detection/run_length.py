"""Thresholds of charts for wanted run lengths: how long until a false alarm, how long until a true one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from kerege.detection.unknown_change import UP, unknown_change_path

Array = NDArray[np.float64]
NODES = 50


@dataclass(frozen=True, slots=True)
class CusumDesign:
    """A CUSUM with its average run lengths.

    Parameters
    ----------
    k, h : float
        Reference value and decision interval, in standard deviations.
    in_control, out_of_control : float
        Average periods until an alarm without a rise, and with one of 2 k.
    """

    k: float
    h: float
    in_control: float
    out_of_control: float


def average_run_length(k: float, h: float, shift: float = 0.0) -> float:
    """Average periods until S_t = max(0, S_(t-1) + x_t - k) reaches h, for x_t ~ N(shift, 1) and S_0 = 0.

    L(s) = 1 + L(0) Phi(k - s - shift) + integral_0^h L(x) phi(x + k - s - shift) dx, solved on 50 Gauss-Legendre nodes.

    Parameters
    ----------
    k, h : float
        h > 0.
    shift : float
        Mean of x_t.

    Source: Vance 1986, Journal of Quality Technology 18: 189-193; Brook and Evans 1972, Biometrika 59: 539-549.

    Examples
    --------
    >>> round(average_run_length(1.04, 2.0), 2)
    306.44
    """
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    nodes, weights = (nodes + 1) * h / 2, weights * h / 2
    points = np.concatenate([[0.0], nodes])
    # Unknown L at 0 and at the nodes.
    matrix = np.empty((NODES + 1, NODES + 1))
    matrix[:, 0] = stats.norm.cdf(k - points - shift)
    matrix[:, 1:] = weights * stats.norm.pdf(nodes + k - points[:, None] - shift)
    return float(np.linalg.solve(np.eye(NODES + 1) - matrix, np.ones(NODES + 1))[0])


def design_cusum(in_control: float, out_of_control: float) -> CusumDesign:
    """The k and h with the wanted average run lengths, without a rise and with one of 2 k.

    Raises
    ------
    ValueError
        If no chart has them: the first must be well above the second, and the second above 1.

    Examples
    --------
    >>> design = design_cusum(500, 7)
    >>> round(design.k, 4), round(design.h, 4)
    (0.5936, 3.8008)
    """
    if not in_control > out_of_control > 1:
        raise ValueError("A chart needs a run length without a rise above the one with it, and that above 1 period.")

    def h_of(k: float) -> float:
        high = 0.25
        # Far beyond the answer the run length is too large for the equations to be solved.
        while average_run_length(k, high) < in_control:
            high *= 1.5
        return float(optimize.brentq(lambda h: average_run_length(k, h) - in_control, 1e-6, high, xtol=1e-12))

    def excess(k: float) -> float:
        return average_run_length(k, h_of(k), 2 * k) - out_of_control

    low, high = 0.02, 3.0
    while high > low and average_run_length(high, 1e-6) > in_control:
        high *= 0.95
    if excess(low) * excess(high) > 0:
        raise ValueError(f"No chart has run lengths of {in_control:g} and {out_of_control:g} periods.")
    k = float(optimize.brentq(excess, low, high, xtol=1e-12))
    h = h_of(k)
    return CusumDesign(k, h, average_run_length(k, h), average_run_length(k, h, 2 * k))


def false_alarm_probability(
    mean: Array, steps: Callable[[Array, Array], Array], threshold: float, *, dispersion: float, states: int = 200
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
    states : int
        Cells of the grid.

    Returns
    -------
    array, shape (T,)
        Ascending.

    Examples
    --------
    One period, increment y, threshold 2: P(Y >= 2) of a Poisson count with mean 1.

    >>> false_alarm_probability(np.array([1.0]), lambda y, m: y, 2.0, dispersion=0.0).round(6).tolist()
    [0.264241]
    """
    grid = np.linspace(0.0, threshold, states, endpoint=False)
    width = grid[1] - grid[0]
    share, alarmed = np.zeros(states), 0.0
    share[0] = 1.0
    answer = np.empty(len(mean))
    for t, expected in enumerate(mean):
        largest = int(expected + 12 * np.sqrt(expected + dispersion * expected**2) + 30)
        y = np.arange(largest + 1, dtype=np.int64)
        mass = _pmf(y, float(expected), dispersion)
        after = np.maximum(grid[:, None] + steps(y.astype(np.float64), np.full(len(y), expected))[None, :], 0.0)
        weight = share[:, None] * mass[None, :]
        is_alarm = after >= threshold
        alarmed += float(weight[is_alarm].sum())
        cell = after[~is_alarm] / width
        lower = np.minimum(cell.astype(np.int64), states - 1)
        upper_share = np.minimum(cell - lower, 1.0)
        kept = weight[~is_alarm]
        newer = np.bincount(lower, kept * (1 - upper_share), states).astype(np.float64)
        newer += np.bincount(np.minimum(lower + 1, states - 1), kept * upper_share, states)
        share = newer
        answer[t] = alarmed
    return answer


def _pmf(y: NDArray[np.int64], mean: float, dispersion: float) -> Array:
    if dispersion == 0:
        return np.asarray(stats.poisson.pmf(y, mean))
    return np.asarray(stats.nbinom.pmf(y, 1 / dispersion, 1 / (1 + dispersion * mean)))


def simulate_threshold(
    mean: Array, *, dispersion: float, probability: float, rng: np.random.Generator, max_window: int = 52,
    replicates: int = 999,
) -> float:  # fmt: skip
    """The GLR threshold that is reached with a given probability within the periods of `mean` if nothing has changed.

    Counts are drawn from the in-control law, and the threshold is the 1 - probability quantile of the largest
    statistic of each replicate.

    Parameters
    ----------
    mean : array, shape (T,)
    dispersion : float
        a >= 0.
    probability : float
        0..1: of at least one false alarm in T periods.
    rng : Generator
    max_window, replicates : int

    Examples
    --------
    >>> low, high = (simulate_threshold(np.full(52, 3.0), dispersion=0.0, probability=p, replicates=199,
    ...     rng=np.random.default_rng(1)) for p in (0.5, 0.05))
    >>> bool(low < high)
    True
    """
    if not 0 < probability < 1:
        raise ValueError(f"The probability of a false alarm lies between 0 and 1, not {probability}.")
    highest = np.empty(replicates)
    for number in range(replicates):
        rate = mean if dispersion == 0 else rng.gamma(1 / dispersion, dispersion * mean)
        counts = rng.poisson(rate).astype(float)
        statistic, _, _ = unknown_change_path(counts, mean, dispersion, np.inf, 1, max_window, UP, False)
        highest[number] = statistic.max()
    return float(np.quantile(highest, 1 - probability))
