"""What a person may ask of alerts, and say of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kerege.domain.alert_rule import AlertRule, RuleSource
from kerege.domain.alert_stage import AlertOutcome, Consequence, Likelihood, TriageFinding, VerificationFinding
from kerege.domain.marking import TLP
from kerege.domain.risk import RiskLevel
from kerege_web.alerts.access.alerts import AlertFilter
from kerege_web.alerts.actions.opening import LONGEST_TITLE
from kerege_web.alerts.actions.steps import LONGEST_WORDS
from kerege_web.alerts.alert_words import finding_word
from kerege_web.pages import vocabulary
from kerege_web.region import current_catalogue, current_region

Choices = list[tuple[str, Any]]


def _sections() -> Choices:
    named = sorted(((section.id, section.name) for section in current_region().sections), key=lambda pair: pair[1])
    return [("", _("All sections")), *named]


def _severities() -> Choices:
    return [(str(step), f"{step} {vocabulary.severity_word(step)}") for step in range(1, 6)]


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Why"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}))


def _evidence() -> forms.CharField:
    return forms.CharField(
        label=_("On what evidence"), required=False, max_length=LONGEST_WORDS,
        help_text=_("Who saw it, which report, picture or call. No names of residents."),
    )  # fmt: skip


class AlertFilterForm(forms.Form):
    """The filter of the list. Every field may stay empty."""

    text = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    shown = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("open", _("Still open")),
            ("mine", _("Only mine")),
            ("overdue", _("Overdue")),
            ("closed", _("Closed")),
            ("all", _("All")),
        ],
    )
    least_severity = forms.TypedChoiceField(
        label=_("At least this severe"), required=False, coerce=int, empty_value=None,
        choices=lambda: [("", _("Any severity")), *_severities()],
    )  # fmt: skip
    section_id = forms.ChoiceField(label=_("Section"), required=False, choices=_sections)

    def wanted(self, *, page: int = 1) -> AlertFilter:
        """The filter. A field that could not be understood is left open."""
        self.is_valid()
        chosen = self.cleaned_data
        return AlertFilter(
            text=chosen.get("text", ""),
            shown=chosen.get("shown") or "open",
            least_severity=chosen.get("least_severity"),
            section_id=chosen.get("section_id", ""),
            page=page,
        )

    @property
    def is_chosen(self) -> bool:
        """Whether anything narrows the list."""
        self.is_valid()
        return any(self.cleaned_data.values())


class OpenForm(forms.Form):
    """A new alert."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=lambda: [(kind, vocabulary.kind_word(kind)) for kind in current_catalogue().kinds]
    )
    severity = forms.TypedChoiceField(label=_("How severe"), coerce=int, choices=_severities)
    title = forms.CharField(
        label=_("In one line"), required=False, max_length=LONGEST_TITLE,
        help_text=_("Without names. Empty: kind and place are shown."),
    )  # fmt: skip
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    section_id = forms.ChoiceField(label=_("Section"), required=False, choices=_sections)
    marking = forms.ChoiceField(
        label=_("Who may see it"), initial=TLP.AMBER.value,
        choices=lambda: [(tlp.value, f"{tlp.value} – {vocabulary.marking_words(tlp)}") for tlp in TLP],
    )  # fmt: skip
    reason = _reason()


class TriageForm(forms.Form):
    """Whether it is an alert at all."""

    finding = forms.ChoiceField(
        label=_("Is this an alert?"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, finding_word(one.value)) for one in TriageFinding],
    )  # fmt: skip
    reason = _reason()


class VerifyForm(forms.Form):
    """Whether it is so."""

    finding = forms.ChoiceField(
        label=_("Is it so?"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, finding_word(one.value)) for one in VerificationFinding],
    )  # fmt: skip
    evidence = _evidence()
    reason = _reason()


