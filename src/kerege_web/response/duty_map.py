"""A map of what waits now against the border, drawn on the server: it needs no script and little data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from kerege.domain.position import Position
from kerege.domain.region import Region
from kerege_web.pages.map_names import MapName, map_names

WIDTH = 640
_LEAST_KM, _MARGIN, _LEAST_HEIGHT, _MOST_HEIGHT = 25.0, 0.12, 300, 560
_KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing that waits, and where.

    Parameters
    ----------
    kind : str
        "report", "alert" or "response": each has a shape of its own.
    name : str
        What a person reads who points at it.
    address : str
        The page it leads to.
    position : Position
    """

    kind: str
    name: str
    address: str
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMark:
    """A mark in the drawing's own units."""

    kind: str
    name: str
    address: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMap:
    """Everything the drawing shows.

    Parameters
    ----------
    lines : tuple of (points, status)
        Sections as SVG polylines.
    names : tuple of MapName
    marks : tuple of DrawnMark
    width, height : int
    """

    lines: tuple[tuple[str, str], ...]
    names: tuple[MapName, ...]
    marks: tuple[DrawnMark, ...]
    width: int
    height: int


def duty_map(marks: Sequence[Mark], region: Region) -> DutyMap:
    """The map that holds all marks with some room around them; the whole region where there is none."""
    points = [(mark.position.longitude, mark.position.latitude) for mark in marks]
    if not points:
        points = [point for section in region.sections for point in section.line]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    squeeze = cos(radians(middle_y))
    wide_km = max(_LEAST_KM, (east - west) * _KM_PER_DEGREE * squeeze * (1 + 2 * _MARGIN))
    high_km = max(_LEAST_KM / 2, (north - south) * _KM_PER_DEGREE * (1 + 2 * _MARGIN))
    height = int(min(_MOST_HEIGHT, max(_LEAST_HEIGHT, WIDTH * high_km / wide_km)))
    scale = min(WIDTH / wide_km, height / high_km)

    def drawn(longitude: float, latitude: float) -> tuple[float, float]:
        x = (longitude - middle_x) * _KM_PER_DEGREE * squeeze * scale + WIDTH / 2
        y = (middle_y - latitude) * _KM_PER_DEGREE * scale + height / 2
        return round(x, 1), round(y, 1)

    lines = []
    for section in region.sections:
        path = [drawn(*point) for point in section.line]
        if any(-WIDTH < x < 2 * WIDTH and -height < y < 2 * height for x, y in path):
            lines.append((" ".join(f"{x},{y}" for x, y in path), section.status))
    placed = []
    for mark in marks:
        x, y = drawn(mark.position.longitude, mark.position.latitude)
        placed.append(DrawnMark(kind=mark.kind, name=mark.name, address=mark.address, x=x, y=y))
    taken = [(mark.x, mark.y) for mark in placed]
    return DutyMap(
        lines=tuple(lines),
        names=map_names(region.places, drawn, width=WIDTH, height=height, taken=taken),
        marks=tuple(placed),
        width=WIDTH,
        height=height,
    )
