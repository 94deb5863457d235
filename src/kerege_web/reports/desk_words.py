"""The words of the desk: doors, verdicts, topics, what a text seems to hold, what makes a report urgent."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override, pgettext

from kerege.domain.verdict import Verdict

_DOORS = {
    "web": gettext_noop("Web page"),
    "odk": gettext_noop("ODK Collect"),
    "sms": gettext_noop("Text message"),
    "telegram": gettext_noop("Telegram"),
    "interface": gettext_noop("Another program"),
    "file": gettext_noop("File"),
    "paper": gettext_noop("Paper or telephone"),
}
_TOPICS = {
    "asylum": gettext_noop("Asylum"),
    "minor": gettext_noop("A child"),
    "victim": gettext_noop("A victim of violence"),
    "medical": gettext_noop("Health"),
}
_FLAGS = {
    "email": gettext_noop("e-mail address?"),
    "plate": gettext_noop("number plate?"),
    "document": gettext_noop("document number?"),
    "phone": gettext_noop("telephone number?"),
    "address": gettext_noop("home address?"),
    "name": gettext_noop("name of a person?"),
}
_HURT = {
    "yes": gettext_noop("Somebody is hurt"),
    "no": gettext_noop("Nobody is hurt"),
    "unknown": gettext_noop("Not known whether anybody is hurt"),
}
_PARTS = {
    "harm": gettext_noop("harm to people"),
    "kind": gettext_noop("kind and arms"),
    "freshness": gettext_noop("how fresh it is"),
    "level": gettext_noop("level of the section"),
}
_CONTACTS = {
    "phone": gettext_noop("Telephone"),
    "telegram": gettext_noop("Telegram"),
    "e-mail": gettext_noop("E-mail"),
    "other": gettext_noop("Another way"),
}
_CHANNELS = {
    "e-mail": gettext_noop("E-mail"),
    "sms": gettext_noop("Text message"),
    "telegram": gettext_noop("Telegram"),
}
_STATES = {
    "waiting": gettext_noop("Waits to be sent"),
    "sent": gettext_noop("Sent"),
    "delivered": gettext_noop("Delivered"),
    "failed": gettext_noop("Not delivered"),
}
_PURPOSES = {
    "urgent": gettext_noop("New urgent report"),
    "confirm": gettext_noop("Code to confirm an address"),
    "test": gettext_noop("Test message"),
    "receipt": gettext_noop("Receipt for a reporter"),
    "answer_waits": gettext_noop("Answer to a reporter"),
    "silence": gettext_noop("A monitor has fallen silent"),
    "digest": gettext_noop("The one message of the day"),
    "seen": gettext_noop('Answer to "seen"'),
    "alert_opened": gettext_noop("New alert"),
    "alert_raised": gettext_noop("Level of an alert raised"),
    "alert_late": gettext_noop("Alert overdue"),
    "alert_later": gettext_noop("Alert overdue, second call"),
    "alert_latest": gettext_noop("Alert overdue, third call"),
    "alert_released": gettext_noop("Alert shown to another agency"),
    "response_asked": gettext_noop("Asked for a response"),
    "response_late": gettext_noop("Response overdue"),
    "response_later": gettext_noop("Response overdue, second call"),
    "response_latest": gettext_noop("Response overdue, third call"),
}
ANSWERS = {
    "where": gettext_noop("Thank you for your report. Where exactly was it? Name the nearest village, road or canal."),
    "when": gettext_noop("Thank you for your report. When did it happen, and is it still going on?"),
    "hurt": gettext_noop("Thank you for your report. Is anybody hurt, and is there help already?"),
    "seen": gettext_noop("Did you see it yourself, or did somebody tell you? Please do not write any names."),
    "looked": gettext_noop("We have looked into what you reported. Thank you. It helped."),
    "unclear": gettext_noop(
        "We have looked into what you reported and could not confirm it. If you learn more, write to us here."
    ),
    "safety": gettext_noop(
        "Please do not put yourself in danger to learn more. If somebody is in danger, call 112 or 102."
    ),
}
"""Answers that are said often, by their names: questions first."""


def verdict_word(verdict: Verdict | str) -> str:
    """Where the check of a report stands."""
    words = {
        Verdict.NEW: pgettext("verdict", "New"),
        Verdict.IN_VERIFICATION: pgettext("verdict", "Being checked"),
        Verdict.VERIFIED: pgettext("verdict", "Verified"),
        Verdict.UNVERIFIABLE: pgettext("verdict", "Cannot be verified"),
        Verdict.FALSE: pgettext("verdict", "False"),
        Verdict.DUPLICATE: pgettext("verdict", "Duplicate"),
    }
    return words[Verdict(verdict)]


def door_word(door: str) -> str:
    """The way a report came in."""
    return _word(_DOORS, door)


def topic_word(topic: str) -> str:
    """A protected topic."""
    return _word(_TOPICS, topic)


def flag_word(kind: str) -> str:
    """What a stretch of text looks like, as a question: a machine only suspects it."""
    return _word(_FLAGS, kind)


def hurt_word(hurt: str) -> str:
    """Whether anybody is hurt."""
    return _word(_HURT, hurt)


def part_word(part: str) -> str:
    """A part of the urgency."""
    return _word(_PARTS, part)


def contact_word(kind: str) -> str:
    """A way to reach a reporter."""
    return _word(_CONTACTS, kind)


def channel_word(channel: str) -> str:
    """A way a message goes out."""
    return _word(_CHANNELS, channel)


def state_word(state: str) -> str:
    """What became of a message."""
    return _word(_STATES, state)


def purpose_word(purpose: str) -> str:
    """What a message is for."""
    return _word(_PURPOSES, purpose)


def answer_words(name: str, language: str) -> str:
    """A frequent answer in the language of the reporter."""
    with override(language):
        return _(ANSWERS[name])


def _word(words: dict[str, str], identifier: str) -> str:
    return _(words[identifier]) if identifier in words else identifier
