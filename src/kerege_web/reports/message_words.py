"""What is said by text message and Telegram, in the reporter's language, short enough for one text message."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.verdict import Verdict
from kerege_web.pages.time_words import page_locale


def known_language(code: str) -> str:
    """A language that there are messages in: the one named, or English."""
    return code if code in dict(settings.LANGUAGES) else "en"


def receipt_words(code: ReceiptCode, language: str) -> str:
    """The answer to a report: it was received, and its code."""
    with override(known_language(language)):
        return _("Received. Your code: %(code)s. Send it to ask for news.") % {"code": code}


def answer_waits_words(language: str) -> str:
    """That there is an answer; neither what it says nor that it is about a report."""
    with override(known_language(language)):
        return _("Kerege: an answer waits for you. Send your code to read it.")


def answer_taken_words(language: str) -> str:
    """Thanks for the answer to a question."""
    with override(known_language(language)):
        return _("Thank you, your answer was passed on. Send news as a new message.")


def unknown_code_words(language: str) -> str:
    """That a code is not right."""
    with override(known_language(language)):
        return _("This code is not right. Compare it letter by letter.")


def verdict_words(verdict: Verdict, language: str) -> str:
    """Where the check of a report stands, as its reporter may know it."""
    with override(known_language(language)):
        words = {
            Verdict.NEW: _("Received, not yet checked."),
            Verdict.IN_VERIFICATION: _("It is being checked."),
            Verdict.VERIFIED: _("Checked and confirmed. Thank you."),
            Verdict.UNVERIFIABLE: _("Checked; it could not be confirmed."),
            Verdict.FALSE: _("Checked; it was not confirmed."),
            Verdict.DUPLICATE: _("It was known already. Thank you."),
        }
        return words[verdict]


def read_elsewhere_words(language: str) -> str:
    """That an answer is not sent this way, because others may read along."""
    with override(known_language(language)):
        return _("An answer waits. Read it on the report page with your code.")


def week_taken_words(week: date, language: str) -> str:
    """Thanks for a weekly message; the week, so that a wrong one is seen."""
    with override(known_language(language)):
        first = format_date(week, "dd.MM", locale=page_locale())
        return _("Thank you. The week from %(day)s was received.") % {"day": first}


def silence_words(monitors: list[tuple[str, str]], language: str) -> str:
    """Which monitors have fallen silent: places and codes, for somebody at the desk."""
    with override(known_language(language)):
        names = ", ".join(f"{place} ({code})" for place, code in monitors)
        return _("Kerege: no weekly message from %(names)s.") % {"names": names}
