"""What a warning would say in each language, before it goes out."""

from __future__ import annotations

from kerege.domain.cap_terms import CapMessageType
from kerege.sharing.cap.warning import CapWarning
from kerege_web.accounts.access import Viewer
from kerege_web.alerts.access.visible import visible_alert
from kerege_web.publication.compose import Issue, warning_of
from kerege_web.publication.warning_words import Advice


def access_preview(viewer: Viewer, alert_id: int, advice: Advice) -> CapWarning:
    """The warning of an alert as it stands now.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the viewer may see.
    """
    row = visible_alert(viewer, alert_id)
    issue = Issue(message_type=CapMessageType.ALERT, is_public=False, advice=advice)
    return warning_of(row, issue)
