"""The map of the sections: the lines as claims, the levels, the incidents and how well their places are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import hypot
from typing import Any

import altair as alt
import shapely

from kerege.bulletin.charts.finish import finish
from kerege.bulletin.charts.label_places import LabelRoom, PlacedLabel, text_width_px
from kerege.bulletin.charts.map_ground import country_labels, ground_shapes
from kerege.bulletin.charts.map_legend import legend_layers
from kerege.bulletin.charts.map_plane import MapPlane
from kerege.bulletin.theme import (
    GREY,
    INK,
    LEVEL_COLOURS,
    LEVEL_INK,
    LEVEL_SHAPES,
    LEVEL_WIDTHS_PX,
    PAPER,
    SEVERITY_AREAS_PX2,
    STATUS_DASHES,
)
from kerege.bulletin.words import Words
from kerege.domain.incident import Incident
from kerege.domain.region import Region
from kerege.domain.risk import RiskLevel
from kerege.domain.section import BorderSection

# Letters on a map: a broad stroke in the colour of the paper, the letters above it.
_HALO: tuple[dict[str, Any], ...] = ({"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"}, {"color": INK})
_Drawn = list[tuple[BorderSection, list[tuple[float, float]]]]


@dataclass(frozen=True, slots=True)
class MapContent:
    """What a map shows beside the lines.

    Parameters
    ----------
    levels : mapping of section id to RiskLevel
        Sections not in it are drawn as lines only.
    incidents : sequence of Incident
        Those without a position are not drawn; the bulletin says how many.
    as_of : datetime
        Incidents fade with their age at this time.
    marks : mapping of section id to int
        Numbers that lead from the map to the list.
    """

    levels: Mapping[str, RiskLevel]
    incidents: Sequence[Incident]
    as_of: datetime
    marks: Mapping[str, int]


def section_map(
    region: Region,
    content: MapContent,
    *,
    words: Words,
    focus: Sequence[str] | None = None,
    width_px: int = 640,
    aspect: tuple[float, float] = (0.5, 0.75),
    inset: Sequence[str] = (),
    with_legend: bool = True,
) -> dict[str, Any]:
    """The Vega-Lite specification of a map of border sections.

    Border lines are solid where agreed, broken where claimed, dotted where disputed. A level is told by colour, width
    and the shape of its numbered mark. Incidents are sized by severity, fade with age, and stand in a soft disc as
    wide as their place is uncertain.

    Parameters
    ----------
    region : Region
    content : MapContent
    words : Words
    focus : sequence of section ids or None
        Draw the frame around these; None for all.
    width_px : int
        Width; the height follows from the ground, within `aspect` times the width.
    inset : sequence of section ids
        Draw a frame around these, to say where a closer map lies; none for no frame.
    with_legend : bool
        Whether the legend stands below the map.
    """
    wanted = set(focus) if focus is not None else {section.id for section in region.sections}
    points = [point for section in region.sections if section.id in wanted for point in section.line]
    plane = MapPlane.around(points, width_px=width_px, margin_km=12 if focus else 25, aspect=aspect)
    room = LabelRoom(plane.width_px, plane.height_px)
    visible = _visible_sections(region, plane)
    room.avoid(point for _, pixels in visible for point in _dense(pixels))
    outlines: dict[str, list[dict[str, Any]]] = {}
    layers = [
        *ground_shapes(region, plane, outlines),
        *_levels(visible, content, outlines),
        *_lines(visible, outlines),
        *_incidents(content, plane, words, room),
        *_marks(region, content, plane, room),
        *_inset(region, inset, plane, words, room),
        *_names(region, plane, words, room),
        *country_labels(region, plane, words, room),
    ]
    frame = (
        alt.Chart(alt.Data(values=[{}]))
        .mark_rect(stroke=GREY, strokeWidth=0.8, filled=False)
        .encode(x=alt.value(0), x2=alt.value(plane.width_px), y=alt.value(0), y2=alt.value(plane.height_px))
    )
    layers.append(frame)
    if with_legend:
        layers += legend_layers(plane, words, statuses={section.status for section in region.sections})
    chart = alt.layer(*layers).properties(width=plane.width_px, height=plane.height_px)
    return finish(chart.project(type="identity", scale=1, translate=[0, 0]), outlines)


def pixel_x(plane: MapPlane) -> alt.X:
    """Horizontal place in pixels of the plane."""
    return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, plane.width_px], nice=False, zero=False))


def pixel_y(plane: MapPlane, column: str = "y") -> alt.Y:
    """Vertical place in pixels of the plane, downwards."""
    return alt.Y(f"{column}:Q", axis=None, scale=alt.Scale(domain=[plane.height_px, 0], nice=False, zero=False))


def _visible_sections(region: Region, plane: MapPlane) -> _Drawn:
    drawn: _Drawn = []
    for section in region.sections:
        pixels = [plane.point(*point) for point in section.line]
        if any(plane.holds(x, y, -20) for x, y in pixels):
            simple = shapely.simplify(shapely.LineString(pixels), 0.3)
            drawn.append((section, [(round(x, 1), round(y, 1)) for x, y in simple.coords]))
    return drawn


def _dense(pixels: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Points along a line, no farther than four pixels from each other."""
    for (x, y), (x2, y2) in pairwise(pixels):
        steps = max(1, int(hypot(x2 - x, y2 - y) / 4))
        for step in range(steps):
            yield x + (x2 - x) * step / steps, y + (y2 - y) * step / steps


