"""What was published of an alert, and what a reader of the feed may fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_terms import CapMessageType, CapScope, CapStatus
from kerege.domain.errors import AccessDeniedError
from kerege.domain.marking import TLP
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.publication.models import Publication
from kerege_web.region import current_region

FEED_LENGTH = 100
# A reader that was away for some days still learns that a warning was taken back.
_KEPT_IN_FEED = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """One message that went out.

    Parameters
    ----------
    identifier : str
    message_type : CapMessageType
    status : CapStatus
    scope : CapScope
    sent, expires : datetime
    headline, summary, category, level, advice, actor, agency : str
    holds : bool
        Neither replaced nor over.
    """

    identifier: str
    message_type: CapMessageType
    status: CapStatus
    scope: CapScope
    sent: datetime
    expires: datetime
    headline: str
    summary: str
    category: str
    level: str
    advice: str
    actor: str
    agency: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationsOfAlert:
    """What was published of one alert.

    Parameters
    ----------
    lines : tuple of PublicationLine
        Newest first.
    may_publish : bool
        Whether the viewer may send a restricted one.
    may_publish_to_all : bool
        Whether the viewer may send it to everybody, and the alert's marking lets it.
    may_take_back : bool
        Whether the viewer may take back what holds.
    holds : PublicationLine or None
        The message that holds now, tests left out.
    is_level_changed : bool
        Whether the alert has another level than the message that holds says.
    """

    lines: tuple[PublicationLine, ...]
    may_publish: bool
    may_publish_to_all: bool
    may_take_back: bool
    holds: PublicationLine | None
    is_level_changed: bool


def access_publications(viewer: Viewer, alert_id: int, now: datetime) -> PublicationsOfAlert:
    """What was published of one alert.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the viewer may see.
    """
    alert = visible_alert(viewer, alert_id)
    lines = tuple(_line(row, now) for row in Publication.objects.filter(alert=alert))
    may_publish = may_work_on(viewer, alert) and viewer.may(Permission.RELEASE_ALERTS)
    holds = next((line for line in lines if line.holds and line.status is not CapStatus.TEST), None)
    may_speak_to_all = may_publish and viewer.may(Permission.CLOSE_ALERTS)
    return PublicationsOfAlert(
        lines=lines,
        may_publish=may_publish,
        may_publish_to_all=may_speak_to_all and alert.tlp == TLP.CLEAR,
        may_take_back=holds is not None and (may_speak_to_all if holds.scope is CapScope.PUBLIC else may_publish),
        holds=holds,
        is_level_changed=holds is not None and holds.level != alert.level,
    )


def access_feed(agency: str, now: datetime) -> tuple[PublicationLine, ...]:
    """What a reader of the feed may see, newest first: of the last days, and what still holds.

    Parameters
    ----------
    agency : str
        Of the reader's key; "" for everybody, who sees what is public and meant.
    """
    kept = Q(expires__gt=now) | Q(sent__gt=now - _KEPT_IN_FEED)
    return tuple(_line(row, now) for row in Publication.objects.filter(_readable(agency) & kept)[:FEED_LENGTH])


def access_document(agency: str, identifier: str) -> tuple[bytes, datetime]:
    """One message as it went out, and when.

    Raises
    ------
    AccessDeniedError
        If there is none that this reader may see.
    """
    row = Publication.objects.filter(_readable(agency), identifier=identifier).first()
    if row is None:
        raise AccessDeniedError
    return bytes(row.document), row.sent


def feed_changed_at(agency: str, now: datetime) -> datetime | None:
    """When what this reader finds in the feed changed at the latest; None where nothing was ever in it.

    It changes when a message comes, and when time takes one out.
    """
    messages = Publication.objects.filter(_readable(agency))
    moments = messages.aggregate(
        came=Max("sent"), ended=Max("expires", filter=Q(expires__lte=now)),
        aged=Max("sent", filter=Q(sent__lte=now - _KEPT_IN_FEED)),
    )  # fmt: skip
    if moments["aged"] is not None:
        moments["aged"] += _KEPT_IN_FEED
    return max((moment for moment in moments.values() if moment is not None), default=None)


def holding_messages(alert_id: int, status: CapStatus, now: datetime) -> QuerySet[Publication]:
    """The messages of an alert that another one would replace, oldest first."""
    rows = Publication.objects.filter(alert_id=alert_id, status=status, is_replaced=False, expires__gt=now)
    return rows.exclude(message_type=CapMessageType.CANCEL).order_by("sent", "id")


def references_that_hold(alert_id: int, status: CapStatus, now: datetime) -> tuple[CapReference, ...]:
    """The messages of an alert that another one would replace, as it refers to them."""
    # Readers compare a reference letter by letter: the time must be written as the message itself has it.
    zone = current_region().zone
    rows = holding_messages(alert_id, status, now)
    return tuple(CapReference(row.sender, row.identifier, row.sent.astimezone(zone)) for row in rows)


def _readable(agency: str) -> Q:
    # Everybody's feed holds no exercise and no test: a reader that shows titles alone would frighten people.
    public = Q(scope=CapScope.PUBLIC, status=CapStatus.ACTUAL)
    if not agency:
        return public
    return public | Q(agency_id=agency) | Q(releasable_to__contains=f"|{agency}|")


def _line(row: Publication, now: datetime) -> PublicationLine:
    kind = CapMessageType(row.message_type)
    return PublicationLine(
        identifier=row.identifier,
        message_type=kind,
        status=CapStatus(row.status),
        scope=CapScope(row.scope),
        sent=row.sent,
        expires=row.expires,
        headline=row.headline,
        summary=row.summary,
        category=row.category,
        level=row.level,
        advice=row.advice,
        actor=row.actor,
        agency=row.agency_id,
        holds=not row.is_replaced and row.expires > now and kind is not CapMessageType.CANCEL,
    )
