"""What the bot says, in the languages of the reporters."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege.domain.submission import Hurt
from kerege_web.pages.vocabulary import kind_word
from kerege_web.reports.message_words import known_language
from kerege_web.reports.telegram.bot_api import Say

KINDS = (
    *("shooting", "mass_brawl", "stone_throwing", "detention"),
    *("road_block", "property_destruction", "mine", "other"),
)


def greeting() -> Say:
    """The first words, in all languages, and the languages to choose from."""
    lines = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            lines.append(_("Tell what you saw at the border. Choose your language."))
    return Say(text="\n\n".join(lines), choices=tuple((name, f"l:{code}") for code, name in settings.LANGUAGES))


def ask_kind(language: str) -> Say:
    """What happened; and before it, what becomes of the report and of the chat."""
    with override(known_language(language)):
        text = _(
            "A person will check your report, and only those who work on it see it. Your name is not kept; this chat "
            "is kept sealed for %(days)s days so that you can be answered. In danger do not write: get away first."
        ) % {"days": settings.KEREGE_CONTACT_DAYS}
        choices = tuple((kind_word(kind), f"k:{kind}") for kind in KINDS)
        question = _("What happened?")
        return Say(text=f"{text}\n\n{question}", choices=choices)


def ask_place(language: str) -> Say:
    """Where it was."""
    with override(known_language(language)):
        text = _("Where was it? Send where you are, or write the name of the place.")
        here = _("Send where I am")
        return Say(text=text, asks_place=(f"📍 {here}", _("Skip")))


def skip_words() -> frozenset[str]:
    """What stands on the button that skips, in any language."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(_("Skip"))
    return frozenset(found)


def noted(language: str) -> Say:
    """That something was taken in; takes the buttons of the place away."""
    with override(known_language(language)):
        return Say(text=_("Noted."), ends_asking=True)


def ask_hurt(language: str) -> Say:
    """Whether anybody is hurt."""
    with override(known_language(language)):
        answers = ((_("Yes"), Hurt.YES), (_("No"), Hurt.NO), (_("I do not know"), Hurt.UNKNOWN))
        choices = tuple((text, f"h:{hurt.value}") for text, hurt in answers)
        return Say(text=_("Is anybody hurt?"), choices=choices)


def ask_words(language: str, *, is_more: bool) -> Say:
    """What was seen, and pictures; or that something was added."""
    with override(known_language(language)):
        text = (
            _("Added. Write more, or press Send.")
            if is_more
            else _("Now write what you saw, and add pictures if it is safe. Then press Send.")
        )
        return Say(text=text, choices=((_("Send"), "send"), (_("Delete"), "drop")))


def dropped(language: str) -> Say:
    """That a draft was deleted."""
    with override(known_language(language)):
        return Say(text=_("Deleted. Nothing was sent. Write to begin anew."), ends_asking=True)


def nothing_to_send(language: str) -> Say:
    """That there is nothing to send."""
    with override(known_language(language)):
        return Say(text=_("There is nothing to send yet. Write what happened."))


def help_words(language: str) -> Say:
    """What the bot can do."""
    with override(known_language(language)):
        return Say(
            text=_("Write what happened to make a report, or send your code to ask for news. /start begins anew.")
        )


def too_many(language: str) -> Say:
    """That somebody sends more than can be looked at."""
    with override(known_language(language)):
        return Say(text=_("You have sent many reports. This one is kept; press Send again in an hour."))


def not_a_picture(language: str) -> str:
    """That a picture could not be taken."""
    with override(known_language(language)):
        return _("A picture could not be read and was left out.")


def sent_for_you(language: str) -> str:
    """That a report nobody has sent was sent."""
    with override(known_language(language)):
        return _("You did not press Send; your report was sent as it was, so that it is not lost.")
