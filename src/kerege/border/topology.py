"""Border lines from a TopoJSON topology: an arc that two countries share is their border."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from shapely.geometry import Point, Polygon

from kerege.border.line import BorderLine
from kerege.domain.errors import InputError

_DECIMALS = 5  # about one metre


@dataclass(frozen=True, slots=True)
class _RingArc:
    """One arc of a country's ring: which, walked backwards or not, and whether the country lies on the left."""

    index: int
    is_backwards: bool
    country_is_left: bool


def border_lines(
    topology: Mapping[str, Any],
    countries: Mapping[str, str],
    *,
    pairs: Sequence[str] | None = None,
    enclaves: Mapping[str, tuple[float, float]] | None = None,
    object_name: str = "countries",
    status: str = "claimed",
    source: str = "",
    as_of: str = "",
    licence: str = "",
) -> list[BorderLine]:
    """The lines that the named countries share, each with the country on its left and right hand.

    Only arcs that stand in both countries' rings are used. Polygons are never laid over each other, so no slivers.

    Parameters
    ----------
    topology : mapping
        A TopoJSON object, quantised or not.
    countries : mapping of country code to the id of its geometry
        The countries whose common lines are wanted.
    pairs : sequence of str, optional
        Only these pairs; all that share an arc if left out.
    enclaves : mapping of name to (longitude, latitude), optional
        A point inside each enclave that is to be named. Other rings are called "ring-1", "ring-2", ...
    object_name : str
        Name of the geometry collection in the topology.
    status, source, as_of, licence : str
        What is said of every line.

    Returns
    -------
    list of BorderLine
        By pair, open lines before rings. Which hand a country lies on follows from the direction in which its ring is
        walked, which is measured and not assumed.

    Raises
    ------
    InputError
        If the object or a country is missing.

    Examples
    --------
    Two squares side by side; the arc 0 is common.

    >>> square = lambda id, arcs: {"type": "Polygon", "id": id, "arcs": [arcs]}
    >>> topology = {
    ...     "objects": {"countries": {"geometries": [square("1", [0, 1]), square("2", [~0, 2])]}},
    ...     "arcs": [[[1, 0], [1, 1]], [[1, 1], [0, 1], [0, 0], [1, 0]], [[1, 0], [2, 0], [2, 1], [1, 1]]],
    ... }
    >>> [line] = border_lines(topology, {"AA": "1", "BB": "2"})
    >>> line.points, line.left, line.right
    (((1, 0), (1, 1)), 'AA', 'BB')
    """
    arcs = _decode_arcs(topology)
    rings = {code: list(_rings(_geometry(topology, object_name, id_, code), arcs)) for code, id_ in countries.items()}
    sides: dict[int, dict[str, bool]] = {}
    for code, country_rings in rings.items():
        for ring in country_rings:
            for arc in ring:
                sides.setdefault(arc.index, {})[code] = arc.country_is_left != arc.is_backwards
    lines: list[BorderLine] = []
    for code in sorted(rings):
        for ring in rings[code]:
            for other, chain, is_ring in _chains(ring, sides, code):
                pair = f"{code}-{other}"
                if code < other and (pairs is None or pair in pairs):
                    left, right = (code, other) if chain[0].country_is_left else (other, code)
                    lines.append(
                        BorderLine(
                            pair=pair,
                            part="",
                            points=_join(chain, arcs),
                            is_ring=is_ring,
                            left=left,
                            right=right,
                            status=status,
                            source=source,
                            as_of=as_of,
                            licence=licence,
                        )
                    )
    return _name_parts(lines, enclaves or {})


def _decode_arcs(topology: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    transform = topology.get("transform")
    if transform is None:
        return [[(point[0], point[1]) for point in arc] for arc in topology["arcs"]]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    decoded = []
    for arc in topology["arcs"]:
        # Each point is stored as the step from the one before.
        xs, ys = accumulate(point[0] for point in arc), accumulate(point[1] for point in arc)
        decoded.append(
            [
                (round(x * scale_x + move_x, _DECIMALS), round(y * scale_y + move_y, _DECIMALS))
                for x, y in zip(xs, ys, strict=True)
            ]
        )
    return decoded


def _geometry(topology: Mapping[str, Any], object_name: str, id_: str, code: str) -> Mapping[str, Any]:
    try:
        geometries = topology["objects"][object_name]["geometries"]
    except KeyError as error:
        raise InputError(f"The topology has no object {object_name!r}", mend="Name one it holds") from error
    for geometry in geometries:
        if str(geometry.get("id")) == id_:
            return dict(geometry)
    raise InputError(
        f"The topology has no geometry with id {id_} for {code}", mend="Give the id that the topology uses"
    )


def _rings(geometry: Mapping[str, Any], arcs: list[list[tuple[float, float]]]) -> Iterator[list[_RingArc]]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in polygons:
        for order, ring in enumerate(polygon):
            steps = [(index, False) if index >= 0 else (~index, True) for index in ring]
            points = _join([_RingArc(index, back, True) for index, back in steps], arcs)
            is_anticlockwise = _twice_signed_area(points) > 0
            is_left = is_anticlockwise == (order == 0)  # a hole has the country outside
            yield [_RingArc(index, back, is_left) for index, back in steps]


def _twice_signed_area(points: Sequence[tuple[float, float]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points))


def _join(chain: Sequence[_RingArc], arcs: list[list[tuple[float, float]]]) -> tuple[tuple[float, float], ...]:
    points: list[tuple[float, float]] = []
    for arc in chain:
        following = arcs[arc.index][::-1] if arc.is_backwards else arcs[arc.index]
        points.extend(following if not points else following[1:])
    return tuple(points)


def _chains(
    ring: list[_RingArc], sides: Mapping[int, Mapping[str, bool]], code: str
) -> Iterator[tuple[str, list[_RingArc], bool]]:
    """Runs of neighbouring arcs that are shared with the same country, and whether the run is all of the ring."""
    neighbours = [next((other for other in sides[arc.index] if other != code), "") for arc in ring]
    if len(set(neighbours)) == 1:
        if neighbours[0]:
            yield neighbours[0], ring, True
        return
    # Begin where the neighbour changes, so that no run is torn at the arbitrary beginning of the ring.
    begin = next(i for i in range(len(ring)) if neighbours[i] != neighbours[i - 1])
    order = [(begin + i) % len(ring) for i in range(len(ring))]
    run: list[_RingArc] = []
    for place, i in enumerate(order):
        run.append(ring[i])
        is_last = place + 1 == len(order) or neighbours[order[place + 1]] != neighbours[i]
        if is_last:
            if neighbours[i]:
                yield neighbours[i], run, False
            run = []


def _name_parts(lines: list[BorderLine], enclaves: Mapping[str, tuple[float, float]]) -> list[BorderLine]:
    named = []
    counts: dict[tuple[str, bool], int] = {}
    for line in sorted(lines, key=lambda line: (line.pair, line.is_ring, -len(line.points), line.points)):
        count = counts[line.pair, line.is_ring] = counts.get((line.pair, line.is_ring), 0) + 1
        if line.is_ring:
            area = Polygon(line.points)
            part = next((name for name, at in enclaves.items() if area.contains(Point(at))), f"ring-{count}")
        else:
            part = "main" if count == 1 else f"main-{count}"
        named.append(replace(line, part=part))
    return named