def _inset(region: Region, inset: Sequence[str], plane: MapPlane, words: Words, room: LabelRoom) -> list[alt.Chart]:
    if not inset:
        return []
    pixels = [plane.point(*point) for section_id in inset for point in region.section[section_id].line]
    across, down = [x for x, _ in pixels], [y for _, y in pixels]
    left, top, right, bottom = min(across) - 8, min(down) - 8, max(across) + 8, max(down) + 8
    label = words.say("close map")
    room.take(left, top - 14, max(right, left + text_width_px(label, 10)), bottom)
    one = alt.Chart(alt.Data(values=[{}]))
    return [
        one.mark_rect(stroke=INK, strokeWidth=1.6, filled=False).encode(
            x=alt.value(left), x2=alt.value(right), y=alt.value(top), y2=alt.value(bottom)
        ),
        *(
            one.mark_text(align="left", baseline="bottom", fontSize=10, fontWeight=600, **style).encode(
                x=alt.value(left), y=alt.value(top - 2), text=alt.value(label)
            )
            for style in _HALO
        ),
    ]


def _shape(kind: str, coordinates: Sequence[tuple[float, float]], **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        **properties,
    }


def _levels(visible: _Drawn, content: MapContent, outlines: dict[str, list[dict[str, Any]]]) -> list[alt.Chart]:
    layers = []
    for level in RiskLevel:
        rows = [
            _shape("LineString", pixels, name=section.name, level=level.value)
            for section, pixels in visible
            if content.levels.get(section.id) is level
        ]
        if not rows:
            continue
        outlines[f"level-{level.value}"] = rows
        for colour, extra in ((PAPER, 2.5), (LEVEL_COLOURS[level], 0.0)):
            layers.append(
                alt.Chart(alt.NamedData(name=f"level-{level.value}")).mark_geoshape(
                    filled=False,
                    stroke=colour,
                    strokeWidth=LEVEL_WIDTHS_PX[level] + extra,
                    strokeCap="round",
                    strokeJoin="round",
                    clip=True,
                )
            )
    return layers


def _lines(visible: _Drawn, outlines: dict[str, list[dict[str, Any]]]) -> list[alt.Chart]:
    layers = []
    for status, dash in STATUS_DASHES.items():
        rows = [
            _shape("LineString", pixels, name=section.name, source=section.source, asOf=section.as_of)
            for section, pixels in visible
            if section.status == status
        ]
        if rows:
            outlines[f"line-{status}"] = rows
            layers.append(
                alt.Chart(alt.NamedData(name=f"line-{status}")).mark_geoshape(
                    filled=False, stroke=INK, strokeWidth=1.1, strokeDash=dash, strokeJoin="round", clip=True
                )
            )
    return layers


def _incidents(content: MapContent, plane: MapPlane, words: Words, room: LabelRoom) -> list[alt.Chart]:
    rows = []
    for incident in sorted(content.incidents, key=lambda item: (-item.severity, item.id)):
        if incident.position is None:
            continue
        x, y = plane.point(incident.position.longitude, incident.position.latitude)
        if not plane.holds(x, y, 3):
            continue
        age_days = max(0.0, (content.as_of - incident.occurred.middle).total_seconds() / 86400)
        area = SEVERITY_AREAS_PX2[incident.severity]
        half = (area**0.5) / 2
        room.take(x - half, y - half, x + half, y + half)
        rows.append(
            {
                "x": x,
                "y": y,
                "area": area,
                # An area in square pixels, as the mark wants it: the square around the disc of uncertainty.
                "disc": round((2 * incident.position.uncertainty_km * plane.px_per_km) ** 2, 1),
                "fade": round(max(0.35, 1 - age_days / 730 * 0.65), 2),
                "id": incident.id,
                "severity": incident.severity,
                "place": words.place(incident.place),
            }
        )
    if not rows:
        return []
    data = alt.Data(values=rows)
    x_axis, y_axis = pixel_x(plane), pixel_y(plane)
    disc = (
        alt.Chart(data)
        .mark_circle(color=INK, opacity=0.07, clip=True)
        .encode(x=x_axis, y=y_axis, size=alt.Size("disc:Q", scale=None, legend=None))
    )
    mark = (
        alt.Chart(data)
        .mark_circle(color=INK, stroke=PAPER, strokeWidth=0.8, clip=True)
        .encode(
            x=x_axis,
            y=y_axis,
            size=alt.Size("area:Q", scale=None, legend=None),
            opacity=alt.Opacity("fade:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("id:N", title=words.say("Incident")),
                alt.Tooltip("place:N", title=words.say("Place")),
                alt.Tooltip("severity:Q", title=words.say("Severity")),
            ],
        )
    )
    return [disc, mark]


