"""The words of the form on paper."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege.bulletin.paper_form import PaperForm, PaperQuestion, render_paper_form
from kerege.domain.submission import Hurt
from kerege_web.pages.vocabulary import country_word, kind_word
from kerege_web.region import current_catalogue, current_region
from kerege_web.reports.desk_words import hurt_word

LANGUAGES: tuple[tuple[str, str], ...] = tuple(settings.LANGUAGES)


def paper_form(language: str) -> PaperForm:
    """The form in a language, with the kinds and countries of the site."""
    with override(language):
        return PaperForm(
            language=language,
            title=_("Report what happened at the border"),
            lead=_(
                "You need not say who you are. A person will check the report. The border agency that runs this desk "
                "sees it, and those it passes it on to. If somebody is in danger now, call 112."
            ),
            questions=(
                PaperQuestion(
                    label=_("What happened?"), boxes=tuple(kind_word(kind) for kind in current_catalogue().kinds)
                ),
                PaperQuestion(
                    label=_("Where was it?"), hint=_("Nearest village, road or canal; how far, which way."), lines=2
                ),
                PaperQuestion(label=_("When was it?"), hint=_("Day and time, as exactly as you know."), lines=1),
                PaperQuestion(
                    label=_("Is anybody hurt?"),
                    hint=_("If you know: how many are injured, how many were killed."),
                    boxes=tuple(hurt_word(hurt.value) for hurt in (Hurt.YES, Hurt.NO, Hurt.UNKNOWN)),
                    lines=1,
                ),
                PaperQuestion(
                    label=_("Which side do you speak from?"),
                    boxes=tuple(country_word(code) for code in current_region().countries),
                ),
                PaperQuestion(
                    label=_("What did you see or hear?"),
                    hint=_("Please write no names, telephone numbers or number plates of other people."),
                    lines=7,
                ),
                PaperQuestion(
                    label=_("May we call you back? Then write your telephone number."),
                    hint=_("You need not. It is kept locked away and deleted later."),
                    lines=1,
                ),
            ),
            office_title=_("Filled in by the desk"),
            office=(_("Received on"), _("Report number")),
            code_label=_("Code for the reporter"),
            strip_title=_("For you: tear this off and keep it"),
            strip=_(
                "With this code you can ask what became of your report and answer questions, without saying who you "
                "are: on the web page, by text message, or here at the desk."
            ),
        )


def paper_form_pdf(language: str) -> bytes:
    """The form in a language as a PDF."""
    return render_paper_form(paper_form(language))
