"""Polygons of a GeoJSON file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kerege.domain.errors import InputError
from kerege.files.geojson import read_features

Array = NDArray[np.float64]


def read_polygons(path: Path) -> list[tuple[Array, list[Array]]]:
    """Outer ring and holes of each polygon of a file, rings of shape (n, 2), in the file's own coordinates.

    Raises
    ------
    InputError
        If the file cannot be read, or holds something else than polygons that enclose a surface.
    """
    found: list[tuple[Array, list[Array]]] = []
    for number, feature in enumerate(read_features(path), start=1):
        geometry = feature["geometry"]
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(kind))
        try:
            if polygons is None:
                raise ValueError(f"it is a {kind}")
            for rings in polygons:
                outer, *holes = [_ring(own) for own in rings]
                found.append((outer, holes))
        except (ValueError, TypeError) as error:
            raise InputError(
                f"Feature {number} is no polygon ({error})", where=str(path), mend="Give Polygon or MultiPolygon"
            ) from error
    if not found:
        raise InputError("The file holds no polygon", where=str(path))
    return found


def _ring(points: list[list[float]]) -> Array:
    ring = np.array([point[:2] for point in points], dtype=np.float64)
    if ring.ndim != 2 or len(ring) < 4 or not np.isfinite(ring).all():
        raise ValueError("a ring has at least four points")
    return ring
