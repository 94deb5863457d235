"""How the people of the desk are told of new urgent reports, by a way that they have confirmed themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, access_viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.pages.vocabulary import kind_word, unit_words
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.actions.deliveries import enqueue_delivery
from kerege_web.reports.channels import Channel
from kerege_web.reports.models import Report, Subscription
from kerege_web.reports.urgent import URGENT_POINTS
from kerege_web.sealing import Purpose, SealBrokenError, derived_bytes, seal, unseal

LONGEST_ADDRESS = 120
MOST_SUBSCRIPTIONS = 5
# Older news is no news: whoever subscribes in the morning is not woken by the night's reports again.
TOLD_WITHIN = timedelta(hours=12)
MOST_AT_ONCE = 500
# More than this at one look are told of in one message: a flood of reports must not become a flood of messages.
MOST_SINGLE = 3


@transaction.atomic
def subscribe(actor: Viewer, *, channel: Channel, address: str, least_urgency: float = URGENT_POINTS) -> int:
    """Ask to be told; a code goes to the address, and nothing else before it has come back. The id is the answer.

    Raises
    ------
    InputError
        For no address, one that is too long, points below 0, or more than five ways.
    """
    require(actor, Permission.WORK_REPORTS)
    where = address.strip()
    if not 1 <= len(where) <= LONGEST_ADDRESS:
        raise InputError(f"An address has 1 to {LONGEST_ADDRESS} letters", where="address", mend="Write or shorten it")
    if least_urgency < 0:
        raise InputError("Points of urgency are 0 or more", where="least_urgency", mend="Choose a larger number")
    if actor.person_id is None:
        raise AccessDeniedError
    if Subscription.objects.filter(person_id=actor.person_id, is_active=True).count() >= MOST_SUBSCRIPTIONS:
        raise InputError(f"A person has up to {MOST_SUBSCRIPTIONS} ways", where="channel", mend="Stop one of them")
    row = Subscription.objects.create(
        person_id=actor.person_id,
        channel=channel.value,
        sealed_address=seal(where, Purpose.CONTACT),
        least_urgency=least_urgency,
    )
    record(
        actor, action="subscribe", object_type="subscription", object_id=str(row.pk),
        details={"channel": row.channel, "least_urgency": least_urgency},
    )  # fmt: skip
    with override(actor.language or "en"):
        text = _("Kerege: your code is %(code)s. Enter it on the page where you asked for it.")
    _send(actor, row, purpose="confirm", text=text % {"code": confirmation_code(row)})
    return row.pk


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
    active = Subscription.objects.filter(is_active=True, confirmed_at__isnull=False, person__is_active=True)
    for row in active.select_related("person"):
        viewer = access_viewer(row.person.login)
        if not _can_be_opened(row):
            continue
        if viewer.may(Permission.SEE_REPORTS):
            shown = Report.objects.filter(visible_reports(viewer), pk__in=[report.pk for report in reports])
            seen = set(shown.values_list("pk", flat=True))
            told += _tell(
                actor, row, viewer, [one for one in reports if one.pk in seen and one.urgency >= row.least_urgency]
            )
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(announced_at=now)
    return told


def _tell(actor: Viewer, row: Subscription, viewer: Viewer, reports: list[Report]) -> int:
    """Tell one person of some reports: each by itself, or, where they come in a flood, all in one message."""
    if len(reports) > MOST_SINGLE:
        with override(viewer.language or "en"):
            text = ngettext("%(number)s new urgent report", "%(number)s new urgent reports", len(reports))
        words = f"Kerege: {text % {'number': len(reports)}}."
        _send(actor, row, purpose="urgent", text=words, language=viewer.language, login=viewer.login)
        return 1
    for report in reports:
        _send(
            actor, row, purpose="urgent", text=_announcement(viewer, report), language=viewer.language,
            report_id=report.pk, login=viewer.login,
        )  # fmt: skip
    return len(reports)


def confirmation_code(row: Subscription) -> ReceiptCode:
    """The code of a way: it follows from the address, so it need not be kept."""
    newest, *_ = derived_bytes(f"confirm\0{row.pk}\0{row.sealed_address}", Purpose.MESSAGE)
    return ReceiptCode.from_random(newest)


def _announcement(viewer: Viewer, report: Report) -> str:
    with override(viewer.language or "en"):
        if report.is_narrowed:
            return _("Kerege: new urgent report %(number)d, protected. Sign in to read it.") % {"number": report.pk}
        kind = kind_word(report.kind) if report.kind else _("Kind not said")
        where = unit_words(report.section_id) if report.section_id else _("place not known")
        words = {"number": report.pk, "kind": kind, "where": where}
        return _("Kerege: new urgent report %(number)d: %(kind)s, %(where)s. Sign in to read it.") % words


def _can_be_opened(row: Subscription) -> bool:
    try:
        unseal(row.sealed_address, Purpose.CONTACT)
    except SealBrokenError:
        return False
    return True


def _own(actor: Viewer, subscription_id: int) -> Subscription:
    require(actor, Permission.WORK_REPORTS)
    if actor.person_id is None:
        raise AccessDeniedError
    row = Subscription.objects.filter(pk=subscription_id, person_id=actor.person_id, is_active=True).first()
    if row is None:
        raise AccessDeniedError
    return row


def _send(
    actor: Viewer, row: Subscription, *, purpose: str, text: str, language: str = "", report_id: int | None = None,
    login: str = "",
) -> int:  # fmt: skip
    return enqueue_delivery(
        actor,
        purpose=purpose,
        channel=Channel(row.channel),
        address=unseal(row.sealed_address, Purpose.CONTACT),
        text=text,
        language=language or actor.language or "en",
        report_id=report_id,
        login=login or actor.login,
    )
