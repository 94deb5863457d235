"""What a person may say of responses, contacts, shifts and calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kerege.domain.office import Office
from kerege_web.pages import vocabulary
from kerege_web.pages.time_words import duration_words
from kerege_web.pages.vocabulary import message
from kerege_web.region import current_catalogue, current_region
from kerege_web.response.actions.contacts import LONGEST_NAME, LONGEST_NUMBER
from kerege_web.response.actions.moving import LONGEST_WORDS
from kerege_web.response.actions.planning import LONGEST_TITLE
from kerege_web.response.response_words import office_word

Choices = list[tuple[str, Any]]
_MINUTES = (15, 30, 60, 120, 240, 480, 720, 1440, 2880, 10080)


def _minutes() -> Choices:
    return [(str(minutes), duration_words(minutes)) for minutes in _MINUTES]


def _sections() -> Choices:
    return sorted(((section.id, section.name) for section in current_region().sections), key=lambda pair: pair[1])


def _offices() -> Choices:
    return [(office.value, office_word(office.value)) for office in Office]


class WordsForm(forms.Form):
    """A result or a reason."""

    words = forms.CharField(
        label=_("With which result, or why"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )


class BeginForm(forms.Form):
    """Somebody begins: nothing need be said."""

    words = forms.CharField(required=False, max_length=LONGEST_WORDS, widget=forms.HiddenInput)


class PutOffForm(WordsForm):
    """Another time, and why."""

    minutes = forms.TypedChoiceField(label=_("Within"), coerce=float, choices=_minutes)


class GiveForm(WordsForm):
    """Into which hands."""

    agency = forms.ChoiceField(label=_("Agency"))
    login = forms.ChoiceField(label=_("To whom"), required=False)

    def __init__(
        self, *args: Any, agencies: Sequence[tuple[str, str]] = (), colleagues: Sequence[str] = (), **kwargs: Any  # noqa: ANN401 - handed on
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        own, people = self.fields["agency"], self.fields["login"]
        if isinstance(own, forms.ChoiceField) and isinstance(people, forms.ChoiceField):
            own.choices = list(agencies)
            people.choices = [("", _("Whoever is on duty")), *((login, login) for login in colleagues)]


class AddForm(forms.Form):
    """A response of one's own."""

    title = forms.CharField(label=_("What to do"), max_length=LONGEST_TITLE, help_text=_("Without names of persons."))
    term = forms.ChoiceField(
        label=_("What it is, once done"),
        choices=lambda: [(term.id, message(term.label)) for term in current_catalogue().responses.values()],
    )
    office = forms.ChoiceField(label=_("Who does it or is called"), choices=_offices)
    minutes = forms.TypedChoiceField(label=_("Within"), coerce=float, choices=_minutes, initial="240")
    agency = forms.ChoiceField(label=_("Agency"))
    is_contact = forms.BooleanField(label=_("The other side is spoken with"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(agencies)


class SectionForm(forms.Form):
    """Which section."""

    section = forms.ChoiceField(
        label=_("Section"), required=False, choices=lambda: [("", _("Choose a section")), *_sections()]
    )


class CallEndForm(forms.Form):
    """How a call ended."""

    was_reached = forms.ChoiceField(
        label=_("Did somebody answer?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, we spoke")), ("no", _("Nobody answered"))],
    )  # fmt: skip
    agreed = forms.CharField(
        label=_("What was agreed"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What both sides will do, and until when. Nothing is an answer too."),
    )  # fmt: skip
    next_minutes = forms.TypedChoiceField(
        label=_("The next call is due in"), required=False, coerce=float, empty_value=None,
        choices=lambda: [("", _("No next call agreed")), *_minutes()],
    )  # fmt: skip


class ContactForm(forms.Form):
    """An office and its number."""

    office = forms.ChoiceField(label=_("Office"), choices=_offices)
    side = forms.ChoiceField(
        label=_("Side"), choices=lambda: [(code, vocabulary.country_word(code)) for code in current_region().countries]
    )
    name = forms.CharField(
        label=_("Which one"), max_length=LONGEST_NAME, help_text=_("The office, never the name of a person.")
    )
    number = forms.CharField(
        label=_("Number"), max_length=LONGEST_NUMBER, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    rung = forms.TypedChoiceField(
        label=_("Called as number"), coerce=int, choices=[(str(rung), str(rung)) for rung in range(1, 10)],
        help_text=_("1 is called first; who does not answer is followed by the next."),
    )  # fmt: skip
    languages = forms.CharField(label=_("Languages spoken there"), required=False, max_length=40)
    section_ids = forms.MultipleChoiceField(
        label=_("Sections"), required=False, choices=_sections, help_text=_("Nothing chosen: all sections.")
    )


class ShiftForm(forms.Form):
    """Who is on duty, from when to when."""

    login = forms.ChoiceField(label=_("Who"))
    begins_at = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    ends_at = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    section_ids = forms.MultipleChoiceField(
        label=_("Sections"), required=False, choices=_sections, help_text=_("Nothing chosen: all sections.")
    )

    def __init__(self, *args: Any, people: Sequence[str] = (), **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(login, login) for login in people]


def _day() -> forms.DateInput:
    # As browsers want it, whatever the language of the page.
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SpanForm(forms.Form):
    """Of which days the key figures are."""

    start = forms.DateField(label=_("From"), required=False, widget=_day())
    end = forms.DateField(label=_("Until"), required=False, widget=_day())


class VillageForm(forms.Form):
    """Which villages, which month, in which language."""

    section = forms.ChoiceField(label=_("Section"), choices=_sections)
    month = forms.DateField(
        label=_("Month"), input_formats=["%Y-%m"], widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_month(self) -> date:
        """The first day of it; one that has not begun cannot be told of."""
        month: date = self.cleaned_data["month"]
        if month > timezone.localdate():
            raise forms.ValidationError(_("This month has not begun."))
        return month
