"""What was played is removed: reports, alerts, responses, calls and rumours of exercises, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.models import Alert
from kerege_web.audit.actions import record
from kerege_web.reports.models import Report
from kerege_web.response.models import Call
from kerege_web.rumours.models import Rumour


@dataclass(frozen=True, slots=True)
class Cleared:
    """How much was removed, and how many alerts stay because a warning of them was published."""

    reports: int
    alerts: int
    calls: int
    rumours: int
    kept_alerts: int


@transaction.atomic
def clear_exercises(actor: Viewer) -> Cleared:
    """Remove everything of the actor's agency that is marked as an exercise. The audit log stays, and says so.

    An alert of which a warning went out stays, because what was published stays.

    Raises
    ------
    AccessDeniedError
        If the actor does not run the station.
    """
    require(actor, Permission.MANAGE_DOORS)
    marked = {"agency_id": actor.agency, "is_exercise": True}
    kept = Alert.objects.filter(**marked, publications__isnull=False).distinct().count()
    calls = Call.objects.filter(**marked).delete()[1].get("response.Call", 0)
    alerts = Alert.objects.filter(**marked, publications__isnull=True).delete()[1].get("alerts.Alert", 0)
    rumours = Rumour.objects.filter(**marked).delete()[1].get("rumours.Rumour", 0)
    # What was judged a duplicate of a made-up report is one of nothing.
    Report.objects.filter(duplicate_of__in=Report.objects.filter(**marked).values("pk")).update(duplicate_of=None)
    reports = Report.objects.filter(**marked).delete()[1].get("reports.Report", 0)
    cleared = Cleared(reports=reports, alerts=alerts, calls=calls, rumours=rumours, kept_alerts=kept)
    details = {"reports": reports, "alerts": alerts, "calls": calls, "rumours": rumours}
    record(actor, action="clear_exercises", object_type="exercise", object_id="", details=details)
    return cleared
