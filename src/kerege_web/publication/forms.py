"""What a person decides when a warning is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kerege_web.pages.time_words import duration_words
from kerege_web.publication.warning_words import Advice, advice_words

_HOURS = (3, 6, 12, 24, 48, 72, 168)


class PublishForm(forms.Form):
    """For whom, how long, and what people should do."""

    advice = forms.ChoiceField(
        label=_("What people should do"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, advice_words(one)) for one in Advice if one is not Advice.OVER],
    )  # fmt: skip
    hours = forms.TypedChoiceField(
        label=_("It holds for"), coerce=float, initial="24",
        choices=lambda: [(str(hours), duration_words(hours * 60)) for hours in _HOURS],
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    is_test = forms.BooleanField(
        label=_("Only a test: readers learn that it arrives, and must not act on it"), required=False
    )

    def __init__(self, *args: Any, may_publish_to_all: bool = False, is_for_all: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self._is_for_all = is_for_all
        field = self.fields["audience"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("agencies", _("The agencies that may see the alert"))]
            if may_publish_to_all:
                field.choices = [*field.choices, ("everybody", _("Everybody"))]

    def clean(self) -> dict[str, Any]:
        """A warning that everybody was given is not replaced behind their backs."""
        cleaned = super().clean() or self.cleaned_data
        if self._is_for_all and cleaned.get("audience") == "agencies" and not cleaned.get("is_test"):
            self.add_error(
                "audience",
                _("The warning that holds is for everybody: replace it for everybody, or take it back first."),
            )
        return cleaned


class TakeBackForm(forms.Form):
    """Why it is taken back."""

    why = forms.ChoiceField(
        label=_("Why"), widget=forms.RadioSelect,
        choices=[("over", _("The danger is over")), ("otherwise", _("It was found to be otherwise"))],
    )  # fmt: skip
