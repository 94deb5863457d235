"""How the people of the desk are told of new urgent reports, by a way that they have confirmed themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from math import isfinite

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kerege.domain.count_range import CountRange
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.harm import Harm
from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.submission import Hurt
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, require, viewer_of_person
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.pages.vocabulary import kind_word, unit_words
from kerege_web.region import current_catalogue, current_region
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.actions.deliveries import enqueue_delivery
from kerege_web.reports.actions.telling import tell_one, ways_to_tell
from kerege_web.reports.channels import Channel
from kerege_web.reports.models import Report, Subscription
from kerege_web.reports.urgent import URGENT_POINTS
from kerege_web.reports.wishes import quiet_rule
from kerege_web.sealing import Purpose, derived_bytes, seal, unseal

LONGEST_ADDRESS = 120
MOST_SUBSCRIPTIONS = 5
# Older news is no news: whoever subscribes in the morning is not woken by the night's reports again.
TOLD_WITHIN = timedelta(hours=12)
MOST_AT_ONCE = 500
# More than this at one look are told of in one message: a flood of reports must not become a flood of messages.
MOST_SINGLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Of what somebody wants to be told by one way, in which language, and when.

    Parameters
    ----------
    least_urgency : float
        Of reports, in points.
    least_severity : int
        Of alerts and responses, 1..5.
    language : str
        "" for the language of the person's pages.
    section_ids : collection of str
        Empty for all.
    days : collection of int
        0 for Monday to 6.
    begins, ends : datetime.time
        The same twice: the whole day.
    digest_hour : int or None
        None for each message at once.
    """

    least_urgency: float = URGENT_POINTS
    least_severity: int = 1
    language: str = ""
    section_ids: Collection[str] = ()
    days: Collection[int] = range(7)
    begins: time = time()
    ends: time = time()
    digest_hour: int | None = None


@transaction.atomic
def subscribe(actor: Viewer, *, channel: Channel, address: str, wishes: Wishes | None = None) -> int:
    """Ask to be told; a code goes to the address, and nothing else before it has come back. The id is the answer.

    Raises
    ------
    InputError
        For no address, one that is too long, wishes that cannot be, or more than five ways.
    """
    require(actor, Permission.WORK_REPORTS)
    where = address.strip()
    if not 1 <= len(where) <= LONGEST_ADDRESS:
        raise InputError(f"An address has 1 to {LONGEST_ADDRESS} letters", where="address", mend="Write or shorten it")
    if actor.person_id is None:
        raise AccessDeniedError
    if Subscription.objects.filter(person_id=actor.person_id, is_active=True).count() >= MOST_SUBSCRIPTIONS:
        raise InputError(f"A person has up to {MOST_SUBSCRIPTIONS} ways", where="channel", mend="Stop one of them")
    row = Subscription(person_id=actor.person_id, channel=channel.value, sealed_address=seal(where, Purpose.CONTACT))
    _put(row, wishes or Wishes())
    row.save()
    record(
        actor, action="subscribe", object_type="subscription", object_id=str(row.pk),
        details={"channel": row.channel, "least_urgency": row.least_urgency},
    )  # fmt: skip
    with override(actor.language or "en"):
        text = _("Kerege: your code is %(code)s. Enter it on the page where you asked for it.")
    _send(actor, row, purpose="confirm", text=text % {"code": confirmation_code(row)})
    return row.pk


@transaction.atomic
def change_wishes(actor: Viewer, *, subscription_id: int, wishes: Wishes) -> None:
    """Want to be told of something else, or at other hours, by the same way.

    Raises
    ------
    AccessDeniedError
        If there is no such way of the actor.
    InputError
        For wishes that cannot be.
    """
    row = _own(actor, subscription_id)
    _put(row, wishes)
    row.save()
    details = {"least_severity": row.least_severity, "sections": len(row.section_ids), "digest": row.digest_hour}
    record(
        actor, action="change_wishes", object_type="subscription", object_id=str(row.pk), details=details
    )  # fmt: skip


def _put(row: Subscription, wishes: Wishes) -> None:
    if not (isfinite(wishes.least_urgency) and wishes.least_urgency >= 0):
        raise InputError("Points of urgency are 0 or more", where="least_urgency", mend="Choose a larger number")
    if unknown := sorted(set(wishes.section_ids) - set(current_region().section)):
        raise InputError(f"There is no section {unknown[0]!r}", where="section_ids", mend="Choose from the list")
    if wishes.language and wishes.language not in dict(settings.LANGUAGES):
        raise InputError(f"There is no language {wishes.language!r}", where="language", mend="Choose from the list")
    row.least_urgency, row.least_severity, row.language = wishes.least_urgency, wishes.least_severity, wishes.language
    row.section_ids, row.days = sorted(set(wishes.section_ids)), sorted(set(wishes.days))
    row.begins, row.ends, row.digest_hour = wishes.begins, wishes.ends, wishes.digest_hour
    try:
        quiet_rule(row)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where="days", mend="Choose again") from None


