"""An alert is opened: by a person, or by a rule of the site."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from kerege.domain.alert_stage import AlertStage
from kerege.domain.alert_state import AlertState
from kerege.domain.errors import InputError
from kerege.domain.marking import Marking
from kerege.domain.position import Position
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import INCIDENT, REPORT, SIGNAL
from kerege_web.alerts.access.visible import visible_alert
from kerege_web.alerts.models import Alert, AlertSource, AlertStep, RuleVersion
from kerege_web.alerts.state import put_state
from kerege_web.alerts.telling import Occasion, tell_of
from kerege_web.audit.actions import record
from kerege_web.incidents.stored_form import releasable_text
from kerege_web.reports.access.reports import visible_report
from kerege_web.warning.access import access_signal

LONGEST_TITLE = 200
LONGEST_REASON = 5_000


@dataclass(frozen=True, slots=True)
class Basis:
    """One thing an alert rests on.

    Parameters
    ----------
    type : str
        "report", "signal" or "incident".
    reference : str
        Number of the report, "run/signal", id of the incident.
    """

    type: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is said of an alert when it is opened.

    Parameters
    ----------
    severity : int
        1..5.
    reason : str
        Why it is one.
    title : str
        A short sentence without names of persons; "" where kind and place say enough.
    bases : tuple of Basis
        What it rests on; may be empty where a person knows of something that nobody reported.
    kind, section_id, place : str
        "" where not known.
    position : Position or None
    marking : Marking
    is_exercise : bool
    """

    severity: int
    reason: str
    title: str = ""
    bases: tuple[Basis, ...] = ()
    kind: str = ""
    section_id: str = ""
    place: str = ""
    position: Position | None = None
    marking: Marking = field(default_factory=Marking)
    is_exercise: bool = False


def open_alert(actor: Viewer, *, opening: Opening) -> int:
    """Open an alert as a person; its id is the answer.

    Raises
    ------
    AccessDeniedError
        If the actor may not, or may not see what it rests on.
    InputError
        For no title or reason, or a severity outside 1..5.
    """
    require(actor, Permission.WORK_ALERTS)
    with transaction.atomic():
        return store_alert(actor, opening, rule=None)


def store_alert(actor: Viewer, opening: Opening, *, rule: RuleVersion | None, topic: str = "") -> int:
    """Store an alert with its first step and tell of it, in the caller's transaction."""
    title = " ".join(opening.title.split())
    if len(title) > LONGEST_TITLE or not (title or opening.kind):
        raise InputError(
            f"It needs a title of up to {LONGEST_TITLE} letters, or a kind", where="title", mend="Write one"
        )
    reason = opening.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InputError(f"Say why in 1 to {LONGEST_REASON:,} letters", where="reason", mend="A few words are enough")
    if not 1 <= opening.severity <= 5:
        raise InputError("The severity lies between 1 and 5", where="severity", mend="Choose one of the list")
    for basis in opening.bases:
        require_visible(actor, basis)
    now, position = timezone.now(), opening.position
    row = Alert(
        agency_id=actor.agency, tlp=opening.marking.tlp.value, releasable_to=releasable_text(opening.marking),
        is_exercise=opening.is_exercise, title=title, kind=opening.kind, section_id=opening.section_id,
        place=opening.place, latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        uncertainty_km=position.uncertainty_km if position else None, severity=opening.severity, opened_at=now,
        opened_by=actor.login, rule=rule, topic=topic, entered_at=now, changed_at=now,
    )  # fmt: skip
    put_state(row, AlertState(severity=opening.severity, stage=AlertStage.TRIAGE, entered_at=now))
    row.save(force_insert=True)
    for basis in opening.bases:
        AlertSource.objects.create(
            alert=row, type=basis.type, reference=basis.reference, added_at=now, actor=actor.login
        )
    AlertStep.objects.create(
        alert=row, kind="opened", finding=f"{rule.code} {rule.version}" if rule else "", stage=row.stage,
        reason=reason, at=now, actor=actor.login, agency=actor.agency,
    )  # fmt: skip
    record(
        actor, action="open_alert", object_type="alert", object_id=str(row.pk),
        details={
            "severity": row.severity, "rule": f"{rule.code} {rule.version}" if rule else "",
            "rests_on": [f"{basis.type} {basis.reference}" for basis in opening.bases],
            "is_exercise": row.is_exercise,
        },
    )  # fmt: skip
    tell_of(actor, row, Occasion.OPENED)
    return row.pk


@transaction.atomic
def add_basis(actor: Viewer, *, alert_id: int, basis: Basis) -> None:
    """Let an alert rest on one more thing; the same one counts once.

    Raises
    ------
    AccessDeniedError
        If there is no such alert, or nothing of the kind that the actor may see.
    """
    require(actor, Permission.WORK_ALERTS)
    row = visible_alert(actor, alert_id, to_change=True)
    require_visible(actor, basis)
    now = timezone.now()
    added, is_new = AlertSource.objects.get_or_create(
        alert=row, type=basis.type, reference=basis.reference, defaults={"added_at": now, "actor": actor.login}
    )
    if not is_new:
        return
    row.changed_at = now
    row.save(update_fields=["changed_at"])
    record(
        actor, action="add_basis", object_type="alert", object_id=str(row.pk),
        details={"type": added.type, "reference": added.reference},
    )  # fmt: skip


def require_visible(actor: Viewer, basis: Basis) -> None:
    """Stop who names something that is not there, or not to be seen.

    Raises
    ------
    AccessDeniedError
        If so.
    InputError
        For an unknown type.
    """
    from kerege_web.incidents.access import access_incident

    if basis.type == REPORT:
        visible_report(actor, int(basis.reference))
    elif basis.type == SIGNAL:
        run, _, signal = basis.reference.partition("/")
        access_signal(actor, run, signal)
    elif basis.type == INCIDENT:
        access_incident(actor, basis.reference)
    else:
        raise InputError(f"{basis.type!r} is nothing an alert can rest on", mend="Name a report, signal or incident")
