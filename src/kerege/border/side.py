"""Which country a point lies in whose nearest point of the border is a corner or a place where three lines meet."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, tau

from kerege.border.ground import offset_km
from kerege.domain.section import BorderSection

# Outgoing direction in radians, country on its left, country on its right.
_Ray = tuple[float, str, str]


class Corners:
    """All points at which straight pieces of the border meet or end.

    Around a corner the pieces go out like rays. The land between two neighbouring rays belongs to the country on the
    left of the one and on the right of the other. The sign of one cross product alone is wrong behind a sharp corner.

    Parameters
    ----------
    sections : sequence of BorderSection
        All sections, so that pieces of different sections and lines are seen together where they meet.

    Examples
    --------
    A line comes from the west, turns sharply and goes back west a little farther north. AA lies inside this spike.

    >>> common = {"name": "", "pair": "AA-BB", "part": "main", "group": "g", "left": "AA", "right": "BB"}
    >>> spike = BorderSection(id="a", order=0, line=((10, 45), (10.5, 45.05), (10, 45.1)), length_km=80, **common)
    >>> corners = Corners([spike])
    >>> corners.side((10.5, 45.05), 0.0), corners.side((10.5, 45.05), 3.14)  # east of it, west of it
    ('BB', 'AA')
    """

    def __init__(self, sections: Sequence[BorderSection]) -> None:
        rays: dict[tuple[float, float], list[_Ray]] = {}
        for section in sections:
            for start, end in zip(section.line, section.line[1:], strict=False):
                if start == end:
                    continue
                rays.setdefault(start, []).append((_direction(start, end), section.left, section.right))
                rays.setdefault(end, []).append((_direction(end, start), section.right, section.left))
        self._rays = {corner: sorted(found) for corner, found in rays.items()}

    def side(self, corner: tuple[float, float], towards: float) -> str:
        """The country a point lies in whose nearest point of the border is this corner; "" where the lines do not say.

        Parameters
        ----------
        corner : (longitude, latitude)
            Degrees; exactly as it stands in a section's line.
        towards : float
            Direction from the corner to the point, in radians anticlockwise from east.
        """
        rays = self._rays[corner]
        if len(rays) == 1:
            # The end of a line: its own direction, drawn on, parts the land.
            direction, left, right = rays[0]
            turn = (towards - direction) % tau
            return left if 0 < turn < tau / 2 else right if turn > tau / 2 else ""
        # The ray met first turning clockwise has the point on its left, the one met first the other way on its right.
        before = min(rays, key=lambda ray: (towards - ray[0]) % tau)
        after = min(rays, key=lambda ray: (ray[0] - towards) % tau)
        return before[1] if before[1] == after[2] else ""


def _direction(start: tuple[float, float], end: tuple[float, float]) -> float:
    x, y = offset_km(start[0], start[1], end[0], end[1])
    return atan2(float(y), float(x))
