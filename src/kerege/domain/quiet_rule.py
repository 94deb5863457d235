"""When somebody wants to be told: of what, at which hours, at once or once a day. What is gravest breaks through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

GRAVEST = 5
"""A severity that is told at once, whatever the hour."""
_MIDNIGHT = time()
_WEEK = frozenset(range(7))


class Telling(StrEnum):
    """What becomes of a message for one person."""

    NOW = "now"
    LATER = "later"
    DIGEST = "digest"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class TellingDecision:
    """What becomes of it, and when; the moment is None where it is told now or not at all."""

    telling: Telling
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietRule:
    """What one person chose for one way of being told.

    Parameters
    ----------
    least_severity : int
        1..5: what is milder is not told.
    section_ids : frozenset of str
        Empty for all; what has no place is always told.
    days : frozenset of int
        Days on which the hours begin, 0 for Monday to 6.
    begins, ends : datetime.time
        The hours, from the first to before the second; they may pass midnight. The same twice: the whole day.
    digest_hour : int or None
        The hour at which all is told in one message; None for each at once.

    Raises
    ------
    ValueError
        For a severity outside 1..5, no day or one outside 0..6, an hour outside 0..23, or a time with a zone.

    Examples
    --------
    >>> rule = QuietRule(begins=time(8), ends=time(20))
    >>> noon, night = datetime(2026, 12, 1, 12), datetime(2026, 12, 1, 23, 30)
    >>> rule.decide(severity=3, section_ids=(), local=noon).telling.value
    'now'
    >>> rule.decide(severity=3, section_ids=(), local=night).at
    datetime.datetime(2026, 12, 2, 8, 0)
    >>> rule.decide(severity=5, section_ids=(), local=night).telling.value
    'now'
    """

    least_severity: int = 1
    section_ids: frozenset[str] = frozenset()
    days: frozenset[int] = field(default=_WEEK)
    begins: time = _MIDNIGHT
    ends: time = _MIDNIGHT
    digest_hour: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.least_severity <= GRAVEST:
            raise ValueError(f"The least severity lies between 1 and 5, not {self.least_severity}.")
        if not self.days or self.days - _WEEK:
            raise ValueError("Choose at least one day of the week.")
        if self.digest_hour is not None and not 0 <= self.digest_hour <= 23:
            raise ValueError("The hour of a digest lies between 0 and 23.")
        if self.begins.tzinfo is not None or self.ends.tzinfo is not None:
            raise ValueError("Hours are those of the local clock, without a zone.")

    def decide(self, *, severity: int, section_ids: Collection[str], local: datetime) -> TellingDecision:
        """What becomes of a message.

        The gravest severity breaks hours and digests, never the choice of sections: somebody else answers for those.

        Parameters
        ----------
        severity : int
            1..5.
        section_ids : collection of str
            Where; empty where it has no place.
        local : datetime
            Now, by the local clock; the moment in the answer is by the same one.
        """
        if severity < self.least_severity:
            return TellingDecision(Telling.NOT)
        if self.section_ids and section_ids and not self.section_ids & set(section_ids):
            return TellingDecision(Telling.NOT)
        if severity >= GRAVEST:
            return TellingDecision(Telling.NOW)
        if self.digest_hour is not None:
            return TellingDecision(Telling.DIGEST, _next(local, time(self.digest_hour), _WEEK))
        if self._holds(local):
            return TellingDecision(Telling.NOW)
        return TellingDecision(Telling.LATER, _next(local, self.begins, self.days))

    def _holds(self, local: datetime) -> bool:
        """Whether the hours run: those of today, or those of yesterday that pass midnight."""
        for back in (0, 1):
            begin = _at(local, self.begins, -back)
            end = _at(local, self.ends, -back + (1 if self.ends <= self.begins else 0))
            if begin.weekday() in self.days and begin <= local < end:
                return True
        return False


def _at(local: datetime, clock: time, days: int) -> datetime:
    return local.replace(
        hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=clock.microsecond
    ) + timedelta(days=days)  # fmt: skip


def _next(local: datetime, clock: time, days: frozenset[int]) -> datetime:
    found = (_at(local, clock, ahead) for ahead in range(9))
    return next(moment for moment in found if moment > local and moment.weekday() in days)
