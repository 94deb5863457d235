"""Generalised likelihood ratio of a change of unknown size at an unknown time, and the count that would alarm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel

Array = NDArray[np.float64]
UP, DOWN = 1, -1
# Sizes of a change, log scale, at which every segment is looked at before its best size is searched for; first none.
NODES = np.array([0.0, 0.06, 0.13, 0.21, 0.3, 0.4, 0.52, 0.66, 0.83, 1.05, 1.35, 1.75, 2.3, 3.2, 4.6])
STEPS = 100


@kernel()
def unknown_change_path(
    counts: Array, mean: Array, dispersion: float, threshold: float, shortest: int, longest: int, side: int,
    with_needed: bool,
) -> tuple[Array, Array, NDArray[np.bool_]]:  # fmt: skip
    """Generalised likelihood ratio: the best change of unknown size and time; alarm from the threshold on.

    After an alarm the chart begins with the next period. `needed` is the smallest whole count of the period that would
    alarm (largest, for DOWN; -1 if none).

    The log likelihood ratio of a segment is concave in the size kappa of the change. Its values and slopes at a few
    sizes, from running sums, bound its maximum from above by their tangents: only segments whose bound beats the best
    one found are searched by Newton's method. For a given kappa it is a straight line in the newest count, so that the
    maximum is convex in it: Newton's steps from the alarming side never pass the count where the alarm begins.
    """
    periods = len(counts)
    statistic, needed = np.zeros(periods), np.full(periods, np.nan)
    alarm = np.zeros(periods, dtype=np.bool_)
    nodes = side * NODES
    sums = _running_sums(counts, mean, dispersion, nodes)
    # What running sums lose by rounding; no segment is given up for less.
    slack = 1e-9 + 1e-15 * periods * np.abs(sums).max()
    newest, bounds = np.empty((4, len(nodes))), np.empty(periods)
    trial = counts.copy()
    start = 0
    for t in range(periods):
        oldest = start if longest < 0 else max(start, t - longest)
        if t - start + 1 >= shortest:
            _fill_lines(mean[t], dispersion, nodes, newest)
            if not np.isnan(counts[t]):
                _fill_newest(counts[t], mean[t], dispersion, nodes, newest)
                statistic[t] = _largest_ratio(
                    trial, mean, dispersion, oldest, t - shortest + 1, t, side, nodes, sums, newest, slack, bounds
                )
            if with_needed:
                needed[t] = _needed(
                    trial, mean, dispersion, oldest, t - shortest + 1, t, side, nodes, sums, newest, slack, threshold
                )
                trial[t] = counts[t]
        if statistic[t] >= threshold:
            alarm[t] = True
            start = t + 1
    return statistic, needed, alarm


@kernel()
def _line(mean: float, dispersion: float, kappa: float) -> tuple[float, float]:
    """Slope and constant of the log likelihood ratio of one period, a straight line in its count."""
    if dispersion > 0:
        log_ratio = np.log1p(dispersion * mean) - np.log1p(dispersion * mean * np.exp(kappa))
        return kappa + log_ratio, log_ratio / dispersion
    return kappa, -np.expm1(kappa) * mean


@kernel()
def _running_sums(counts: Array, mean: Array, dispersion: float, nodes: Array) -> Array:
    """Log likelihood ratio [0] and its derivative in kappa [1] at each node, summed over the periods before t."""
    sums = np.zeros((2, len(counts) + 1, len(nodes)))
    for t in range(len(counts)):
        for j in range(len(nodes)):
            value, derivative = 0.0, 0.0
            if not np.isnan(counts[t]):
                slope, constant = _line(mean[t], dispersion, nodes[j])
                changed = mean[t] * np.exp(nodes[j])
                value = slope * counts[t] + constant
                derivative = (counts[t] - changed) / (1 + dispersion * changed)
            sums[0, t + 1, j] = sums[0, t, j] + value
            sums[1, t + 1, j] = sums[1, t, j] + derivative
    return sums


@kernel()
def _fill_lines(mean: float, dispersion: float, nodes: Array, newest: Array) -> None:
    """Rows 2 and 3 of `newest`: slope and constant of the newest period at each node."""
    for j in range(len(nodes)):
        newest[2, j], newest[3, j] = _line(mean, dispersion, nodes[j])


@kernel()
def _fill_newest(count: float, mean: float, dispersion: float, nodes: Array, newest: Array) -> None:
    """Rows 0 and 1 of `newest`: log likelihood ratio and derivative of the newest period at each node."""
    for j in range(len(nodes)):
        changed = mean * np.exp(nodes[j])
        newest[0, j] = newest[2, j] * count + newest[3, j]
        newest[1, j] = (count - changed) / (1 + dispersion * changed)


@kernel()
def _bracket(
    first: int, t: int, side: int, nodes: Array, sums: Array, newest: Array
) -> tuple[int, float, float, float]:
    """Where the best change of the periods first .. t lies: node before it (-1: none on this side), and its value.

    The value is bounded from below by those at the nodes, from above by where the tangents there meet; the last number
    is a guess of its kappa.
    """
    before = side * (sums[1, t, 0] - sums[1, first, 0] + newest[1, 0])
    # The likelihood is concave in kappa: its slope at 0 says on which side the best change lies.
    if before <= 0:
        return -1, 0.0, 0.0, 0.0
    last = len(nodes) - 1
    for j in range(last):
        after = side * (sums[1, t, j + 1] - sums[1, first, j + 1] + newest[1, j + 1])
        if after <= 0:
            low = sums[0, t, j] - sums[0, first, j] + newest[0, j]
            high = sums[0, t, j + 1] - sums[0, first, j + 1] + newest[0, j + 1]
            width = abs(nodes[j + 1] - nodes[j])
            meet = (high - low - after * width) / (before - after)
            guess = nodes[j] + side * width * before / (before - after)
            return j, max(low, high), max(low, high, low + before * min(max(meet, 0.0), width)), guess
        before = after
    return last, sums[0, t, last] - sums[0, first, last] + newest[0, last], np.inf, nodes[last]


@kernel()
def _best_kappa(
    counts: Array, mean: Array, dispersion: float, first: int, last: int, side: int, low: float, high: float,
    guess: float,
) -> float:  # fmt: skip
    """Newton's method for the best size of a change of the periods first .. last, between low and high."""
    kappa = guess
    for _ in range(STEPS):
        factor, slope, curve = np.exp(kappa), 0.0, 0.0
        for i in range(first, last + 1):
            if not np.isnan(counts[i]):
                changed = mean[i] * factor
                share = 1 / (1 + dispersion * changed)
                slope += (counts[i] - changed) * share
                curve += changed * (1 + dispersion * counts[i]) * share * share
        if side * slope > 0:
            low = kappa
        else:
            high = kappa
        newer = kappa + min(max(slope / curve, -2.0), 2.0)
        if not side * low <= side * newer <= side * high:
            newer = (low + high) / 2
        step, kappa = newer - kappa, newer
        # The value is flat here: what is left of kappa counts by its square.
        if abs(step) < 1e-8 * (1 + abs(kappa)):
            break
    return kappa


