"""The words of a published warning in one language: kind, place, level and advice; never what a person reported."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege.domain.alert_stage import VerificationFinding
from kerege.domain.cap_terms import CapResponse
from kerege.domain.risk import RiskLevel
from kerege.sharing.cap.warning_text import LONGEST_HEADLINE, WarningText
from kerege_web.pages.vocabulary import kind_word, level_word, pair_words

# As BCP 47 writes them; Uzbek is written in Latin letters here.
TAGS: Mapping[str, str] = {"en": "en", "ru": "ru-KG", "ky": "ky-KG", "tg": "tg-TJ", "uz": "uz-Latn-UZ"}


class Advice(StrEnum):
    """What people are asked to do: a closed list, so that every language says the same."""

    STAY_AWAY = "stay_away"
    STAY_INSIDE = "stay_inside"
    LEAVE = "leave"
    BE_READY = "be_ready"
    WATCH = "watch"
    OVER = "over"

    @property
    def response(self) -> CapResponse:
        """As the standard calls it."""
        return _RESPONSES[self]


_RESPONSES = {
    Advice.STAY_AWAY: CapResponse.AVOID,
    Advice.STAY_INSIDE: CapResponse.SHELTER,
    Advice.LEAVE: CapResponse.EVACUATE,
    Advice.BE_READY: CapResponse.PREPARE,
    Advice.WATCH: CapResponse.MONITOR,
    Advice.OVER: CapResponse.ALL_CLEAR,
}


def advice_words(advice: Advice) -> str:
    """What people are asked to do."""
    return {
        Advice.STAY_AWAY: _("Stay away from the place. Do not go near the line."),
        Advice.STAY_INSIDE: _("Stay inside, away from windows, until you hear that it is over."),
        Advice.LEAVE: _("Leave the place now by the road that officials name. Help those who cannot walk."),
        Advice.BE_READY: _("Be ready to leave: documents, water, warm clothes. Listen to what officials say."),
        Advice.WATCH: _("Nothing need be done now. Be careful, and report what you see."),
        Advice.OVER: _("It is over. You may go about your day."),
    }[advice]


def warning_text(
    language: str, *, kind: str, section_name: str, pair: str, level: RiskLevel | None,
    verification: VerificationFinding | None, advice: Advice, agency: str, is_exercise: bool,
    is_test: bool = False,
) -> WarningText:  # fmt: skip
    """One language's words of a warning."""
    with override(language):
        event = kind_word(kind) if kind else _("Danger at the border")
        where = section_name or _("the border")
        said = {"event": event, "where": where, "level": level_word(level) if level else ""}
        headline = _("%(event)s: %(where)s, level %(level)s") % said if level else f"{event}: {where}"
        if is_exercise or is_test:
            # Some programs show the headline alone.
            headline = f"{(_('Exercise') if is_exercise else _('Test')).upper()}. {headline}"
        found = {
            VerificationFinding.VERIFIED: _("This was checked."),
            VerificationFinding.UNVERIFIABLE: _("This could not be confirmed."),
            VerificationFinding.FALSE: _("This was found to be otherwise."),
            None: _("This is being checked."),
        }[verification]
        borders = _("Border: %(pair)s.") % {"pair": pair_words(pair)} if pair else ""
        return WarningText(
            language=TAGS[language],
            event=event,
            headline=headline[:LONGEST_HEADLINE],
            description=" ".join(part for part in (f"{event}, {where}.", borders, found) if part),
            instruction=advice_words(advice),
            sender_name=agency,
            area_names=(where,),
        )
