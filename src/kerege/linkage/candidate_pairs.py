"""Which reports stand near enough in space and time to be compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.border.ground import offset_km
from kerege.domain.errors import KeregeError
from kerege.kernel import kernel
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.settings import LinkageSettings

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
# A radius up to this is covered by max_km; what a larger one adds to the reach: errors may pass the radius.
COVERED_KM, REACH_OF_RADIUS = 2.0, 1.5
# Reports whose own reach is up to this share of the limits stand in the finest grid; each coarser one doubles it.
FINEST = 0.25
_COARSEST = 20
_DEGREE_KM = 110.5
_FIRST_ROOM = 1 << 16


class TooManyPairsError(KeregeError):
    """More reports stand near each other than can be compared."""


def candidate_pairs(columns: ReportColumns, settings: LinkageSettings) -> tuple[Indices, Indices, Array]:
    r"""All pairs within reach, by a grid of rows, times and sorted places.

    With :math:`e_i = 1.5 \max(0, r_i - 2)` km from the radius :math:`r_i` of the place and :math:`h_i` half the length
    of the time, reports i and j are within reach where their distance is at most max_km + e_i + e_j and the middles of
    their times differ by at most max_days + h_i + h_j. Reports without a place are within nobody's reach.

    Parameters
    ----------
    columns : ReportColumns
    settings : LinkageSettings

    Returns
    -------
    first, second : int arrays, shape (P,)
        first < second, ascending.
    km : array, shape (P,)
        Their distances.

    Raises
    ------
    TooManyPairsError
        For more than `most_pairs`.
    """
    excess = reach_km(columns, settings)
    placed = np.isfinite(columns.x) & np.isfinite(columns.y)
    need = np.maximum(excess / settings.max_km, columns.half_days / settings.max_days) / FINEST
    level = np.clip(np.ceil(np.log2(np.maximum(need, 1.0))), 0, _COARSEST).astype(np.int64)
    parts: list[tuple[Indices, Indices, Array]] = []
    for own in np.unique(level[placed]).tolist():
        members = np.flatnonzero(placed & (level <= own))
        share = 1 + 2 * FINEST * 2.0**own
        if own == _COARSEST:
            share = max(share, 1 + 2 * FINEST * float(need.max()))
        room = settings.most_pairs - sum(len(part[0]) for part in parts)
        parts.append(_grid_pairs(columns, excess, members, level, own, share, settings, room))
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    first, second, km = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.argsort(first * len(columns) + second)
    return first[order], second[order], km[order]


def compared_reports(count: int, first: Indices, second: Indices) -> Indices:
    """The reports that are in any pair, ascending.

    Examples
    --------
    >>> compared_reports(5, np.array([0, 1]), np.array([1, 3])).tolist()
    [0, 1, 3]
    """
    is_compared = np.zeros(count, dtype=np.bool_)
    is_compared[first] = True
    is_compared[second] = True
    return np.flatnonzero(is_compared)


def reach_km(columns: ReportColumns, settings: LinkageSettings) -> Array:
    """What the radius of each report's place adds to max_km, shape (N,)."""
    radius = np.where(np.isnan(columns.uncertainty_km), settings.usual_km, columns.uncertainty_km)
    return np.asarray(REACH_OF_RADIUS * np.maximum(0.0, radius - COVERED_KM))


def nearness(
    report: ReportColumns, others: ReportColumns, settings: LinkageSettings
) -> tuple[Array, NDArray[np.bool_]]:
    """Distance of each of the others from one report, and which of them are within reach, both of shape (N,)."""
    x, y = float(report.x[0]), float(report.y[0])
    if report.is_on_globe:
        east, north = offset_km(x, y, others.x, others.y)
    else:
        east, north = others.x - x, others.y - y
    km = np.hypot(east, north)
    days = settings.max_days + float(report.half_days[0]) + others.half_days
    reach = settings.max_km + float(reach_km(report, settings)[0]) + reach_km(others, settings)
    with np.errstate(invalid="ignore"):
        is_near = (km <= reach) & (np.abs(others.middle_days - float(report.middle_days[0])) <= days)
    return km, is_near


