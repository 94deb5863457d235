"""The sections that a signal is about."""

from __future__ import annotations

from kerege.domain.region import Region
from kerege.domain.signal import Signal


def signal_sections(signal: Signal, region: Region) -> frozenset[str]:
    """Ids of the sections of a signal's stretch, group, border or region; those of a stretch stand in the signal."""
    known = frozenset(section.id for section in region.sections)
    if signal.unit_level == "stretch":
        return known & {signal.unit_id, *signal.pooled_from}
    if signal.unit_level == "region":
        return known
    name = "pair" if signal.unit_level == "pair" else "group"
    return frozenset(section.id for section in region.sections if getattr(section, name) == signal.unit_id)
