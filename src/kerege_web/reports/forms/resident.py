"""What a resident says. Hardly anything of it can be wrong."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kerege.domain.period import Period
from kerege.domain.place import Place
from kerege.domain.position import Position
from kerege.domain.submission import LONGEST_PLACE, LONGEST_TEXT, Door, Hurt, Submission
from kerege_web.region import current_place_finder, current_region
from kerege_web.reports.actions.conversation import LONGEST_MESSAGE
from kerege_web.reports.actions.receiving import ReporterContact
from kerege_web.reports.happening import KIND_OF
from kerege_web.reports.place_list import place_of_id

_HURT = tuple(hurt.value for hurt in Hurt)
LARGEST_PHOTO_MB = 10

# Who says "there" by the name of a village means a place within it or near it.
_VILLAGE_KM, _NAMED_KM = 3.0, 5.0
_LEAST_KM, _MOST_KM = 0.05, 50.0
_OLDEST = timedelta(days=60)
_JUST_NOW = timedelta(hours=1)
# A year before it is a slip of the finger.
_FIRST_DAY = date(1900, 1, 1)


class ResidentReportForm(forms.Form):
    """A report of a resident. Only its id is needed, and that something is said.

    Parameters
    ----------
    is_queued : bool
        It comes out of a phone's queue: nobody is there to mend it, so what cannot be understood is left out.
    """

    id = forms.UUIDField(widget=forms.HiddenInput)
    happening = forms.CharField(required=False, max_length=20)
    place = forms.CharField(required=False, max_length=LONGEST_PLACE)
    place_id = forms.CharField(required=False, max_length=120)
    latitude = forms.FloatField(required=False)
    longitude = forms.FloatField(required=False)
    accuracy_m = forms.FloatField(required=False, min_value=0)
    when = forms.CharField(required=False, max_length=10)
    day = forms.DateField(required=False)
    hurt = forms.CharField(required=False, max_length=10)
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={"max_length": gettext_lazy("This is too long. Please shorten it.")},
    )
    contact = forms.CharField(required=False, max_length=200)
    written_at = forms.DateTimeField(required=False)
    clock = forms.DateTimeField(required=False)

    def __init__(self, *args: Any, is_queued: bool = False, has_photo: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to Django
        super().__init__(*args, **kwargs)
        self._is_queued, self._has_photo = is_queued, has_photo

    def clean(self) -> dict[str, Any]:
        """Something must be said; the rest may stay open."""
        cleaned = super().clean() or {}
        if self._is_queued:
            for name in ("happening", "place_id", "latitude", "longitude", "accuracy_m", "when", "day", "hurt",
                         "written_at", "clock"):  # fmt: skip
                self.errors.pop(name, None)
        day = cleaned.get("day")
        if day and day > timezone.localdate() + timedelta(days=1):
            cleaned["day"] = None
            if not self._is_queued:
                self.add_error("day", _("This day has not come yet."))
        elif day and day < _FIRST_DAY:
            cleaned["day"] = None
            if not self._is_queued:
                self.add_error("day", _("This day is too long ago. Please check the year."))
        said = cleaned.get("happening") in KIND_OF or cleaned.get("text") or self._has_photo
        if not said and "text" not in self.errors:
            self.add_error("happening", _("Choose a picture, or write in a few words what happened."))
        return cleaned

    def submission(self, *, language: str, now: datetime) -> Submission:
        """The report.

        Parameters
        ----------
        language : str
            Language of the page.
        now : datetime
            By our clock.
        """
        said = self.cleaned_data
        written = self._written(now)
        hurt = said.get("hurt", "")
        return Submission(
            client_id=str(said["id"]),
            door=Door.WEB,
            sent_at=written,
            language=language,
            kind=KIND_OF.get(said.get("happening", ""), ""),
            text=said["text"],
            occurred=self._occurred(written),
            place=said["place"] or self._place_name(),
            position=self._position(),
            hurt=Hurt(hurt) if hurt in _HURT else Hurt.UNKNOWN,
        )

    def reporter_contact(self) -> ReporterContact | None:
        """How the reporter wants to be reached."""
        address = self.cleaned_data.get("contact", "").strip()
        return ReporterContact(_contact_kind(address), address) if address else None

    def id_of_content(self, photo_digests: list[str]) -> str:
        """An id for a page without scripts, from the page's id and everything said on it.

        The same page sent twice is one report; the page gone back to and filled in anew is another.
        """
        said = {name: str(value) for name, value in self.cleaned_data.items() if name not in ("clock", "written_at")}
        return str(uuid5(UUID(said["id"]), json.dumps([said, photo_digests], sort_keys=True)))

    def _written(self, now: datetime) -> datetime:
        """When it was written, by our clock: the sender's clock may be wrong, but it counts the minutes rightly."""
        written, clock = self.cleaned_data.get("written_at"), self.cleaned_data.get("clock")
        waited = clock - written if written and clock else timedelta()
        return now - waited if timedelta() <= waited <= _OLDEST else now

    def _occurred(self, written: datetime) -> Period | None:
        zone, said = current_region().zone, self.cleaned_data
        day: date = written.astimezone(zone).date()
        match said.get("when"):
            case "now":
                return Period(written - _JUST_NOW, written)
            case "today":
                return Period.of_days(day, day, zone)
            case "yesterday":
                return Period.of_days(day - timedelta(days=1), day - timedelta(days=1), zone)
            case "day" if said.get("day"):
                return Period.of_days(said["day"], said["day"], zone)
            case _:
                return None

    def _chosen(self) -> Place | None:
        return place_of_id(self.cleaned_data.get("place_id") or "")

    def _place_name(self) -> str:
        chosen = self._chosen()
        return chosen.name if chosen else ""

    def _position(self) -> Position | None:
        """The point that was marked, else that of the place that was chosen or named; None is as good."""
        said = self.cleaned_data
        latitude, longitude = said.get("latitude"), said.get("longitude")
        if latitude is not None and longitude is not None and isfinite(latitude) and isfinite(longitude):
            accuracy_km = (said.get("accuracy_m") or 0.0) / 1000
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return Position(latitude, longitude, min(max(accuracy_km, _LEAST_KM), _MOST_KM))
        chosen = self._chosen()
        if chosen:
            return Position(chosen.latitude, chosen.longitude, _VILLAGE_KM)
        named = current_place_finder().find(said["place"]) if said["place"] else None
        return Position(named.latitude, named.longitude, _NAMED_KM) if named else None


class ReceiptForm(forms.Form):
    """A receipt code, and perhaps words to add."""

    code = forms.CharField(max_length=60)
    text = forms.CharField(
        required=False,
        max_length=LONGEST_MESSAGE,
        error_messages={"max_length": gettext_lazy("This is too long. Please shorten it.")},
    )


def _contact_kind(address: str) -> str:
    if address.startswith("@"):
        return "telegram"
    if "@" in address:
        return "e-mail"
    return "phone" if sum(letter.isdigit() for letter in address) >= 5 else "other"
