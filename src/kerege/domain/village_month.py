"""A month of a village: what was reported about it and what was done. Nothing here tells who reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LEAST_COUNT = 3
"""Counts of reports below this are not told."""
LONGEST_STATEMENT = 300
_COORDINATE = re.compile(r"\d+[.,]\d{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageHappening:
    """Something that was found to be so: its day, its kind, and a village, nothing nearer.

    Raises
    ------
    ValueError
        If the place looks like coordinates.
    """

    day: date
    kind: str
    place: str = ""

    def __post_init__(self) -> None:
        if _COORDINATE.search(self.place):
            raise ValueError("A bulletin names a village, never coordinates.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageAction:
    """Something that was done: its day, and its term in the catalogue of responses."""

    day: date
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatter:
    """Something that is not settled: its kind, and since when."""

    since: date
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedStatement:
    """What was agreed to say in public about a rumour.

    Parameters
    ----------
    day : date
        When it was agreed.
    text : mapping of language to str

    Raises
    ------
    ValueError
        For no text, or one of more than 300 letters.
    """

    day: date
    text: Mapping[str, str]

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("A statement needs words in a language at least.")
        if any(not 1 <= len(words.strip()) <= LONGEST_STATEMENT for words in self.text.values()):
            raise ValueError(f"A statement has 1 to {LONGEST_STATEMENT} letters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageMonth:
    """What a village bulletin is made from. Who fills it leaves out everything that is narrowed or not public.

    Parameters
    ----------
    place : str
        The village, or the name of a group of sections.
    month : date
        Its first day.
    made_on : date
        The day up to which it is told; not before the month.
    received, checked : int
        Reports that came in, and those whose check is over: 0 <= checked <= received.
    happenings : tuple of VillageHappening
        Found to be so, within the month.
    done : tuple of VillageAction
        From the month's first day to the day it is told.
    still_open : tuple of OpenMatter
    statements : tuple of AgreedStatement
    report_address : str
        Where to report.
    checked_by : str
        Who checks reports: an agency, never a person.
    is_exercise : bool

    Raises
    ------
    ValueError
        If a day lies outside its time, the counts do not agree, or place, address or checker is missing.
    """

    place: str
    month: date
    made_on: date
    received: int
    checked: int
    happenings: tuple[VillageHappening, ...] = ()
    done: tuple[VillageAction, ...] = ()
    still_open: tuple[OpenMatter, ...] = ()
    statements: tuple[AgreedStatement, ...] = ()
    report_address: str
    checked_by: str
    is_exercise: bool = False

    def __post_init__(self) -> None:
        if self.month.day != 1:
            raise ValueError(f"A month is named by its first day, not by {self.month}.")
        if self.made_on < self.month:
            raise ValueError("A bulletin is not made before its month.")
        if not 0 <= self.checked <= self.received:
            raise ValueError(f"Of {self.received} reports, {self.checked} cannot have been checked.")
        if not (self.place.strip() and self.report_address.strip() and self.checked_by.strip()):
            raise ValueError("A bulletin names its place, where to report, and who checks.")
        following = date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)
        if any(not self.month <= one.day < following for one in self.happenings):
            raise ValueError("A happening lies outside the month.")
        told = [*(one.day for one in self.done), *(one.day for one in self.statements)]
        if any(not self.month <= day <= self.made_on for day in told):
            raise ValueError("What was done or said lies outside the time that is told.")
        if any(one.since > self.made_on for one in self.still_open):
            raise ValueError("What is open cannot begin after the day it is told.")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported, and nothing is there to tell."""
        return not (self.received or self.happenings or self.done or self.still_open or self.statements)