def _grid_pairs(
    columns: ReportColumns, excess: Array, members: Indices, level: Indices, own: int, share: float,
    settings: LinkageSettings, most: int,
) -> tuple[Indices, Indices, Array]:  # fmt: skip
    reach, days = settings.max_km * share, settings.max_days * share
    height = reach / _DEGREE_KM * 1.001 if columns.is_on_globe else reach
    row = np.floor(columns.y[members] / height).astype(np.int64)
    slot = np.floor(columns.middle_days[members] / days).astype(np.int64)
    row -= row.min(initial=0)
    slot -= slot.min(initial=0)
    slots = int(slot.max(initial=0)) + 3
    key = (row + 1) * slots + slot + 1
    order = np.lexsort((columns.x[members], key))
    members, key = members[order], key[order]
    cells, begins = np.unique(key, return_index=True)
    begins = np.append(begins, len(key))
    room = _FIRST_ROOM
    start, pieces = 0, []
    while start < len(members):
        first, second, km = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
        following, found = _scan(
            columns.x, columns.y, columns.middle_days, columns.half_days, excess, members, key, cells, begins, level,
            own, slots, settings.max_km, settings.max_days, reach, columns.is_on_globe, start, first, second, km,
        )  # fmt: skip
        pieces.append((first[:found], second[:found], km[:found]))
        most -= found
        if most < 0:
            raise TooManyPairsError(f"More than {settings.most_pairs:,} pairs of reports are near each other.")
        if following == start:
            room *= 4
        start = following
        room = min(room * 2, 1 << 24) if room < 1 << 24 else room
    first, second, km = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return first, second, km


@kernel()
def pair_distance_km(x_a: float, y_a: float, x_b: float, y_b: float, is_on_globe: bool) -> float:
    """Distance of two places, on the globe as `border.ground.offset_km` has it."""
    if not is_on_globe:
        return float(np.hypot(x_a - x_b, y_a - y_b))
    east = (x_b - x_a + 180.0) % 360.0 - 180.0
    middle = np.radians((y_a + y_b) / 2)
    curvature = 1 - 0.0066943799901413165 * np.sin(middle) ** 2
    vertical = 6378.137 / np.sqrt(curvature)
    meridian = 6378.137 * (1 - 0.0066943799901413165) / curvature**1.5
    return float(np.hypot(np.radians(east) * vertical * np.cos(middle), np.radians(y_b - y_a) * meridian))


@kernel()
def _width(y: float, reach: float, is_on_globe: bool) -> float:
    """How far the other coordinate can differ within reach."""
    if not is_on_globe:
        return reach
    farthest = min(abs(y) + reach / 110.5, 89.9)
    return float(reach / (110.5 * np.cos(np.radians(farthest))))


@kernel()
def _first_at_least(values: Array | Indices, low: int, high: int, wanted: float) -> int:
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@kernel()
def _scan(
    x: Array, y: Array, middle: Array, half: Array, excess: Array, members: Indices, key: Indices, cells: Indices,
    begins: Indices, level: Indices, own: int, slots: int, max_km: float, max_days: float, reach: float,
    is_on_globe: bool, start: int, first: Indices, second: Indices, km: Array,
) -> tuple[int, int]:  # fmt: skip
    """Pairs of the reports from `start` on until the room is full: where to go on, and how many there are."""
    place = np.empty(len(members))
    for i in range(len(members)):
        place[i] = x[members[i]]
    found = 0
    for i in range(start, len(members)):
        a = members[i]
        if level[a] != own:
            continue
        before = found
        width = _width(y[a], reach, is_on_globe)
        for step in range(9):
            wanted = key[i] + (step // 3 - 1) * slots + step % 3 - 1
            cell = _first_at_least(cells, 0, len(cells), wanted)
            if cell == len(cells) or cells[cell] != wanted:
                continue
            for turn in range(-1, 2):
                # Once round the globe, where the way over the seam of longitudes may be the short one.
                centre = x[a] + 360.0 * turn
                is_seen = turn == 0 or (is_on_globe and abs(centre) <= 180.0 + width)
                j = _first_at_least(place, begins[cell], begins[cell + 1], centre - width)
                while is_seen and j < begins[cell + 1] and place[j] <= centre + width:
                    b = members[j]
                    j += 1
                    # Each pair of one level is met twice and kept once.
                    if (level[b] == own and b <= a) or abs(middle[a] - middle[b]) > max_days + half[a] + half[b]:
                        continue
                    apart = pair_distance_km(x[a], y[a], x[b], y[b], is_on_globe)
                    if apart > max_km + excess[a] + excess[b]:
                        continue
                    if found == len(first):
                        return i, before
                    first[found] = min(a, b)
                    second[found] = max(a, b)
                    km[found] = apart
                    found += 1
    return len(members), found
