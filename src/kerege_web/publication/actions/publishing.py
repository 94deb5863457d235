"""A warning is published, replaced or taken back: by a person, and when its alert is closed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kerege.domain.alert_stage import AlertStage, VerificationFinding
from kerege.domain.cap_terms import CapMessageType, CapScope, CapStatus
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import TLP
from kerege.sharing.cap.writer import write_message
from kerege_web.accounts.access import Viewer, require, station_of
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.alerts.models import Alert
from kerege_web.audit.actions import record
from kerege_web.publication.access.publications import holding_messages, references_that_hold
from kerege_web.publication.compose import Issue, cap_message
from kerege_web.publication.models import Publication
from kerege_web.publication.signing import signed
from kerege_web.region import current_region

_LOG = logging.getLogger(__name__)
LONGEST_HOURS = 24 * 7
_OVER, _OTHERWISE = "The danger is over.", "It was found to be otherwise."
# How long a cancellation stays before a reader.
_CANCEL_HOURS = 24.0
MOST_AT_ONCE = 50


@transaction.atomic
def publish_warning(actor: Viewer, *, alert_id: int, issue: Issue) -> str:
    """Publish a warning of an alert, or an update of the one that holds; its identifier is the answer.

    The type is worked out: an update where a message of this alert holds, an alert otherwise.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the actor may publish, or not to everybody.
    InputError
        If the alert is closed, was found false, has no place, or the hours are not within a week; if a warning holds
        for everybody and this one is not for everybody; if the station's signature cannot be made.
    """
    row = _row(actor, alert_id)
    if issue.is_public and not (actor.may(Permission.CLOSE_ALERTS) and row.tlp == TLP.CLEAR):
        raise AccessDeniedError
    if row.stage == AlertStage.CLOSED or row.verification == VerificationFinding.FALSE:
        raise InputError("The alert is closed", mend="Open it again first")
    if row.section_id not in current_region().section and row.latitude is None:
        raise InputError("The alert has no place", mend="A warning must say where; open one with a section")
    if not 0 < issue.hours <= LONGEST_HOURS:
        raise InputError("A warning holds for up to a week", where="hours", mend="Choose fewer hours")
    now = timezone.now()
    status = _status_of(row, is_test=issue.is_test)
    holding = holding_messages(row.pk, status, now)
    if not issue.is_public and holding.filter(scope=CapScope.PUBLIC).exists():
        # Everybody's feed would go on showing the old one, and nobody there would learn that it was replaced.
        raise InputError(
            "The warning that holds is for everybody",
            where="audience",
            mend="Replace it for everybody, or take it back",
        )
    kind = CapMessageType.UPDATE if holding.exists() else CapMessageType.ALERT
    return _send(actor, row, _with_type(issue, kind), now)


@transaction.atomic
def take_back_warning(actor: Viewer, *, alert_id: int, is_over: bool) -> str:
    """Take back the warning that holds; the identifier of the cancellation is the answer.

    Parameters
    ----------
    is_over : bool
        Whether the danger is over; else it was found to be otherwise.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the actor may publish, or everybody was warned and the actor may not do that.
    InputError
        If no warning of it holds, or the station's signature cannot be made.
    """
    row, now = _row(actor, alert_id), timezone.now()
    is_for_all = holding_messages(row.pk, _status_of(row), now).filter(scope=CapScope.PUBLIC).exists()
    if is_for_all and not actor.may(Permission.CLOSE_ALERTS):
        # A false all-clear is as dangerous as a false alarm.
        raise AccessDeniedError
    return _take_back(actor, row, _OVER if is_over else _OTHERWISE, now)


def take_back_of_closed(actor: Viewer, *, now: datetime) -> int:
    """Take back the warnings whose alerts are closed; how many is the answer.

    One that cannot be taken back is named in the log of the program, stops no other, and is tried again.

    Raises
    ------
    AccessDeniedError
        If the actor does not run the station.
    """
    require(actor, Permission.MANAGE_DOORS)
    holding = Publication.objects.filter(is_replaced=False, expires__gt=now, alert__stage=AlertStage.CLOSED)
    holding = holding.exclude(message_type=CapMessageType.CANCEL).exclude(status=CapStatus.TEST)
    taken = 0
    for alert_id in sorted(set(holding.values_list("alert_id", flat=True)[:MOST_AT_ONCE])):
        try:
            with transaction.atomic():
                row = Alert.objects.select_for_update().get(pk=alert_id)
                if row.stage == AlertStage.CLOSED:
                    reason = _OTHERWISE if row.verification == VerificationFinding.FALSE else _OVER
                    _take_back(station_of(row.agency_id), row, reason, now)
                    taken += 1
        except InputError as error:
            _LOG.error("The warning of alert %d was not taken back: %s", alert_id, error)
    return taken


def _take_back(actor: Viewer, row: Alert, reason: str, now: datetime) -> str:
    last = holding_messages(row.pk, _status_of(row), now).last()
    if last is None:
        raise InputError("No warning of this alert holds", mend="There is nothing to take back")
    # Whoever could read the warning must be able to read that it is taken back.
    issue = Issue(
        message_type=CapMessageType.CANCEL, is_public=last.scope == CapScope.PUBLIC, hours=_CANCEL_HOURS, reason=reason
    )
    return _send(actor, row, issue, now, headline=f"Taken back: {last.headline}")


def _row(actor: Viewer, alert_id: int) -> Alert:
    require(actor, Permission.RELEASE_ALERTS)
    row = visible_alert(actor, alert_id, to_change=True)
    if not may_work_on(actor, row):
        raise AccessDeniedError
    return row


def _status_of(row: Alert, *, is_test: bool = False) -> CapStatus:
    return CapStatus.EXERCISE if row.is_exercise else CapStatus.TEST if is_test else CapStatus.ACTUAL


def _with_type(issue: Issue, kind: CapMessageType) -> Issue:
    return Issue(
        message_type=kind, is_public=issue.is_public, is_test=issue.is_test, hours=issue.hours, advice=issue.advice
    )  # fmt: skip


def _send(actor: Viewer, row: Alert, issue: Issue, now: datetime, *, headline: str = "") -> str:
    status = _status_of(row, is_test=issue.is_test)
    references = references_that_hold(row.pk, status, now)
    number = Publication.objects.filter(alert=row).count() + 1
    identifier = f"{row.agency_id}-{row.pk}-{number}"
    # Times are written to the second: of two messages of one second the later one must still be later.
    newest = max((one.sent for one in references), default=now)
    sent = max(now.replace(microsecond=0), newest + timedelta(seconds=1) if references else now.replace(microsecond=0))
    message = cap_message(row, issue, identifier=identifier, sent=sent, references=references)
    Publication.objects.filter(identifier__in=[one.identifier for one in references]).update(is_replaced=True)
    text = message.warning.texts[0] if message.warning else None
    Publication.objects.create(
        alert=row, agency_id=row.agency_id, releasable_to="" if issue.is_public else row.releasable_to,
        identifier=identifier, sender=message.sender, message_type=message.message_type, status=message.status,
        scope=message.scope, sent=sent, expires=sent + timedelta(hours=issue.hours),
        headline=(text.headline if text else headline)[:200], summary=text.description if text else message.note,
        category=message.warning.categories[0] if message.warning else "", level=row.level,
        advice="" if message.warning is None else issue.advice, document=signed(write_message(message)),
        actor=actor.login,
    )  # fmt: skip
    details = {"type": message.message_type, "status": message.status, "scope": message.scope, "alert": row.pk}
    record(actor, action="publish_warning", object_type="warning", object_id=identifier, details=details)
    return identifier