def _marks(region: Region, content: MapContent, plane: MapPlane, room: LabelRoom) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    rows = []
    for section_id, number in sorted(content.marks.items(), key=lambda item: item[1]):
        section = region.section[section_id]
        level = content.levels.get(section_id, RiskLevel.LOW)
        x, y = plane.point(*_middle(section.line))
        spot = _free_spot(x, y, room, plane)
        if spot is None:
            continue
        room.take(spot[0] - 12, spot[1] - 12, spot[0] + 12, spot[1] + 12)
        rows.append(
            {
                "x": spot[0],
                "y": spot[1],
                "x2": x,
                "y2": y,
                "number": str(number),
                # The middle of a triangle lies lower than that of its box.
                "down": spot[1] + (2.5 if level is RiskLevel.HIGH else 0),
                "shape": LEVEL_SHAPES[level],
                "colour": LEVEL_COLOURS[level],
                "ink": LEVEL_INK[level],
            }
        )
    if not rows:
        return layers
    data = alt.Data(values=rows)
    x_axis, y_axis, y_down = pixel_x(plane), pixel_y(plane), pixel_y(plane, "down")
    layers.append(
        alt.Chart(data).mark_rule(color=INK, strokeWidth=0.7).encode(x=x_axis, y=y_axis, x2="x2:Q", y2="y2:Q")
    )
    layers.append(
        alt.Chart(data)
        .mark_point(filled=True, size=360, stroke=INK, strokeWidth=1, opacity=1)
        .encode(
            x=x_axis,
            y=y_axis,
            shape=alt.Shape("shape:N", scale=None, legend=None),
            fill=alt.Fill("colour:N", scale=None, legend=None),
        )
    )
    layers.append(
        alt.Chart(data)
        .mark_text(fontSize=10.5, fontWeight=700, baseline="middle")
        .encode(x=x_axis, y=y_down, text="number:N", color=alt.Color("ink:N", scale=None, legend=None))
    )
    return layers


def _middle(line: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return line[len(line) // 2] if len(line) > 2 else ((line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2)


def _free_spot(x: float, y: float, room: LabelRoom, plane: MapPlane) -> tuple[float, float] | None:
    if not plane.holds(x, y, 4):
        return None
    for distance in (0, 20, 30, 42, 56):
        for across, down in ((0, -1), (1, 0), (-1, 0), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7)):
            spot = (x + across * distance, y + down * distance)
            if room.is_free(spot[0] - 9, spot[1] - 9, spot[0] + 9, spot[1] + 9):
                return spot
    return None


def _names(region: Region, plane: MapPlane, words: Words, room: LabelRoom) -> list[alt.Chart]:
    placed: list[PlacedLabel] = []
    dots = []
    seen: set[str] = set()
    limit = round(plane.width_px * plane.height_px / 14000)
    for place in sorted(region.places, key=lambda item: (-(item.population or 0), item.name)):
        x, y = plane.point(place.longitude, place.latitude)
        if len(placed) >= limit or not plane.holds(x, y, 6) or place.name in seen:
            continue
        label = room.place(words.place(place.name), x, y, font_px=9.5, gap_px=5)
        if label is not None:
            seen.add(place.name)
            room.take(x - 2, y - 2, x + 2, y + 2)
            placed.append(label)
            dots.append({"x": x, "y": y})
    if not placed:
        return []
    x_axis, y_axis = pixel_x(plane), pixel_y(plane)
    layers = [
        alt.Chart(alt.Data(values=dots))
        .mark_point(filled=True, shape="square", size=9, color=GREY, opacity=1)
        .encode(x=x_axis, y=y_axis)
    ]
    for align in ("left", "right", "center"):
        rows = [{"x": label.x, "y": label.y, "text": label.text} for label in placed if label.align == align]
        if not rows:
            continue
        chart = alt.Chart(alt.Data(values=rows))
        layers += [
            chart.mark_text(fontSize=9.5, align=align, baseline="middle", **style).encode(
                x=x_axis, y=y_axis, text="text:N"
            )
            for style in _HALO
        ]
    return layers
