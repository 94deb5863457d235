"""Which part of the border a signal stands for."""

from __future__ import annotations

from kerege.domain.region import Region
from kerege.domain.signal import Signal


def groups_covered(signal: Signal, region: Region) -> frozenset[int]:
    """Indices of the section groups that a signal stands for, in the region's order."""
    index = {group.id: i for i, group in enumerate(region.groups)}
    if signal.unit_level == "group":
        return frozenset({index[signal.unit_id]})
    if signal.unit_level == "stretch":
        return frozenset(index[region.section[section].group] for section in signal.pooled_from)
    if signal.unit_level == "pair":
        named = [index[group] for group in signal.pooled_from]
        return frozenset(named or [i for i, group in enumerate(region.groups) if group.pair == signal.unit_id])
    pairs = signal.pooled_from or region.pairs
    return frozenset(i for i, group in enumerate(region.groups) if group.pair in pairs)


def sections_covered(signal: Signal, region: Region) -> frozenset[str]:
    """Ids of the border sections that a signal stands for: a stretch's own, else all of its groups."""
    if signal.unit_level == "stretch":
        return frozenset(signal.pooled_from)
    groups = groups_covered(signal, region)
    return frozenset(section for i in groups for section in region.groups[i].section_ids)
