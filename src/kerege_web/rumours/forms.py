"""What a person may say of a rumour."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kerege.domain.rumour import AgreedWith, RumourFinding
from kerege.domain.village_month import LONGEST_STATEMENT
from kerege_web.pages.time_words import duration_words
from kerege_web.region import current_region
from kerege_web.rumours.actions.rumours import HEARD, LONGEST_CLAIM, LONGEST_REASON, WAYS
from kerege_web.rumours.rumour_words import agreed_word, heard_word, rumour_finding_word, way_word

Choices = list[tuple[str, Any]]
_HOURS = (3, 12, 24, 48, 168)


def _ways() -> Choices:
    return [(way, way_word(way)) for way in WAYS]


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))


class NewRumourForm(forms.Form):
    """A rumour as it is told."""

    claim = forms.CharField(
        label=_("What is told"), max_length=LONGEST_CLAIM, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In plain words, without names, numbers or addresses."),
    )  # fmt: skip
    section_id = forms.ChoiceField(
        label=_("Section"), required=False,
        choices=lambda: [
            ("", _("All sections")),
            *sorted(((one.id, one.name) for one in current_region().sections), key=lambda pair: pair[1]),
        ],
    )  # fmt: skip
    spread = forms.MultipleChoiceField(
        label=_("Where it is told"), required=False, choices=_ways, widget=forms.CheckboxSelectMultiple
    )
    heard_by = forms.ChoiceField(
        label=_("How many have heard it"), initial="unknown", choices=lambda: [(one, heard_word(one)) for one in HEARD]
    )
    hours = forms.TypedChoiceField(
        label=_("Checked within"), coerce=float, initial="24",
        choices=lambda: [(str(hours), duration_words(hours * 60)) for hours in _HOURS],
    )  # fmt: skip
    names_are_checked = forms.BooleanField(
        label=_("What looks like a name is none: I have looked"), required=False
    )  # fmt: skip


class TakeForm(forms.Form):
    """The check is begun: nothing need be said."""


class FindForm(forms.Form):
    """What the check found."""

    finding = forms.ChoiceField(
        label=_("Is it so?"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, rumour_finding_word(one.value)) for one in RumourFinding],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("On what it rests"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who went there, whom you asked. It stays inside."),
    )  # fmt: skip


class AgreeForm(forms.Form):
    """The words, by language, and with whom they were agreed."""

    agreed_with = forms.MultipleChoiceField(
        label=_("Agreed with"), widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.value, agreed_word(one.value)) for one in AgreedWith],
    )  # fmt: skip
    reason = _reason()
    names_are_checked = forms.BooleanField(
        label=_("What looks like a name is none: I have looked"), required=False
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"words_{code}"] = forms.CharField(
                label=name, required=False, max_length=LONGEST_STATEMENT, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.order_fields([*(f"words_{code}" for code, _name in settings.LANGUAGES), "agreed_with", "reason"])

    @property
    def statement(self) -> dict[str, str]:
        """What was written, by language."""
        return {code: self.cleaned_data[f"words_{code}"] for code, _name in settings.LANGUAGES}


class SayForm(forms.Form):
    """Where it was said."""

    said_by = forms.MultipleChoiceField(
        label=_("Where it is said"), required=False, choices=_ways, widget=forms.CheckboxSelectMultiple
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason()