@kernel()
def _best_change(
    counts: Array, mean: Array, dispersion: float, first: int, last: int, side: int, nodes: Array, j: int, guess: float
) -> tuple[float, float]:
    """Log likelihood ratio of the best change of the periods first .. last, and its kappa, which lies after node j."""
    seen, expected, at_none = 0.0, 0.0, 0.0
    for i in range(first, last + 1):
        if not np.isnan(counts[i]):
            seen += counts[i]
            expected += mean[i]
            at_none += np.log1p(dispersion * mean[i])
    if seen == 0.0:
        return (at_none / dispersion if dispersion > 0 else expected), -np.inf
    if dispersion == 0.0:
        kappa = np.log(seen / expected)
        return seen * kappa - (seen - expected), kappa
    high = nodes[j + 1] if j + 1 < len(nodes) else side * np.inf
    kappa = _best_kappa(counts, mean, dispersion, first, last, side, nodes[j], high, guess)
    factor, value = np.exp(kappa), kappa * seen
    for i in range(first, last + 1):
        if not np.isnan(counts[i]):
            log_ratio = np.log1p(dispersion * mean[i]) - np.log1p(dispersion * mean[i] * factor)
            value += (counts[i] + 1 / dispersion) * log_ratio
    return value, kappa


@kernel()
def _largest_ratio(
    counts: Array, mean: Array, dispersion: float, oldest: int, newest_first: int, t: int, side: int, nodes: Array,
    sums: Array, newest: Array, slack: float, bounds: Array,
) -> float:  # fmt: skip
    """Largest log likelihood ratio over the segments k .. t with k from `oldest` to `newest_first`."""
    best, at_nodes = 0.0, 0.0
    for k in range(newest_first, oldest - 1, -1):
        _, least, bounds[k], _ = _bracket(k, t, side, nodes, sums, newest)
        at_nodes = max(at_nodes, least)
    for k in range(newest_first, oldest - 1, -1):
        if bounds[k] > max(best, at_nodes) - slack:
            j, _, _, guess = _bracket(k, t, side, nodes, sums, newest)
            if j >= 0:
                best = max(best, _best_change(counts, mean, dispersion, k, t, side, nodes, j, guess)[0])
    return best


@kernel()
def _needed(
    trial: Array, mean: Array, dispersion: float, oldest: int, newest_first: int, t: int, side: int, nodes: Array,
    sums: Array, newest: Array, slack: float, threshold: float,
) -> float:  # fmt: skip
    # A count that alarms already by a change of the size of some node, seen from the alarming side.
    limit = np.inf
    for k in range(newest_first, oldest - 1, -1):
        for j in range(1, len(nodes)):
            lacking = threshold - (sums[0, t, j] - sums[0, k, j]) - newest[3, j]
            limit = min(limit, side * lacking / newest[2, j])
    needed = max(float(side * np.ceil(limit)), 0.0 if side == UP else -1.0)
    filled = np.nan
    for k in range(newest_first, oldest - 1, -1):
        while needed - side >= 0:
            count = needed - side
            if count != filled:
                _fill_newest(count, mean[t], dispersion, nodes, newest)
                trial[t], filled = count, count
            j, _, bound, guess = _bracket(k, t, side, nodes, sums, newest)
            if j < 0 or bound < threshold - slack:
                break
            value, kappa = _best_change(trial, mean, dispersion, k, t, side, nodes, j, guess)
            if value < threshold:
                break
            slope, _ = _line(mean[t], dispersion, kappa)
            beyond = count - (value - threshold) / slope
            needed = side * min(side * count, float(np.ceil(side * beyond)))
            needed = max(needed, 0.0 if side == UP else -1.0)
    return needed
