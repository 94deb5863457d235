"""What a village monitor says once a week, whether something happened or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Change(StrEnum):
    """How the week was against the one before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReport:
    """One week of one village as its monitor sees it.

    Parameters
    ----------
    monitor : str
        The monitor's code, which stands for the village; no name, no telephone number.
    week : date
        The Monday of the week it is about.
    safety : int or None
        How safe people feel, 1 (not at all) to 10 (wholly); None where not said.
    change : Change or None
        Against the week before; None where not said.
    counts : mapping of kind to count, or None
        Incidents by kind of the catalogue. Empty means that nothing happened: a report like any other. None means that
        it does not say.
    comment : str
        Words that came with it.
    language : str
        Code of the language it was written in, in which an answer goes back.

    Raises
    ------
    ValueError
        For a week that does not begin on a Monday, a perception outside 1..10, a negative count, or no monitor.

    Examples
    --------
    >>> quiet = SituationReport(monitor="4178", week=date(2026, 11, 23), safety=7, change=Change.SAME, counts={})
    >>> quiet.nothing_happened, quiet.incidents
    (True, 0)
    """

    monitor: str
    week: date
    safety: int | None = None
    change: Change | None = None
    counts: Mapping[str, int] | None = None
    comment: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        if not self.monitor:
            raise ValueError("A situation report needs the code of its monitor.")
        if self.week.weekday():
            raise ValueError(f"A week is named by its Monday, not by {self.week:%A}, {self.week}.")
        if self.safety is not None and not 1 <= self.safety <= 10:
            raise ValueError(f"The perception of safety lies between 1 and 10, not {self.safety}.")
        for kind, count in (self.counts or {}).items():
            if count < 0:
                raise ValueError(f"The count of {kind} cannot be {count}.")

    @property
    def incidents(self) -> int | None:
        """How many incidents the week had; None where the report does not say."""
        return None if self.counts is None else sum(self.counts.values())

    @property
    def nothing_happened(self) -> bool:
        """Whether the report says that nothing happened: zero is said, not supposed."""
        return self.incidents == 0


def week_reported(received: date, late_days: int) -> date:
    """The Monday of the week that a report received on a day is about.

    A report on the first days of a week is a late one of the week before.

    Parameters
    ----------
    received : date
        Day it came in, in the region's own zone.
    late_days : int
        How many days after its end a week may still be reported, 0..6.

    Examples
    --------
    >>> week_reported(date(2026, 11, 24), 2), week_reported(date(2026, 11, 25), 2)
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 23))
    """
    day = received - timedelta(days=late_days)
    return day - timedelta(days=day.weekday())
