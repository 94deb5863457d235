"""Where a report stands, as its reporter reads it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kerege.domain.verdict import Verdict


def verdict_words(verdict: Verdict) -> str:
    """One or two sentences in the page's language, for every door alike."""
    words = {
        Verdict.NEW: _("It has arrived. A person will read it soon."),
        Verdict.IN_VERIFICATION: _("A person is checking it."),
        Verdict.VERIFIED: _("It was checked and found to be right. Thank you."),
        Verdict.UNVERIFIABLE: _("We tried, but could not find out more. That does not mean that you were wrong."),
        Verdict.FALSE: _("It was checked. As far as we can see it did not happen like this."),
        Verdict.DUPLICATE: _("Others told us of the same. Your report now stands together with theirs."),
    }
    return words[verdict]
