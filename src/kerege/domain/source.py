"""Where a piece of information came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A source that may be named: an office, a channel, a public page. Never a reporter's name or contact.

    Parameters
    ----------
    channel : str
        How it came: "media", "post", "police", "resident", "partner", ...; "" where not said.
    reference : str
        Address, document or number by which it can be found again.

    Examples
    --------
    >>> Source("media", "https://example.org/1").channel
    'media'
    """

    channel: str = ""
    reference: str = ""
