"""What Telegram hands over, as far as the bot understands it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kerege.domain.position import Position
from kerege.domain.submission import LONGEST_TEXT

# Where the phone says nothing, it knows its place to about this.
_UNCERTAINTY_KM = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One message or pressed button of a private chat.

    Parameters
    ----------
    id : int
        Grows with every update.
    chat_id : int
        Hidden in `repr`, as are the words.
    text : str
        Words, or what stands under a picture.
    choice : str
        What the pressed button stands for; "" for a message.
    callback_id : str
        By which Telegram is told that a pressed button was understood.
    position : Position or None
    photo_id : str
        The largest form of a picture; "" where there is none.
    language : str
        Of the sender's Telegram; "" where not said.
    """

    id: int
    chat_id: int = field(repr=False)
    text: str = field(default="", repr=False)
    choice: str = ""
    callback_id: str = ""
    position: Position | None = field(default=None, repr=False)
    photo_id: str = ""
    language: str = ""


def read_update(raw: Mapping[str, Any]) -> Update | None:
    """The update in a JSON object of the Bot API; None for what is no message of a private chat.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is not what the Bot API describes.
    """
    pressed = raw.get("callback_query")
    message = pressed.get("message") if pressed else raw.get("message")
    if not message or message["chat"].get("type") != "private":
        return None
    sender = (pressed or message).get("from") or {}
    place, photos = message.get("location"), message.get("photo") or []
    number, chat_id = int(raw["update_id"]), int(message["chat"]["id"])
    language = str(sender.get("language_code") or "")[:2]
    if pressed:
        choice, callback_id = str(pressed.get("data") or "")[:64], str(pressed["id"])
        return Update(id=number, chat_id=chat_id, language=language, choice=choice, callback_id=callback_id)
    return Update(
        id=number,
        chat_id=chat_id,
        language=language,
        text=_words(message.get("text") or message.get("caption") or ""),
        position=_position(place) if place else None,
        photo_id=str(photos[-1]["file_id"])[:300] if photos else "",
    )


def _words(text: object) -> str:
    """A text that can be stored: without zero bytes and halves of characters."""
    return str(text).encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST_TEXT]


def _position(place: Mapping[str, Any]) -> Position:
    accuracy_km = float(place.get("horizontal_accuracy") or 0) / 1000
    return Position(float(place["latitude"]), float(place["longitude"]), max(accuracy_km, _UNCERTAINTY_KM))
