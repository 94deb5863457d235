"""When an alert was opened, answered and responded to: what the key figures of a site are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredAlert:
    """The moments of one alert. None stands for what has not happened.

    Parameters
    ----------
    section_id : str
        "" where it has no place.
    reported_at : datetime
        When the first report it rests on came in; the moment of opening where it rests on none.
    opened_at : datetime
    answer_due_at, answered_at : datetime or None
        Until when somebody had to look at it, and when somebody did.
    is_response_wanted : bool
        Whether it was decided to respond, or somebody did.
    responder_at : datetime or None
        When somebody first set out or took up the telephone.
    contact_at : datetime or None
        When the other side was first spoken with.
    closed_at : datetime or None

    Raises
    ------
    ValueError
        If the report came after the alert, or something happened before it.
    """

    section_id: str
    reported_at: datetime
    opened_at: datetime
    answer_due_at: datetime | None
    answered_at: datetime | None
    is_response_wanted: bool
    responder_at: datetime | None
    contact_at: datetime | None
    closed_at: datetime | None

    def __post_init__(self) -> None:
        if self.reported_at > self.opened_at:
            raise ValueError("A report that came after the alert is not what it rests on first.")
        for moment in (self.answered_at, self.responder_at, self.contact_at, self.closed_at):
            if moment is not None and moment < self.opened_at:
                raise ValueError("Nothing is answered before it is opened.")
