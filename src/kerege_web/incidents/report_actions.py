"""From a verified report of the desk to an incident. What tells who reported it stays behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kerege.domain.account import Account
from kerege.domain.digest import digest
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.grading import Grading
from kerege.domain.harm import Harm
from kerege.domain.incident import Incident as DomainIncident
from kerege.domain.marking import Marking
from kerege.domain.period import Period
from kerege.domain.position import Position
from kerege.domain.source import Source
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.incidents.models import ImportBatch
from kerege_web.incidents.ready_incident import ready_incidents
from kerege_web.incidents.storing import BatchWriter
from kerege_web.region import current_catalogue
from kerege_web.reports.access.desk_report import access_desk_report
from kerege_web.reports.access.reports import visible_report
from kerege_web.reports.actions.judging import link_to_incident

FORMAT = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedHappening:
    """What the desk says of a verified report, in its own words.

    Parameters
    ----------
    kind, trigger : str
        Of the catalogue; trigger "" where not known.
    occurred : Period
    place : str
    position : Position or None
    countries : tuple of str
        The sides that are concerned.
    harm : Harm
    summary, account : str
        What happened; and what the reporter's side says, "" for none.
    account_side : str
        Whose account it is; "" where not known.
    marking : Marking
    """

    kind: str
    occurred: Period
    trigger: str = ""
    place: str = ""
    position: Position | None = None
    countries: tuple[str, ...] = ()
    harm: Harm = field(default_factory=Harm)
    summary: str = ""
    account: str = ""
    account_side: str = ""
    marking: Marking = field(default_factory=Marking)


@transaction.atomic
def incident_from_report(actor: Viewer, *, report_id: int, happening: VerifiedHappening) -> str:
    """Make an incident of a verified report, once; its id is the answer, also the second time, and for a joined one.

    It keeps the channel ("resident" or "post") and the number of the report, never who sent it.

    Raises
    ------
    AccessDeniedError
        If there is no such report that the actor may work on.
    InputError
        If it is not verified, is part of an exercise, or the kind is not known.
    """
    require(actor, Permission.IMPORT_REPORTS)
    now = timezone.now()
    # Locked first: two people who press the button at once make one incident.
    visible_report(actor, report_id, to_change=True)
    seen = access_desk_report(actor, report_id, now)
    if not seen.may_work:
        raise AccessDeniedError
    if seen.incident:
        return seen.incident
    if seen.item.verdict is not Verdict.VERIFIED or seen.item.is_exercise:
        raise InputError("Only a verified report of the world becomes an incident", mend="Verify it first")
    if happening.kind not in current_catalogue().kinds:
        raise InputError(f"The kind {happening.kind!r} is not known", where="kind", mend="Choose one of the list")
    channel = "post" if seen.history.device else "resident"
    incident = _incident(report_id, happening, channel, seen.item.grading, seen.item.received_at)
    reference = _store(actor, incident, now)
    link_to_incident(actor, report_id=report_id, reference=reference)
    record(
        actor, action="incident_from_report", object_type="incident", object_id=reference,
        details={"report": report_id, "channel": channel},
    )  # fmt: skip
    return reference


def _incident(
    report_id: int, happening: VerifiedHappening, channel: str, grading: Grading, reported_at: datetime
) -> DomainIncident:
    return DomainIncident(
        id=f"report-{report_id}",
        occurred=happening.occurred,
        reported_at=reported_at,
        kind=happening.kind,
        trigger=happening.trigger,
        severity=current_catalogue().severity(happening.kind, happening.harm),
        countries=happening.countries,
        position=happening.position,
        place=happening.place,
        summary=happening.summary,
        response="",
        harm=happening.harm,
        accounts=(Account(happening.account_side, happening.account),) if happening.account else (),
        sources=(Source(channel, f"report {report_id}"),),
        grading=grading,
        marking=happening.marking,
    )


def _store(actor: Viewer, incident: DomainIncident, now: datetime) -> str:
    content = digest([incident.id, incident.kind, incident.occurred.start.isoformat(), incident.summary])
    batch = ImportBatch.objects.create(
        name=incident.id, format=FORMAT, digest=content, at=now, actor=actor.login, agency_id=actor.agency, new=1,
        known=0, rejected=0,
    )  # fmt: skip
    columns, ready = ready_incidents([(incident, content, 1)], actor.agency)
    if BatchWriter(agency=actor.agency, batch_id=batch.pk).write(columns, ready):
        raise InputError(
            f"Another incident has the id {ready[0].reference} already", mend="Choose another marking for this one"
        )
    return ready[0].reference
