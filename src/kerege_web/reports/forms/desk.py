"""What a person at the desk may ask of the queue, and say of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kerege.domain.grading import Grading
from kerege.domain.protected_topic import ProtectedTopic
from kerege.domain.submission import Door
from kerege.domain.verdict import Verdict
from kerege_web.pages import vocabulary
from kerege_web.pages.grade_form import GradeForm
from kerege_web.pages.time_words import day_word, hours_words
from kerege_web.region import current_region
from kerege_web.reports import desk_words
from kerege_web.reports.access.queue import OPEN, QueueFilter
from kerege_web.reports.actions.conversation import KINDS_OF_THE_DESK, LONGEST_MESSAGE
from kerege_web.reports.actions.judging import LONGEST_REASON, NEEDS_REASON
from kerege_web.reports.actions.subscribing import LONGEST_ADDRESS, Wishes
from kerege_web.reports.channels import Channel
from kerege_web.reports.urgent import URGENT_POINTS

Choices = list[tuple[str, Any]]
Said = QueryDict | None
ALL = "all"
DUE_HOURS = (1, 4, 12, 24, 72)


def _verdicts() -> Choices:
    named = [(verdict.value, desk_words.verdict_word(verdict)) for verdict in Verdict]
    return [("", _("Still open")), (ALL, _("All")), *named]


def _doors() -> Choices:
    return [("", _("All ways in")), *((door.value, desk_words.door_word(door.value)) for door in Door)]


def _sections() -> Choices:
    named = sorted(((section.id, section.name) for section in current_region().sections), key=lambda pair: pair[1])
    return [("", _("All sections")), *named]


def _languages() -> Choices:
    return [("", _("All languages")), *settings.LANGUAGES]


class QueueForm(forms.Form):
    """The filter of the queue. Every field may stay empty."""

    text = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    verdict = forms.ChoiceField(label=_("Verdict"), required=False, choices=_verdicts)
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    door = forms.ChoiceField(label=_("Way in"), required=False, choices=_doors)
    section_id = forms.ChoiceField(label=_("Section"), required=False, choices=_sections)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)

    def wanted(self, *, page: int = 1) -> QueueFilter:
        """The filter. A field that could not be understood is left open; the form shows its error."""
        self.is_valid()
        chosen = self.cleaned_data
        verdict = chosen.get("verdict") or OPEN
        return QueueFilter(
            verdict="" if verdict == ALL else verdict,
            is_mine=bool(chosen.get("mine")),
            door=chosen.get("door", ""),
            section_id=chosen.get("section_id", ""),
            language=chosen.get("language", ""),
            text=chosen.get("text", ""),
            page=page,
        )

    @property
    def more_are_chosen(self) -> bool:
        """Whether a choice stands in the part that is folded away."""
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in ("door", "section_id", "language"))

    @property
    def is_chosen(self) -> bool:
        """Whether anything narrows the queue."""
        self.is_valid()
        return any(self.cleaned_data.values())


class JudgeForm(GradeForm):
    """A verdict, both grades, and why."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=lambda: [(verdict.value, desk_words.verdict_word(verdict)) for verdict in Verdict],
        widget=forms.RadioSelect,
    )
    duplicate_of = forms.IntegerField(
        label=_("Duplicate of report number"), required=False, min_value=1, help_text=_("Only for a duplicate.")
    )
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Said = None, *, current: Grading, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.current = current

    def clean(self) -> dict[str, Any]:
        """What the action would refuse is said in the reader's language."""
        cleaned = super().clean() or {}
        verdict = cleaned.get("verdict")
        is_regraded = {"reliability", "credibility"} <= cleaned.keys() and self.grading() != self.current
        if not (cleaned.get("reason") or "").strip() and (verdict in NEEDS_REASON or is_regraded):
            self.add_error("reason", _("Say in a few words what you rely on."))
        if verdict == Verdict.DUPLICATE and not cleaned.get("duplicate_of") and "duplicate_of" not in self.errors:
            self.add_error("duplicate_of", _("Give the number of the report that tells of it already."))
        return cleaned


