"""Alerts for tests, and ways by which people are told of them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kerege.domain.alert_stage import AlertOutcome, Consequence, Likelihood, TriageFinding, VerificationFinding
from kerege_web.accounts.access import Viewer
from kerege_web.alerts.actions.opening import Basis, Opening, open_alert
from kerege_web.alerts.actions.steps import (
    assess_alert,
    characterise_alert,
    decide_alert,
    triage_alert,
    verify_alert,
)
from kerege_web.reports.models import Delivery, Subscription
from kerege_web.sealing import Purpose, seal, unseal


def opened(actor: Viewer, *reports: int, **other: Any) -> int:
    """Open an alert that rests on these reports."""
    bases = tuple(Basis("report", str(report)) for report in reports)
    said: dict[str, Any] = {"kind": "shooting", "severity": 4, "reason": "Two posts heard shots.", "bases": bases}
    return open_alert(actor, opening=Opening(**{**said, **other}))


def decided(actor: Viewer, *reports: int, outcome: AlertOutcome = AlertOutcome.RESPOND, **other: Any) -> int:
    """Open an alert and lead it to a decision."""
    alert = opened(actor, *reports, **other)
    triage_alert(actor, alert_id=alert, finding=TriageFinding.RELEVANT, reason="Shots are shots.")
    verify_alert(
        actor, alert_id=alert, finding=VerificationFinding.VERIFIED, reason="Seen from the post.", evidence="Post 3"
    )
    assess_alert(actor, alert_id=alert, hazard="Fire across the canal.", exposure="Two villages.", context="Harvest.")
    characterise_alert(
        actor, alert_id=alert, likelihood=Likelihood.LIKELY, consequence=Consequence.MAJOR, reason="It was so in May."
    )
    decide_alert(actor, alert_id=alert, outcome=outcome, reason="The other side must be called.")
    return alert


def reachable(viewer: Viewer) -> None:
    """Give somebody a confirmed way to be told."""
    Subscription.objects.create(
        person_id=viewer.person_id, channel="sms", sealed_address=seal("+996 555 777888", Purpose.CONTACT),
        confirmed_at=timezone.now(),
    )  # fmt: skip


def told(prefix: str = "alert") -> list[tuple[str, str]]:
    """Who was told of alerts, and in which words, oldest first; how to answer stands on a line of its own."""
    rows = Delivery.objects.filter(purpose__startswith=prefix).order_by("pk")
    return [(row.login, unseal(row.text, Purpose.MESSAGE).partition("\n")[0]) for row in rows]
