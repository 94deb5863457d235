"""The receipt of a report: a code that follows from the sender's id and a key, so that it need not be kept."""

from __future__ import annotations

from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.submission import Door
from kerege_web.sealing import Purpose, derived_bytes, keyed_digest, keyed_digests


def client_text(door: Door, client_id: str) -> str:
    """What tells one report from another: an id is unique within its door."""
    return f"{door.value}\0{client_id}"


def code_for(door: Door, client_id: str) -> ReceiptCode:
    """The receipt code of a report; the same again for the same report, so that a lost answer can be repeated."""
    return ReceiptCode.from_random(derived_bytes(client_text(door, client_id), Purpose.RECEIPT))


def digest_of_code(code: ReceiptCode) -> str:
    """What is stored of a code."""
    return keyed_digest(code.characters, Purpose.RECEIPT)


def digests_of_code(code: ReceiptCode) -> tuple[str, ...]:
    """What may be stored of a code, by the keys of now and of before."""
    return keyed_digests(code.characters, Purpose.RECEIPT)
