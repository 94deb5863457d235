"""How people at the desk are told, and what became of the messages. Addresses and texts are never shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.quiet_rule import QuietRule
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.reports.models import Delivery, Subscription
from kerege_web.reports.wishes import quiet_rule
from kerege_web.sealing import Purpose, SealBrokenError, unseal


@dataclass(frozen=True, slots=True)
class OwnSubscription:
    """One way in which the viewer is told, with the address hidden but for its end.

    Parameters
    ----------
    id : int
    channel : str
    address_end : str
        The last three signs.
    least_urgency : float
    is_confirmed : bool
    rule : QuietRule
        When it tells, and of what.
    language : str
        "" for that of the pages.
    held : int
        Messages that wait for the day's one message.
    """

    id: int
    channel: str
    address_end: str
    least_urgency: float
    is_confirmed: bool
    rule: QuietRule
    language: str
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDelivery:
    """One message in the log: never to which address, never what it says."""

    id: int
    purpose: str
    channel: str
    login: str
    report_id: int | None
    state: str
    tries: int
    created_at: datetime
    done_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """One page of the log."""

    items: tuple[LoggedDelivery, ...]
    total: int
    page: int
    pages: int


def access_own_subscriptions(viewer: Viewer) -> tuple[OwnSubscription, ...]:
    """The ways in which the viewer is told."""
    require(viewer, Permission.WORK_REPORTS)
    if viewer.person_id is None:
        return ()
    rows = Subscription.objects.filter(person_id=viewer.person_id, is_active=True).order_by("id")
    return tuple(
        OwnSubscription(
            row.pk,
            row.channel,
            _end_of(row.sealed_address),
            row.least_urgency,
            row.confirmed_at is not None,
            quiet_rule(row),
            row.language,
            row.held.count(),
        )
        for row in rows
    )


def _end_of(sealed: str) -> str:
    try:
        return unseal(sealed, Purpose.CONTACT)[-3:]
    except SealBrokenError:
        return "?"


def access_deliveries(viewer: Viewer, *, page: int = 1, page_size: int = 50) -> DeliveryPage:
    """The log of messages, newest first, for those who look after the doors."""
    require(viewer, Permission.MANAGE_DOORS)
    rows = Delivery.objects.order_by("-created_at", "-id")
    total = rows.count()
    pages = max(1, -(-total // page_size))
    page = min(max(page, 1), pages)
    columns = ("id", "purpose", "channel", "login", "report_id", "state", "tries", "created_at", "done_at", "error")
    chosen = rows.values(*columns)[(page - 1) * page_size : page * page_size]
    return DeliveryPage(tuple(LoggedDelivery(**row) for row in chosen), total, page, pages)
