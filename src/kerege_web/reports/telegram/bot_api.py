"""Telegram's Bot API, as far as the bot needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings

from kerege.domain.errors import KeregeError
from kerege_web.reports.channels import telegram_address
from kerege_web.reports.posting import Answer, fetch, post_json

POLL_SECONDS = 25
_MORE_SECONDS = 10.0


class BotRefusedError(KeregeError):
    """The Bot API did not do what it was asked.

    Parameters
    ----------
    status : int
        Of HTTP: 403 if the person has stopped the bot, 409 if another program asks for the same bot's messages.
    wait_seconds : int
        How long it asks to wait; 0 where it does not say.
    """

    def __init__(self, status: int, wait_seconds: int) -> None:
        self.status, self.wait_seconds = status, wait_seconds
        super().__init__(f"Telegram answered {status}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One thing the bot says.

    Parameters
    ----------
    text : str
    choices : tuple of (str, str)
        Buttons under it: what stands on each, and what it stands for; two in a row.
    asks_place : tuple of str
        Words of a button that sends where the phone is, and of one that skips.
    ends_asking : bool
        Take those buttons away.
    """

    text: str = field(repr=False)
    choices: tuple[tuple[str, str], ...] = ()
    asks_place: tuple[str, str] | None = None
    ends_asking: bool = False

    def document(self, chat_id: int) -> dict[str, Any]:
        """As the Bot API wants it."""
        content: dict[str, Any] = {"chat_id": chat_id, "text": self.text}
        if self.choices:
            keys = [{"text": words, "callback_data": data} for words, data in self.choices]
            content["reply_markup"] = {"inline_keyboard": [keys[i : i + 2] for i in range(0, len(keys), 2)]}
        elif self.asks_place:
            here, skip = self.asks_place
            content["reply_markup"] = {
                "keyboard": [[{"text": here, "request_location": True}], [{"text": skip}]],
                "resize_keyboard": True,
                "one_time_keyboard": True,
            }
        elif self.ends_asking:
            content["reply_markup"] = {"remove_keyboard": True}
        return content


def waiting_updates(offset: int, *, seconds: int = POLL_SECONDS) -> list[dict[str, Any]]:
    """The messages that wait, or that come within so many seconds; those before the offset are confirmed by asking.

    Raises
    ------
    NoAnswerError, BotRefusedError
        If Telegram does not answer, or refuses.
    """
    asked = {"offset": offset, "timeout": seconds, "allowed_updates": ["message", "callback_query"]}
    found = _result(post_json(telegram_address("getUpdates"), asked, seconds=seconds + _MORE_SECONDS))
    return [raw for raw in found if isinstance(raw, dict)] if isinstance(found, list) else []


def say(chat_id: int, what: Say) -> None:
    """Say something in a chat.

    Raises
    ------
    NoAnswerError, BotRefusedError
        If Telegram does not answer, or refuses.
    """
    _result(post_json(telegram_address("sendMessage"), what.document(chat_id)))


def acknowledge(callback_id: str) -> None:
    """Tell Telegram that a pressed button was understood, so that it stops waiting.

    Raises
    ------
    NoAnswerError, BotRefusedError
        If Telegram does not answer, or refuses: a button pressed long ago.
    """
    _result(post_json(telegram_address("answerCallbackQuery"), {"callback_query_id": callback_id}))


def photo(file_id: str) -> bytes:
    """A picture that somebody sent.

    Raises
    ------
    NoAnswerError, BotRefusedError
        If Telegram does not answer, or has it no longer.
    """
    found = _result(post_json(telegram_address("getFile"), {"file_id": file_id}))
    path = quote(str(found.get("file_path", "")) if isinstance(found, dict) else "")
    base = str(settings.KEREGE_TELEGRAM_URL).rstrip("/")
    answer = fetch(f"{base}/file/bot{settings.KEREGE_TELEGRAM_TOKEN}/{path}")
    if not answer.is_good:
        raise BotRefusedError(answer.status, 0)
    return answer.content


def _result(answer: Answer) -> Any:  # noqa: ANN401 - any JSON value
    document = answer.document()
    if answer.is_good and document.get("ok"):
        return document.get("result")
    more = document.get("parameters")
    wait = more.get("retry_after", 0) if isinstance(more, dict) else 0
    raise BotRefusedError(answer.status, min(wait, 3600) if isinstance(wait, int) else 0)
