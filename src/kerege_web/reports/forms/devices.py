"""What an administrator says of a new device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kerege.domain.grading import Reliability
from kerege.domain.submission import Door
from kerege_web.pages import vocabulary
from kerege_web.region import current_region

DOORS = (Door.ODK, Door.INTERFACE)
"""The doors for which a key is given out here; gateways of messages are set up on their own page."""


def door_words(door: Door) -> str:
    """What a device of a door is."""
    words = {
        Door.ODK: gettext("Phone with forms (ODK Collect)"),
        Door.INTERFACE: gettext("Program (interface)"),
        Door.SMS: gettext("Gateway for messages"),
    }
    return words.get(door, door.value)


class DeviceForm(forms.Form):
    """A device that may send reports with a key of its own."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Of the phone or program, such as Post 7. No personal name is needed."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    door = forms.ChoiceField(label=_("What it is"), choices=lambda: [(door.value, door_words(door)) for door in DOORS])
    agency = forms.ChoiceField(label=_("Its reports belong to"))
    side = forms.ChoiceField(
        label=_("It speaks from"),
        required=False,
        choices=lambda: [
            ("", _("That changes, or nobody knows")),
            *((code, vocabulary.country_word(code)) for code in current_region().countries),
        ],
    )
    reliability = forms.ChoiceField(
        label=_("How reliable its reports are when they come in"),
        initial=Reliability.F.value,
        choices=lambda: [
            (grade.value, f"{grade.value} – {vocabulary.reliability_word(grade)}") for grade in reversed(Reliability)
        ],
    )

    def __init__(self, *arguments: Any, agencies: dict[str, str], **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*arguments, **options)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(agencies.items())
