"""Where points lie against the border: section, distance, side, and how sure the side is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kerege.border.ground import offset_km
from kerege.border.segments import Nearest, Segments
from kerege.border.side import Corners
from kerege.domain.position import Position
from kerege.domain.section import BorderSection
from kerege.domain.section_location import SectionLocation

_ON_THE_LINE_KM = 1e-6  # a millimetre
_AT_ONCE = 20_000  # positions; keeps the memory for wide discs small


def locate(
    positions: Sequence[Position | None],
    sections: Sequence[BorderSection],
    *,
    depth_km: float,
    pairs: Sequence[str | None] | None = None,
) -> list[SectionLocation | None]:
    """The nearest section of each position, with distance, side and the shares of its disc of uncertainty.

    Distances are measured on the local plane of each position; within 100 km they are wrong by less than 0.1 per cent.
    The side is the country that the whole picture of lines gives for the point itself; it is certain if the disc of
    uncertainty does not touch any line. That says nothing about the error of the lines: a line is a claim.

    Parameters
    ----------
    positions : sequence of Position or None
        N positions; None where an incident cannot be placed.
    sections : sequence of BorderSection
        All sections of the region.
    depth_km : float
        How far from the line a position still belongs to the border; counted from the near edge of its disc.
    pairs : sequence of str or None, optional
        The country pair of each incident where the report names both sides: only sections of that pair count then, and
        a pair without sections gives None. None or "" where it is not known.

    Returns
    -------
    list of SectionLocation or None
        N answers, in the same order. None where there is no position, or it lies deeper than `depth_km`. Shares are
        those of the km of border inside the disc, largest first; where it touches none, the nearest section has all.

    Raises
    ------
    ValueError
        If `pairs` has another length than `positions`.

    Examples
    --------
    >>> common = {"name": "", "pair": "AA-BB", "part": "main", "group": "g", "left": "AA", "right": "BB"}
    >>> west = BorderSection(id="west", order=0, line=((10, 45), (10.1, 45)), length_km=7.9, **common)
    >>> east = BorderSection(id="east", order=1, line=((10.1, 45), (10.2, 45)), length_km=7.9, **common)
    >>> [near, far] = locate([Position(45.01, 10.09, 3), Position(46, 10, 3)], [west, east], depth_km=20)
    >>> near.section_id, round(near.distance_km, 2), near.side, near.side_is_certain
    ('west', 1.11, 'AA', False)
    >>> [(id, round(share, 2)) for id, share in near.shares]  # chord of 2 x 2.79 km, cut 0.79 km east of the point
    [('west', 0.64), ('east', 0.36)]
    >>> far is None
    True
    """
    return BorderLocator(sections).locate(positions, depth_km=depth_km, pairs=pairs)


class BorderLocator:
    """Locates again and again against the same sections, which are prepared once.

    To prepare the border of a region takes far longer than to locate one position against it.

    Parameters
    ----------
    sections : sequence of BorderSection
        All sections of the region.
    """

    def __init__(self, sections: Sequence[BorderSection]) -> None:
        self._sections = tuple(sections)
        if not self._sections:
            return
        self._everything, self._corners = Segments(self._sections), Corners(self._sections)
        self._of_pair: dict[str, list[BorderSection]] = {"": list(self._sections)}
        for section in self._sections:
            self._of_pair.setdefault(section.pair, []).append(section)

    def locate(
        self, positions: Sequence[Position | None], *, depth_km: float, pairs: Sequence[str | None] | None = None
    ) -> list[SectionLocation | None]:
        """The nearest section of each position: see the function `locate`."""
        if pairs is not None and len(pairs) != len(positions):
            raise ValueError(f"{len(positions)} positions have {len(pairs)} pairs.")
        found: list[SectionLocation | None] = [None] * len(positions)
        if not self._sections:
            return found
        wanted: dict[str, list[int]] = {}
        for i, position in enumerate(positions):
            if position is not None:
                wanted.setdefault((pairs[i] if pairs is not None else None) or "", []).append(i)
        for pair, indices in wanted.items():
            candidates = self._of_pair.get(pair)
            if not candidates:
                continue
            pieces = Segments(candidates) if pair else self._everything
            for start in range(0, len(indices), _AT_ONCE):
                some = indices[start : start + _AT_ONCE]
                chosen = [position for i in some if (position := positions[i]) is not None]
                for i, location in zip(some, self._some(chosen, pieces, candidates, depth_km), strict=True):
                    found[i] = location
        return found

    def _some(
        self, positions: Sequence[Position], pieces: Segments, candidates: Sequence[BorderSection], depth_km: float
    ) -> list[SectionLocation | None]:
        points = np.array([(position.longitude, position.latitude) for position in positions])
        radius = np.array([position.uncertainty_km for position in positions])
        nearest = pieces.nearest(points, radius)
        overall = nearest if pieces is self._everything else self._everything.nearest(points, radius)
        sides = _sides(points, overall, self._everything, self._sections, self._corners)
        owners = pieces.section[nearest.segment]
        shares = _shares(nearest, pieces.section, candidates)
        found: list[SectionLocation | None] = []
        for k, side in enumerate(sides):
            distance = float(nearest.distance_km[k])
            if distance - float(radius[k]) > depth_km:
                found.append(None)
                continue
            id_ = candidates[owners[k]].id
            is_certain = bool(side) and float(overall.distance_km[k]) > float(radius[k])
            found.append(SectionLocation(id_, round(distance, 4), side, is_certain, shares.get(k, ((id_, 1.0),))))
        return found


def _sides(
    points: NDArray[np.float64],
    nearest: Nearest,
    pieces: Segments,
    sections: Sequence[BorderSection],
    corners: Corners,
) -> list[str]:
    nearest_end = np.where((nearest.share <= 0)[:, None], pieces.start[nearest.segment], pieces.end[nearest.segment])
    x, y = offset_km(nearest_end[:, 0], nearest_end[:, 1], points[:, 0], points[:, 1])
    towards = np.arctan2(y, x)
    is_inside = (nearest.share > 0) & (nearest.share < 1)
    sides = []
    for k, owner in enumerate(pieces.section[nearest.segment]):
        if nearest.distance_km[k] <= _ON_THE_LINE_KM:
            sides.append("")
        elif is_inside[k]:
            sides.append(sections[owner].left if nearest.is_left[k] > 0 else sections[owner].right)
        else:
            corner = (float(nearest_end[k, 0]), float(nearest_end[k, 1]))
            sides.append(corners.side(corner, float(towards[k])))
    return sides


def _shares(
    nearest: Nearest, section_of: NDArray[np.intp], sections: Sequence[BorderSection]
) -> dict[int, tuple[tuple[str, float], ...]]:
    """Shares of the sections that reach into a disc, for every point whose disc is reached."""
    key = nearest.touched_point * len(sections) + section_of[nearest.touched_segment]
    keys, inverse = np.unique(key, return_inverse=True)
    kilometres = np.bincount(inverse, weights=nearest.touched_km, minlength=len(keys))
    lists: dict[int, list[tuple[str, float]]] = {}
    for point, section, km in zip(keys // len(sections), keys % len(sections), kilometres, strict=True):
        lists.setdefault(int(point), []).append((sections[section].id, float(km)))
    shares = {}
    for point, members in lists.items():
        total = sum(km for _, km in members)
        ranked = sorted(members, key=lambda item: (-item[1], item[0]))
        shares[point] = tuple((id_, km / total) for id_, km in ranked)
    return shares