class HandForm(forms.Form):
    """Into whose hands, until when."""

    login = forms.ChoiceField(label=_("Who takes care of it"), required=False)
    due_hours = forms.TypedChoiceField(label=_("Done within"), required=False, coerce=int, empty_value=None)
    note = forms.CharField(label=_("Note for the next hand"), required=False, max_length=LONGEST_REASON)

    def __init__(self, data: Said = None, *, colleagues: Sequence[str], initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        people: Any = self.fields["login"]
        people.choices = [("", _("Nobody yet")), *((login, login) for login in colleagues)]
        hours: Any = self.fields["due_hours"]
        hours.choices = [("", _("No set time")), *((str(number), hours_words(number)) for number in DUE_HOURS)]

    def due_at(self, now: datetime) -> datetime | None:
        """Until when."""
        hours = self.cleaned_data["due_hours"]
        return now + timedelta(hours=hours) if hours else None


class TellForm(forms.Form):
    """A question or an answer to the reporter."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=lambda: list(
            zip(KINDS_OF_THE_DESK, (_("A question"), _("An answer"), _("What became of it")), strict=True)
        ),
    )
    answer = forms.ChoiceField(label=_("Frequent words"), required=False)
    text = forms.CharField(
        label=_("Own words"), required=False, max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Said = None, *, language: str, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.language = language
        frequent: Any = self.fields["answer"]
        frequent.choices = [("", _("None")), *((name, self._shown(name)) for name in desk_words.ANSWERS)]
        self.fields["text"].help_text = _("They go out as you write them. The reporter reads: %(language)s.") % {
            "language": dict(settings.LANGUAGES).get(language, language)
        }

    def _shown(self, name: str) -> str:
        words = desk_words.answer_words(name, self.language)
        return words if len(words) <= 90 else f"{words[:89]}…"

    def clean(self) -> dict[str, Any]:
        """Frequent words, own words, or both."""
        cleaned = super().clean() or {}
        if not self.words():
            self.add_error("text", _("Choose frequent words or write your own."))
        return cleaned

    def words(self) -> str:
        """What is said, in the reporter's language."""
        name = self.cleaned_data.get("answer")
        frequent = desk_words.answer_words(name, self.language) if name else ""
        return " ".join(part for part in (frequent, (self.cleaned_data.get("text") or "").strip()) if part)


class NarrowForm(forms.Form):
    """What has to be protected."""

    topics = forms.MultipleChoiceField(
        label=_("What it touches"),
        choices=lambda: [(topic.value, desk_words.topic_word(topic.value)) for topic in ProtectedTopic],
        widget=forms.CheckboxSelectMultiple,
    )


class SameForm(forms.Form):
    """Another report, and whether it tells of the same happening."""

    other = forms.IntegerField(min_value=1)
    is_same = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON)


def _digest_hours() -> Choices:
    hours = [(str(hour), _("Once a day at %(hour)d:00") % {"hour": hour}) for hour in range(24)]
    return [("", _("Each message at once")), *hours]


class WishesForm(forms.Form):
    """Of what, in which language and when."""

    least_urgency = forms.FloatField(
        label=_("Reports: from how many points on"),
        min_value=0,
        max_value=50,
        initial=URGENT_POINTS,
        help_text=_("Somebody hurt within the last three hours has about 4.5; a shooting about 7."),
    )
    least_severity = forms.TypedChoiceField(
        label=_("Alerts: from which severity on"), coerce=int, initial="1",
        choices=lambda: [(str(step), f"{step} {vocabulary.severity_word(step)}") for step in range(1, 6)],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), required=False,
        choices=lambda: [("", _("The language of your pages")), *settings.LANGUAGES],
    )  # fmt: skip
    section_ids = forms.MultipleChoiceField(
        label=_("Sections"), required=False, help_text=_("Nothing chosen: all sections."),
        choices=lambda: sorted(((one.id, one.name) for one in current_region().sections), key=lambda pair: pair[1]),
    )  # fmt: skip
    days = forms.TypedMultipleChoiceField(
        label=_("On these days"), coerce=int, widget=forms.CheckboxSelectMultiple, initial=list(range(7)),
        choices=lambda: [(number, day_word(number)) for number in range(7)],
    )  # fmt: skip
    begins = forms.TimeField(
        label=_("From"), initial="00:00", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until"), initial="00:00", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("The same twice: the whole day. Severity 5 is told at every hour."),
    )  # fmt: skip
    digest_hour = forms.TypedChoiceField(
        label=_("How often"), required=False, coerce=int, empty_value=None,
        choices=_digest_hours,
    )  # fmt: skip

    def wishes(self) -> Wishes:
        """What was chosen."""
        names = (
            "least_urgency", "least_severity", "language", "section_ids", "days", "begins", "ends", "digest_hour",
        )  # fmt: skip
        return Wishes(**{name: self.cleaned_data[name] for name in names})


class SubscriptionForm(WishesForm):
    """A way to be told."""

    field_order = ("channel", "address")
    channel = forms.ChoiceField(
        label=_("How"),
        choices=lambda: [(channel.value, desk_words.channel_word(channel.value)) for channel in Channel],
    )
    address = forms.CharField(
        label=_("Where to"),
        max_length=LONGEST_ADDRESS,
        help_text=_("E-mail address, telephone number or Telegram number. It is kept sealed."),
    )
