"""Where incidents lie against the region's border, as the columns that are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerege.border.locate import locate
from kerege.domain.incident import Incident
from kerege.domain.region import Region
from kerege_web.incidents.stored_form import location_fields
from kerege_web.region import current_region


def location_columns(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    """For each incident the columns that say where it lies.

    As in the watch: an incident whose countries name a pair is placed on that pair's sections only.
    """
    region = current_region()
    named = [_named_pair(incident, region) for incident in incidents]
    columns: list[dict[str, Any]] = [{}] * len(incidents)
    for pair in dict.fromkeys(named):
        rows = [row for row, own in enumerate(named) if own == pair]
        sections = [section for section in region.sections if not pair or section.pair == pair]
        found = locate([incidents[row].position for row in rows], sections, depth_km=region.depth_km)
        for row, location in zip(rows, found, strict=True):
            section = region.section[location.section_id] if location else None
            columns[row] = location_fields(
                location, section.pair if section else pair, section.group if section else ""
            )
    return columns


def _named_pair(incident: Incident, region: Region) -> str:
    pair = "-".join(sorted(set(incident.countries)))
    return pair if pair in region.pairs else ""
