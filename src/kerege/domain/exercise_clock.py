"""Exercise time against the time on the wall, and what is due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Protocol, TypeVar

FASTEST = 100_000.0


class Timed(Protocol):
    """What has an id and comes at a minute of the exercise."""

    @property
    def id(self) -> str:
        """Unique among its kind."""

    @property
    def minute(self) -> int:
        """Exercise minutes from the start."""


Item = TypeVar("Item", bound=Timed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseClock:
    """A clock that shows exercise minutes.

    Parameters
    ----------
    start : datetime
        When it was set going; with a zone.
    speed : float
        Exercise minutes in one minute on the wall: 1 is real time.
    minute : float
        What it showed when it was set going: 0, or where an exercise was stopped.

    Raises
    ------
    ValueError
        For a time without zone, a speed that is not above 0 and up to 100,000, or a minute before the start.

    Examples
    --------
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> clock = ExerciseClock(start=noon, speed=600)
    >>> clock.minute_at(noon + timedelta(seconds=30)), clock.time_of(90).isoformat()
    (300.0, '2026-12-01T12:00:09+00:00')
    """

    start: datetime
    speed: float
    minute: float = 0.0

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError("The start of an exercise needs a zone.")
        if not (isfinite(self.speed) and 0 < self.speed <= FASTEST):
            raise ValueError(f"The speed is a number above 0, up to {FASTEST:,.0f}, not {self.speed}.")
        if not (isfinite(self.minute) and self.minute >= 0):
            raise ValueError(f"An exercise goes on from minute 0 or later, not {self.minute}.")
        object.__setattr__(self, "start", self.start.astimezone(UTC))

    def minute_at(self, now: datetime) -> float:
        """What the clock shows at a moment; never less than at first, even if the wall's clock is set back."""
        gone = max(timedelta(0), now - self.start)
        return self.minute + gone / timedelta(minutes=1) * self.speed

    def time_of(self, minute: float) -> datetime:
        """When the clock shows a minute; its start for what is past already."""
        return self.start + timedelta(minutes=max(0.0, minute - self.minute) / self.speed)

    def resumed(self, now: datetime, *, minute: float, speed: float | None = None) -> ExerciseClock:
        """The clock set going again after a stop: time that passed in between counts for nothing."""
        return ExerciseClock(start=now, speed=self.speed if speed is None else speed, minute=minute)


def due(items: Sequence[Item], *, minute: float, done: Collection[str]) -> tuple[Item, ...]:
    """What should have come by a minute and has not, in the order of the script: nothing twice, nothing lost."""
    return tuple(item for item in items if item.minute <= minute and item.id not in done)


def minute_of(clocks: Sequence[ExerciseClock], moment: datetime) -> float:
    """The exercise minute of a moment in an exercise that was stopped and set going again; it stands still in between.

    Parameters
    ----------
    clocks : sequence of ExerciseClock
        One for each time it was set going, in order; at least one.
    moment : datetime

    Examples
    --------
    >>> noon, hour = datetime(2026, 12, 1, 12, tzinfo=UTC), timedelta(hours=1)
    >>> first = ExerciseClock(start=noon, speed=1)
    >>> clocks = [first, first.resumed(noon + 5 * hour, minute=60.0)]
    >>> [minute_of(clocks, noon + n * hour) for n in (0, 1, 3, 5, 6)]
    [0.0, 60.0, 60.0, 60.0, 120.0]
    """
    begun = max((n for n, clock in enumerate(clocks) if clock.start <= moment), default=0)
    shown = clocks[begun].minute_at(moment)
    return min(shown, clocks[begun + 1].minute) if begun + 1 < len(clocks) else shown