class AssessForm(forms.Form):
    """Hazard, exposure, context."""

    hazard = forms.CharField(
        label=_("Hazard"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What could happen next?"),
    )  # fmt: skip
    exposure = forms.CharField(
        label=_("Exposure"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who and what would it reach?"),
    )  # fmt: skip
    context = forms.CharField(
        label=_("Context"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What makes it better or worse here and now?"),
    )  # fmt: skip
    evidence = _evidence()


class CharacteriseForm(forms.Form):
    """How likely and how bad."""

    likelihood = forms.ChoiceField(
        label=_("How likely"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, finding_word(one.value)) for one in Likelihood],
    )  # fmt: skip
    consequence = forms.ChoiceField(
        label=_("How bad"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, finding_word(one.value)) for one in Consequence],
    )  # fmt: skip
    reason = _reason()


class DecideForm(forms.Form):
    """What is done."""

    outcome = forms.ChoiceField(
        label=_("What is done"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, finding_word(one.value)) for one in AlertOutcome],
    )  # fmt: skip
    reason = _reason()


class LevelForm(forms.Form):
    """A level, raised at once or found in a review."""

    level = forms.ChoiceField(
        label=_("Level"), choices=lambda: [(one.value, vocabulary.level_word(one)) for one in RiskLevel]
    )
    reason = _reason()


class CloseForm(forms.Form):
    """The lessons, and whether the reporters are told."""

    reason = forms.CharField(
        label=_("What was learnt"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What went well, what did not, what should be done otherwise."),
    )  # fmt: skip
    is_told = forms.BooleanField(
        label=_("Tell those who reported what was found and done"), required=False, initial=True
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason()


class GiveForm(forms.Form):
    """Into whose hands."""

    login = forms.ChoiceField(label=_("To whom"), required=False)
    reason = _reason()

    def __init__(self, *args: Any, colleagues: tuple[str, ...] = (), **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Nobody")), *((login, login) for login in colleagues)]


class ReleaseForm(forms.Form):
    """To which agency."""

    agency = forms.ChoiceField(label=_("Agency"))
    reason = _reason()

    def __init__(self, *args: Any, agencies: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(agencies)


def _kinds() -> Choices:
    catalogue = current_catalogue()
    families = sorted({term.group for term in catalogue.kinds.values()})
    named = [(kind, vocabulary.kind_word(kind)) for kind in catalogue.kinds]
    return [*named, *((family, vocabulary.family_words(family)) for family in families)]


class RuleForm(forms.Form):
    """What a rule looks at and asks for. What is left open, it does not ask."""

    name = forms.CharField(label=_("What it is called"), max_length=120)
    source = forms.ChoiceField(
        label=_("It looks at"), widget=forms.RadioSelect, initial="report",
        choices=[("report", _("reports of people")), ("signal", _("signals of the watch"))],
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Of these kinds"), required=False, choices=_kinds, help_text=_("Nothing chosen: every kind.")
    )
    section_ids = forms.MultipleChoiceField(
        label=_("On these sections"), required=False, choices=lambda: _sections()[1:],
        help_text=_("Nothing chosen: all sections."),
    )  # fmt: skip
    least_severity = forms.TypedChoiceField(
        label=_("At least this severe"), required=False, coerce=int, empty_value=None,
        choices=lambda: [("", _("Any severity")), *_severities()],
    )  # fmt: skip
    least_percent = forms.FloatField(
        label=_("Chance of an incident on the section, at least per cent"), required=False, min_value=0.1,
        max_value=100,
    )  # fmt: skip
    least_recurrence_days = forms.FloatField(
        label=_("Signals: so rare that chance gives one in this many days"), required=False, min_value=1,
        max_value=36_500,
    )  # fmt: skip
    only_verified = forms.BooleanField(label=_("Only reports that a person has found to be so"), required=False)

    def clean(self) -> dict[str, Any]:
        """The rule itself, or why it can be none."""
        said = super().clean() or {}
        if self.errors:
            return said
        percent = said.get("least_percent")
        try:
            said["rule"] = AlertRule(
                source=RuleSource(said["source"]), section_ids=frozenset(said["section_ids"]),
                kinds=frozenset(said["kinds"]), least_severity=said["least_severity"],
                least_probability=percent / 100 if percent is not None else None,
                least_recurrence_days=said["least_recurrence_days"], only_verified=said["only_verified"],
            )  # fmt: skip
        except ValueError:
            raise forms.ValidationError(
                _(
                    "A rule must ask for something. Severity and check belong to reports only, "
                    "rarity by chance to signals only."
                )
            ) from None
        return said
