"""Machine code of windows that may begin and end at any time.

A best window of high rate begins and ends on a period with a case of its zone: without one at its end a shorter window
holds the same cases and less is expected of it. So after a place has entered, only those ends are looked at that its
own cases can reach and that have a case.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.detection.scan.growing_windows import HIGH, SLACK, _next, log_likelihood_ratio, seeded
from kerege.kernel import kernel

Array = NDArray[np.float64]
Whole = NDArray[np.int64]


@kernel(reassociate=True)
def _hope(count: Array, mean: Array, end: int, lanes: int, twice: float, share: float) -> float:
    hope = 0.0
    for w in range(lanes):
        expected = mean[end + 1] - mean[end - w]
        above = count[w] - expected
        hope += max(above * abs(above) - twice * expected * (1.0 - expected * share), 0.0)
    return hope


@kernel()
def _add_cases(days: Whole, count: Array, has: Whole, touched: NDArray[np.bool_]) -> bool:
    """Let the cases of a place into every window that holds them; whether there are any is the answer."""
    periods, longest = count.shape
    for day in days:
        has[day] += 1
        for end in range(day, min(day + longest, periods)):
            touched[end] = True
            for w in range(end - day, longest):
                count[end, w] += 1.0
    return len(days) > 0


@kernel()
def best_window_of_list(
    z: int, start: Whole, member: NDArray[np.int32], closes: NDArray[np.bool_], cumulated: Array, case_start: Whole,
    period: Whole, longest: int, total: float, fewest: int, side: int, sure: float, best: float, mean: Array,
    count: Array, has: Whole, touched: NDArray[np.bool_],
) -> tuple[float, int, int, int]:  # fmt: skip
    """The best window of one list that beats `best`: statistic, where the zone ends, last period, length less one.

    `cumulated[i, t]` is what is expected of place i before period t; the cases of place i are
    period[case_start[i]:case_start[i + 1]].
    """
    periods = cumulated.shape[1] - 1
    mean[:] = 0.0
    count[:, :] = 0.0
    has[:] = 0
    touched[:] = False
    place, last, length = -1, -1, -1
    share = 1.0 / total
    news = False
    for j in range(start[z], start[z + 1]):
        where = member[j]
        for t in range(periods + 1):
            mean[t] += cumulated[where, t]
        news |= _add_cases(period[case_start[where] : case_start[where + 1]], count, has, touched)
        if not closes[j] or (side == HIGH and not news):
            continue
        news = False
        for end in range(periods):
            if side == HIGH and not (touched[end] and has[end] > 0):
                continue
            lanes = min(longest, end + 1)
            if side == HIGH and _hope(count[end], mean, end, lanes, sure * SLACK * best, share) <= 0:
                continue
            for w in range(lanes):
                seen, expected = count[end, w], mean[end + 1] - mean[end - w]
                if seen > expected and seen < fewest:
                    continue
                value = log_likelihood_ratio(seen, expected, total, side)
                if value > best * (1 + 1e-12) + 1e-300:
                    best, place, last, length = value, j, end, w
        touched[:] = False
    return best, place, last, length


@kernel()
def best_window_of_each_list(
    start: Whole, member: NDArray[np.int32], closes: NDArray[np.bool_], cumulated: Array, case_start: Whole,
    period: Whole, longest: int, total: float, fewest: int, side: int, values: Array, ends: Whole, lasts: Whole,
    lengths: Whole,
) -> None:  # fmt: skip
    """The best window of each list, for the data themselves."""
    periods = cumulated.shape[1] - 1
    mean, count = np.zeros(periods + 1), np.zeros((periods, longest))
    has, touched = np.zeros(periods, dtype=np.int64), np.zeros(periods, dtype=np.bool_)
    for z in range(len(start) - 1):
        values[z], ends[z], lasts[z], lengths[z] = best_window_of_list(
            z, start, member, closes, cumulated, case_start, period, longest, total, fewest, side, 1.0, 0.0, mean,
            count, has, touched,
        )  # fmt: skip


@kernel()
def permuted_window_maxima(
    first: int, last: int, seed: int, start: Whole, member: NDArray[np.int32], closes: NDArray[np.bool_],
    cumulated: Array, case_start: Whole, period: Whole, stratum_case: Whole, stratum_start: Whole, longest: int,
    total: float, fewest: int, side: int, sure: float, maxima: Array,
) -> None:  # fmt: skip
    """Largest statistic of the replications first .. last - 1, the periods exchanged among the cases of a stratum.

    `stratum_case` lists the cases stratum by stratum.
    """
    periods = cumulated.shape[1] - 1
    mean, count = np.zeros(periods + 1), np.zeros((periods, longest))
    has, touched = np.zeros(periods, dtype=np.int64), np.zeros(periods, dtype=np.bool_)
    for s in range(first, last):
        state = seeded(seed, s)
        shuffled = period.copy()
        for k in range(len(stratum_start) - 1):
            begin, end = stratum_start[k], stratum_start[k + 1]
            for i in range(begin, end - 1):
                other = i + int(_next(state) * (end - i))
                a, b = stratum_case[i], stratum_case[other]
                shuffled[a], shuffled[b] = shuffled[b], shuffled[a]
        best = 0.0
        for z in range(len(start) - 1):
            best, _, _, _ = best_window_of_list(
                z, start, member, closes, cumulated, case_start, shuffled, longest, total, fewest, side, sure, best,
                mean, count, has, touched,
            )  # fmt: skip
        maxima[s - first] = best


@kernel()
def drawn_window_maxima(
    first: int, last: int, seed: int, start: Whole, member: NDArray[np.int32], closes: NDArray[np.bool_],
    cumulated: Array, cell_share: Array, cases: int, longest: int, total: float, fewest: int, side: int, sure: float,
    maxima: Array,
) -> None:  # fmt: skip
    """Largest statistic of replications in which the cases fall on places and periods as expected.

    `cell_share` cumulates the probability of each place and period, place by place.
    """
    places, periods = cumulated.shape[0], cumulated.shape[1] - 1
    mean, count = np.zeros(periods + 1), np.zeros((periods, longest))
    has, touched = np.zeros(periods, dtype=np.int64), np.zeros(periods, dtype=np.bool_)
    cells = np.empty(cases, dtype=np.int64)
    for s in range(first, last):
        state = seeded(seed, s)
        for c in range(cases):
            cells[c] = min(np.searchsorted(cell_share, _next(state), side="right"), places * periods - 1)
        cells.sort()
        case_start = np.zeros(places + 1, dtype=np.int64)
        for c in range(cases):
            case_start[cells[c] // periods + 1] += 1
        case_start = np.cumsum(case_start)
        best = 0.0
        for z in range(len(start) - 1):
            best, _, _, _ = best_window_of_list(
                z, start, member, closes, cumulated, case_start, cells % periods, longest, total, fewest, side, sure,
                best, mean, count, has, touched,
            )  # fmt: skip
        maxima[s - first] = best
