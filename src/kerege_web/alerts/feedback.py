"""What a reporter is told when an alert that rests on the report is closed, in the reporter's language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege.domain.alert_stage import AlertOutcome, VerificationFinding
from kerege_web.pages.vocabulary import message
from kerege_web.region import current_catalogue


def feedback_words(
    language: str, *, verification: VerificationFinding | None, outcome: AlertOutcome | None, done: Sequence[str]
) -> str:
    """Thanks, what was found, what was done, and how to write again.

    Parameters
    ----------
    language : str
        Of the reporter.
    verification : VerificationFinding or None
        None where it was never checked.
    outcome : AlertOutcome or None
    done : sequence of str
        Terms of the catalogue of responses that the reporter may know of.
    """
    with override(language):
        found = {
            VerificationFinding.VERIFIED: _("We have looked into it: it is so."),
            VerificationFinding.UNVERIFIABLE: _("We have looked into it and could not confirm it."),
            VerificationFinding.FALSE: _("We have looked into it and found that it was otherwise."),
            None: _("We have looked at it."),
        }[verification]
        sentences = [_("Thank you for your report."), found]
        terms = current_catalogue().responses
        named = [message(terms[term].label) for term in dict.fromkeys(done) if term in terms]
        if named:
            sentences.append(_("What was done: %(done)s.") % {"done": "; ".join(named)})
        elif outcome is AlertOutcome.MONITOR:
            sentences.append(_("We keep an eye on the place."))
        sentences.append(_("If it goes on, or you learn more, write to us here or report again."))
        return " ".join(sentences)
