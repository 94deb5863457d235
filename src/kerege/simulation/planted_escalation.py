"""Bursts that set themselves off along the border: the truth that a detector is to find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from kerege.domain.region import Region
from kerege.simulation.border_design import BorderDesign
from kerege.simulation.category_draw import draw_categories

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
_CALMEST_HEAT = 0.15
# At ten times the range the chance has fallen to e^-10 of that near by.
_REACH_IN_RANGES = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedEscalation:
    """One escalation as it truly was.

    Parameters
    ----------
    id : str
    section, group : int
        Index of the section it began around, and of its group, in region.sections and region.groups.
    section_id, group_id : str
        Their ids.
    begins, ends : datetime
        Its first and its last incident.
    incidents : int
        How many belong to it, those set off in other sections among them.
    severity : int
        The gravest, 1..5.
    """

    id: str
    section: int
    group: int
    section_id: str
    group_id: str
    begins: datetime
    ends: datetime
    incidents: int
    severity: int


class BorderWalk:
    """Where the incidents that one sets off lie: near it along the border.

    Parameters
    ----------
    region : Region
        Its edges are what distances are walked along.
    range_km : float
        The chance of section s after one in section r is in proportion to length_s exp(-d_rs / range_km), with d_rs
        the km from middle to middle along the border.
    """

    def __init__(self, region: Region, range_km: float) -> None:
        index = {section.id: i for i, section in enumerate(region.sections)}
        count = len(region.sections)
        ends = np.array([(index[edge.first], index[edge.second]) for edge in region.edges], dtype=np.int64)
        ends = ends.reshape(-1, 2)
        # Distances of zero would vanish from a sparse matrix.
        km = np.maximum([edge.km for edge in region.edges], 1e-6)
        self._graph = sparse.csr_matrix((km, (ends[:, 0], ends[:, 1])), shape=(count, count))
        self._length_km = np.array([section.length_km for section in region.sections])
        self._range_km = range_km

    def weights(self, sections: Indices) -> Array:
        """Relative chance of each section after one in each of these, shape (len(sections), S)."""
        reach = _REACH_IN_RANGES * self._range_km
        km = np.asarray(dijkstra(self._graph, directed=False, indices=sections, limit=reach))
        return np.asarray(self._length_km * np.exp(-km / self._range_km))

    def step(self, sections: Indices, rng: np.random.Generator) -> Indices:
        """The section of one incident set off by each of these."""
        if not len(sections):
            return sections
        origins, row = np.unique(sections, return_inverse=True)
        return draw_categories(self.weights(origins), row, rng)


def branching_burst(
    days: Array, sections: Indices, walk: BorderWalk, design: BorderDesign, rng: np.random.Generator
) -> tuple[Array, Indices]:
    """The sparks and all that they set off: time in days and section of each, in no order.

    Each incident sets off a Poisson number of others with mean m = `reproduction`, after exponential lags with mean
    `lag_days`. Without the cut at `longest_days` after the first spark, n sparks grow to a mean of n / (1 - m) with
    variance n m / (1 - m)^3 (Borel-Tanner law).

    Parameters
    ----------
    days : array, shape (n,)
        Times of the sparks, in days.
    sections : int array, shape (n,)
    walk : BorderWalk
    design : BorderDesign
    rng : Generator
    """
    latest = days.min() + design.longest_days
    all_days, all_sections = [days], [sections]
    while len(days):
        children = rng.poisson(design.reproduction, len(days))
        parent = np.repeat(np.arange(len(days)), children)
        when = days[parent] + rng.exponential(design.lag_days, len(parent))
        parent, when = parent[when < latest], when[when < latest]
        days, sections = when, walk.step(sections[parent], rng)
        all_days.append(days)
        all_sections.append(sections)
    return np.concatenate(all_days), np.concatenate(all_sections)


def rising_heat(days: Array) -> Array:
    """How far an escalation has got at each incident, from 0.15 at its first to 1 at its last.

    Examples
    --------
    >>> rising_heat(np.array([10.0, 12.0, 14.0])).round(3).tolist()
    [0.15, 0.575, 1.0]
    """
    span = np.ptp(days) or 1.0
    return np.asarray(_CALMEST_HEAT + (1 - _CALMEST_HEAT) * (days - days.min()) / span)


def draw_bursts(
    region: Region,
    section_rates: Array,
    *,
    count: int,
    history_days: int,
    design: BorderDesign,
    rng: np.random.Generator,
) -> tuple[list[int], list[tuple[Array, Indices]]]:
    """The section that each escalation begins around, and the day and section of each of its incidents.

    Half of the escalations begin where much happens anyway (in proportion to the rates), half anywhere (in proportion
    to the length). Their beginnings are spread: each has its own stretch of the history.

    Parameters
    ----------
    region : Region
    section_rates : array, shape (S,)
        Expected incidents of each section over the whole history.
    count : int
        Escalations, >= 0.
    history_days : int
    design : BorderDesign
    rng : Generator

    Raises
    ------
    ValueError
        If the history is too short to hold an escalation after its first part.
    """
    first, last = design.earliest_share * history_days, history_days - design.longest_days
    if count and last <= first:
        raise ValueError(f"A history of {history_days} days is too short to plant an escalation.")
    length = np.array([section.length_km for section in region.sections])
    chance = section_rates / section_rates.sum() / 2 + length / length.sum() / 2
    centres = draw_categories(chance[None, :], np.zeros(count, dtype=np.int64), rng)
    walk = BorderWalk(region, design.range_km)
    group = [section.group for section in region.sections]
    bursts = []
    for k, centre in enumerate(centres.tolist()):
        begins = first + (last - first) * (k + rng.uniform()) / count
        in_group = np.array([own == group[centre] for own in group])
        sparks = design.sparks(weekly=float(section_rates[in_group].sum()) / history_days * 7)
        days = begins + np.concatenate([[0.0], rng.uniform(0, design.spark_days, sparks - 1)])
        near = walk.step(np.full(sparks - 1, centre), rng)
        bursts.append(branching_burst(days, np.concatenate([[centre], near]), walk, design, rng))
    return centres.tolist(), bursts
