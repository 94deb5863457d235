"""Machine code of windows that end with the study, or have no end: the newest periods of growing zones.

The log likelihood ratio of a window with n cases, m expected and C in all is

    n ln(n/m) + (C - n) ln((C - n)/(C - m))

For n above m it is at most (n - m)^2 / (2 m (1 - m/C)) where n + m <= C (the relative entropy of two shares against
its second-order term), and always at most twice that. So most windows are ruled out by one multiplication, several of
them at once, and logarithms are taken only for those that may beat the best so far.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel

Array = NDArray[np.float64]
Single = NDArray[np.float32]
# The bound is computed in single precision.
SLACK = 0.999
HIGH, LOW, BOTH = 1, -1, 0


@kernel()
def log_likelihood_ratio(seen: float, expected: float, total: float, side: int) -> float:
    """The statistic of one window; 0 on the side that is not looked for."""
    if expected <= 0.0:
        return 0.0
    if (seen > expected and side == LOW) or (seen < expected and side == HIGH):
        return 0.0
    inside = seen * np.log(seen / expected) if seen > 0 else 0.0
    left, room = total - seen, total - expected
    outside = left * np.log(left / room) if left > 0 and room > 0 else 0.0
    return max(inside + outside, 0.0)


@kernel(reassociate=True)
def _enter(mean: Single, more: Single, count: Single, newer: Single, fewest: int, twice: float, share: float) -> float:
    """Let a place into the zone. Can one of its windows beat the best so far? 0 means no."""
    hope = np.float32(0.0)
    two, inverse, least = np.float32(twice), np.float32(share), np.float32(fewest)
    for w in range(len(mean)):
        expected, seen = mean[w] + more[w], count[w] + newer[w]
        mean[w], count[w] = expected, seen
        above = seen - expected if seen >= least else np.float32(0.0)
        # Only rises count: above |above| is negative for falls. A sum, and not a maximum, lets the processor take
        # many windows at once.
        hope += max(above * abs(above) - two * expected * (np.float32(1.0) - expected * inverse), np.float32(0.0))
    return float(hope)


@kernel(reassociate=True)
def _pass_by(mean: Single, more: Single) -> None:
    for w in range(len(mean)):
        mean[w] += more[w]


@kernel()
def _exact(
    member: NDArray[np.int32], first: int, last: int, w: int, expected: Array
) -> float:  # fmt: skip
    """What is expected of the newest w + 1 periods of the places first .. last of a list."""
    total = 0.0
    for j in range(first, last + 1):
        total += expected[member[j], w]
    return total


@kernel()
def _last_useful(
    z: int, start: NDArray[np.int64], member: NDArray[np.int32], closes: NDArray[np.bool_], slot: NDArray[np.int32]
) -> int:
    """Where a list may be left: beyond its last place with a case there is no rise to find."""
    stop = start[z + 1]
    while stop > start[z] and slot[member[stop - 1]] == 0:
        stop -= 1
    while stop > start[z] and not closes[stop - 1] and stop < start[z + 1]:
        stop += 1
    return int(stop)


@kernel()
def best_of_list(
    z: int, start: NDArray[np.int64], member: NDArray[np.int32], closes: NDArray[np.bool_], expected: Array,
    single: Single, slot: NDArray[np.int32], counts: Single, total: float, fewest: int, side: int, sure: float,
    best: float, mean: Single, count: Single,
) -> tuple[float, int, int]:  # fmt: skip
    """The best window of one list of places that beats `best`: statistic, where the zone ends, length less one.

    Zones are tried when a case has entered (for falls: always), since more places without cases only take away from a
    rise. Of equal windows the smaller and shorter stays. `sure` is 2 where n + m <= C for every zone, else 1.
    """
    stop = _last_useful(z, start, member, closes, slot) if side == HIGH else start[z + 1]
    place, length = -1, -1
    if stop == start[z]:
        return best, place, length
    mean[:] = 0
    count[:] = 0
    waits = False
    share = 1.0 / total
    for j in range(start[z], stop):
        where = member[j]
        own = slot[where]
        hope = 1.0
        if side != HIGH:
            waits = True
            _enter(mean, single[where], count, counts[own], 0, 0.0, share)
        elif own > 0 or waits:
            hope = _enter(mean, single[where], count, counts[own], fewest, sure * SLACK * best, share)
            waits = True
        else:
            _pass_by(mean, single[where])
        if not (waits and closes[j]):
            continue
        waits = False
        if hope <= 0:
            continue
        for w in range(expected.shape[1]):
            seen = float(count[w])
            above = seen - mean[w]
            if above > 0 and seen < fewest:
                continue
            if side == HIGH and above * abs(above) < sure * SLACK * best * mean[w] * (1 - mean[w] * share):
                continue
            value = log_likelihood_ratio(seen, _exact(member, start[z], j, w, expected), total, side)
            if value > best * (1 + 1e-12) + 1e-300:
                best, place, length = value, j, w
    return best, place, length


@kernel()
def fill_counts(
    places: NDArray[np.int32], ages: NDArray[np.int32], cases: int, periods: int, slot: NDArray[np.int32],
    counts: Single,
) -> int:  # fmt: skip
    """Cases of the newest 1, 2, ... periods of each place that has any, in rows of `counts`; how many rows are used.

    `ages` says in which period, counted back from the newest, 0 being it; row 0 stays empty.
    """
    used = 0
    for c in range(cases):
        where = places[c]
        if slot[where] == 0:
            used += 1
            slot[where] = used
            counts[used, :] = 0
        row = slot[where]
        for w in range(ages[c], periods):
            counts[row, w] += 1
    return used


@kernel()
def clear_counts(places: NDArray[np.int32], cases: int, slot: NDArray[np.int32]) -> None:
    """Take the rows away again."""
    for c in range(cases):
        slot[places[c]] = 0


@kernel()
def best_of_each_list(
    start: NDArray[np.int64], member: NDArray[np.int32], closes: NDArray[np.bool_], expected: Array, single: Single,
    places: NDArray[np.int32], ages: NDArray[np.int32], total: float, fewest: int, side: int,
    values: Array, ends: NDArray[np.int64], lengths: NDArray[np.int64],
) -> None:  # fmt: skip
    """The best window of each list, for the data themselves."""
    width = single.shape[1]
    slot = np.zeros(len(single), dtype=np.int32)
    counts = np.zeros((min(len(places), len(single)) + 1, width), dtype=np.float32)
    mean, count = np.zeros(width, dtype=np.float32), np.zeros(width, dtype=np.float32)
    fill_counts(places, ages, len(places), expected.shape[1], slot, counts)
    for z in range(len(start) - 1):
        values[z], ends[z], lengths[z] = best_of_list(
            z, start, member, closes, expected, single, slot, counts, total, fewest, side, 1.0, 0.0, mean, count
        )


@kernel()
def _next(state: NDArray[np.uint64]) -> float:
    """A number in [0, 1) with 53 random bits: splitmix64 (Steele, Lea, Flood 2014)."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel()
