"""Secrets kept in the database without being readable there: the key stands in the environment only."""

from __future__ import annotations

import base64
import hashlib
import hmac
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings

from kerege.domain.errors import KeregeError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Purpose(StrEnum):
    """What a key is used for; no two purposes share one."""

    SECOND_FACTOR = "kerege second factor"
    CONTACT = "kerege contact"
    RECEIPT = "kerege receipt"
    SOURCE = "kerege source"
    DEVICE = "kerege device"
    MESSAGE = "kerege message"


class SealBrokenError(KeregeError):
    """What was sealed cannot be opened: it was changed, or sealed with a key that is not here."""


def seal(text: str, purpose: Purpose) -> str:
    """Encrypt with the newest key."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: Purpose) -> str:
    """Decrypt with whichever key fits.

    Raises
    ------
    SealBrokenError
        If none does.
    """
    from cryptography.fernet import InvalidToken

    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBrokenError("This cannot be opened with the keys of this workspace.") from None


def keyed_digest(text: str, purpose: Purpose) -> str:
    """A digest that only who holds the newest key can make: for looking a secret up without keeping it."""
    return _digest(str(settings.SECRET_KEY), text, purpose)


def keyed_digests(text: str, purpose: Purpose) -> tuple[str, ...]:
    """The digests by all keys, newest first: what was stored before a change of keys is found too."""
    return tuple(_digest(secret, text, purpose) for secret in _secrets())


def derived_bytes(text: str, purpose: Purpose) -> tuple[bytes, ...]:
    """32 bytes that follow from a text and a key, and that nobody else can guess: by all keys, newest first."""
    return tuple(
        hmac.new(_key(secret, purpose), b"bytes\0" + text.encode(), hashlib.sha256).digest() for secret in _secrets()
    )


def _digest(secret: str, text: str, purpose: Purpose) -> str:
    return hmac.new(_key(secret, purpose), b"digest\0" + text.encode(), hashlib.sha256).hexdigest()


def _cipher(purpose: Purpose) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(secret, purpose))) for secret in _secrets()])


def _secrets() -> tuple[str, ...]:
    return (str(settings.SECRET_KEY), *settings.SECRET_KEY_FALLBACKS)


def _key(secret: str, purpose: Purpose) -> bytes:
    return hashlib.sha256(purpose.value.encode() + b"\0" + secret.encode()).digest()
