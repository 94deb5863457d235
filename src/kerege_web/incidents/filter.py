"""What a list, a map, a timeline or an export shows: one filter for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Order(StrEnum):
    """In which order incidents are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    SEVEREST = "severest"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """Which incidents are wanted. Empty words, 0 and None leave the choice open.

    Parameters
    ----------
    text : str
        Words that must all occur in id, place, summary, accounts, kind or trigger, in any case.
    pair, group_id, section_id, kind : str
        Country pair, section group, section, kind of the catalogue.
    min_severity : int
        1..5.
    first, last : date or None
        Local days of the region; an incident is in when any part of it is.
    located : bool or None
        Only those that lie on a section, or only those that do not.
    order : Order
    page, page_size : int
        Page from 1; 1..500 on a page.

    Raises
    ------
    ValueError
        For a page, a size or a severity out of range, or days in the wrong order.
    """

    text: str = ""
    pair: str = ""
    group_id: str = ""
    section_id: str = ""
    kind: str = ""
    min_severity: int = 0
    first: date | None = None
    last: date | None = None
    located: bool | None = None
    order: Order = Order.NEWEST
    page: int = 1
    page_size: int = 50

    def __post_init__(self) -> None:
        if not (1 <= self.page <= 1_000_000 and 1 <= self.page_size <= 500):
            raise ValueError("A page is counted from 1 and holds 1 to 500 incidents.")
        if not 0 <= self.min_severity <= 5:
            raise ValueError("A severity lies between 1 and 5.")
        if self.first and self.last and self.last < self.first:
            raise ValueError("The last day comes before the first.")
