"""What tells one warning message from every other: its sender, its identifier and when it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class CapReference:
    """A message, as other messages refer to it.

    Parameters
    ----------
    sender, identifier : str
        1 to 300 printable characters; no space, comma, < or &.
    sent : datetime
        With a zone; whole seconds are kept, because the standard writes no parts of them.

    Raises
    ------
    ValueError
        For a name that the standard does not allow, or a time without zone.

    Examples
    --------
    >>> from datetime import UTC
    >>> CapReference("duty@example.org", "A-1", datetime(2026, 3, 1, 4, 0, 0, 7, tzinfo=UTC)).sent.microsecond
    0
    """

    sender: str
    identifier: str
    sent: datetime

    def __post_init__(self) -> None:
        check_cap_name(self.sender, "sender")
        check_cap_name(self.identifier, "identifier")
        object.__setattr__(self, "sent", whole_seconds(self.sent, "sent"))


def check_cap_name(text: str, what: str) -> None:
    """Make sure that a sender or an identifier is one that the standard allows.

    Raises
    ------
    ValueError
        If it is not.
    """
    if not 1 <= len(text) <= LONGEST_NAME:
        raise ValueError(f"The {what} of a CAP message has 1 to {LONGEST_NAME} characters, not {len(text)}.")
    # Blanks and commas part the references from each other; a printable text holds no blank but the space.
    if not text.isprintable() or set(text) & set(" ,<&"):
        raise ValueError(f"The {what} of a CAP message holds no space, comma, < or &, unlike {text!r}.")


def whole_seconds(moment: datetime, what: str) -> datetime:
    """A time as the standard can write it: with a zone of whole minutes, cut to the second.

    Raises
    ------
    ValueError
        If it has no zone, or one further than 14 hours from UTC.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"The time {what!r} of a CAP message needs a zone.")
    if offset % timedelta(minutes=1) or abs(offset) > timedelta(hours=14):
        raise ValueError(f"The time {what!r} of a CAP message needs a zone of whole minutes within 14 hours of UTC.")
    return moment.replace(microsecond=0)
