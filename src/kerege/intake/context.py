"""What a reader of reports must know beside the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from kerege.domain.catalogue import Catalogue
from kerege.domain.marking import Marking
from kerege.domain.place import Place


class FindsPlaces(Protocol):
    """Anything that knows places by their names; border.place_finder.PlaceFinder is one."""

    def find(self, text: str, *, country: str | None = None) -> Place | None:
        """The one place of this name; None where there is none or more than one."""

    def suggest(self, text: str, limit: int = 3) -> Sequence[Place]:
        """Places with a name like it, likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeContext:
    """The region and the moment a table is read for.

    Parameters
    ----------
    zone : ZoneInfo
        Local time of days and times that name no zone.
    countries : frozenset of str
        Codes of the countries the region knows.
    catalogue : Catalogue
        Kinds and triggers.
    places : FindsPlaces
        The region's gazetteer.
    imported_at : datetime
        Now; what lies after it cannot have happened. Nothing of it enters a report, so that the same file always makes
        the same reports.
    default_marking : Marking
        For reports that carry none.

    Raises
    ------
    ValueError
        If `imported_at` has no zone.
    """

    zone: ZoneInfo
    countries: frozenset[str]
    catalogue: Catalogue
    places: FindsPlaces
    imported_at: datetime
    default_marking: Marking

    def __post_init__(self) -> None:
        if self.imported_at.tzinfo is None:
            raise ValueError("The time of the import needs a zone.")
