"""Which place names stand on a small drawn map: the largest places, none on another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kerege.domain.place import Place

MOST = 6
_APART_X, _APART_Y = 130, 22


@dataclass(frozen=True, slots=True, kw_only=True)
class MapName:
    """A place name with its position on the drawing."""

    x: float
    y: float
    name: str
    is_left: bool


def map_names(
    places: Sequence[Place], drawn: Callable[[float, float], tuple[float, float]], *, width: int, height: int,
    taken: Iterable[tuple[float, float]] = (),
) -> tuple[MapName, ...]:  # fmt: skip
    """The names of a drawing of this size.

    Parameters
    ----------
    places : sequence of Place
    drawn : callable
        From longitude and latitude to the drawing's own units.
    taken : iterable of (x, y)
        Where something stands already that no name may lie on.
    """
    chosen: list[MapName] = []
    marks = list(taken)
    for place in sorted(places, key=lambda place: -(place.population or 0)):
        x, y = drawn(place.longitude, place.latitude)
        is_inside = 20 < x < width - 20 and 20 < y < height - 30
        others = [*((name.x, name.y) for name in chosen), *marks]
        if is_inside and all(abs(x - a) > _APART_X or abs(y - b) > _APART_Y for a, b in others):
            chosen.append(MapName(x=x, y=y, name=place.name, is_left=x > width * 0.75))
        if len(chosen) == MOST:
            break
    return tuple(chosen)
