"""The only reads of incidents. What a viewer may not see does not exist for that viewer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet

from kerege.domain.errors import AccessDeniedError
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.incident import Incident as DomainIncident
from kerege.domain.period import Precision
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.accounts.visibility import usable_in_watch, visible_to
from kerege_web.audit.access import logged_actions
from kerege_web.incidents.filter import IncidentFilter, Order
from kerege_web.incidents.known_incident import (
    GradingJudgement,
    HistoryEntry,
    ImportRecord,
    IncidentDetail,
    IncidentPage,
    IncidentPoint,
    KnownIncident,
    SameIncidents,
)
from kerege_web.incidents.models import ImportBatch, Incident
from kerege_web.incidents.stored_form import domain_incident, known_incident
from kerege_web.region import current_region
from kerege_web.reports.access.same_happening import incidents_of_one_happening

_ORDERS = {
    Order.NEWEST: ("-start", "-id"),
    Order.OLDEST: ("start", "id"),
    Order.SEVEREST: ("-severity", "-start", "-id"),
}


def access_incidents(viewer: Viewer, wanted: IncidentFilter, *, with_told_again: bool = False) -> IncidentPage:
    """One page of the incidents that match and that the viewer may see.

    Parameters
    ----------
    viewer : Viewer
    wanted : IncidentFilter
    with_told_again : bool
        Show also those that tell again of a happening that counts elsewhere. They are never counted in `total`.
    """
    again = _told_again(visible_to(viewer))
    matching = _matching(viewer, wanted)
    counted = matching.exclude(reference__in=list(again))
    total = counted.count()
    repeats = matching.filter(reference__in=list(again)).count() if again and with_told_again else 0
    pages = max(1, -(-(total + repeats) // wanted.page_size))
    page = min(wanted.page, pages)
    first = (page - 1) * wanted.page_size
    rows = matching if with_told_again else counted
    chosen = rows.prefetch_related("accounts", "sources")[first : first + wanted.page_size]
    items = tuple(known_incident(row, earlier=again.get(row.reference, "")) for row in chosen)
    return IncidentPage(items=items, total=total, told_again=repeats, page=page, pages=pages)


def access_every_incident(viewer: Viewer, wanted: IncidentFilter) -> Iterator[KnownIncident]:
    """All incidents that match and that the viewer may see, page and size left aside, a happening once: for exports."""
    rows = _counted(viewer, wanted).prefetch_related("accounts", "sources")
    return (known_incident(row) for row in rows.iterator(chunk_size=2000))


def access_incident(viewer: Viewer, incident_id: str) -> IncidentDetail:
    """Everything the viewer may know of one incident.

    Raises
    ------
    AccessDeniedError
        If there is none, or none that the viewer may see: the two cannot be told apart.
    """
    row = visible_incident(viewer, incident_id)
    return IncidentDetail(
        known=known_incident(row),
        gradings=_judgements(viewer, row),
        history=_history(viewer, row),
        may_regrade=viewer.may(Permission.REGRADE_INCIDENT) and row.agency_id == viewer.agency,
        may_add_account=viewer.may(Permission.ADD_ACCOUNT),
    )


def access_incident_points(viewer: Viewer, wanted: IncidentFilter) -> tuple[IncidentPoint, ...]:
    """All incidents that match, in the little form that map and timeline need; a happening once."""
    columns = (
        "reference", "start", "end", "precision", "kind", "severity", "place", "pair", "group_id", "section_id",
        "latitude", "longitude", "uncertainty_km", "killed_best", "injured_best",
    )  # fmt: skip
    names = ("id", *columns[1:-2], "killed", "injured")
    rows = _counted(viewer, wanted).values_list(*columns)
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return tuple(IncidentPoint(**{**point, "precision": Precision(point["precision"])}) for point in found)


def access_incidents_for_watch(viewer: Viewer, as_of: datetime) -> tuple[DomainIncident, ...]:
    """What the watch may use of what was known at `as_of`, in order of occurrence. RED is left out."""
    require(viewer, Permission.RUN_WATCH)
    usable = usable_in_watch(viewer) & Q(reported_at__lte=as_of)
    rows = Incident.objects.filter(usable).exclude(reference__in=list(_told_again(usable, as_of)))
    rows = rows.order_by("start", "reference")
    return tuple(domain_incident(row) for row in rows.prefetch_related("accounts", "sources").iterator(chunk_size=2000))


def access_incidents_by_id(viewer: Viewer, ids: tuple[str, ...]) -> tuple[DomainIncident, ...]:
    """Those of the incidents that the viewer may see, in order of occurrence: the evidence behind a run."""
    found: list[DomainIncident] = []
    for first in range(0, len(ids), 500):
        rows = Incident.objects.filter(visible_to(viewer), reference__in=ids[first : first + 500])
        found.extend(domain_incident(row) for row in rows.prefetch_related("accounts", "sources"))
    return tuple(sorted(found, key=lambda incident: (incident.occurred, incident.id)))


def access_imports(viewer: Viewer, *, limit: int = 100) -> tuple[ImportRecord, ...]:
    """The files that the viewer's agency has read in, newest first."""
    require(viewer, Permission.IMPORT_REPORTS)
    return tuple(
        ImportRecord(
            name=batch.name,
            format=batch.format,
            digest=batch.digest,
            at=batch.at,
            actor=batch.actor,
            agency=batch.agency_id,
            new=batch.new,
            known=batch.known,
            rejected=batch.rejected,
        )
        for batch in ImportBatch.objects.filter(agency_id=viewer.agency)[:limit]
    )


