"""What a person may ask of bulletins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kerege.domain.bulletin import BulletinLevel
from kerege_web.pages import vocabulary
from kerege_web.pages.time_words import instant_words
from kerege_web.region import current_region
from kerege_web.warning.access import RunSummary


class BulletinForm(forms.Form):
    """Which bulletin, in which language, of which run."""

    level = forms.ChoiceField(
        label=_("For whom"),
        choices=lambda: [(level.value, vocabulary.bulletin_level_words(level.value)) for level in BulletinLevel],
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: list(settings.LANGUAGES))
    run_id = forms.ChoiceField(label=_("Of the run at"))

    def __init__(self, *args: Any, runs: tuple[RunSummary, ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["run_id"]
        assert isinstance(field, forms.ChoiceField)
        zone = current_region().zone
        field.choices = [(summary.id, instant_words(summary.as_of, zone)) for summary in runs]
