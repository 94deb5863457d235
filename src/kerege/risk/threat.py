"""How many incidents are to be expected of each section: records shrunk to group, pair and region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.domain.risk_parameters import RiskParameters


@dataclass(frozen=True, slots=True)
class BorderTree:
    """Which section belongs to which group and pair, and how long it is.

    Parameters
    ----------
    group_of_section : int array, shape (S,)
        Index of the group of each section.
    pair_of_group : int array, shape (G,)
        Index of the pair of each group.
    length_km : float array, shape (S,)
        Length of each section, > 0.

    Raises
    ------
    ValueError
        If a length is not positive, or a group has no section.
    """

    group_of_section: NDArray[np.int64]
    pair_of_group: NDArray[np.int64]
    length_km: NDArray[np.float64]

    def __post_init__(self) -> None:
        if not (self.length_km > 0).all():
            raise ValueError("Sections need positive lengths.")
        if set(self.group_of_section.tolist()) != set(range(len(self.pair_of_group))):
            raise ValueError("Every group needs a section.")


@dataclass(frozen=True, slots=True)
class ThreatRates:
    """Expected incidents per four weeks at each level of the border; every level adds up to the next.

    Parameters
    ----------
    region : float
    pairs : array, shape (P,)
    groups : array, shape (G,)
    sections : array, shape (S,)
    from_here, from_group, from_border : arrays, shape (S,)
        What the rate of a section is owed to: its own record, that of the rest of its group, and that of its pair
        and region spread by length. They add up to `sections`.
    """

    region: float
    pairs: NDArray[np.float64]
    groups: NDArray[np.float64]
    sections: NDArray[np.float64]
    from_here: NDArray[np.float64]
    from_group: NDArray[np.float64]
    from_border: NDArray[np.float64]


def threat_rates(
    tree: BorderTree,
    *,
    section_counts: NDArray[np.float64],
    pair_only_counts: NDArray[np.float64],
    region_only_count: float,
    exposure: float,
    parameters: RiskParameters,
) -> ThreatRates:
    """Expected incidents per four weeks of each section, shrunk to its group, pair and region.

    With decayed counts n and decayed exposure E (four-week periods), lengths l as shares of the parent, prior
    incidents k0 and strengths k1, k2, k3:

        region   R = (k0 + N) / E
        pair     R_p = R   (k1 l_p + n_p) / (k1 + sum n_p)
        group    R_g = R_p (k2 l_g + n_g) / (k2 + sum n_g)
        section  R_s = R_g (k3 l_s + n_s) / (k3 + sum n_s)

    The mean of a gamma-Poisson total with Dirichlet shares at each level, so all levels add up. Where nothing is
    known the length decides; each incident moves the estimate towards the record. One more incident in a section
    never lowers that section's rate.

    Parameters
    ----------
    tree : BorderTree
    section_counts : array, shape (S,)
        Decayed counts; an incident that touches several sections is shared among them.
    pair_only_counts : array, shape (P,)
        Decayed counts known for the pair only.
    region_only_count : float
        Decayed count not known for any pair.
    exposure : float
        Decayed time under watch, in four-week periods, > 0.
    parameters : RiskParameters
        k0 = prior_incidents, k1..k3 = pair_strength, group_strength, section_strength.

    Raises
    ------
    ValueError
        For a negative count or an exposure that is not positive.

    Examples
    --------
    >>> from kerege.files.watch_parameters import read_watch_parameters
    >>> tree = BorderTree(np.array([0, 0, 1]), np.array([0, 0]), np.array([10.0, 10.0, 20.0]))
    >>> rates = threat_rates(tree, section_counts=np.array([3.0, 0.0, 0.0]), pair_only_counts=np.zeros(1),
    ...                      region_only_count=0.0, exposure=10.0, parameters=read_watch_parameters().risk)
    >>> rates.region, rates.groups.round(5).tolist(), rates.sections.round(5).tolist()
    (0.35, [0.30625, 0.04375], [0.26797, 0.03828, 0.04375])
    """
    if not exposure > 0:
        raise ValueError(f"The time under watch must be above 0, not {exposure}.")
    if (section_counts < 0).any() or (pair_only_counts < 0).any() or region_only_count < 0:
        raise ValueError("Counts cannot be negative.")
    group_counts = np.bincount(tree.group_of_section, section_counts, len(tree.pair_of_group))
    pairs = len(pair_only_counts)
    placed = np.bincount(tree.pair_of_group, group_counts, pairs)
    group_km = np.bincount(tree.group_of_section, tree.length_km, len(tree.pair_of_group))
    pair_km = np.bincount(tree.pair_of_group, group_km, pairs)
    pair_counts = placed + pair_only_counts

    region = (parameters.prior_incidents + pair_counts.sum() + region_only_count) / exposure
    strength = parameters.pair_strength
    pair_rates = region * (strength * pair_km / pair_km.sum() + pair_counts) / (strength + pair_counts.sum())
    strength, parent = parameters.group_strength, tree.pair_of_group
    scale = pair_rates[parent] / (strength + placed[parent])
    group_prior, group_record = scale * strength * group_km / pair_km[parent], scale * group_counts
    strength, parent = parameters.section_strength, tree.group_of_section
    by_length = strength * tree.length_km / group_km[parent] / (strength + group_counts[parent])
    own_share = section_counts / (strength + group_counts[parent])
    groups = group_prior + group_record
    from_here, spread = groups[parent] * own_share, groups[parent] * by_length
    with np.errstate(invalid="ignore"):
        record_share = np.where(groups > 0, group_record / groups, 0.0)[parent]
    return ThreatRates(
        region=float(region),
        pairs=pair_rates,
        groups=groups,
        sections=from_here + spread,
        from_here=from_here,
        from_group=spread * record_share,
        from_border=spread * (1 - record_share),
    )
