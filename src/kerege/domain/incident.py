"""A happening at the border, as it is known from one or more reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kerege.domain.account import Account
from kerege.domain.grading import Grading
from kerege.domain.harm import Harm
from kerege.domain.marking import Marking
from kerege.domain.period import Period
from kerege.domain.position import Position
from kerege.domain.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An incident with each side's account kept.

    Parameters
    ----------
    id : str
        Stable identifier.
    occurred : Period
        When it happened.
    reported_at : datetime
        When it first became known; what was not yet known at `as_of` does not exist for an analysis.
    kind, trigger : str
        Identifiers of the catalogue; trigger "" where not known.
    severity : int
        1..5 on the catalogue's scale.
    countries : tuple of str
        Codes of the sides; may be empty.
    position : Position or None
        Where; None where it cannot be placed.
    place, summary, response : str
        Words: where, what, what was done.
    harm : Harm
        What it did to people; unknown stays None.
    accounts : tuple of Account
        The sides' versions, side by side.
    sources : tuple of Source
        Where it is known from, at least one.
    grading : Grading
        The best grading among its reports.
    marking : Marking
        The strictest marking of its reports.

    Raises
    ------
    ValueError
        For an invalid severity, a time without zone, an empty id or no source.
    """

    id: str
    occurred: Period
    reported_at: datetime
    kind: str
    trigger: str
    severity: int
    countries: tuple[str, ...]
    position: Position | None
    place: str
    summary: str
    response: str
    harm: Harm
    accounts: tuple[Account, ...]
    sources: tuple[Source, ...]
    grading: Grading
    marking: Marking

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("An incident needs an id.")
        if not 1 <= self.severity <= 5:
            raise ValueError(f"A severity lies between 1 and 5, not {self.severity}.")
        if self.reported_at.tzinfo is None:
            raise ValueError("The time of a report needs a zone.")
        object.__setattr__(self, "reported_at", self.reported_at.astimezone(UTC))
        if not self.sources:
            raise ValueError("An incident needs a source.")

    @property
    def pair(self) -> str | None:
        """The two sides as a country pair, "AA-BB"; None unless exactly two are named."""
        sides = sorted(set(self.countries))
        return "-".join(sides) if len(sides) == 2 else None
