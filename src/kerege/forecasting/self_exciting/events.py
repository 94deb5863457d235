"""Events in space and time, and which of them may have set off which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointEvents:
    """N events in order of time.

    Parameters
    ----------
    time_days : array, shape (N,)
        Days since the beginning of the study, ascending.
    x_km, y_km : arrays, shape (N,)
        Place on a plane.
    kind : int array, shape (N,)
        Kind of each event, 0..K - 1.
    kinds : int
        K >= 1.
    marks : array, shape (N, E)
        What an event's power to set off others depends on; the first column is 1.
    mark_names : tuple of str
        The E names.

    Raises
    ------
    ValueError
        For no event at all, times out of order, values that are not finite, or lengths that differ.
    """

    time_days: Array
    x_km: Array
    y_km: Array
    kind: Indices
    kinds: int
    marks: Array
    mark_names: tuple[str, ...]

    def __post_init__(self) -> None:
        count = len(self.time_days)
        if not count:
            raise ValueError("There is no event.")
        if self.marks.shape != (count, len(self.mark_names)) or any(
            len(own) != count for own in (self.x_km, self.y_km, self.kind)
        ):
            raise ValueError("Times, places, kinds and marks of the events differ in length.")
        if not all(np.isfinite(own).all() for own in (self.time_days, self.x_km, self.y_km, self.marks)):
            raise ValueError("A time, place or mark of an event is not a finite number.")
        if (np.diff(self.time_days) < 0).any():
            raise ValueError("The events are not in order of time.")
        if self.kind.min() < 0 or self.kind.max() >= self.kinds:
            raise ValueError(f"The kinds of events are 0 to {self.kinds - 1}.")

    def __len__(self) -> int:
        return len(self.time_days)


@dataclass(frozen=True, slots=True)
class EventPairs:
    """P pairs of an event and an earlier one within reach, in order of the later event.

    Parameters
    ----------
    later, earlier : int arrays, shape (P,)
        Indices of the events.
    distance_km, lag_days : arrays, shape (P,)
        How far apart they are; the lag is above 0.
    """

    later: Indices
    earlier: Indices
    distance_km: Array
    lag_days: Array


def pairs_within(
    events: PointEvents, *, reach_km: float, reach_days: float, distances_km: Array | None = None
) -> EventPairs:
    """The pairs with 0 < lag <= `reach_days` and distance <= `reach_km`.

    Parameters
    ----------
    events : PointEvents
    reach_km, reach_days : float
        Both above 0.
    distances_km : array, shape (N, N), optional
        Distance of each two events where it is not that on the plane, such as along a border.

    Examples
    --------
    The first event reaches the second; the third is too late for both.

    >>> events = PointEvents(
    ...     time_days=np.array([0.0, 1.0, 9.0]), x_km=np.array([0.0, 3.0, 3.0]), y_km=np.array([0.0, 4.0, 4.0]),
    ...     kind=np.zeros(3, dtype=np.int64), kinds=1, marks=np.ones((3, 1)), mark_names=("intercept",),
    ... )
    >>> pairs = pairs_within(events, reach_km=10, reach_days=5)
    >>> pairs.later.tolist(), pairs.earlier.tolist(), pairs.distance_km.tolist(), pairs.lag_days.tolist()
    ([1], [0], [5.0], [1.0])
    """
    if not (reach_km > 0 and reach_days > 0):
        raise ValueError("The reach of an event in km and days is above 0.")
    times = np.ascontiguousarray(events.time_days, dtype=np.float64)
    first = np.searchsorted(times, times - reach_days, side="left").astype(np.int64)
    stop = np.searchsorted(times, times, side="left").astype(np.int64)
    if distances_km is None:
        x, y = (np.ascontiguousarray(own, dtype=np.float64) for own in (events.x_km, events.y_km))
        counts = _count_pairs(x, y, first, stop, reach_km)
        later, earlier, distance = _list_pairs(x, y, first, stop, reach_km, int(counts))
    else:
        windows = [
            own[distances_km[i, own] <= reach_km] for i in range(len(events)) for own in (np.arange(first[i], stop[i]),)
        ]
        later = np.repeat(np.arange(len(events)), [len(own) for own in windows])
        earlier = np.concatenate(windows)
        distance = distances_km[later, earlier]
    return EventPairs(later, earlier, distance, times[later] - times[earlier])


@kernel()
def _count_pairs(x: Array, y: Array, first: Indices, stop: Indices, reach_km: float) -> int:
    total = 0
    for i in range(len(x)):
        for j in range(first[i], stop[i]):
            if (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= reach_km**2:
                total += 1
    return total


@kernel()
def _list_pairs(
    x: Array, y: Array, first: Indices, stop: Indices, reach_km: float, total: int
) -> tuple[Indices, Indices, Array]:
    later = np.empty(total, dtype=np.int64)
    earlier = np.empty(total, dtype=np.int64)
    distance = np.empty(total)
    place = 0
    for i in range(len(x)):
        for j in range(first[i], stop[i]):
            squared = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2
            if squared <= reach_km**2:
                later[place] = i
                earlier[place] = j
                distance[place] = np.sqrt(squared)
                place += 1
    return later, earlier, distance
