"""The receipt of a report: a code that follows from the sender's id and a key, so that it need not be kept."""

from __future__ import annotations

from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.submission import Door
from kerege_web.sealing import Purpose, SealBrokenError, derived_bytes, keyed_digest, keyed_digests


def client_text(door: Door, client_id: str) -> str:
    """What tells one report from another: an id is unique within its door."""
    return f"{door.value}\0{client_id}"


def code_for(door: Door, client_id: str) -> ReceiptCode:
    """The receipt code of a new report."""
    return _codes(door, client_id)[0]


def code_again(door: Door, client_id: str, stored: str) -> ReceiptCode:
    """The code that a report got when it came in, so that a lost answer can be repeated, also after a change of keys.

    Parameters
    ----------
    door : Door
    client_id : str
    stored : str
        What is stored of its code.

    Raises
    ------
    SealBrokenError
        If the key of then is not here any more.
    """
    for code in _codes(door, client_id):
        if stored in digests_of_code(code):
            return code
    raise SealBrokenError("The key that this report's receipt was made with is not among those of this workspace.")


def _codes(door: Door, client_id: str) -> tuple[ReceiptCode, ...]:
    found = derived_bytes(client_text(door, client_id), Purpose.RECEIPT)
    return tuple(ReceiptCode.from_random(drawn) for drawn in found)


def digest_of_code(code: ReceiptCode) -> str:
    """What is stored of a code."""
    return keyed_digest(code.characters, Purpose.RECEIPT)


def digests_of_code(code: ReceiptCode) -> tuple[str, ...]:
    """What may be stored of a code, by the keys of now and of before."""
    return keyed_digests(code.characters, Purpose.RECEIPT)
