"""Where incidents lie against the region's border, as the columns that are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerege.border.locate import locate
from kerege.domain.incident import Incident
from kerege_web.incidents.stored_form import location_fields
from kerege_web.region import current_region


def location_columns(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    """For each incident the columns that say where it lies.

    As in the watch: an incident whose sides name a pair lies on that pair's sections only, and on none where the
    region does not hold their border.
    """
    region = current_region()
    pairs = [incident.pair for incident in incidents]
    positions = [incident.position for incident in incidents]
    found = locate(positions, region.sections, depth_km=region.depth_km, pairs=pairs)
    columns = []
    for pair, location in zip(pairs, found, strict=True):
        section = region.section[location.section_id] if location else None
        columns.append(
            location_fields(location, section.pair if section else pair or "", section.group if section else "")
        )
    return columns
