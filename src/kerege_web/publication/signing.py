"""The station's signature under what is published, where the settings name a key."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kerege.domain.cap_reference import check_cap_name
from kerege.domain.errors import InputError

SIGNATURE = "KEREGE_CAP_KEY, KEREGE_CAP_CERTIFICATE"
"""Where an error of the signature says it lies."""


def signed(document: bytes) -> bytes:
    """The document under the station's signature; as it is where the settings name no key.

    Raises
    ------
    InputError
        If the key or the certificate cannot be used.
    """
    if not settings.KEREGE_CAP_KEY:
        return document
    # Only stations that sign pay for the time that this import takes.
    from kerege.sharing.cap.signature import sign_document

    key, certificate = Path(settings.KEREGE_CAP_KEY), Path(settings.KEREGE_CAP_CERTIFICATE)
    try:
        return sign_document(document, key=key.read_bytes(), certificate=certificate.read_bytes())
    except OSError as error:
        raise InputError(
            "The key or the certificate of warnings cannot be read", where=SIGNATURE, mend="Name two files that exist"
        ) from error
    except InputError as error:
        raise InputError(error.what, where=SIGNATURE, mend="Name two PEM files that belong together") from error


def check_settings() -> None:
    """Make sure that the settings of warnings can be used, before somebody needs them.

    Raises
    ------
    InputError
        If the sender is none that the standard allows, one of the two files is missing, or they cannot be used.
    """
    if settings.KEREGE_CAP_SENDER:
        try:
            check_cap_name(settings.KEREGE_CAP_SENDER, "sender")
        except ValueError as error:
            raise InputError(str(error).rstrip("."), where="KEREGE_CAP_SENDER") from error
    if bool(settings.KEREGE_CAP_KEY) != bool(settings.KEREGE_CAP_CERTIFICATE):
        raise InputError("A key and its certificate are needed together", where=SIGNATURE, mend="Name both, or none")
    signed(b"<alert/>")
