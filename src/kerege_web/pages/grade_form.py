"""The two grades of the 6x6 scheme, chosen apart: how far the source is relied on, how far the item is believed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kerege.domain.grading import Credibility, Grading, Reliability
from kerege_web.pages import vocabulary


class GradeForm(forms.Form):
    """Both grades; what is judged, and why, is asked by the forms made from it."""

    reliability = forms.ChoiceField(
        label=_("The source"),
        choices=lambda: [
            (grade.value, f"{grade.value} – {vocabulary.reliability_word(grade)}") for grade in Reliability
        ],
    )
    credibility = forms.ChoiceField(
        label=_("The report"),
        choices=lambda: [
            (grade.value, f"{grade.value} – {vocabulary.credibility_word(grade)}") for grade in Credibility
        ],
    )

    def grading(self) -> Grading:
        """Both grades."""
        return Grading(Reliability(self.cleaned_data["reliability"]), Credibility(self.cleaned_data["credibility"]))
