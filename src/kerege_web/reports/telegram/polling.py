"""The loop that asks Telegram for messages. One that cannot be handled never holds up those behind it."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, KeregeError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer
from kerege_web.reports.access.drafts import forgotten_drafts
from kerege_web.reports.actions.drafts import forget_drafts
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.posting import NoAnswerError
from kerege_web.reports.telegram.bot_api import POLL_SECONDS, BotRefusedError, Say, acknowledge, say, waiting_updates
from kerege_web.reports.telegram.dialogue import send_forgotten, take
from kerege_web.reports.telegram.update import read_update

MOST_TRIES = 3
# More than a person can type; what is beyond is not looked at.
MOST_A_MINUTE = 30
# A report that was written and never sent is sent after this; what nobody has touched for a day is forgotten.
SEND_AFTER = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=1)
_LONGEST_WAIT_SECONDS = 60
_LOG = logging.getLogger("kerege.telegram")


class Bot:
    """The bot between two questions to Telegram.

    Parameters
    ----------
    actor : Viewer, optional
        The door it stands for.
    """

    def __init__(self, actor: Viewer | None = None) -> None:
        self.actor = actor or doorkeeper(Door.TELEGRAM)
        self._offset = 0
        self._tries: Counter[int] = Counter()
        self._minute = 0
        self._seen: Counter[int] = Counter()

    def poll(self, *, seconds: int = POLL_SECONDS) -> int:
        """Ask once, handle what came, and send what was left lying; how many updates were handled is the answer.

        Raises
        ------
        NoAnswerError, BotRefusedError, DatabaseError
            If Telegram or the database does not answer: what was not handled comes again.
        """
        handled = 0
        for raw in waiting_updates(self._offset, seconds=seconds):
            self._handle(raw)
            self._offset = max(self._offset, _number(raw) + 1)
            handled += 1
        self._send_forgotten()
        return handled

    def _send_forgotten(self) -> None:
        now = timezone.now()
        for draft in forgotten_drafts(now - SEND_AFTER):
            try:
                self._say(draft.chat_id, send_forgotten(self.actor, draft))
            except (AccessDeniedError, ValueError) as error:
                _LOG.error("A report that was not sent could not be sent: %s.", type(error).__name__)
        forget_drafts(self.actor, now - FORGET_AFTER)

    def _handle(self, raw: Mapping[str, Any]) -> None:
        number = _number(raw)
        self._tries[number] += 1
        try:
            update = read_update(raw)
            if update is None or self._is_flood(update.chat_id):
                return
            if update.callback_id:
                self._acknowledge(update.callback_id)
            self._say(update.chat_id, take(self.actor, update))
        except (NoAnswerError, DatabaseError) as error:
            if self._tries[number] < MOST_TRIES:
                raise
            _LOG.error("Update %d was given up after %d tries: %s.", number, MOST_TRIES, type(error).__name__)
        except (KeregeError, KeyError, TypeError, ValueError, AttributeError) as error:
            # Neither the words of the error nor its place: both may hold what somebody wrote.
            _LOG.error("Update %d could not be handled: %s.", number, type(error).__name__)
        del self._tries[number]

    def _is_flood(self, chat_id: int) -> bool:
        minute = int(time.monotonic()) // 60
        if minute != self._minute:
            self._minute, self._seen = minute, Counter()
        self._seen[chat_id] += 1
        return self._seen[chat_id] > MOST_A_MINUTE

    def _acknowledge(self, callback_id: str) -> None:
        try:
            acknowledge(callback_id)
        except BotRefusedError:
            _LOG.info("A button was pressed too long ago to be acknowledged.")

    def _say(self, chat_id: int, said: Iterable[Say]) -> None:
        for what in said:
            try:
                say(chat_id, what)
            except BotRefusedError as error:
                if error.status == 429:
                    time.sleep(min(error.wait_seconds, _LONGEST_WAIT_SECONDS))
                    say(chat_id, what)
                    continue
                # Somebody who has stopped the bot is told nothing more.
                _LOG.warning("Telegram did not take a reply: %d.", error.status)


def run_bot() -> None:
    """Ask for ever. What does not answer is asked again, after a second at first and a minute at last."""
    bot, wait = Bot(), 1
    while True:
        try:
            bot.poll()
            wait = 1
        except (NoAnswerError, BotRefusedError, DatabaseError) as error:
            reason = str(error) if isinstance(error, KeregeError) else type(error).__name__
            _LOG.warning("The bot will try again in %d seconds: %s", wait, reason)
            time.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT_SECONDS)
        close_old_connections()


def _number(raw: Mapping[str, Any]) -> int:
    number = raw.get("update_id")
    return number if isinstance(number, int) else 0