@transaction.atomic
def confirm_subscription(actor: Viewer, *, subscription_id: int, code: str) -> None:
    """Bring the code back that came to the address.

    Raises
    ------
    AccessDeniedError
        If there is no such way of the actor.
    InputError
        If it is another code.
    """
    row = _own(actor, subscription_id)
    if ReceiptCode.read(code) != confirmation_code(row):
        raise InputError("This is another code", where="code", mend="Copy it from the newest message")
    row.confirmed_at = timezone.now()
    row.save(update_fields=["confirmed_at"])
    record(actor, action="confirm_subscription", object_type="subscription", object_id=str(row.pk))


@transaction.atomic
def send_test_message(actor: Viewer, *, subscription_id: int) -> int:
    """Send a message that says nothing but that it arrives, to a way that is confirmed; the delivery is the answer.

    Raises
    ------
    AccessDeniedError
        If there is no such confirmed way of the actor.
    """
    row = _own(actor, subscription_id)
    if row.confirmed_at is None:
        raise AccessDeniedError
    with override(actor.language or "en"):
        text = _("Kerege: this is a test message. You would be told of urgent reports this way.")
    return _send(actor, row, purpose="test", text=text)


@transaction.atomic
def unsubscribe(actor: Viewer, *, subscription_id: int) -> None:
    """Stop being told this way; the address is deleted."""
    row = _own(actor, subscription_id)
    record(actor, action="unsubscribe", object_type="subscription", object_id=str(row.pk))
    row.delete()


@transaction.atomic
def announce_urgent_reports(actor: Viewer, *, now: datetime) -> int:
    """Tell of new urgent reports, each once, those who asked for it and may see it; how many messages is the answer.

    A message never says what the report says: kind and section, and of a protected report nothing but its number.
    """
    require(actor, Permission.MANAGE_DOORS)
    new = Report.objects.filter(
        verdict=Verdict.NEW.value, announced_at__isnull=True, is_exercise=False, received_at__gte=now - TOLD_WITHIN
    )
    reports = list(new.select_for_update().order_by("-urgency", "received_at")[:MOST_AT_ONCE])
    if not reports:
        return 0
    told = 0
    for row in ways_to_tell():
        viewer = viewer_of_person(row.person)
        if viewer.may(Permission.SEE_REPORTS):
            shown = Report.objects.filter(visible_reports(viewer), pk__in=[report.pk for report in reports])
            seen = set(shown.values_list("pk", flat=True))
            told += _tell(actor, row, [one for one in reports if one.pk in seen and one.urgency >= row.least_urgency])
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(announced_at=now)
    return told


def _tell(actor: Viewer, row: Subscription, reports: list[Report]) -> int:
    """Tell one person of some reports: each by itself, or, where they come in a flood, all in one message."""
    if len(reports) > MOST_SINGLE:
        sections = frozenset(report.section_id for report in reports if report.section_id)
        return tell_one(
            actor, row, purpose="urgent", severity=max(_severity(report) for report in reports), section_ids=sections,
            words=lambda language: _flood(len(reports), language), is_report=True,
        )  # fmt: skip
    return sum(
        tell_one(
            actor, row, purpose="urgent", severity=_severity(report),
            section_ids=frozenset({report.section_id} if report.section_id else ()),
            words=partial(_announcement, report), report_id=report.pk, is_report=True,
        )
        for report in reports
    )  # fmt: skip


def _severity(report: Report) -> int:
    """How grave it may be: by its kind and the harm that was told; somebody hurt is never less than serious."""
    harm = Harm(**{name: CountRange(*figures) for name, figures in report.harm.items()})
    severity = current_catalogue().severity(report.kind if report.kind in current_catalogue().kinds else "other", harm)
    return max(severity, 3) if report.hurt == Hurt.YES.value else severity


def _flood(number: int, language: str) -> str:
    with override(language):
        text = ngettext("%(number)s new urgent report", "%(number)s new urgent reports", number)
    return f"Kerege: {text % {'number': number}}."


def confirmation_code(row: Subscription) -> ReceiptCode:
    """The code of a way: it follows from the address, so it need not be kept."""
    newest, *_ = derived_bytes(f"confirm\0{row.pk}\0{row.sealed_address}", Purpose.MESSAGE)
    return ReceiptCode.from_random(newest)


def _announcement(report: Report, language: str) -> str:
    with override(language):
        if report.is_narrowed:
            return _("Kerege: new urgent report %(number)d, protected. Sign in to read it.") % {"number": report.pk}
        kind = kind_word(report.kind) if report.kind else _("Kind not said")
        where = unit_words(report.section_id) if report.section_id else _("place not known")
        words = {"number": report.pk, "kind": kind, "where": where}
        return _("Kerege: new urgent report %(number)d: %(kind)s, %(where)s. Sign in to read it.") % words


def _own(actor: Viewer, subscription_id: int) -> Subscription:
    require(actor, Permission.WORK_REPORTS)
    if actor.person_id is None:
        raise AccessDeniedError
    row = Subscription.objects.filter(pk=subscription_id, person_id=actor.person_id, is_active=True).first()
    if row is None:
        raise AccessDeniedError
    return row


def _send(actor: Viewer, row: Subscription, *, purpose: str, text: str) -> int:
    return enqueue_delivery(
        actor,
        purpose=purpose,
        channel=Channel(row.channel),
        address=unseal(row.sealed_address, Purpose.CONTACT),
        text=text,
        language=actor.language or "en",
        login=actor.login,
    )
