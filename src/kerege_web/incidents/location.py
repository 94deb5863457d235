"""Where incidents lie against the region's border, as the columns that are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerege.domain.incident import Incident
from kerege_web.incidents.stored_form import location_fields
from kerege_web.region import current_region


def location_columns(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    """For each incident the columns that say where it lies; the pair of its countries where it cannot be placed."""
    from kerege.border.locate import locate

    region = current_region()
    found = locate([incident.position for incident in incidents], region.sections, depth_km=region.depth_km)
    columns = []
    for incident, location in zip(incidents, found, strict=True):
        if location is not None:
            section = region.section[location.section_id]
            columns.append(location_fields(location, section.pair, section.group))
        else:
            pair = "-".join(sorted(set(incident.countries)))
            columns.append(location_fields(None, pair if pair in region.pairs else "", ""))
    return columns
