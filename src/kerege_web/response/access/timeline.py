"""Everything that happened about an alert, in order: its steps, its responses, the calls to the other side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege_web.accounts.access import Viewer
from kerege_web.alerts.access.visible import visible_alert
from kerege_web.response.models import Call, ResponseStep

ALERT, RESPONSE, CALL = "alert", "response", "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log.

    Parameters
    ----------
    at : datetime
    about : str
        "alert", "response" or "call".
    kind, finding : str
        The step, and what was found by it.
    action, title : str
        Of the response; "" otherwise.
    words : str
        Why, with which result, or what was agreed.
    actor, agency : str
    minutes : int
        Since the alert was opened.
    """

    at: datetime
    about: str
    kind: str
    finding: str
    action: str
    title: str
    words: str
    actor: str
    agency: str
    minutes: int


def access_timeline(viewer: Viewer, alert_id: int) -> tuple[Entry, ...]:
    """The log of one alert, oldest first. Calls are seen by the agency that made them only.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the viewer may see.
    """
    alert = visible_alert(viewer, alert_id)
    entries = []

    def add(at: datetime, about: str, kind: str, **more: str) -> None:
        said = {"finding": "", "action": "", "title": "", "words": "", "actor": "", "agency": ""} | more
        minutes = int((at - alert.opened_at).total_seconds() // 60)
        entries.append(Entry(at=at, about=about, kind=kind, minutes=minutes, **said))

    for step in alert.steps.all():
        add(
            step.at, ALERT, step.kind, finding=step.finding, words=step.reason, actor=step.actor, agency=step.agency
        )  # fmt: skip
    for done in ResponseStep.objects.filter(response__alert=alert).select_related("response"):
        add(
            done.at, RESPONSE, done.kind, action=done.response.action, title=done.response.title, words=done.words,
            actor=done.actor, agency=done.agency,
        )  # fmt: skip
    for call in Call.objects.filter(alert=alert, agency_id=viewer.agency):
        kind = "running" if call.was_reached is None else "reached" if call.was_reached else "not_reached"
        add(
            call.ended_at or call.began_at, CALL, kind, title=call.office_name, words=call.agreed, actor=call.actor,
            agency=call.agency_id,
        )  # fmt: skip
    return tuple(sorted(entries, key=lambda entry: entry.at))
