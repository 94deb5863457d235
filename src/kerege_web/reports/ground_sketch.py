"""A map for a reporter's thumb: border lines by what is claimed of them, and crossing points, in a few kilobytes."""

from __future__ import annotations

from typing import Any

import shapely

from kerege.domain.region import Region

# 300 m: less than the width of a line on a phone that shows a valley.
_TOLERANCE_DEG = 0.003


def ground_sketch(region: Region) -> dict[str, Any]:
    """Corners, lines as [status, [longitude, latitude, ...]], and crossing points as [name, longitude, latitude]."""
    by_status: dict[str, list[shapely.LineString]] = {}
    for section in region.sections:
        by_status.setdefault(section.status, []).append(shapely.LineString(section.line))
    lines = []
    for status, parts in sorted(by_status.items()):
        merged = shapely.line_merge(shapely.MultiLineString(parts)).simplify(_TOLERANCE_DEG)
        lines += [
            [status, [round(value, 3) for point in line.coords for value in point]]
            for line in getattr(merged, "geoms", [merged])
        ]
    longitudes = [lon for section in region.sections for lon, _lat in section.line]
    latitudes = [lat for section in region.sections for _lon, lat in section.line]
    return {
        "bounds": [min(longitudes), min(latitudes), max(longitudes), max(latitudes)],
        "lines": lines,
        "crossings": [
            [crossing.name, round(crossing.longitude, 3), round(crossing.latitude, 3)]
            for crossing in region.crossing_points
            if crossing.latitude is not None and crossing.longitude is not None
        ],
    }
