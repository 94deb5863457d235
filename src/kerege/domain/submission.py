"""What somebody sent through one of the doors, before anybody has looked at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from kerege.domain.harm import Harm
from kerege.domain.period import Period
from kerege.domain.position import Position

LONGEST_TEXT = 5_000
LONGEST_PLACE = 200
LONGEST_CLIENT_ID = 100


class Door(StrEnum):
    """The way a report came in."""

    WEB = "web"
    ODK = "odk"
    SMS = "sms"
    TELEGRAM = "telegram"
    INTERFACE = "interface"
    FILE = "file"
    PAPER = "paper"


class Hurt(StrEnum):
    """Whether anybody is hurt, as far as the reporter says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A report as it was sent: nothing but its id is required, so that nothing a person can say is refused.

    Parameters
    ----------
    client_id : str
        Made by the sender's device; the same id again is the same report.
    door : Door
    sent_at : datetime or None
        By the sender's clock; None where it is not known.
    language : str
        Language the reporter wants to be answered in.
    kind : str
        Identifier of the catalogue; "" where not said.
    text : str
        What happened, in the reporter's words.
    occurred : Period or None
        None where not said.
    place : str
        In the reporter's words.
    position : Position or None
        None where there is none: a place without one is never refused.
    hurt : Hurt
    harm : Harm
        Figures, where given.
    side : str
        Country code of the side the reporter speaks from; "" where not said.
    source : str
        What tells two senders apart (a number, a device): never stored as it is, "" where unknown.
    topics : frozenset of str
        Protected topics the reporter named: see `ProtectedTopic`.
    is_exercise : bool
        Part of an exercise, not of the world.

    Raises
    ------
    ValueError
        For an empty or too long id, texts that are too long, or a time without zone.
    """

    client_id: str
    door: Door
    sent_at: datetime | None = None
    language: str = "en"
    kind: str = ""
    text: str = ""
    occurred: Period | None = None
    place: str = ""
    position: Position | None = None
    hurt: Hurt = Hurt.UNKNOWN
    harm: Harm = field(default_factory=Harm)
    side: str = ""
    source: str = ""
    topics: frozenset[str] = frozenset()
    is_exercise: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.client_id) <= LONGEST_CLIENT_ID:
            raise ValueError(f"A report needs an id of 1 to {LONGEST_CLIENT_ID} letters from its sender.")
        if len(self.text) > LONGEST_TEXT or len(self.place) > LONGEST_PLACE:
            raise ValueError(f"A text has up to {LONGEST_TEXT} letters, a place up to {LONGEST_PLACE}.")
        if self.sent_at is not None:
            if self.sent_at.tzinfo is None:
                raise ValueError("The time of sending needs a zone.")
            object.__setattr__(self, "sent_at", self.sent_at.astimezone(UTC))
