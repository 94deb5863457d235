"""One alert with everything that is known of it: what it rests on, every step, what may be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.alert_stage import Consequence, Likelihood, VerificationFinding
from kerege.domain.position import Position
from kerege.domain.risk import RiskLevel
from kerege_web.accounts.access import Viewer, access_logins
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alerts import AlertLine, alert_line
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.alerts.models import Alert
from kerege_web.reports.access.reports import may_see_report

REPORT, SIGNAL, INCIDENT = "report", "signal", "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One thing an alert rests on.

    Parameters
    ----------
    type : str
        "report", "signal" or "incident".
    reference : str
        Number, "run/signal" or id.
    added_at : datetime
    actor : str
    is_visible : bool
        Whether the viewer may open it; what may not be opened is still counted.
    """

    type: str
    reference: str
    added_at: datetime
    actor: str
    is_visible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step: what was found, by whom, why, on what evidence, and whether it came in time."""

    kind: str
    finding: str
    stage: str
    level: RiskLevel | None
    reason: str
    evidence: str
    at: datetime
    due_at: datetime | None
    actor: str
    agency: str

    @property
    def is_late(self) -> bool:
        """Whether it was due before it came."""
        return self.due_at is not None and self.at > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDetail:
    """One alert as the viewer may see it.

    Parameters
    ----------
    line : AlertLine
    position : Position or None
    hazard, exposure, context, lessons : str
    verification : VerificationFinding or None
    likelihood : Likelihood or None
    consequence : Consequence or None
    lower_level : RiskLevel or None
        What a first review found, which a second one must confirm.
    lower_by : str
    rule_code, rule_name : str
        By which rule it was opened; "" where a person did.
    rule_version : int or None
    sources : tuple of SourceLine
    steps : tuple of StepLine
        Oldest first.
    may_work, may_close : bool
        Whether the viewer may move it, and end it.
    colleagues : tuple of str
        Into whose hands it can be given.
    """

    line: AlertLine
    position: Position | None
    hazard: str
    exposure: str
    context: str
    lessons: str
    verification: VerificationFinding | None
    likelihood: Likelihood | None
    consequence: Consequence | None
    lower_level: RiskLevel | None
    lower_by: str
    rule_code: str
    rule_name: str
    rule_version: int | None
    sources: tuple[SourceLine, ...]
    steps: tuple[StepLine, ...]
    may_work: bool
    may_close: bool
    colleagues: tuple[str, ...]


def access_alert(viewer: Viewer, alert_id: int, now: datetime) -> AlertDetail:
    """One alert.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    """
    row = visible_alert(viewer, alert_id)
    may_work = may_work_on(viewer, row)
    position = None
    if row.latitude is not None and row.longitude is not None:
        position = Position(row.latitude, row.longitude, row.uncertainty_km or 1.0)
    return AlertDetail(
        line=alert_line(row, now),
        position=position,
        hazard=row.hazard,
        exposure=row.exposure,
        context=row.context,
        lessons=row.lessons,
        verification=VerificationFinding(row.verification) if row.verification else None,
        likelihood=Likelihood(row.likelihood) if row.likelihood else None,
        consequence=Consequence(row.consequence) if row.consequence else None,
        lower_level=RiskLevel(row.lower_level) if row.lower_level else None,
        lower_by=row.lower_by,
        rule_code=row.rule.code if row.rule else "",
        rule_name=row.rule.name if row.rule else "",
        rule_version=row.rule.version if row.rule else None,
        sources=_sources(viewer, row),
        steps=_steps(row),
        may_work=may_work,
        may_close=may_work and viewer.may(Permission.CLOSE_ALERTS),
        colleagues=access_logins(viewer, Permission.WORK_ALERTS) if may_work else (),
    )


def report_ids(row: Alert) -> tuple[int, ...]:
    """The numbers of the reports that an alert rests on."""
    return tuple(int(source.reference) for source in row.sources.all() if source.type == REPORT)


def _sources(viewer: Viewer, row: Alert) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(
            type=source.type,
            reference=source.reference,
            added_at=source.added_at,
            actor=source.actor,
            is_visible=_may_open(viewer, row, source.type, source.reference),
        )
        for source in row.sources.all()
    )


def _may_open(viewer: Viewer, row: Alert, kind: str, reference: str) -> bool:
    if kind == REPORT:
        return may_see_report(viewer, int(reference))
    # Whether a run or an incident may be opened is decided again where it is opened.
    return kind == INCIDENT or row.agency_id == viewer.agency


def _steps(row: Alert) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            kind=step.kind,
            finding=step.finding,
            stage=step.stage,
            level=RiskLevel(step.level) if step.level else None,
            reason=step.reason,
            evidence=step.evidence,
            at=step.at,
            due_at=step.due_at,
            actor=step.actor,
            agency=step.agency,
        )
        for step in row.steps.all()
    )
