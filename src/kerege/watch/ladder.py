"""The pooling ladder: section group, then pair, then region, until there is enough record to judge by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.domain.region import Region
from kerege.risk.threat import BorderTree

SMALLEST_LENGTH_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class PooledUnit:
    """A unit that is judged: a group on its own, or what was pooled because single groups are too quiet.

    Parameters
    ----------
    id, name, level : str
        The group, pair or region, and which of these it is.
    pooled_from : tuple of str
        What was counted together: groups for a pair, pairs for the region; empty for a group.
    length_share : float
        Its share of the region's border length, at least 1 %.
    """

    id: str
    name: str
    level: str
    pooled_from: tuple[str, ...]
    length_share: float


def pooling_ladder(
    region: Region,
    tree: BorderTree,
    *,
    pair: NDArray[np.int64],
    group: NDArray[np.int64],
    decayed: NDArray[np.float64],
    standing_incidents: float,
) -> tuple[list[PooledUnit], NDArray[np.int64]]:
    """The units to judge, and which of them each incident counts for.

    A group stands on its own from `standing_incidents` decayed past incidents on. The other groups of a pair are
    judged together, with the incidents known for the pair only, if they reach that number together; else they go,
    with those of other such pairs, to the region. So every incident counts in exactly one unit.

    Parameters
    ----------
    region : Region
    tree : BorderTree
    pair, group : int arrays, shape (N,)
        Where each incident lies; -1 where not known.
    decayed : float array, shape (N,)
        Weight of each incident as past record; 0 for those that are judged.
    standing_incidents : float

    Returns
    -------
    units : list of PooledUnit
    unit : int array, shape (N,)
        Index of each incident's unit.
    """
    groups, pairs = len(region.groups), len(region.pairs)
    placed = group >= 0
    by_group = np.bincount(group[placed], decayed[placed], groups)
    stands = by_group >= standing_incidents
    group_km = np.bincount(tree.group_of_section, tree.length_km, groups)
    total_km = group_km.sum()
    quiet = ~placed | ~stands[group]
    units: list[PooledUnit] = []
    unit = np.full(len(pair), -1)
    for index in np.flatnonzero(stands).tolist():
        own = region.groups[index]
        unit[group == index] = len(units)
        units.append(PooledUnit(own.id, own.name, "group", (), _share(group_km[index], total_km)))
    left: list[int] = []
    for index, name in enumerate(region.pairs):
        members = quiet & (pair == index)
        if decayed[members].sum() < standing_incidents:
            left.append(index)
            continue
        pooled = np.flatnonzero(~stands & (tree.pair_of_group == index))
        unit[members] = len(units)
        names = tuple(region.groups[i].id for i in pooled)
        units.append(PooledUnit(name, name, "pair", names, _share(group_km[pooled].sum(), total_km)))
    rest = unit < 0
    if left or rest.any():
        km = group_km[~stands & np.isin(tree.pair_of_group, left)].sum()
        unit[rest] = len(units)
        names = tuple(region.pairs[i] for i in left) if len(left) < pairs else region.pairs
        units.append(PooledUnit(region.code, region.title, "region", names, _share(km, total_km)))
    return units, unit


def _share(km: float, total_km: float) -> float:
    return max(float(km / total_km), SMALLEST_LENGTH_SHARE)
