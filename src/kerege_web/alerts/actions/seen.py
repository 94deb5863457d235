"""Somebody says from a message that an alert was seen: it is in that person's hands while it is nobody's."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kerege.domain.alert_stage import AlertStage
from kerege_web.accounts.access import Viewer
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.alerts.models import AlertStep


@transaction.atomic
def note_alert_seen(viewer: Viewer, alert_id: str) -> None:
    """Keep that somebody has seen it. That is no first look: its time runs on until somebody says what it is.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the viewer may see.
    """
    row, now = visible_alert(viewer, int(alert_id), to_change=True), timezone.now()
    if not row.owner and may_work_on(viewer, row) and row.stage != AlertStage.CLOSED:
        row.owner = viewer.login
    row.changed_at = now
    row.save(update_fields=["owner", "changed_at"])
    AlertStep.objects.create(
        alert=row, kind="seen", stage=row.stage, level=row.level, at=now, actor=viewer.login, agency=viewer.agency
    )
