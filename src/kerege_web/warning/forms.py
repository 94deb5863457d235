"""What a person may ask of the watch."""

from __future__ import annotations

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kerege_web.region import current_region
from kerege_web.warning.actions import LONGEST_REASON


class WatchForm(forms.Form):
    """For which day the watch is run; now where the field is empty."""

    day = forms.DateField(
        label=_("What was known at the end of"),
        required=False,
        help_text=_("Leave it empty for now. A past day uses only what was known then."),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    def clean_day(self) -> date | None:
        """No day of the future."""
        day: date | None = self.cleaned_data["day"]
        if day and day > timezone.now().astimezone(current_region().zone).date():
            raise ValidationError(_now("This day has not come yet. Choose today or a past day."))
        return day

    def as_of(self) -> datetime:
        """The time whose knowledge is used: the end of the day, or now where the day is not over."""
        now = timezone.now()
        day = self.cleaned_data["day"]
        if day is None:
            return now
        return min(now, datetime.combine(day, time(23, 59, 59), current_region().zone))


class DismissForm(forms.Form):
    """Why a signal means nothing."""

    cause = forms.ChoiceField(
        label=_("It means nothing, because"),
        choices=[
            ("known", _("the cause is known and over")),
            ("reporting", _("more was reported, not more happened")),
            ("data", _("the data are wrong")),
            ("harmless", _("it harms nobody")),
            ("other", _("another reason")),
        ],
    )
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))
