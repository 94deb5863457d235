"""A stretch of time: half-open, in UTC, with the precision it was reported at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Precision(StrEnum):
    """How exactly the source gives the time."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The half-open interval [start, end) in UTC.

    Parameters
    ----------
    start, end : datetime
        Time-zone aware; stored in UTC; start < end.
    precision : Precision
        How exactly the source gives the time.

    Raises
    ------
    ValueError
        If a time has no zone, or the end does not come after the start.

    Examples
    --------
    >>> osh = ZoneInfo("Asia/Bishkek")
    >>> april = Period.of_month(2021, 4, osh)
    >>> april.start.isoformat(), april.days
    ('2021-03-31T18:00:00+00:00', 30.0)
    """

    start: datetime
    end: datetime
    precision: Precision = Precision.INTERVAL

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("A period needs times with a zone.")
        if self.end <= self.start:
            raise ValueError(f"A period must end after it starts: {self.start} to {self.end}.")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @classmethod
    def of_days(cls, first: date, last: date, zone: ZoneInfo, precision: Precision | None = None) -> Period:
        """All of the local days `first` to `last`, both included."""
        start = datetime.combine(first, time(), zone)
        end = datetime.combine(last + timedelta(days=1), time(), zone)
        return cls(start, end, precision or (Precision.DAY if first == last else Precision.INTERVAL))

    @classmethod
    def of_month(cls, year: int, month: int, zone: ZoneInfo) -> Period:
        """All of one local calendar month."""
        following = date(year + month // 12, month % 12 + 1, 1)
        return cls.of_days(date(year, month, 1), following - timedelta(days=1), zone, Precision.MONTH)

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.end - self.start) / timedelta(days=1)

    @property
    def middle(self) -> datetime:
        """The middle of the interval: the one instant that stands for it where only one can."""
        return self.start + (self.end - self.start) / 2

    def first_day(self, zone: ZoneInfo) -> date:
        """The local day it starts on."""
        return self.start.astimezone(zone).date()

    def last_day(self, zone: ZoneInfo) -> date:
        """The local day it ends on (the last one it touches)."""
        return (self.end - timedelta(microseconds=1)).astimezone(zone).date()
