"""Which form stands behind each step of an alert, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from kerege.domain.alert_stage import (
    AlertOutcome,
    AlertStage,
    Consequence,
    Likelihood,
    TriageFinding,
    VerificationFinding,
)
from kerege.domain.risk import RiskLevel
from kerege_web.accounts.access import Viewer
from kerege_web.alerts import forms as own
from kerege_web.alerts.actions import steps
from kerege_web.alerts.actions.closing import close_alert

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StepForm:
    """A form and what follows from it.

    Parameters
    ----------
    form : type of forms.Form
    act : callable
        From the viewer, the id of the alert and what was said.
    """

    form: type[forms.Form]
    act: Callable[[Viewer, int, Said], object]


def _triage(viewer: Viewer, alert: int, said: Said) -> None:
    steps.triage_alert(viewer, alert_id=alert, finding=TriageFinding(said["finding"]), reason=said["reason"])


def _verify(viewer: Viewer, alert: int, said: Said) -> None:
    finding = VerificationFinding(said["finding"])
    steps.verify_alert(viewer, alert_id=alert, finding=finding, reason=said["reason"], evidence=said["evidence"])


def _assess(viewer: Viewer, alert: int, said: Said) -> None:
    steps.assess_alert(viewer, alert_id=alert, **said)


def _characterise(viewer: Viewer, alert: int, said: Said) -> None:
    steps.characterise_alert(
        viewer, alert_id=alert, likelihood=Likelihood(said["likelihood"]),
        consequence=Consequence(said["consequence"]), reason=said["reason"],
    )  # fmt: skip


def _decide(viewer: Viewer, alert: int, said: Said) -> None:
    steps.decide_alert(viewer, alert_id=alert, outcome=AlertOutcome(said["outcome"]), reason=said["reason"])


def _review(viewer: Viewer, alert: int, said: Said) -> None:
    steps.review_alert(viewer, alert_id=alert, level=RiskLevel(said["level"]), reason=said["reason"])


def _raise(viewer: Viewer, alert: int, said: Said) -> None:
    steps.raise_level(viewer, alert_id=alert, level=RiskLevel(said["level"]), reason=said["reason"])


def _close(viewer: Viewer, alert: int, said: Said) -> None:
    close_alert(viewer, alert_id=alert, lessons=said["reason"], is_told=said["is_told"])


def _reopen(viewer: Viewer, alert: int, said: Said) -> None:
    steps.reopen_alert(viewer, alert_id=alert, reason=said["reason"])


def _give(viewer: Viewer, alert: int, said: Said) -> None:
    steps.give_alert(viewer, alert_id=alert, login=said["login"], reason=said["reason"])


def _release(viewer: Viewer, alert: int, said: Said) -> None:
    steps.release_alert(viewer, alert_id=alert, agency=said["agency"], reason=said["reason"])


STEP_FORMS: Mapping[str, StepForm] = {
    "triage": StepForm(own.TriageForm, _triage),
    "verification": StepForm(own.VerifyForm, _verify),
    "assessment": StepForm(own.AssessForm, _assess),
    "characterisation": StepForm(own.CharacteriseForm, _characterise),
    "outcome": StepForm(own.DecideForm, _decide),
    "review": StepForm(own.LevelForm, _review),
    "raise": StepForm(own.LevelForm, _raise),
    "close": StepForm(own.CloseForm, _close),
    "reopen": StepForm(own.ReasonForm, _reopen),
    "give": StepForm(own.GiveForm, _give),
    "release": StepForm(own.ReleaseForm, _release),
}


def offered_steps(stage: AlertStage, *, is_decided: bool, may_close: bool) -> tuple[str, ...]:
    """The steps that can be taken in a stage, the one that it waits for first."""
    if stage is AlertStage.CLOSED:
        return ("reopen",) if may_close else ()
    always = ("raise", "give", "release")
    if stage is not AlertStage.OUTCOME or not is_decided:
        return (stage.value, *always)
    return ("review", *(("close",) if may_close else ()), "outcome", *always)
