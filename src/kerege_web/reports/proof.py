"""How a sender above the limits shows that it is no flood: by a short calculation, or by having waited.

Nothing is kept for it: what is to be solved carries the station's signature and belongs to one report, so that a
solution is worth nothing for another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core import signing

# About 30,000 digests: under a second on a new phone, some seconds on an old one.
BITS = 15
WAIT_S = 20
_LIFE_S = 3600
_PUZZLE, _TICKET = "kerege report puzzle", "kerege report ticket"


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A calculation for one report: find a number so that SHA-256 of "challenge:number" begins with zero bits.

    Parameters
    ----------
    challenge : str
    bits : int
        How many leading bits must be zero.
    """

    challenge: str
    bits: int


def puzzle_for(client_id: str) -> Puzzle:
    """A puzzle for one report, good for an hour."""
    return Puzzle(signing.TimestampSigner(salt=_PUZZLE).sign(_short(client_id)), BITS)


def is_solved(client_id: str, challenge: str, answer: str) -> bool:
    """Whether somebody has done the calculation for this report.

    Parameters
    ----------
    client_id : str
    challenge : str
        As it was given.
    answer : str
        The number found.
    """
    if not _is_signed(_PUZZLE, client_id, challenge):
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - BITS) == 0


def ticket_for(client_id: str) -> str:
    """A ticket that becomes good after 20 seconds, for who has no scripts, and stays so for an hour."""
    return signing.TimestampSigner(salt=_TICKET).sign(_short(client_id))


def has_waited(client_id: str, ticket: str) -> bool:
    """Whether the time of the ticket of this report has come."""
    # What is too young to be thrown away for its age of 20 seconds has not waited.
    return _is_signed(_TICKET, client_id, ticket) and not _is_signed(_TICKET, client_id, ticket, WAIT_S)


def _is_signed(salt: str, client_id: str, text: str, life_s: int = _LIFE_S) -> bool:
    try:
        return signing.TimestampSigner(salt=salt).unsign(text, max_age=life_s) == _short(client_id)
    except signing.BadSignature:
        return False


def _short(client_id: str) -> str:
    return hashlib.sha256(client_id.encode()).hexdigest()[:32]