def seeded(seed: int, replication: int) -> NDArray[np.uint64]:
    """The generator of one replication: base seed + number of the replication, stirred."""
    state = np.empty(1, dtype=np.uint64)
    state[0] = np.uint64(seed + replication) * np.uint64(0xD1342543DE82EF95) + np.uint64(0x632BE59BD9B4E019)
    _next(state)
    return state


@kernel()
def permuted_maxima(
    first: int, last: int, seed: int, start: NDArray[np.int64], member: NDArray[np.int32],
    closes: NDArray[np.bool_], expected: Array, single: Single, case_place: NDArray[np.int32],
    stratum_start: NDArray[np.int64], recent_age: NDArray[np.int32], recent_start: NDArray[np.int64], total: float,
    fewest: int, side: int, largest: float, maxima: Array,
) -> None:  # fmt: skip
    """Largest statistic of the replications first .. last - 1, with the periods exchanged among the cases.

    Only the cases that fall into the newest periods are drawn: of each stratum as many as it has there, without
    replacement (the beginning of a Fisher-Yates shuffle, undone afterwards so that no replication depends on another).
    `largest` is the most cases that a zone holds over the whole study.
    """
    width = single.shape[1]
    recent = len(recent_age)
    pool = case_place.copy()
    places, swapped = np.empty(recent, dtype=np.int32), np.empty(recent, dtype=np.int64)
    slot = np.zeros(len(single), dtype=np.int32)
    counts = np.zeros((min(recent, len(single)) + 1, width), dtype=np.float32)
    mean, count = np.zeros(width, dtype=np.float32), np.zeros(width, dtype=np.float32)
    for s in range(first, last):
        state = seeded(seed, s)
        for k in range(len(stratum_start) - 1):
            begin, end = stratum_start[k], stratum_start[k + 1]
            for i in range(recent_start[k + 1] - recent_start[k]):
                other = begin + i + int(_next(state) * (end - begin - i))
                pool[begin + i], pool[other] = pool[other], pool[begin + i]
                places[recent_start[k] + i], swapped[recent_start[k] + i] = pool[begin + i], other
        fill_counts(places, recent_age, recent, expected.shape[1], slot, counts)
        best, sure = 0.0, 2.0 if min(recent, largest) + largest <= total else 1.0
        for z in range(len(start) - 1):
            best, _, _ = best_of_list(
                z, start, member, closes, expected, single, slot, counts, total, fewest, side, sure, best, mean, count
            )
        maxima[s - first] = best
        clear_counts(places, recent, slot)
        for k in range(len(stratum_start) - 2, -1, -1):
            begin = stratum_start[k]
            for i in range(recent_start[k + 1] - recent_start[k] - 1, -1, -1):
                other = swapped[recent_start[k] + i]
                pool[begin + i], pool[other] = pool[other], pool[begin + i]


@kernel()
def drawn_maxima(
    first: int, last: int, seed: int, start: NDArray[np.int64], member: NDArray[np.int32],
    closes: NDArray[np.bool_], expected: Array, single: Single, cell_share: Array, cases: int, total: float,
    fewest: int, side: int, largest: float, maxima: Array,
) -> None:  # fmt: skip
    """Largest statistic of replications in which the cases fall on places and periods as expected.

    `cell_share` cumulates the probability of each place and age, place by place, and ends below 1 where older periods
    take the rest. `largest` is the most that is expected of a zone over the whole study.
    """
    width = single.shape[1]
    places, ages = np.empty(cases, dtype=np.int32), np.empty(cases, dtype=np.int32)
    slot = np.zeros(len(single), dtype=np.int32)
    counts = np.zeros((min(cases, len(single)) + 1, width), dtype=np.float32)
    mean, count = np.zeros(width, dtype=np.float32), np.zeros(width, dtype=np.float32)
    for s in range(first, last):
        state = seeded(seed, s)
        recent = 0
        for _ in range(cases):
            u = _next(state)
            if u < cell_share[-1]:
                cell = np.searchsorted(cell_share, u, side="right")
                places[recent], ages[recent] = cell // expected.shape[1], cell % expected.shape[1]
                recent += 1
        fill_counts(places, ages, recent, expected.shape[1], slot, counts)
        best, sure = 0.0, 2.0 if recent + largest <= total else 1.0
        for z in range(len(start) - 1):
            best, _, _ = best_of_list(
                z, start, member, closes, expected, single, slot, counts, total, fewest, side, sure, best, mean, count
            )
        maxima[s - first] = best
        clear_counts(places, recent, slot)
