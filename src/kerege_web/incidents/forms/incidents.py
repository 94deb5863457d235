"""What a person may ask of incidents, and say of one."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kerege.domain.marking import TLP, Marking
from kerege_web.incidents.filter import IncidentFilter, Order
from kerege_web.pages import vocabulary
from kerege_web.pages.grade_form import GradeForm
from kerege_web.region import current_catalogue, current_region

PAGE_SIZE = 50

Choices = list[tuple[str, Any]]


def _pairs() -> Choices:
    return [("", _("All borders")), *((pair, vocabulary.pair_words(pair)) for pair in current_region().pairs)]


def _kinds() -> Choices:
    return [("", _("All kinds")), *((kind, vocabulary.kind_word(kind)) for kind in current_catalogue().kinds)]


def _severities() -> Choices:
    steps = ((str(step), f"{step} {vocabulary.severity_word(step)}") for step in range(2, 6))
    return [("", _("Any severity")), *steps]


class IncidentFilterForm(forms.Form):
    """The filter of list, map, timeline and export. Every field may stay empty."""

    text = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    pair = forms.ChoiceField(label=_("Border"), required=False, choices=_pairs)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_kinds)
    min_severity = forms.TypedChoiceField(
        label=_("At least this severe"), required=False, choices=_severities, coerce=int, empty_value=None
    )
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    located = forms.TypedChoiceField(
        label=_("Placed on a section"),
        required=False,
        choices=[("", _("Placed or not")), ("yes", _("Placed")), ("no", _("Not placed"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            (Order.NEWEST.value, _("Newest first")),
            (Order.OLDEST.value, _("Oldest first")),
            (Order.SEVEREST.value, _("Most severe first")),
        ],
    )
    group_id = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    section_id = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Days in the wrong order are said to be so."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return cleaned

    def wanted(self, *, page: int = 1, page_size: int = PAGE_SIZE) -> IncidentFilter:
        """The filter. A field that could not be understood is left open; the form shows its error."""
        self.is_valid()
        names = {field.name for field in fields(IncidentFilter)} - {"page", "page_size"}
        chosen = {name: value for name, value in self.cleaned_data.items() if name in names and value not in ("", None)}
        chosen["order"] = Order(chosen.get("order", Order.NEWEST))
        return IncidentFilter(page=page, page_size=page_size, **chosen)

    @property
    def more_are_chosen(self) -> bool:
        """Whether a choice stands in the part that is folded away, or an error does."""
        self.is_valid()
        names = ("kind", "first", "last", "located")
        return any(name in self.errors or self.cleaned_data.get(name) not in ("", None) for name in names)

    @property
    def chosen_count(self) -> int:
        """How many choices narrow the list."""
        self.is_valid()
        return sum(1 for name, value in self.cleaned_data.items() if name != "order" and value not in ("", None, 0))


class UploadForm(forms.Form):
    """A file of reports."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx). Nothing is stored before you have seen what was understood."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    format = forms.ChoiceField(
        label=_("Layout"),
        choices=[
            ("auto", _("Recognise it")),
            ("native", _("Kerege's own table")),
            ("acled", "ACLED"),
            ("ucdp", "UCDP GED"),
        ],
    )
    marking = forms.ChoiceField(
        label=_("Who may see rows that do not say it themselves"),
        initial=TLP.AMBER.value,
        choices=lambda: [(tlp.value, f"{tlp.value} – {vocabulary.marking_words(tlp)}") for tlp in TLP],
    )

    def chosen_marking(self) -> Marking:
        """The marking for rows that carry none."""
        return Marking(TLP(self.cleaned_data["marking"]))


class GradingForm(GradeForm):
    """A new judgement of source and report."""

    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AccountForm(forms.Form):
    """One side's version of an incident."""

    side = forms.ChoiceField(
        label=_("Who says it"),
        required=False,
        choices=lambda: [
            ("", _("The source does not say")),
            *((code, vocabulary.country_word(code)) for code in current_region().countries),
        ],
    )
    text = forms.CharField(
        label=_("What they say happened"),
        max_length=5000,
        help_text=_("A faithful summary, without names, telephone numbers or other traces of a person."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
