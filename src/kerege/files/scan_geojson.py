"""The clusters of a scan as GeoJSON: a circle, or the stretch of the network, and the places in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import asin, atan2, cos, degrees, pi, radians, sin
from pathlib import Path
from typing import Any

from kerege.domain.errors import InputError
from kerege.files.scan_tables import PlaceTable, read_edges

EARTH_KM = 6367.0
CORNERS = 72


def write_clusters(path: Path, clusters: Sequence[Mapping[str, Any]], places: PlaceTable, edges: Path | None) -> None:
    """Write one feature for each cluster, and one for each place in it.

    Parameters
    ----------
    path : Path
    clusters : sequence of mapping
        As `kerege detect scan` prints them.
    places : PlaceTable
        With latitudes and longitudes.
    edges : Path or None
        The network, if stretches were scanned: their lines are drawn instead of circles.

    Raises
    ------
    InputError
        If the places lie on a plane: GeoJSON needs degrees.
    """
    if places.is_plane:
        raise InputError(
            "GeoJSON needs latitudes and longitudes, and the places have x_km and y_km", where=str(path),
            mend="Leave --geojson out, or give degrees",
        )  # fmt: skip
    position = {own: (float(lon), float(lat)) for own, (lat, lon) in zip(places.ids, places.positions, strict=True)}
    network = [] if edges is None else read_edges(edges)
    features: list[dict[str, Any]] = []
    for number, cluster in enumerate(clusters, 1):
        members = cluster["locations"]
        facts = {name: value for name, value in cluster.items() if name not in ("locations", "centre")}
        if edges is None:
            shape = _circle(position[members[0]], cluster["radius_km"])
        else:
            inside = set(members)
            lines = [[position[a], position[b]] for a, b, _ in network if a in inside and b in inside]
            shape = {"type": "MultiLineString", "coordinates": lines}
        if len(members) == 1:
            shape = {"type": "Point", "coordinates": position[members[0]]}
        features.append(
            {"type": "Feature", "geometry": shape, "properties": {"cluster": number, "role": "cluster", **facts}}
        )
        features += [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": position[member]},
                "properties": {"cluster": number, "role": "place", "location": member},
            }
            for member in members
        ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False), "utf-8")


def _circle(centre: tuple[float, float], radius_km: float) -> dict[str, Any]:
    """A circle on the sphere as a polygon, anticlockwise."""
    lon, lat = radians(centre[0]), radians(centre[1])
    arc = radius_km / EARTH_KM
    ring = []
    for corner in range(CORNERS):
        bearing = -2 * pi * corner / CORNERS
        phi = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(bearing))
        lam = lon + atan2(sin(bearing) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(phi))
        ring.append([round(degrees(lam), 6), round(degrees(phi), 6)])
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
