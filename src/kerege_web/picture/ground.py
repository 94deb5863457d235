"""What the map stands on: land, names and crossing points. The same for everybody who reads one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from kerege.domain.region import Region
from kerege_web.pages import vocabulary
from kerege_web.picture.words import place_name

Feature = dict[str, Any]

# Cells of about 110 km, and the room a name needs, in degrees.
_CELL_LON, _CELL_LAT, _ROOM = 1.3, 1.0, 0.16


def collection(features: Iterable[Feature]) -> dict[str, Any]:
    """Features as one GeoJSON object."""
    return {"type": "FeatureCollection", "features": list(features)}


def feature(geometry: Mapping[str, Any], **properties: object) -> Feature:
    """One GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(longitude: float, latitude: float) -> dict[str, Any]:
    """A GeoJSON point."""
    return {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]}


def map_ground(region: Region) -> dict[str, Any]:
    """Outline, names and crossing points as three GeoJSON collections."""
    return {
        "outline": collection(_outline(region)),
        "places": collection([*_country_names(region), *_enclave_names(region), *_place_names(region)]),
        "crossings": collection(_crossings(region)),
    }


def section_bounds(region: Region) -> list[list[float]]:
    """South-west and north-east corner of all sections."""
    longitudes = [lon for section in region.sections for lon, _lat in section.line]
    latitudes = [lat for section in region.sections for _lon, lat in section.line]
    return [[min(longitudes), min(latitudes)], [max(longitudes), max(latitudes)]]


def _shapes(region: Region) -> list[Mapping[str, Any]]:
    features = region.outline.get("features", [])
    return list(features) if isinstance(features, list) else []


def _outline(region: Region) -> Iterable[Feature]:
    for shape in _shapes(region):
        code = (shape.get("properties") or {}).get("country", "")
        yield feature(shape["geometry"], country=code, within=code in region.countries)


def _country_names(region: Region) -> Iterable[Feature]:
    """Each country's name in every cell of a grid where it has room, so that it stands wherever the map is opened."""
    (west, south), (east, north) = section_bounds(region)
    for shape in _shapes(region):
        code = (shape.get("properties") or {}).get("country", "")
        if code not in region.countries:
            continue
        land = shapely.make_valid(shapely.geometry.shape(shape["geometry"]))
        shapely.prepare(land)
        for lon in np.arange(west - 0.5, east + 0.5, _CELL_LON):
            for lat in np.arange(south - 0.5, north + 0.5, _CELL_LAT):
                inside = land.intersection(shapely.box(lon, lat, lon + _CELL_LON, lat + _CELL_LAT))
                if inside.is_empty:
                    continue
                radius = shapely.maximum_inscribed_circle(_largest(inside), tolerance=0.02)
                if radius.length > _ROOM:
                    spot = radius.coords[0]
                    name = vocabulary.country_word(code)
                    yield feature(point(*spot), kind="country", name=name, order=-round(radius.length, 2))


def _largest(land: Any) -> Any:  # noqa: ANN401 - shapely's geometries have no common type information
    return max(getattr(land, "geoms", [land]), key=lambda part: part.area)


def _enclave_names(region: Region) -> Iterable[Feature]:
    rings: dict[str, list[tuple[float, float]]] = {}
    for section in region.sections:
        if section.part != "main":
            rings.setdefault(section.part, []).extend(section.line)
    for name, points in rings.items():
        middle = shapely.MultiPoint(points).centroid
        yield feature(point(middle.x, middle.y), kind="enclave", name=vocabulary.message(name), order=1)


def _place_names(region: Region) -> Iterable[Feature]:
    by_size = sorted(region.places, key=lambda place: -(place.population or 0))
    for order, place in enumerate(by_size):
        yield feature(point(place.longitude, place.latitude), kind="place", name=place_name(place), order=order)


def _crossings(region: Region) -> Iterable[Feature]:
    for crossing in region.crossing_points:
        if crossing.latitude is None or crossing.longitude is None:
            continue
        parts = (vocabulary.pair_words(crossing.pair), vocabulary.message(crossing.mode), crossing.access)
        yield feature(
            point(crossing.longitude, crossing.latitude),
            id=crossing.id,
            name=crossing.name,
            kind=_("Crossing point") + ": " + ", ".join(part for part in parts if part),
            facts=crossing.facts,
        )
