"""How two reports differ, field by field, as the levels that linkage weighs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.settings import LinkageSettings

Array = NDArray[np.float64]
Float32 = NDArray[np.float32]
Indices = NDArray[np.int64]
Levels = NDArray[np.uint8]

# Distance in standard deviations of both places together; the last level is open.
SPACE_EDGES = np.array([0, .2, .4, .6, .8, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 12])  # fmt: skip
_HALF_TIMES = np.array([0.04, 0.08, 0.15, 0.25, 0.375, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4])
# Days from the report of the one channel to that of the other, in units of a quarter of max_days.
TIME_EDGES = np.concatenate([-_HALF_TIMES[::-1], [0.0], _HALF_TIMES])
SAME_KIND, SAME_FAMILY, OTHER_FAMILY, KIND_UNKNOWN = range(4)
# Both none; equal (below 3; from 3 on); off by one or a tenth; by two or a quarter; by half; by more; not given.
COUNT_LEVELS = 8
COUNT_UNKNOWN = 7
# Share of the weight of their words that two texts have in common.
TEXT_EDGES = np.array([0.06, 0.14, 0.26, 0.45])
TEXT_LEVELS = 6
TEXT_UNKNOWN = 5
# A place is known with a standard deviation of half its radius, and a moment to half an hour at best.
RADIUS_OF_DEVIATIONS, SHORTEST_DAYS = 2.0, 0.02
SCALE_EDGES = np.geomspace(0.05, 100.0, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairComparison:
    """P compared pairs.

    Parameters
    ----------
    first, second : int arrays, shape (P,)
        Rows of the reports.
    km, gap_days : arrays, shape (P,)
        Distance; time of the report of the channel that stands first in the list, less that of the other.
    channels : int array, shape (P,)
        Number of the pair of channels, see `channel_pair`.
    same_source : bool array, shape (P,)
    space : uint8 array, shape (P,)
        Level of the distance in standard deviations.
    space_ratio : array, shape (P,)
        Area within max_km over the area of the level: what a share m of the level is divided by 1/it for.
    scale : uint8 array, shape (P,)
        Level of the standard deviation itself.
    time_from, time_to : arrays, shape (P,)
        Where the true difference of times may lie, on the axis of `TIME_EDGES`, whose edges are 0, 1, 2, ...
    time_ratio : array, shape (P,)
        2 max_days over the length of that stretch in days.
    kind : uint8 array, shape (P,)
    kind_ratio : array, shape (P,)
        How much more an agreement on this kind says than one on any kind.
    counts : uint8 array, shape (P, F)
    text : uint8 array, shape (P,)
    """

    first: Indices
    second: Indices
    km: Array
    gap_days: Float32
    channels: NDArray[np.int32]
    same_source: NDArray[np.bool_]
    space: Levels
    space_ratio: Float32
    scale: Levels
    time_from: Float32
    time_to: Float32
    time_ratio: Float32
    kind: Levels
    kind_ratio: Float32
    counts: Levels
    text: Levels

    def __len__(self) -> int:
        return len(self.first)


def channel_pair(low: int, high: int) -> int:
    """Number of the pair of channels low <= high.

    Examples
    --------
    >>> [channel_pair(low, high) for high in range(3) for low in range(high + 1)]
    [0, 1, 2, 3, 4, 5]
    """
    return high * (high + 1) // 2 + low


def compare_pairs(
    columns: ReportColumns, first: Indices, second: Indices, km: Array, settings: LinkageSettings,
    term_weight: Array, kind_share: Array,
) -> PairComparison:  # fmt: skip
    r"""Compare pairs of reports.

    The standard deviation of a distance is :math:`s = \sqrt{r_a^2 + r_b^2} / 2`. A level of the distance from
    :math:`z_0 s` to :math:`z_1 s` covers the share :math:`(z_1^2 - z_0^2) s^2 / R^2` of the area within R = max_km.
    Times of half length h_a and h_b leave the true difference open by :math:`\sqrt{h_a^2 + h_b^2}` either way.
    An agreement on kind k, of the share p_k, says :math:`\sum_j p_j^2 / p_k` times as much as one on any kind.
    Texts have :math:`2 \sum_{common} v_t / (\sum_a v_t + \sum_b v_t)` in common.

    Parameters
    ----------
    columns : ReportColumns
    first, second : int arrays, shape (P,)
    km : array, shape (P,)
    settings : LinkageSettings
    term_weight : array, shape (terms of columns.text,)
        Weight v_t of each term, more for rare ones.
    kind_share : array, shape (K,)
        Share p_k of each kind, > 0.
    """
    pairs, fields = len(first), columns.counts.shape[1]
    radius = np.where(np.isnan(columns.uncertainty_km), settings.usual_km, columns.uncertainty_km)
    result = PairComparison(
        first=first, second=second, km=km,
        gap_days=np.empty(pairs, np.float32),
        channels=np.empty(pairs, np.int32),
        same_source=np.empty(pairs, np.bool_),
        space=np.empty(pairs, np.uint8),
        space_ratio=np.empty(pairs, np.float32),
        scale=np.empty(pairs, np.uint8),
        time_from=np.empty(pairs, np.float32),
        time_to=np.empty(pairs, np.float32),
        time_ratio=np.empty(pairs, np.float32),
        kind=np.empty(pairs, np.uint8),
        kind_ratio=np.ones(pairs, np.float32),
        counts=np.empty((pairs, fields), np.uint8),
        text=np.empty(pairs, np.uint8),
    )  # fmt: skip
    family = columns.family if len(columns.family) else np.zeros(1, np.int64)
    share = kind_share if len(kind_share) else np.ones(1)
    _compare(
        first, second, km, columns.middle_days, columns.half_days, radius / RADIUS_OF_DEVIATIONS, columns.channel,
        columns.source, columns.kind, family, np.sum(share**2) / share, columns.counts, columns.text.begins,
        columns.text.terms, term_weight, settings.max_km, settings.max_days, SPACE_EDGES,
        TIME_EDGES * settings.max_days / 4, SCALE_EDGES, TEXT_EDGES,
        result.gap_days, result.channels, result.same_source, result.space, result.space_ratio, result.scale,
        result.time_from, result.time_to, result.time_ratio, result.kind, result.kind_ratio, result.counts, result.text,
    )  # fmt: skip
    return result


@kernel()
def _level(edges: Array, value: float) -> int:
    """How many edges lie at or below the value."""
    low, high = 0, len(edges)
    while low < high:
        middle = (low + high) // 2
        if edges[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low


@kernel()
def _on_axis(edges: Array, value: float) -> float:
    """A value on the axis whose edges are 0, 1, 2, ...; beyond them the ends."""
    if value <= edges[0]:
        return 0.0
    if value >= edges[-1]:
        return len(edges) - 1.0
    low = _level(edges, value) - 1
    return float(low + (value - edges[low]) / (edges[low + 1] - edges[low]))


@kernel()
def _count_level(a: int, b: int) -> int:
    if a < 0 or b < 0:
        return 7
    apart, most = abs(a - b), max(a, b)
    if apart == 0:
        return 0 if most == 0 else 1 if most < 3 else 2
    if most > 1 and apart <= max(1.0, 0.1 * most):
        return 3
    if most > 2 and apart <= max(2.0, 0.25 * most):
        return 4
    return 5 if apart <= max(1.0, 0.5 * most) else 6


@kernel()
def _common_share(terms: Indices, weight: Array, a: int, a_end: int, b: int, b_end: int) -> float:
    total, common = 0.0, 0.0
    for i in range(a, a_end):
        total += weight[i]
    for i in range(b, b_end):
        total += weight[i]
    while a < a_end and b < b_end:
        if terms[a] == terms[b]:
            common += weight[a]
            a += 1
            b += 1
        elif terms[a] < terms[b]:
            a += 1
        else:
            b += 1
    return 2 * common / total if total > 0 else 0.0


@kernel()
def _compare(
    first: Indices, second: Indices, km: Array, middle: Array, half: Array, deviation: Array, channel: Indices,
    source: Indices, kind: Indices, family: Indices, rarity: Array, counts: Indices, begins: Indices, terms: Indices,
    weight: Array, max_km: float, max_days: float, space_edges: Array, time_edges: Array, scale_edges: Array,
    text_edges: Array, gap_days: Float32, channels: NDArray[np.int32], same_source: NDArray[np.bool_], space: Levels,
    space_ratio: Float32, scale: Levels, time_from: Float32, time_to: Float32, time_ratio: Float32, kinds: Levels,
    kind_ratio: Float32, count_levels: Levels, text: Levels,
) -> None:  # fmt: skip
    for p in range(len(first)):
        a, b = first[p], second[p]
        if channel[a] > channel[b]:
            a, b = b, a
        channels[p] = channel[b] * (channel[b] + 1) // 2 + channel[a]
        same_source[p] = source[a] == source[b]
        squared = deviation[a] ** 2 + deviation[b] ** 2
        deviations = km[p] / np.sqrt(squared)
        own = min(_level(space_edges, deviations) - 1, len(space_edges) - 2)
        space[p] = own
        covered = (space_edges[own + 1] ** 2 - space_edges[own] ** 2) * squared
        space_ratio[p] = max_km**2 / covered
        scale[p] = _level(scale_edges, np.sqrt(squared))
        gap = middle[a] - middle[b]
        gap_days[p] = gap
        open_days = max(np.sqrt(half[a] ** 2 + half[b] ** 2), 0.02)
        time_from[p] = _on_axis(time_edges, gap - open_days)
        time_to[p] = _on_axis(time_edges, gap + open_days)
        time_ratio[p] = max_days / open_days
        if kind[a] < 0 or kind[b] < 0:
            kinds[p] = 3
        elif kind[a] == kind[b]:
            kinds[p] = 0
            kind_ratio[p] = rarity[kind[a]]
        else:
            kinds[p] = 1 if family[kind[a]] == family[kind[b]] else 2
        for f in range(counts.shape[1]):
            count_levels[p, f] = _count_level(counts[a, f], counts[b, f])
        if begins[a] == begins[a + 1] or begins[b] == begins[b + 1]:
            text[p] = 5
        else:
            share = _common_share(terms, weight, begins[a], begins[a + 1], begins[b], begins[b + 1])
            text[p] = _level(text_edges, share)
