"""Telling people of something that concerns them, by the ways they have confirmed, when they want it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kerege.domain.quiet_rule import Telling
from kerege_web.accounts.access import Viewer, require, viewer_of_person
from kerege_web.accounts.roles import Permission
from kerege_web.region import current_region
from kerege_web.reports.actions.answering import seen_words
from kerege_web.reports.actions.deliveries import enqueue_delivery
from kerege_web.reports.channels import Channel
from kerege_web.reports.models import HeldNotice, Subscription
from kerege_web.reports.wishes import quiet_rule
from kerege_web.sealing import Purpose, SealBrokenError, unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What people are told.

    Parameters
    ----------
    kind : str
        A word for the log, such as "alert".
    object_type, object_id : str
        What it is about.
    section_ids : frozenset of str
        Where; empty where it has no place.
    severity : int
        1..5.
    is_exercise : bool
    words : callable
        From a language to a short text without personal data.
    may_see : callable
        Whether somebody may know of it.
    """

    kind: str
    object_type: str
    object_id: str
    section_ids: frozenset[str]
    severity: int
    is_exercise: bool
    words: Callable[[str], str]
    may_see: Callable[[Viewer], bool]


def tell_people(actor: Viewer, *, notice: Notice) -> int:
    """Keep a message for everybody who may know of it and wants to be told; how many is the answer.

    The rows stand in the caller's transaction: what is taken back there is never told, what is stored always is.
    Quiet hours only put a message off, and a digest collects it: neither loses it.
    """
    told = 0
    for row in ways_to_tell():
        viewer = viewer_of_person(row.person)
        if notice.may_see(viewer):
            told += tell_one(
                actor, row, purpose=notice.kind, severity=notice.severity, section_ids=notice.section_ids,
                words=notice.words, about=(notice.object_type, notice.object_id),
            )  # fmt: skip
    return told


def ways_to_tell() -> list[Subscription]:
    """The confirmed ways of people who may sign in."""
    ways = Subscription.objects.filter(is_active=True, confirmed_at__isnull=False, person__is_active=True)
    return list(ways.select_related("person").order_by("pk"))


def tell_one(
    actor: Viewer, row: Subscription, *, purpose: str, severity: int, section_ids: frozenset[str],
    words: Callable[[str], str], about: tuple[str, str] | None = None, report_id: int | None = None,
    is_report: bool = False,
) -> int:  # fmt: skip
    """Tell one person by one way, now or later or in the day's one message; 1 where anything was kept.

    Parameters
    ----------
    about : (object_type, object_id) or None
        What can be answered from the message.
    report_id : int or None
        For the log.
    is_report : bool
        Reports have points of urgency instead of the least severity.
    """
    try:
        address = unseal(row.sealed_address, Purpose.CONTACT)
    except SealBrokenError:
        # One way that cannot be opened keeps nobody else from being told.
        return 0
    now, zone = timezone.now(), current_region().zone
    rule = quiet_rule(row)
    decision = (replace(rule, least_severity=1) if is_report else rule).decide(
        severity=severity, section_ids=section_ids, local=now.astimezone(zone).replace(tzinfo=None)
    )
    at = decision.at.replace(tzinfo=zone) if decision.at else None
    if decision.telling is Telling.NOT:
        return 0
    if decision.telling is Telling.DIGEST:
        HeldNotice.objects.create(subscription=row, purpose=purpose, due_at=at or now, at=now)
        return 1
    language = row.language or row.person.language or "en"
    tail = seen_words(row, *about, language, now) if about else ""
    enqueue_delivery(
        actor, purpose=purpose, channel=Channel(row.channel), address=address, text=words(language) + tail,
        language=language, login=row.person.login, not_before=at, report_id=report_id,
    )  # fmt: skip
    return 1


def send_digests(actor: Viewer, *, now: datetime) -> int:
    """Put together what waits for the one message of the day; how many messages were kept is the answer.

    Raises
    ------
    AccessDeniedError
        If the actor does not run the station.
    """
    require(actor, Permission.MANAGE_DOORS)
    due = HeldNotice.objects.filter(due_at__lte=now).values_list("subscription_id", flat=True).distinct()
    return sum(_send_digest(actor, subscription, now) for subscription in sorted(due))


@transaction.atomic
def _send_digest(actor: Viewer, subscription_id: int, now: datetime) -> int:
    row = Subscription.objects.select_for_update(of=("self",)).select_related("person").get(pk=subscription_id)
    held = HeldNotice.objects.filter(subscription=row, due_at__lte=now)
    counted = Counter(_group(purpose) for purpose in held.values_list("purpose", flat=True))
    held.delete()
    if not counted or not row.person.is_active:
        return 0
    try:
        address = unseal(row.sealed_address, Purpose.CONTACT)
    except SealBrokenError:
        return 0
    language = row.language or row.person.language or "en"
    with override(language):
        text = _("Kerege, since the last message: %(what)s. Sign in to read it.") % {
            "what": ", ".join(_counted(group, number) for group, number in sorted(counted.items()))
        }
    enqueue_delivery(
        actor, purpose="digest", channel=Channel(row.channel), address=address, text=text, language=language,
        login=row.person.login,
    )  # fmt: skip
    return 1


def _group(purpose: str) -> str:
    return purpose.partition("_")[0]


def _counted(group: str, number: int) -> str:
    words = {
        "alert": ngettext("%(number)s word of alerts", "%(number)s words of alerts", number),
        "response": ngettext("%(number)s word of responses", "%(number)s words of responses", number),
        "urgent": ngettext("%(number)s new urgent report", "%(number)s new urgent reports", number),
    }
    other = ngettext("%(number)s other message", "%(number)s other messages", number)
    return words.get(group, other) % {"number": number}
