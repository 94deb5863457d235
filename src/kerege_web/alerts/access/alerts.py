"""Lists of alerts: what waits, what is late, whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from kerege.domain.alert_stage import AlertOutcome, AlertStage
from kerege.domain.marking import Marking
from kerege.domain.risk import RiskLevel
from kerege_web.accounts.access import Viewer
from kerege_web.alerts.access.visible import visible_alerts
from kerege_web.alerts.models import Alert
from kerege_web.incidents.stored_form import stored_marking

OPEN, MINE, OVERDUE, CLOSED, ALL = "open", "mine", "overdue", "closed", "all"
SHOWN = (OPEN, MINE, OVERDUE, CLOSED, ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFilter:
    """What to list.

    Parameters
    ----------
    shown : str
        One of SHOWN; "mine" is open and in the viewer's hands.
    stage, section_id, text : str
        "" for all.
    least_severity : int or None
    page, page_size : int
    """

    shown: str = OPEN
    stage: str = ""
    section_id: str = ""
    text: str = ""
    least_severity: int | None = None
    page: int = 1
    page_size: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """One alert in a list.

    Parameters
    ----------
    id : int
    title, kind, section_id, place, agency, owner, opened_by : str
        Owner "" while it is nobody's.
    severity : int
    stage : AlertStage
    level : RiskLevel or None
    outcome : AlertOutcome or None
    opened_at, entered_at : datetime
    due_at : datetime or None
        When what it waits for is due; None where it is closed.
    is_overdue : bool
    calls : int
        Circles of people that were called because it is late.
    is_exercise : bool
    marking : Marking
    latitude, longitude : float or None
    """

    id: int
    title: str
    kind: str
    section_id: str
    place: str
    agency: str
    owner: str
    opened_by: str
    severity: int
    stage: AlertStage
    level: RiskLevel | None
    outcome: AlertOutcome | None
    opened_at: datetime
    entered_at: datetime
    due_at: datetime | None
    is_overdue: bool
    calls: int
    is_exercise: bool
    marking: Marking
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """One page of alerts."""

    items: tuple[AlertLine, ...]
    total: int
    page: int
    pages: int


def access_alerts(viewer: Viewer, wanted: AlertFilter, now: datetime) -> AlertPage:
    """One page of the alerts that match and that the viewer may see: due first, closed ones last."""
    rows = Alert.objects.filter(visible_alerts(viewer) & _matching(viewer, wanted, now))
    total = rows.count()
    pages = max(1, -(-total // wanted.page_size))
    page = min(max(wanted.page, 1), pages)
    first = (page - 1) * wanted.page_size
    newest_first = ("-closed_at", "-id") if wanted.shown == CLOSED else (F("due_at").asc(nulls_last=True), "id")
    found = rows.order_by(*newest_first)[first : first + wanted.page_size]
    return AlertPage(items=tuple(alert_line(row, now) for row in found), total=total, page=page, pages=pages)


def access_waiting(viewer: Viewer, now: datetime, *, most: int) -> tuple[AlertLine, ...]:
    """The open alerts that the viewer's agency must move and that are the viewer's or nobody's, due first."""
    own = Q(agency_id=viewer.agency, owner__in=("", viewer.login)) & ~Q(stage=AlertStage.CLOSED)
    # One that was decided waits for nobody until its review is due.
    waits = own & (Q(outcome="") | Q(due_at__lte=now))
    rows = Alert.objects.filter(visible_alerts(viewer) & waits)
    return tuple(alert_line(row, now) for row in rows.order_by("due_at", "id")[:most])


def count_overdue(viewer: Viewer, now: datetime) -> int:
    """How many open alerts of the viewer's agency are late. An exercise does not count."""
    late = Q(agency_id=viewer.agency, due_at__lt=now, is_exercise=False) & ~Q(stage=AlertStage.CLOSED)
    return Alert.objects.filter(visible_alerts(viewer) & late).count()


def alert_line(row: Alert, now: datetime) -> AlertLine:
    """A stored alert as a line of a list."""
    stage = AlertStage(row.stage)
    return AlertLine(
        id=row.pk,
        title=row.title,
        kind=row.kind,
        section_id=row.section_id,
        place=row.place,
        agency=row.agency_id,
        owner=row.owner,
        opened_by=row.opened_by,
        severity=row.severity,
        stage=stage,
        level=RiskLevel(row.level) if row.level else None,
        outcome=AlertOutcome(row.outcome) if row.outcome else None,
        opened_at=row.opened_at,
        entered_at=row.entered_at,
        due_at=row.due_at,
        is_overdue=row.due_at is not None and row.due_at < now,
        calls=row.calls,
        is_exercise=row.is_exercise,
        marking=stored_marking(row),
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _matching(viewer: Viewer, wanted: AlertFilter, now: datetime) -> Q:
    is_closed = Q(stage=AlertStage.CLOSED)
    conditions = {
        OPEN: ~is_closed,
        MINE: ~is_closed & Q(owner=viewer.login),
        OVERDUE: ~is_closed & Q(due_at__lt=now),
        CLOSED: is_closed,
        ALL: Q(),
    }
    condition = conditions[wanted.shown]
    if wanted.stage:
        condition &= Q(stage=wanted.stage)
    if wanted.section_id:
        condition &= Q(section_id=wanted.section_id)
    if wanted.least_severity is not None:
        condition &= Q(severity__gte=wanted.least_severity)
    for word in wanted.text.split()[:10]:
        found = Q()
        # SQLite cannot fold the case of Cyrillic letters, so the ways in which a word is written are asked for.
        for way in {word, word.lower(), word.upper(), word.capitalize(), word.title()}:
            found |= Q(title__icontains=way) | Q(place__icontains=way)
        condition &= found
    return condition
