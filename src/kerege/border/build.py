"""Sections, groups and neighbours, made from lines and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from kerege.border.cut import Cut, choose_cuts, choose_ring_cuts
from kerege.border.district_anchor import DistrictAnchor
from kerege.border.ground import distance_km, line_length_km
from kerege.border.group import group_sections
from kerege.border.line import BorderLine
from kerege.border.network import BorderNetwork, section_edges
from kerege.border.slug import slug
from kerege.border.walk import Walk
from kerege.domain.place import Place
from kerege.domain.section import BorderSection, SectionGroup

_COMPASS = ("E", "NE", "N", "NW", "W", "SW", "S", "SE")
_JUNCTION_KM = 1.0


@dataclass(frozen=True, slots=True)
class _NamedCut:
    km: float
    name: str


def build_sections(
    lines: Sequence[BorderLine],
    places: Sequence[Place],
    *,
    target_km: float = 10.0,
    group_km: float = 100.0,
    across_km: float = 20.0,
    reach_km: float = 10.0,
    districts: Sequence[DistrictAnchor] = (),
    district_reach_km: float = 15.0,
) -> BorderNetwork:
    """Sections of about the wanted length, cut opposite named places, with their groups and neighbours.

    Ids are made from the pair, the part and the places a section is cut at, so that they stay the same when a line is
    drawn a little differently or the other way round. Where no place is near, a cut is named by the km after or before
    the nearest named one ("Alba +20 km", "Birka −10 km"), on a ring by its direction from the middle ("Ostrov NE").

    Parameters
    ----------
    lines : sequence of BorderLine
        At least one.
    places : sequence of Place
        Those of the pair's two countries within `reach_km` of a line may name a cut.
    target_km, group_km : float
        Wanted length of a section and of a group of sections, in km. An enclave's ring is a group of its own.
    across_km : float
        How far apart sections that face each other across an enclave's strip of land may be, in km.
    reach_km : float
        How far from the line a place may be to name a cut, in km.
    districts : sequence of DistrictAnchor
        Places whose district is publicly known; a section takes the nearest one's of each side.
    district_reach_km : float
        How far such a place may be from the section, in km.

    Returns
    -------
    BorderNetwork
        Sections by pair, part and order.

    Examples
    --------
    >>> line = BorderLine(
    ...     pair="AA-BB", part="main", points=((10, 45), (10.3, 45)), is_ring=False, left="AA", right="BB"
    ... )
    >>> places = [Place("1", "Alba", "AA", 45.01, 10.12), Place("2", "Birka", "BB", 44.99, 10.2)]
    >>> network = build_sections([line], places, target_km=8)
    >>> [(section.id, section.length_km) for section in network.sections]
    [('aa-bb.aa-bb-w--alba', 9.462), ('aa-bb.alba--birka', 6.308), ('aa-bb.birka--aa-bb-e', 7.885)]
    >>> network.neighbours["aa-bb.alba--birka"]
    ('aa-bb.aa-bb-w--alba', 'aa-bb.birka--aa-bb-e')
    """
    walks = [Walk(line) for line in sorted(lines, key=_by_part)]
    sections: list[BorderSection] = []
    groups: list[SectionGroup] = []
    for walk in walks:
        codes = walk.line.countries
        candidates = _candidates(walk, (place for place in places if place.country in codes), reach_km)
        cuts = (
            _ring_cuts(walk, candidates, target_km) if walk.line.is_ring else _cuts(walk, candidates, target_km, walks)
        )
        made = [_with_districts(section, districts, district_reach_km) for section in _sections(walk, cuts)]
        grouped = group_sections(walk, made, places, group_km=group_km)
        group_of = {id_: group.id for group in grouped for id_ in group.section_ids}
        sections += [replace(section, group=group_of[section.id]) for section in made]
        groups += grouped
    return BorderNetwork(
        tuple(sections), tuple(groups), section_edges(sections, across_km=across_km, junction_km=_JUNCTION_KM)
    )


def _by_part(line: BorderLine) -> tuple[str, bool, str]:
    return line.pair, line.is_ring, line.part


def _candidates(walk: Walk, places: Iterable[Place], reach_km: float) -> list[Cut]:
    """One cut opposite each place within reach; of places with the same name, the nearest to the line."""
    west, south = walk.points.min(axis=0)
    east, north = walk.points.max(axis=0)
    margin = reach_km / 111 * 2.5  # degrees; a degree of longitude is 40 per cent of that at 66 degrees north
    nearest: dict[str, Cut] = {}
    for place in places:
        inside = (
            west - margin <= place.longitude <= east + margin and south - margin <= place.latitude <= north + margin
        )
        if not inside or not slug(place.name):
            continue
        km, distance = walk.nearest(place.longitude, place.latitude)
        cut = Cut(round(km, 3), place.name, distance / reach_km)
        known = nearest.get(slug(place.name))
        if cut.remoteness <= 1 and (known is None or cut.remoteness < known.remoteness):
            nearest[slug(place.name)] = cut
    return sorted(nearest.values(), key=lambda cut: (cut.km, cut.name))


def _cuts(walk: Walk, candidates: list[Cut], target_km: float, walks: Sequence[Walk]) -> list[_NamedCut]:
    start, end = _end_name(walk, 0, walks), _end_name(walk, -1, walks)
    if start == end:
        start, end = f"{start} (1)", f"{end} (2)"
    inner = [cut for cut in candidates if slug(cut.name) not in (slug(start), slug(end))]
    chosen = choose_cuts(walk.length_km, inner, target_km=target_km)[1]
    anchors = [
        _NamedCut(0.0, start),
        *(_NamedCut(cut.km, cut.name) for cut in chosen if cut.name),
        _NamedCut(walk.length_km, end),
    ]
    between = [_NamedCut(cut.km, cut.name or _from_nearest(cut.km, anchors)) for cut in chosen]
    return [anchors[0], *between, anchors[-1]]


def _from_nearest(km: float, anchors: Sequence[_NamedCut]) -> str:
    """How far along the line from the nearest named cut: "Alba +20 km" after it, "Alba −20 km" before it."""
    nearest = min(anchors, key=lambda anchor: abs(anchor.km - km))
    return f"{nearest.name} {'+' if km > nearest.km else '−'}{abs(km - nearest.km):.0f} km"


def _end_name(walk: Walk, end: int, walks: Sequence[Walk]) -> str:
    """The countries that meet at this end of a line, or the direction it looks to."""
    here = walk.line.points[end]
    codes = set(walk.line.countries)
    for other in walks:
        if not other.line.is_ring and any(distance_km(here, other.line.points[i]) <= _JUNCTION_KM for i in (0, -1)):
            codes |= set(other.line.countries)
    if len(codes) > 2:
        return "–".join(sorted(codes))
    there = walk.line.points[-1 - end]
    east, north = here[0] - there[0], here[1] - there[1]
    direction = ("E" if east > 0 else "W") if abs(east) >= abs(north) else ("N" if north > 0 else "S")
    return f"{'–'.join(walk.line.countries)} {direction}"


def _ring_cuts(walk: Walk, candidates: list[Cut], target_km: float) -> list[_NamedCut]:
    northernmost = float(walk.kilometres[int(np.argmax(walk.points[:-1, 1]))])
    cuts = choose_ring_cuts(walk.length_km, candidates, target_km=target_km, fallback_km=northernmost)
    middle = walk.points[:-1].mean(axis=0)
    taken: dict[str, int] = {}
    named = []
    for cut in cuts:
        name = cut.name
        if not name:
            longitude, latitude = walk.point_at(cut.km)
            east = (longitude - middle[0]) * np.cos(np.radians(middle[1]))
            eighth = round(float(np.degrees(np.arctan2(latitude - middle[1], east))) / 45) % 8
            name = f"{walk.line.part} {_COMPASS[eighth]}"
            taken[name] = taken.get(name, 0) + 1
            name += f" {taken[name]}" if taken[name] > 1 else ""
        named.append(_NamedCut(cut.km, name))
    return [*named, named[0]]


def _sections(walk: Walk, cuts: Sequence[_NamedCut]) -> list[BorderSection]:
    line = walk.line
    prefix = line.pair.casefold() if line.part == "main" else f"{line.pair.casefold()}.{slug(line.part)}"
    sections = []
    for order, (start, end) in enumerate(pairwise(cuts)):
        points = walk.stretch(start.km, end.km)
        is_whole_ring = line.is_ring and len(cuts) == 2
        sections.append(
            BorderSection(
                id=f"{prefix}.whole" if is_whole_ring else f"{prefix}.{slug(start.name)}--{slug(end.name)}",
                name=line.part if is_whole_ring else f"{start.name} – {end.name}",
                pair=line.pair,
                part=line.part,
                group="",
                order=order,
                line=points,
                left=line.left,
                right=line.right,
                length_km=round(line_length_km(points), 3),
                status=line.status,
                source=line.source,
                as_of=line.as_of,
                licence=line.licence,
            )
        )
    return sections


def _with_districts(section: BorderSection, anchors: Sequence[DistrictAnchor], reach_km: float) -> BorderSection:
    codes = tuple(section.pair.split("-"))
    walk = Walk(BorderLine(pair=section.pair, part=section.part, points=section.line, is_ring=False, left="", right=""))
    nearest: dict[str, tuple[float, str]] = {}
    for anchor in anchors:
        if anchor.country in codes:
            distance = walk.nearest(anchor.longitude, anchor.latitude)[1]
            if distance <= reach_km and distance < nearest.get(anchor.country, (reach_km + 1, ""))[0]:
                nearest[anchor.country] = (distance, anchor.district)
    return replace(section, districts={code: nearest[code][1] for code in codes if code in nearest})
