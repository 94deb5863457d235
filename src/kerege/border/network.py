"""Sections with their neighbours: along the line, and across an enclave's strip of land."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from shapely.geometry import LineString

from kerege.border.ground import Plane, cumulative_km, distance_km
from kerege.domain.section import BorderSection, SectionEdge, SectionGroup


@dataclass(frozen=True)
class BorderNetwork:
    """Sections, the groups they are counted in, and which of them are neighbours.

    Parameters
    ----------
    sections : tuple of BorderSection
    groups : tuple of SectionGroup
    edges : tuple of SectionEdge
        Each pair of neighbours once.
    """

    sections: tuple[BorderSection, ...]
    groups: tuple[SectionGroup, ...]
    edges: tuple[SectionEdge, ...]

    @cached_property
    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """Ids of the neighbours of each section, in order of the edges."""
        found: dict[str, list[str]] = {section.id: [] for section in self.sections}
        for edge in self.edges:
            found[edge.first].append(edge.second)
            found[edge.second].append(edge.first)
        return {id_: tuple(dict.fromkeys(others)) for id_, others in found.items()}


def section_edges(
    sections: Sequence[BorderSection], *, across_km: float, junction_km: float = 1.0
) -> tuple[SectionEdge, ...]:
    """Which sections are neighbours.

    "along": two sections whose ends meet (also where three countries meet), with the km between their middles walked
    along the border. "across": a section of an enclave's ring and a section of another line, one the nearest seen from
    the other, with the km between their middles on the ground. A ring that faces nothing within reach is
    joined with the nearest section there is, so that no ring stands alone.

    Parameters
    ----------
    sections : sequence of BorderSection
        In order along each part.
    across_km : float
        How far apart facing sections may be, in km.
    junction_km : float
        How far apart two lines may end and still meet, in km. Lines of different sources seldom end at one point.

    Examples
    --------
    >>> common = {"name": "", "pair": "AA-BB", "part": "main", "group": "g", "left": "AA", "right": "BB"}
    >>> one = BorderSection(id="a", order=0, line=((10, 45), (10.1, 45)), length_km=7.9, **common)
    >>> two = BorderSection(id="b", order=1, line=((10.1, 45), (10.3, 45)), length_km=15.8, **common)
    >>> section_edges([one, two], across_km=10)
    (SectionEdge(first='a', second='b', km=11.85, kind='along'),)
    """
    edges = _edges_along(sections, junction_km)
    touching = {frozenset((edge.first, edge.second)) for edge in edges}
    edges += [
        edge for edge in _edges_across(sections, across_km) if frozenset((edge.first, edge.second)) not in touching
    ]
    return tuple(edges)


def middle_of(section: BorderSection) -> tuple[float, float]:
    """The point half way along a section, longitude and latitude in degrees."""
    walked = cumulative_km(section.line)
    longitudes, latitudes = np.asarray(section.line, dtype=np.float64).T
    half = walked[-1] / 2
    return float(np.interp(half, walked, longitudes)), float(np.interp(half, walked, latitudes))


def _edges_along(sections: Sequence[BorderSection], junction_km: float) -> list[SectionEdge]:
    edges = []
    for a, b in combinations(sections, 2):
        ends = [(p, q) for p in (a.line[0], a.line[-1]) for q in (b.line[0], b.line[-1])]
        # A tenth of a degree is more than any junction is wide; most pairs end here.
        near = [(p, q) for p, q in ends if abs(p[1] - q[1]) < junction_km / 10]
        meet = any(p == q for p, q in near)
        if not meet and (a.pair, a.part) != (b.pair, b.part):
            meet = any(distance_km(p, q) <= junction_km for p, q in near)
        if meet:
            edges.append(SectionEdge(a.id, b.id, round((a.length_km + b.length_km) / 2, 3), "along"))
    return edges


def _edges_across(sections: Sequence[BorderSection], across_km: float) -> list[SectionEdge]:
    parts: dict[tuple[str, str], list[BorderSection]] = {}
    for section in sections:
        parts.setdefault((section.pair, section.part), []).append(section)
    rings = {key for key, members in parts.items() if members[0].line[0] == members[-1].line[-1]}
    plane = Plane.around(np.array([point for section in sections for point in section.line]))
    flat = {
        section.id: LineString(np.column_stack(plane.project(*zip(*section.line, strict=True)))) for section in sections
    }
    found: dict[tuple[str, str], None] = {}
    for ring in sorted(rings):
        others = [key for key in parts if key != ring]
        if not others:
            continue
        gaps: dict[tuple[str, str], float] = {}
        for other in others:
            pairs = _facing(parts[ring], parts[other], flat, across_km)
            gaps.update(pairs)
        if not gaps:
            rest = [section for other in others for section in parts[other]]
            gap, a, b = min((flat[a.id].distance(flat[b.id]), a.id, b.id) for a in parts[ring] for b in rest)
            gaps[a, b] = gap
        for a, b in gaps:
            if (b, a) not in found:
                found[a, b] = None
    by_id = {section.id: section for section in sections}
    return [
        SectionEdge(a, b, round(distance_km(middle_of(by_id[a]), middle_of(by_id[b])), 3), "across") for a, b in found
    ]


def _facing(
    ring: Sequence[BorderSection], other: Sequence[BorderSection], flat: dict[str, LineString], across_km: float
) -> dict[tuple[str, str], float]:
    """Pairs (ring section, other section) of which one is the nearest seen from the other, within reach."""
    gap = np.array([[flat[a.id].distance(flat[b.id]) for b in other] for a in ring])
    nearest_other, nearest_ring = gap.argmin(axis=1), gap.argmin(axis=0)
    wanted = {(i, int(j)) for i, j in enumerate(nearest_other)} | {(int(i), j) for j, i in enumerate(nearest_ring)}
    return {(ring[i].id, other[j].id): float(gap[i, j]) for i, j in sorted(wanted) if gap[i, j] <= across_km}
