"""What a person may change of the own account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    """The language a person reads."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: list(settings.LANGUAGES))
