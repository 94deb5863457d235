"""One round of learning: how probable each pair is, and what its agreements add up to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel
from kerege.linkage.comparison import Float32, Levels, PairComparison

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
# A place or time is plainly wrong with this chance, so that no disagreement alone forbids a link.
BLUNDER = 0.005
# Longer stretches of time teach nothing about how late a channel is.
LONGEST_STRETCH = 14.0
UNIMPORTANT = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRatios:
    """What each level is divided by: m/u, the likelihood ratio of one incident against two.

    Parameters
    ----------
    prior : array, shape (C, 2)
        Odds of a pair of channels times crowding; for different sources, and for one.
    space : array, shape (C, Z)
        m over the correction of u for what is met where.
    time_cumulated : array, shape (C, B + 1)
        Sum of m up to each edge of the time axis.
    kind : array, shape (4,)
    counts : array, shape (F, 8)
    text : array, shape (6,)
    """

    prior: Array
    space: Array
    time_cumulated: Array
    kind: Array
    counts: Array
    text: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """Sums over all pairs; w is the probability of a pair.

    Parameters
    ----------
    matches, unrelated : arrays, shape (C, 2)
        Sum of w; sum of (1 - w) / crowding.
    space, time : arrays, shape (C, Z) and (C, B)
        Sum of w by level.
    kind, counts, text : arrays, shape (2, 4), (2, F, 8), (2, 6)
        Sum of 1 - w and of w by level.
    space_unrelated, scale_unrelated : arrays, shape (Z,) and (scales,)
        Sum of 1 - w by level.
    neighbours : array, shape (N,)
        Unrelated reports near each report: sum of 1 - w.
    """

    matches: Array
    unrelated: Array
    space: Array
    time: Array
    kind: Array
    counts: Array
    text: Array
    space_unrelated: Array
    scale_unrelated: Array
    neighbours: Array


def rivals(pairs: PairComparison, source: Indices) -> tuple[Indices, Indices, int]:
    """Which pairs exclude each other: a report is told by another source once at most.

    Returns
    -------
    of_first, of_second : int arrays, shape (P,)
        Number of the group of all pairs of the first report with the source of the second; and the other way round.
    groups : int
    """
    of_first, of_second = np.empty(len(pairs), np.int64), np.empty(len(pairs), np.int64)
    groups = _number_rivals(pairs.first, pairs.second, source, of_first, of_second)
    return of_first, of_second, groups


def expect(
    pairs: PairComparison,
    rival_groups: tuple[Indices, Indices, int],
    ratios: AgreementRatios,
    crowding: Array,
    free: tuple[Array, Array],
    sweeps: int,
) -> tuple[Array, Agreements]:
    r"""Probabilities of all pairs, and what their agreements add up to.

    With :math:`o_{ab}` the prior odds of the pair over its crowding times the ratios of all fields,

    .. math:: w_{ab} = \frac{o_{ab} f_{ab} f_{ba}}{1 + o_{ab} f_{ab} f_{ba}}, \qquad
       f_{ab} = \frac{1}{1 + \sum_{b'} o_{ab'} f_{b'a}}

    where b' runs over the other reports of b's source near a, of which one at most tells of the same incident, and
    f_ab is the chance that none of them does (belief propagation for a matching; exact where rivals form no ring).

    Parameters
    ----------
    pairs : PairComparison
    rival_groups : tuple
        Of `rivals`.
    ratios : AgreementRatios
    crowding : array, shape (N,)
        Unrelated reports to be expected near each report.
    free : two arrays, shape (P,)
        f_ab and f_ba of the last round, or ones; improved in place.
    sweeps : int
        How often they are improved.

    Returns
    -------
    probability : array, shape (P,)
    agreements : Agreements
    """
    classes, fields = len(ratios.prior), pairs.counts.shape[1]
    odds = np.empty(len(pairs))
    sums = Agreements(
        matches=np.zeros((classes, 2)),
        unrelated=np.zeros((classes, 2)),
        space=np.zeros(ratios.space.shape),
        time=np.zeros((classes, ratios.time_cumulated.shape[1] - 1)),
        kind=np.zeros((2, 4)),
        counts=np.zeros((2, fields, 8)),
        text=np.zeros((2, 6)),
        space_unrelated=np.zeros(ratios.space.shape[1]),
        scale_unrelated=np.zeros(32),
        neighbours=np.zeros(len(crowding)),
    )
    of_first, of_second, groups = rival_groups
    _odds(
        pairs.first, pairs.second, pairs.channels, pairs.same_source, pairs.space, pairs.space_ratio, pairs.time_from,
        pairs.time_to, pairs.time_ratio, pairs.kind, pairs.kind_ratio, pairs.counts, pairs.text, ratios.prior,
        ratios.space, ratios.time_cumulated, ratios.kind, ratios.counts, ratios.text, crowding, odds,
    )  # fmt: skip
    _share(odds, of_first, of_second, *free, np.zeros(groups), sweeps)
    _add_up(
        pairs.first, pairs.second, pairs.channels, pairs.same_source, pairs.space, pairs.scale, pairs.time_from,
        pairs.time_to, pairs.kind, pairs.counts, pairs.text, ratios.time_cumulated, crowding, *free, odds,
        sums.matches, sums.unrelated, sums.space, sums.time, sums.kind, sums.counts, sums.text, sums.space_unrelated,
        sums.scale_unrelated, sums.neighbours,
    )  # fmt: skip
    return odds, sums


@kernel()
def _at(cumulated: Array, place: float) -> float:
    low = int(place)
    if low >= len(cumulated) - 1:
        return float(cumulated[-1])
    return float(cumulated[low] + (place - low) * (cumulated[low + 1] - cumulated[low]))


@kernel()
def _number_rivals(
    first: Indices, second: Indices, source: Indices, of_first: Indices, of_second: Indices
) -> int:  # fmt: skip
    begins = np.zeros(len(source) + 1, np.int64)
    for p in range(len(first)):
        begins[first[p] + 1] += 1
        begins[second[p] + 1] += 1
    for i in range(len(source)):
        begins[i + 1] += begins[i]
    # Pair p stands there once for each of its reports: p with the first, P + p with the second.
    entries, place = np.empty(2 * len(first), np.int64), begins[:-1].copy()
    for p in range(len(first)):
        entries[place[first[p]]] = p
        place[first[p]] += 1
        entries[place[second[p]]] = len(first) + p
        place[second[p]] += 1
    groups = 0
    told, number = np.empty(len(entries), np.int64), np.empty(len(entries), np.int64)
    for i in range(len(source)):
        known = 0
        for e in range(begins[i], begins[i + 1]):
            p = entries[e]
            own = source[second[p]] if p < len(first) else source[first[p - len(first)]]
            k = 0
            while k < known and told[k] != own:
                k += 1
            if k == known:
                told[k], number[k] = own, groups
                known += 1
                groups += 1
            if p < len(first):
                of_first[p] = number[k]
            else:
                of_second[p - len(first)] = number[k]
    return groups


@kernel()
def _odds(
    first: Indices, second: Indices, channels: NDArray[np.int32], same_source: NDArray[np.bool_], space: Levels,
    space_ratio: Float32, time_from: Float32, time_to: Float32, time_ratio: Float32, kind: Levels, kind_ratio: Float32,
    counts: Levels, text: Levels, prior: Array, space_table: Array, time_table: Array, kind_table: Array,
    count_table: Array, text_table: Array, crowding: Array, odds: Array,
) -> None:  # fmt: skip
    """The odds of each pair by itself."""
    for p in range(len(first)):
        c = channels[p]
        at_place = space_table[c, space[p]] * space_ratio[p]
        within = _at(time_table[c], time_to[p]) - _at(time_table[c], time_from[p])
        own = prior[c, int(same_source[p])] / (0.5 * (crowding[first[p]] + crowding[second[p]]))
        own *= (1 - BLUNDER) * at_place + BLUNDER
        own *= (1 - BLUNDER) * within * time_ratio[p] + BLUNDER
        own *= kind_table[kind[p]] * kind_ratio[p] * text_table[text[p]]
        for f in range(counts.shape[1]):
            own *= count_table[f, counts[p, f]]
        odds[p] = own


@kernel()
def _share(
    odds: Array, of_first: Indices, of_second: Indices, free_first: Array, free_second: Array, group_odds: Array,
    sweeps: int,
) -> None:  # fmt: skip
    """Improve the chance that each report of a pair is not told by a rival of the other."""
    for _ in range(sweeps):
        group_odds[:] = 0.0
        for p in range(len(odds)):
            group_odds[of_first[p]] += odds[p] * free_second[p]
            group_odds[of_second[p]] += odds[p] * free_first[p]
        for p in range(len(odds)):
            own_first, own_second = odds[p] * free_second[p], odds[p] * free_first[p]
            # Half of the old message damps the swinging of rings.
            free_first[p] = 0.5 * (free_first[p] + 1 / (1 + max(group_odds[of_first[p]] - own_first, 0.0)))
            free_second[p] = 0.5 * (free_second[p] + 1 / (1 + max(group_odds[of_second[p]] - own_second, 0.0)))


@kernel()
def _add_up(
    first: Indices, second: Indices, channels: NDArray[np.int32], same_source: NDArray[np.bool_], space: Levels,
    scale: Levels, time_from: Float32, time_to: Float32, kind: Levels, counts: Levels, text: Levels, time_table: Array,
    crowding: Array, free_first: Array, free_second: Array, probability: Array, matches: Array, unrelated: Array,
    space_sum: Array, time_sum: Array, kind_sum: Array, count_sum: Array, text_sum: Array, space_unrelated: Array,
    scale_unrelated: Array, neighbours: Array,
) -> None:  # fmt: skip
    """Odds become probabilities; agreements are added up."""
    for p in range(len(first)):
        a, b, c, same = first[p], second[p], channels[p], int(same_source[p])
        both_free = free_first[p] * free_second[p]
        joined = probability[p] * both_free
        w = joined / (1 + joined)
        probability[p] = w
        matches[c, same] += w
        unrelated[c, same] += both_free / (1 + joined) / (0.5 * (crowding[a] + crowding[b]))
        neighbours[a] += 1 - w
        neighbours[b] += 1 - w
        space_sum[c, space[p]] += w
        space_unrelated[space[p]] += 1 - w
        scale_unrelated[scale[p]] += 1 - w
        kind_sum[0, kind[p]] += 1 - w
        kind_sum[1, kind[p]] += w
        text_sum[0, text[p]] += 1 - w
        text_sum[1, text[p]] += w
        for f in range(counts.shape[1]):
            count_sum[0, f, counts[p, f]] += 1 - w
            count_sum[1, f, counts[p, f]] += w
        if w > UNIMPORTANT and time_to[p] - time_from[p] < LONGEST_STRETCH:
            _add_time(time_sum[c], time_table[c], time_from[p], time_to[p], w)


@kernel()
def _add_time(time_sum: Array, cumulated: Array, begin: float, end: float, w: float) -> None:
    """Where in the open stretch the true difference lies, by what is known of the channels."""
    within = _at(cumulated, end) - _at(cumulated, begin)
    low = int(begin)
    while within > 0 and low < end:
        part = min(low + 1.0, end) - max(float(low), begin)
        time_sum[low] += w * part * (cumulated[low + 1] - cumulated[low]) / within
        low += 1
