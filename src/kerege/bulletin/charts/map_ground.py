"""The quiet ground of a map: land, and the names of the countries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
import shapely
from shapely.geometry.base import BaseGeometry

from kerege.bulletin.charts.label_places import LabelRoom, text_width_px
from kerege.bulletin.charts.map_plane import MapPlane
from kerege.bulletin.theme import GREY, PAPER_SHADE
from kerege.bulletin.words import Words
from kerege.domain.region import Region


def ground_shapes(region: Region, plane: MapPlane, outlines: dict[str, list[dict[str, Any]]]) -> list[alt.Chart]:
    """The land inside the frame as one shaded layer; none where the region brings no outline.

    The shapes themselves go into `outlines`, under the name that the layer refers to.
    """
    rows = [{"type": "Feature", "geometry": _in_pixels(shape, plane)} for _, shape in _clipped(region, plane)]
    if not rows:
        return []
    outlines["land"] = rows
    return [alt.Chart(alt.NamedData(name="land")).mark_geoshape(fill=PAPER_SHADE, stroke=None)]


def country_labels(region: Region, plane: MapPlane, words: Words, room: LabelRoom) -> list[alt.Chart]:
    """The countries' names, large and light, each where its land has most room in the frame."""
    rows = []
    for code, shape in _clipped(region, plane):
        if code not in region.countries:
            continue
        name = words.say(region.countries[code]).upper()
        spot = _room_for(name, shape, plane, room)
        if spot is not None:
            rows.append({"x": spot[0], "y": spot[1], "text": name})
    if not rows:
        return []
    return [
        alt.Chart(alt.Data(values=rows))
        .mark_text(fontSize=12, fontWeight=600, color=GREY, baseline="middle")
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, plane.width_px], nice=False, zero=False)),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[plane.height_px, 0], nice=False, zero=False)),
            text="text:N",
        )
    ]


def _clipped(region: Region, plane: MapPlane) -> Iterator[tuple[str, BaseGeometry]]:
    frame = shapely.box(*plane.box)
    features = region.outline.get("features", [])
    for feature in features if isinstance(features, list) else []:
        shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"])).intersection(frame)
        if not shape.is_empty:
            properties: Mapping[str, Any] = feature.get("properties") or {}
            yield str(properties.get("country", "")), shape


def _in_pixels(shape: BaseGeometry, plane: MapPlane) -> dict[str, Any]:
    scale = (plane.scale_x, -plane.scale_y)
    moved = shapely.transform(shape, lambda points: (points - (plane.west, plane.north)) * scale)
    result: dict[str, Any] = shapely.geometry.mapping(shapely.set_precision(shapely.simplify(moved, 0.4), 0.1))
    return result


def _room_for(name: str, shape: BaseGeometry, plane: MapPlane, room: LabelRoom) -> tuple[float, float] | None:
    """The free spot deepest inside the land that can hold the name."""
    half_width, half_height = text_width_px(name, 12) / 2 + 6, 9
    pixels = shapely.geometry.shape(_in_pixels(shape, plane))
    edge = pixels.boundary
    best: tuple[float, float, float] | None = None
    for column in range(1, 24):
        for row in range(1, 16):
            x, y = plane.width_px * column / 24, plane.height_px * row / 16
            point = shapely.Point(x, y)
            if not pixels.contains(point):
                continue
            box = (x - half_width, y - half_height, x + half_width, y + half_height)
            if not room.is_free(*box) or not pixels.contains(shapely.box(*box)):
                continue
            depth = edge.distance(point)
            if best is None or depth > best[0]:
                best = (depth, x, y)
    if best is None:
        return None
    room.take(best[1] - half_width, best[2] - half_height, best[1] + half_width, best[2] + half_height)
    return best[1], best[2]
