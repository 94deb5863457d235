"""A small map of where one incident lies, drawn on the server: it prints, and needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

from kerege.domain.position import Position
from kerege.domain.region import Region
from kerege_web.pages.map_names import MapName, map_names

WIDTH = 640
HEIGHT = 360
_KM_PER_DEGREE = 111.32
_STEPS_KM = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """One section as the points of an SVG polyline."""

    points: str
    status: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorMap:
    """Everything the drawing shows, in its own units, the incident in the middle.

    Parameters
    ----------
    lines : tuple of MapLine
    names : tuple of MapName
    radius : float
        Of the disc that holds the true place.
    bar, bar_km : float
        Length of the scale bar on the drawing, and the km it stands for.
    """

    lines: tuple[MapLine, ...]
    names: tuple[MapName, ...]
    radius: float
    bar: float
    bar_km: int
    width: int = WIDTH
    height: int = HEIGHT


def locator_map(position: Position | None, region: Region) -> LocatorMap | None:
    """The map around a position; None where there is none.

    The disc of uncertainty fills at most a third of the height, and at least 8 km lie above and below the middle. A
    local plane is used: over the 200 km that fit, its error is below one per cent.
    """
    if position is None:
        return None
    half_height_km = max(8.0, position.uncertainty_km * 2.2)
    scale = HEIGHT / 2 / half_height_km
    squeeze = cos(radians(position.latitude))

    def drawn(longitude: float, latitude: float) -> tuple[float, float]:
        x = (longitude - position.longitude) * _KM_PER_DEGREE * squeeze * scale + WIDTH / 2
        y = (position.latitude - latitude) * _KM_PER_DEGREE * scale + HEIGHT / 2
        return round(x, 1), round(y, 1)

    lines = []
    for section in region.sections:
        points = [drawn(*point) for point in section.line]
        if any(-WIDTH < x < 2 * WIDTH and -HEIGHT < y < 2 * HEIGHT for x, y in points):
            text = " ".join(f"{x},{y}" for x, y in points)
            lines.append(MapLine(points=text, status=section.status, name=section.name))
    step_km = max(step for step in _STEPS_KM if step <= half_height_km / 2)
    return LocatorMap(
        lines=tuple(lines),
        names=map_names(region.places, drawn, width=WIDTH, height=HEIGHT, taken=((WIDTH / 2, HEIGHT / 2),)),
        radius=round(position.uncertainty_km * scale, 1),
        bar=round(step_km * scale, 1),
        bar_km=step_km,
    )