def visible_incident(viewer: Viewer, incident_id: str, *, to_change: bool = False) -> Incident:
    """The stored row, for actions: only where the viewer may see it.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    """
    rows = Incident.objects.filter(visible_to(viewer), reference=incident_id).select_related("batch")
    row = (rows.select_for_update(of=("self",)) if to_change else rows).first()
    if row is None:
        raise AccessDeniedError
    return row


def _matching(viewer: Viewer, wanted: IncidentFilter) -> QuerySet[Incident]:
    condition = visible_to(viewer)
    for word in wanted.text.replace("_", " ").casefold().split()[:20]:
        condition &= Q(search_text__contains=word)
    for name in ("pair", "group_id", "section_id", "kind"):
        value = getattr(wanted, name)
        if value:
            condition &= Q(**{name: value})
    if wanted.min_severity:
        condition &= Q(severity__gte=wanted.min_severity)
    zone = current_region().zone
    if wanted.first:
        condition &= Q(end__gt=datetime.combine(wanted.first, time(), zone))
    if wanted.last:
        condition &= Q(start__lt=datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    if wanted.located is not None:
        condition &= ~Q(section_id="") if wanted.located else Q(section_id="")
    return Incident.objects.filter(condition).order_by(*_ORDERS[wanted.order])


def _counted(viewer: Viewer, wanted: IncidentFilter) -> QuerySet[Incident]:
    """Those that match, each happening once."""
    return _matching(viewer, wanted).exclude(reference__in=list(_told_again(visible_to(viewer))))


def access_same_incidents(viewer: Viewer, incident_id: str) -> SameIncidents:
    """The incidents that tell of the same happening as this one, as far as the viewer may see them."""
    again = _told_again(visible_to(viewer))
    later = tuple(sorted(one for one, earlier in again.items() if earlier == incident_id))
    return SameIncidents(earlier=again.get(incident_id, ""), later=later)


def _told_again(may_see: Q, as_of: datetime | None = None) -> dict[str, str]:
    """Incidents that tell again what an earlier one tells, each with that one, so that a happening counts once.

    Only those that may be seen stand here: what is hidden must not hide another.
    """
    groups = incidents_of_one_happening(as_of)
    if not groups:
        return {}
    rows = Incident.objects.filter(may_see, reference__in=[one for group in groups for one in group])
    seen = set(rows.values_list("reference", flat=True))
    shown = ([one for one in group if one in seen] for group in groups)
    return {later: group[0] for group in shown for later in group[1:]}


def _judgements(viewer: Viewer, row: Incident) -> tuple[GradingJudgement, ...]:
    changes = tuple(
        GradingJudgement(
            grading=Grading(Reliability(change.reliability), Credibility(change.credibility)),
            reason=change.reason,
            at=change.at,
            actor=_name(viewer, change.actor, change.agency),
            agency=change.agency,
        )
        for change in row.grading_changes.all()
    )
    if changes:
        return changes
    batch = row.batch
    grading = Grading(Reliability(row.reliability), Credibility(row.credibility))
    actor = _name(viewer, batch.actor, batch.agency_id)
    return (GradingJudgement(grading=grading, reason="", at=batch.at, actor=actor, agency=batch.agency_id),)


def _history(viewer: Viewer, row: Incident) -> tuple[HistoryEntry, ...]:
    batch = row.batch
    is_own = batch.agency_id == viewer.agency
    arrival = HistoryEntry(
        at=batch.at,
        actor=_name(viewer, batch.actor, batch.agency_id),
        agency=batch.agency_id,
        action="import_reports",
        details={"file": batch.name, "format": batch.format} if is_own else {},
    )
    later = (
        HistoryEntry(
            at=entry.at,
            actor=_name(viewer, entry.actor, entry.agency),
            agency=entry.agency,
            action=entry.action,
            details=dict(entry.details),
        )
        for entry in logged_actions("incident", row.reference)
    )
    return (arrival, *later)


def _name(viewer: Viewer, actor: str, agency: str) -> str:
    # Who works on what inside another agency is that agency's own affair.
    return actor if agency == viewer.agency else ""
