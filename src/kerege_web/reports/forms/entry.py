"""A report that somebody at the desk writes down for somebody else: from paper, by telephone, over the counter."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kerege.domain.count_range import CountRange
from kerege.domain.harm import Harm
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.protected_topic import ProtectedTopic
from kerege.domain.submission import LONGEST_PLACE, LONGEST_TEXT, Door, Hurt, Submission
from kerege_web.pages import vocabulary
from kerege_web.region import current_catalogue, current_place_finder, current_region
from kerege_web.reports import desk_words

# A village is not a point: this much around its middle is meant by its name.
VILLAGE_KM = 3.0


class EntryForm(forms.Form):
    """One report. Nothing but what happened is asked for; every field can be reached and left with the keyboard."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        choices=lambda: [
            ("", _("Not said")),
            *((kind, vocabulary.kind_word(kind)) for kind in current_catalogue().kinds),
        ],
        help_text=_("Type the first letters."),
        widget=forms.Select(attrs={"autofocus": True}),
    )
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    hour = forms.TimeField(
        label=_("Time of day"), required=False, widget=forms.TimeInput({"type": "time"}), help_text=_("If it is known.")
    )
    place = forms.CharField(
        label=_("Where"), required=False, max_length=LONGEST_PLACE, help_text=_("Village, road or canal, as written.")
    )
    hurt = forms.ChoiceField(
        label=_("Is anybody hurt?"),
        choices=lambda: [(hurt.value, desk_words.hurt_word(hurt.value)) for hurt in (Hurt.UNKNOWN, Hurt.NO, Hurt.YES)],
    )
    killed = forms.IntegerField(label=_("Killed"), required=False, min_value=0, max_value=100_000)
    injured = forms.IntegerField(label=_("Injured"), required=False, min_value=0, max_value=100_000)
    text = forms.CharField(
        label=_("In the reporter's words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Without names, telephone numbers or documents of persons."),
    )
    side = forms.ChoiceField(
        label=_("Says it from the side of"),
        required=False,
        choices=lambda: [
            ("", _("Not said")),
            *((code, vocabulary.country_word(code)) for code in current_region().countries),
        ],
    )
    language = forms.ChoiceField(label=_("Language for answers"), choices=settings.LANGUAGES)
    phone = forms.CharField(
        label=_("Telephone for a call back"),
        required=False,
        max_length=40,
        help_text=_("Only if the reporter wants it. It is sealed and deleted later."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Must be protected"),
        required=False,
        choices=lambda: [(topic.value, desk_words.topic_word(topic.value)) for topic in ProtectedTopic],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Something must have been said, and not of the future."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("kind", "text", "place")):
            self.add_error("text", _("Write down at least what happened or where."))
        today = datetime.now(current_region().zone).date()
        if cleaned.get("day") and cleaned["day"] > today:
            self.add_error("day", _("This day has not come yet."))
        return cleaned

    def submission(self) -> Submission:
        """The report as it goes through the same door as every other."""
        said = self.cleaned_data
        place = current_place_finder().find(said["place"]) if said["place"].strip() else None
        return Submission(
            client_id=str(said["client_id"]),
            door=Door.PAPER,
            language=said["language"],
            kind=said["kind"],
            text=said["text"].strip(),
            occurred=self._occurred(),
            place=said["place"].strip(),
            position=Position(place.latitude, place.longitude, VILLAGE_KM) if place else None,
            hurt=Hurt(said["hurt"]),
            harm=Harm(
                **{
                    name: None if said[name] is None else CountRange.exactly(said[name])
                    for name in ("killed", "injured")
                }
            ),
            side=said["side"],
            topics=frozenset(said["topics"]),
        )

    def _occurred(self) -> Period | None:
        day, hour, zone = self.cleaned_data["day"], self.cleaned_data["hour"], current_region().zone
        if day is None:
            return None
        if hour is None:
            return Period.of_days(day, day, zone)
        start = datetime.combine(day, time(hour.hour, hour.minute), zone)
        return Period(start, start + timedelta(minutes=1), Precision.MINUTE)
