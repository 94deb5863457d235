"""What one source said at one time about one happening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kerege.domain.account import Account
from kerege.domain.digest import digest
from kerege.domain.grading import Grading
from kerege.domain.harm import Harm
from kerege.domain.marking import Marking
from kerege.domain.period import Period
from kerege.domain.position import Position
from kerege.domain.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as it came in, validated, before it is joined with others to an incident.

    Parameters
    ----------
    reference : str
        The sender's own identifier; "" where there is none.
    occurred : Period
        When it happened, as exactly as the source says.
    reported_at : datetime
        When it became known; time-zone aware, stored in UTC.
    kind, trigger : str
        Identifiers of the catalogue; trigger "" where not known.
    countries : tuple of str
        Codes of the sides, in the order the source names them; may be empty.
    position : Position or None
        Where; None where it cannot be placed.
    place : str
        Name of the place in the source's words.
    harm : Harm
        What it did to people; unknown stays None.
    summary : str
        What happened, in a few sentences without personal data.
    accounts : tuple of Account
        The sides' versions.
    response : str
        What was done, in words.
    sources : tuple of Source
        At least one.
    grading : Grading
        Reliability of the source, credibility of the item.
    marking : Marking
        Who may see it.

    Raises
    ------
    ValueError
        If it was reported before it began, has no zone, or names no source.
    """

    reference: str
    occurred: Period
    reported_at: datetime
    kind: str
    trigger: str
    countries: tuple[str, ...]
    position: Position | None
    place: str
    harm: Harm
    summary: str
    accounts: tuple[Account, ...]
    response: str
    sources: tuple[Source, ...]
    grading: Grading
    marking: Marking

    def __post_init__(self) -> None:
        if self.reported_at.tzinfo is None:
            raise ValueError("The time of a report needs a zone.")
        object.__setattr__(self, "reported_at", self.reported_at.astimezone(UTC))
        if self.reported_at < self.occurred.start:
            raise ValueError("A report cannot be older than what it reports.")
        if not self.sources:
            raise ValueError("A report needs a source.")

    @property
    def content_digest(self) -> str:
        """Digest of everything the report says: the same report sent twice has the same digest."""
        harm = {
            name: None if (count := getattr(self.harm, name)) is None else [count.low, count.best, count.high]
            for name in ("killed", "injured", "displaced", "detained")
        }
        position = self.position
        return digest(
            {
                "reference": self.reference,
                "occurred": [self.occurred.start.isoformat(), self.occurred.end.isoformat(), self.occurred.precision],
                "reported_at": self.reported_at.isoformat(),
                "kind": self.kind,
                "trigger": self.trigger,
                "countries": list(self.countries),
                "position": None
                if position is None
                else [position.latitude, position.longitude, position.uncertainty_km],
                "place": self.place,
                "harm": harm,
                "summary": self.summary,
                "accounts": [[account.side, account.text] for account in self.accounts],
                "response": self.response,
                "sources": [[source.channel, source.reference] for source in self.sources],
                "grading": str(self.grading),
                "marking": [self.marking.tlp, sorted(self.marking.releasable_to)],
            }
        )
