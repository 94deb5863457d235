"""Groups of neighbouring sections, named after the best known places beside them."""

from __future__ import annotations

from collections.abc import Sequence

from kerege.border.slug import slug
from kerege.border.walk import Walk
from kerege.domain.place import Place
from kerege.domain.section import BorderSection, SectionGroup

_KNOWN_WITHIN_KM = 20.0


def group_sections(
    walk: Walk, sections: Sequence[BorderSection], places: Sequence[Place], *, group_km: float
) -> list[SectionGroup]:
    """The sections of one line in groups of about the wanted length; a ring is one group with the name of its part.

    A group of an open line is named after the one or two places with the most inhabitants within 20 km of its sections;
    where no place is near, after its two ends.

    Parameters
    ----------
    walk : Walk
        The line.
    sections : sequence of BorderSection
        All its sections in order.
    places : sequence of Place
        Only those of the pair's two countries count. A population that is not known ranks last.
    group_km : float
        Wanted length of a group in km.
    """
    line = walk.line
    prefix = line.pair.casefold() if line.part == "main" else f"{line.pair.casefold()}.{slug(line.part)}"
    if line.is_ring:
        return [SectionGroup(f"{prefix}.group", line.part, line.pair, tuple(section.id for section in sections))]
    count = max(1, round(walk.length_km / group_km))
    members: list[list[BorderSection]] = [[] for _ in range(count)]
    bounds: list[tuple[float, float]] = [(walk.length_km, 0.0)] * count
    start = 0.0
    for section in sections:
        end = start + section.length_km
        index = min(int((start + end) / 2 / walk.length_km * count), count - 1)
        members[index].append(section)
        bounds[index] = (min(bounds[index][0], start), max(bounds[index][1], end))
        start = end
    known = _known_places(walk, places)
    groups = []
    for inside, (first_km, last_km) in zip(members, bounds, strict=True):
        if not inside:
            continue
        near = [(km, place) for km, place in known if first_km <= km < last_km]
        best = sorted(near, key=lambda item: (-(item[1].population or 0), item[1].id))[:2]
        names = [place.name for _, place in sorted(best, key=lambda item: item[0])]
        if not names:
            names = [inside[0].name.split(" – ")[0], inside[-1].name.split(" – ")[-1]]
        id_ = ".".join((prefix, "group", "-".join(slug(name) for name in names)))
        groups.append(SectionGroup(id_, ", ".join(names), line.pair, tuple(section.id for section in inside)))
    return groups


def _known_places(walk: Walk, places: Sequence[Place]) -> list[tuple[float, Place]]:
    found = []
    for place in places:
        if place.country in walk.line.countries:
            km, distance = walk.nearest(place.longitude, place.latitude)
            if distance <= _KNOWN_WITHIN_KM:
                found.append((km, place))
    return found
