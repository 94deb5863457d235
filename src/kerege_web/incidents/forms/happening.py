"""What the desk says of a verified report before it stands among the incidents."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kerege.domain.count_range import CountRange
from kerege.domain.harm import Harm
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege_web.incidents.report_actions import VerifiedHappening
from kerege_web.incidents.stored_form import HARMS
from kerege_web.pages import vocabulary
from kerege_web.region import current_catalogue, current_region
from kerege_web.reports.access.desk_report import DeskReport

LONGEST = 5_000


class HappeningForm(forms.Form):
    """Kind, time, place, harm and what is said, taken from the report as far as it names no person."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [(kind, vocabulary.kind_word(kind)) for kind in current_catalogue().kinds],
    )
    trigger = forms.ChoiceField(
        label=_("What set it off"),
        required=False,
        choices=lambda: [
            ("", _("not known")),
            *((name, vocabulary.trigger_word(name)) for name in current_catalogue().triggers),
        ],
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    hour = forms.TimeField(
        label=_("Time of day"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("If it is known."),
    )  # fmt: skip
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    uncertainty_km = forms.FloatField(label=_("Known to within (km)"), required=False, min_value=0.01, max_value=500)
    countries = forms.MultipleChoiceField(
        label=_("Sides concerned"),
        required=False,
        choices=lambda: [(code, vocabulary.country_word(code)) for code in current_region().countries],
        widget=forms.CheckboxSelectMultiple,
    )
    killed = forms.IntegerField(label=_("Killed"), required=False, min_value=0, max_value=100_000)
    injured = forms.IntegerField(label=_("Injured"), required=False, min_value=0, max_value=100_000)
    displaced = forms.IntegerField(label=_("Displaced"), required=False, min_value=0, max_value=10_000_000)
    detained = forms.IntegerField(label=_("Detained"), required=False, min_value=0, max_value=100_000)
    summary = forms.CharField(
        label=_("What happened"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A faithful summary, without names, telephone numbers or other traces of a person."),
    )
    account_side = forms.ChoiceField(
        label=_("Who says it"),
        required=False,
        choices=lambda: [
            ("", _("The source does not say")),
            *((code, vocabulary.country_word(code)) for code in current_region().countries),
        ],
    )
    account = forms.CharField(
        label=_("What this side says"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    marking = forms.ChoiceField(
        label=_("Who may see it"),
        choices=lambda: [(tlp.value, f"{tlp.value} – {vocabulary.marking_words(tlp)}") for tlp in TLP],
    )

    def __init__(self, data: QueryDict | None = None, *, report: DeskReport) -> None:
        super().__init__(data, initial=_taken_from(report))
        self.report = report

    def clean(self) -> dict[str, Any]:
        """A position has all its three numbers or none."""
        cleaned = super().clean() or {}
        numbers = [cleaned.get(name) for name in ("latitude", "longitude", "uncertainty_km")]
        if any(number is not None for number in numbers) and None in numbers:
            self.add_error("uncertainty_km", _("Give latitude, longitude and how exactly, or none of them."))
        today = datetime.now(current_region().zone).date()
        if cleaned.get("day") and cleaned["day"] > today:
            self.add_error("day", _("This day has not come yet."))
        return cleaned

    def happening(self) -> VerifiedHappening:
        """What was said, for the action."""
        said = self.cleaned_data
        located = said["latitude"] is not None
        return VerifiedHappening(
            kind=said["kind"],
            trigger=said["trigger"],
            occurred=self._occurred(),
            place=said["place"].strip(),
            position=Position(said["latitude"], said["longitude"], said["uncertainty_km"]) if located else None,
            countries=tuple(said["countries"]),
            harm=Harm(**{name: None if said[name] is None else CountRange.exactly(said[name]) for name in HARMS}),
            summary=said["summary"].strip(),
            account=said["account"].strip(),
            account_side=said["account_side"],
            marking=Marking(TLP(said["marking"])),
        )

    def _occurred(self) -> Period:
        day, hour, zone = self.cleaned_data["day"], self.cleaned_data["hour"], current_region().zone
        known = self.report.item.occurred
        # A month stays a month: what the reporter said so is only replaced where somebody changed it.
        if known is not None and not {"day", "hour"} & set(self.changed_data):
            return known
        if hour is None:
            return Period.of_days(day, day, zone)
        start = datetime.combine(day, time(hour.hour, hour.minute), zone)
        return Period(start, start + timedelta(minutes=1), Precision.MINUTE)


def _taken_from(report: DeskReport) -> dict[str, Any]:
    item, position, zone = report.item, report.position, current_region().zone
    start = (item.occurred.start if item.occurred else item.received_at).astimezone(zone)
    is_exact = item.occurred is not None and item.occurred.precision is Precision.MINUTE
    # What a program holds for the trace of a person does not come along by itself.
    text = "".join("[…]" if part.flag else part.text for part in report.parts)
    return {
        "kind": item.kind or "other",
        "day": start.date(),
        "hour": start.time().replace(second=0, microsecond=0) if is_exact else None,
        "place": item.place,
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "uncertainty_km": position.uncertainty_km if position else None,
        "countries": [report.side] if report.side else [],
        **dict(report.harm),
        "summary": text,
        "account_side": report.side,
        "account": "",
        "marking": item.marking.tlp.value,
    }
