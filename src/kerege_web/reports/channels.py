"""The ways a message goes out: e-mail, a gateway of text messages, Telegram."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from kerege.domain.errors import KeregeError
from kerege.intake.sms_length import plain_punctuation, shortened
from kerege_web.reports.posting import Answer, NoAnswerError, post_json

MOST_SMS_PARTS = 3
_LONGEST_TELEGRAM = 4_000
_LONGEST_SUBJECT = 70
# Of HTTP: what may be well the next time.
_LATER = (408, 409, 423, 425, 429)


class Channel(StrEnum):
    """The way a message goes out."""

    EMAIL = "e-mail"
    SMS = "sms"
    TELEGRAM = "telegram"


class NotHandedOverError(KeregeError):
    """A channel did not take a message.

    Parameters
    ----------
    reason : str
        For the log of deliveries; never an address or a word of the message.
    is_final : bool
        Whether trying again is of no use.
    wait_seconds : int
        How long the channel asks to wait, 0 where it does not say.
    """

    def __init__(self, reason: str, *, is_final: bool = False, wait_seconds: int = 0) -> None:
        self.is_final, self.wait_seconds = is_final, wait_seconds
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message as it is handed over.

    Parameters
    ----------
    id : int
        Of the delivery; a gateway names it when it tells what became of the message.
    channel : Channel
    address, text : str
    """

    id: int
    channel: Channel
    address: str = field(repr=False)
    text: str = field(repr=False)


def is_set_up(channel: Channel) -> bool:
    """Whether the settings name what the channel needs."""
    needed = {
        Channel.EMAIL: settings.EMAIL_HOST,
        Channel.SMS: settings.KEREGE_SMS_URL,
        Channel.TELEGRAM: settings.KEREGE_TELEGRAM_TOKEN,
    }
    return bool(needed[channel])


def fitting(text: str, channel: Channel) -> str:
    """A text as long as the channel carries it: three parts of a text message, 4,000 letters of Telegram."""
    if channel is Channel.SMS:
        return shortened(plain_punctuation(text.strip()), MOST_SMS_PARTS)
    return text.strip()[:_LONGEST_TELEGRAM]


def hand_over(message: Outgoing) -> str:
    """Give a message to its channel; what the other side calls it is the answer, "" where it does not say.

    Raises
    ------
    NotHandedOverError
        If it was not taken.
    """
    if not is_set_up(message.channel):
        raise NotHandedOverError(f"The channel {message.channel.value} is not set up.", is_final=True)
    try:
        if message.channel is Channel.EMAIL:
            return _by_mail(message)
        return _by_sms(message) if message.channel is Channel.SMS else _by_telegram(message)
    except NoAnswerError as error:
        raise NotHandedOverError(str(error)) from None
    except ValueError:
        raise NotHandedOverError("The address cannot be used.", is_final=True) from None


def telegram_address(method: str) -> str:
    """Where a method of the Bot API is called. Holds the token: not for logs."""
    return f"{str(settings.KEREGE_TELEGRAM_URL).rstrip('/')}/bot{settings.KEREGE_TELEGRAM_TOKEN}/{method}"


def _by_sms(message: Outgoing) -> str:
    number = message.address
    content = {
        "id": str(message.id),
        "text": message.text,
        "to": number,
        "to_no_plus": number.removeprefix("+"),
        "from": str(settings.KEREGE_SMS_SENDER),
        "channel": "kerege",
    }
    secret = str(settings.KEREGE_SMS_SECRET)
    answer = post_json(str(settings.KEREGE_SMS_URL), content, headers={"Authorization": secret} if secret else {})
    _check(answer, "The gateway")
    found = answer.document()
    name = next((found[key] for key in ("id", "message_id", "messageId") if key in found), "")
    return str(name)[:100] if isinstance(name, str | int) else ""


def _by_telegram(message: Outgoing) -> str:
    answer = post_json(telegram_address("sendMessage"), {"chat_id": int(message.address), "text": message.text})
    _check(answer, "Telegram")
    result = answer.document().get("result")
    return str(result.get("message_id", "")) if isinstance(result, dict) else ""


def _check(answer: Answer, who: str) -> None:
    if answer.is_good:
        return
    more = answer.document().get("parameters")
    wait = more.get("retry_after", 0) if isinstance(more, dict) else 0
    raise NotHandedOverError(
        f"{who} answered {answer.status}.",
        is_final=400 <= answer.status < 500 and answer.status not in _LATER,
        wait_seconds=min(wait, 86_400) if isinstance(wait, int) else 0,
    )


def _by_mail(message: Outgoing) -> str:
    subject = message.text.splitlines()[0][:_LONGEST_SUBJECT] if message.text else "Kerege"
    try:
        EmailMessage(subject, message.text, to=[message.address]).send()
    except SMTPRecipientsRefused:
        raise NotHandedOverError("The mail server refused the address.", is_final=True) from None
    except (SMTPException, OSError):
        raise NotHandedOverError("The mail server did not take it.") from None
    return ""
