"""A text message as a gateway hands it over: plain fields, or what a RapidPro flow posts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kerege.domain.errors import InputError
from kerege.domain.submission import LONGEST_TEXT

_NUMBER_FIELDS = ("from", "sender", "From", "msisdn", "number")
_TEXT_FIELDS = ("text", "message", "Body", "content")
_TIME_FIELDS = ("date", "time", "sent_at", "sent_timestamp", "created_on")
_ID_FIELDS = ("id", "message_id", "messageId", "MessageSid", "uuid")
_LONGEST_ID = 100
_ANSWERABLE = re.compile(r"\+?\d{7,15}")
# National numbers here have nine digits, with or without the country's code before them.
_NATIONAL_DIGITS = 9
_MILLISECOND_DIGITS = 13
_CENTURY = (2000, 2099)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingSms:
    """One text message that came in.

    Parameters
    ----------
    number : str
        Who sent it: digits behind +, a short number, or a name. Hidden in `repr`, as is the text.
    text : str
    sent_at : datetime or None
        None where not said or not readable.
    message_id : str
        The gateway's; "" where it gives none.
    wants_reply_in_answer : bool
        Whether the sender of the request passes the reply on itself, as a RapidPro flow does.
    """

    number: str = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime | None = None
    message_id: str = ""
    wants_reply_in_answer: bool = False

    @property
    def is_answerable(self) -> bool:
        """Whether a person can be answered there: short numbers and names are machines."""
        return is_answerable_number(self.number)


def read_incoming_sms(fields: Mapping[str, object]) -> IncomingSms:
    """The message in the fields that a gateway posted.

    Parameters
    ----------
    fields : mapping
        Of a form or a JSON object. Plain: `from` or `sender`, `text`, and where known `date` and `id`. RapidPro: the
        object that a flow's webhook posts, with `input` and `contact`.

    Raises
    ------
    InputError
        If there is no sender.

    Examples
    --------
    >>> message = read_incoming_sms({"from": "996 555 000 111", "text": "Shots", "date": "2026-11-24T08:00:00Z"})
    >>> message.number, message.sent_at.hour, message.is_answerable
    ('+996555000111', 8, True)
    >>> read_incoming_sms({"input": {"text": "Shots", "urn": "tel:+996555000111"}}).wants_reply_in_answer
    True
    """
    flow, contact = fields.get("input"), fields.get("contact")
    if not isinstance(flow, Mapping):
        return _message(fields, in_answer=False)
    address = flow.get("urn") or (contact.get("urn") if isinstance(contact, Mapping) else None)
    return _message({**flow, "from": address}, in_answer=True)


def is_answerable_number(number: str) -> bool:
    """Whether a text is a number that a person can be answered at: short numbers and names are machines.

    Examples
    --------
    >>> is_answerable_number("+996555000111"), is_answerable_number("4455"), is_answerable_number("MegaNews")
    (True, False, False)
    """
    return _ANSWERABLE.fullmatch(number) is not None


def plain_number(text: str) -> str:
    """A telephone number as + and digits; a short number or a name stays as it is.

    Examples
    --------
    >>> plain_number("00996 (555) 000-111"), plain_number("4455"), plain_number("MegaNews")
    ('+996555000111', '4455', 'MegaNews')
    """
    short = re.sub(r"[\s()./-]", "", text.removeprefix("tel:"))
    digits = short.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return text.strip()[:40]
    digits = digits.removeprefix("00")
    return f"+{digits}" if len(digits) > _NATIONAL_DIGITS + 1 else digits


def national_number(number: str) -> str:
    """The last nine digits of a number, by which it is the same with and without the country's code.

    Examples
    --------
    >>> national_number("+996 555 000 111"), national_number("0555000111")
    ('555000111', '555000111')
    """
    return "".join(letter for letter in number if letter.isdigit())[-_NATIONAL_DIGITS:]


def _message(fields: Mapping[str, object], *, in_answer: bool) -> IncomingSms:
    number = _first(fields, _NUMBER_FIELDS)
    if not number:
        raise InputError("The message names no sender", mend="Post the fields from, text, date and id")
    return IncomingSms(
        number=plain_number(number),
        text=_first(fields, _TEXT_FIELDS)[:LONGEST_TEXT],
        sent_at=_instant(_first(fields, _TIME_FIELDS)),
        message_id=_first(fields, _ID_FIELDS)[:_LONGEST_ID],
        wants_reply_in_answer=in_answer,
    )


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            # Half a character of JSON, or a zero byte, is in no text that can be stored.
            return str(value).encode("utf-8", "replace").decode().replace("\0", "").strip()
    return ""


def _instant(text: str) -> datetime | None:
    """The instant in ISO 8601 or in seconds or milliseconds since 1970; None for none of this century."""
    try:
        if text.isascii() and text.isdigit() and len(text) <= _MILLISECOND_DIGITS:
            found = datetime.fromtimestamp(int(text) / (1000 if len(text) == _MILLISECOND_DIGITS else 1), UTC)
        else:
            found = datetime.fromisoformat(text)
        instant = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return instant if _CENTURY[0] <= instant.year <= _CENTURY[1] else None
