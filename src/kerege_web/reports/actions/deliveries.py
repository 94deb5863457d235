"""Messages out: kept first, sent by the worker, tried again until they are taken or there is no hope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError
from kerege.intake.incoming_sms import is_answerable_number, plain_number
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.channels import Channel, NotHandedOverError, Outgoing, fitting, hand_over, is_set_up
from kerege_web.reports.message_words import answer_waits_words
from kerege_web.reports.models import Contact, Delivery, Report
from kerege_web.sealing import Purpose, SealBrokenError, seal, unseal

WAITING, SENT, DELIVERED, FAILED = "waiting", "sent", "delivered", "failed"
STATES = (WAITING, SENT, DELIVERED, FAILED)
# Minutes until the next try; after the last of them it has failed: about two days.
WAITS = (1, 5, 15, 60, 180, 360, 720, 1440)
# Longer than any channel is waited for. A worker that dies while it sends leaves the message to be sent again then.
CLAIM = timedelta(minutes=5)
MOST_AT_ONCE = 200
_CHANNEL_OF_CONTACT = {"phone": Channel.SMS, "telegram": Channel.TELEGRAM}


@dataclass(frozen=True, slots=True)
class SentCount:
    """What one round of sending did.

    Parameters
    ----------
    sent, waiting, failed : int
        Taken by their channel; to be tried again; given up.
    """

    sent: int
    waiting: int
    failed: int


@transaction.atomic
def enqueue_delivery(
    actor: Viewer,
    *,
    purpose: str,
    channel: Channel,
    address: str,
    text: str,
    language: str,
    report_id: int | None = None,
    login: str = "",
    not_before: datetime | None = None,
) -> int:
    """Keep a message that is to be sent; the scheduler sees to it within seconds. The delivery's id is the answer.

    Parameters
    ----------
    actor : Viewer
        A door, or somebody who works at the desk.
    purpose : str
        A word for the log, such as "receipt" or "urgent".
    channel : Channel
    address : str
        Number, chat or e-mail address; sealed, and deleted once nothing more will be sent.
    text : str
        Cut to what the channel carries; sealed and deleted likewise.
    language : str
    report_id : int or None
        The report it is about.
    login : str
        Who is told, where it is one of the people here.
    not_before : datetime or None
        Until when it waits, such as until somebody's quiet hours are over.

    Raises
    ------
    AccessDeniedError
        If the actor may neither send nor work on reports.
    """
    if not (actor.may(Permission.SEND_REPORT) or actor.may(Permission.WORK_REPORTS)):
        raise AccessDeniedError
    now = timezone.now()
    row = Delivery.objects.create(
        purpose=purpose, channel=channel.value, sealed_address=seal(address.strip(), Purpose.CONTACT),
        report_id=report_id, login=login, language=language, text=seal(fitting(text, channel), Purpose.MESSAGE),
        state=WAITING, next_try_at=max(now, not_before or now), created_at=now,
    )  # fmt: skip
    details = {"purpose": purpose, "channel": channel.value}
    record(actor, action="enqueue_delivery", object_type="delivery", object_id=str(row.pk), details=details)
    return row.pk


def tell_that_an_answer_waits(actor: Viewer, report: Report) -> int | None:
    """Send the reporter one message that an answer waits under the code, where there is a way; never what it says.

    While one such message waits to be sent there is no second. None where nothing is sent.
    """
    contact = Contact.objects.filter(report=report).first()
    channel = _CHANNEL_OF_CONTACT.get(contact.kind) if contact else None
    if contact is None or channel is None or not is_set_up(channel):
        return None
    if report.deliveries.filter(purpose="answer_waits", state=WAITING).exists():
        return None
    try:
        address = _reachable(channel, unseal(contact.sealed, Purpose.CONTACT))
    except SealBrokenError:
        return None
    if not address:
        return None
    return enqueue_delivery(
        actor, purpose="answer_waits", channel=channel, address=address,
        text=answer_waits_words(report.language), language=report.language, report_id=report.pk,
    )  # fmt: skip


def _reachable(channel: Channel, contact: str) -> str:
    """The address in what a person gave as a contact; "" where there is none that a program can write to.

    A bot may write to a chat that was opened with it, never to a @name.
    """
    if channel is Channel.TELEGRAM:
        return contact if contact.removeprefix("-").isdecimal() else ""
    number = plain_number(contact)
    return number if is_answerable_number(number) else ""


def send_due_deliveries(actor: Viewer) -> SentCount:
    """Send what is due. Each message is claimed, sent and settled by itself; a claim ends by itself after five minutes.

    A worker that is killed between claim and settlement loses nothing: the message is sent again, at worst twice. Where
    a channel does not answer at all, the others that are due on it wait a minute, and no try is counted for them.

    Raises
    ------
    AccessDeniedError
        If the actor may not work on reports.
    """
    require(actor, Permission.WORK_REPORTS)
    due = Delivery.objects.filter(state=WAITING, next_try_at__lte=timezone.now()).order_by("next_try_at", "id")
    counted, away = dict.fromkeys(STATES, 0), set[str]()
    for delivery_id, channel in due.values_list("pk", "channel")[:MOST_AT_ONCE]:
        if channel in away:
            later = timezone.now() + timedelta(minutes=WAITS[0])
            Delivery.objects.filter(pk=delivery_id, state=WAITING, next_try_at__lt=later).update(next_try_at=later)
            counted[WAITING] += 1
        elif claim_delivery(delivery_id):
            state, is_away = _send(actor, delivery_id)
            counted[state] += 1
            away |= {channel} if is_away else set()
    return SentCount(counted[SENT], counted[WAITING], counted[FAILED])


def claim_delivery(delivery_id: int) -> bool:
    """Take a message that is due, so that no other worker does; whether it was still there is the answer."""
    now = timezone.now()
    taken = Delivery.objects.filter(pk=delivery_id, state=WAITING, next_try_at__lte=now)
    return bool(taken.update(next_try_at=now + CLAIM, tries=F("tries") + 1))


def _send(actor: Viewer, delivery_id: int) -> tuple[str, bool]:
    """Send one message; its state, and whether the channel did not answer at all."""
    row = Delivery.objects.get(pk=delivery_id)
    settle = partial(_settle, actor, delivery_id, tries=row.tries)
    try:
        message = Outgoing(
            id=row.pk,
            channel=Channel(row.channel),
            address=unseal(row.sealed_address, Purpose.CONTACT),
            text=unseal(row.text, Purpose.MESSAGE),
        )
        # Between the transactions: nobody waits for a lock while another server takes its time.
        name = hand_over(message)
    except NotHandedOverError as error:
        wait = None if error.is_final or row.tries > len(WAITS) else timedelta(minutes=WAITS[row.tries - 1])
        if wait is not None:
            wait = max(wait, timedelta(seconds=error.wait_seconds))
        return settle(FAILED if wait is None else WAITING, wait=wait, error=str(error)), error.is_away
    except (SealBrokenError, ValueError):
        return settle(FAILED, error="It cannot be opened with the keys of this workspace."), False
    return settle(SENT, gateway_id=name), False


@transaction.atomic
def _settle(
    actor: Viewer,
    delivery_id: int,
    state: str,
    *,
    tries: int,
    wait: timedelta | None = None,
    error: str = "",
    gateway_id: str = "",
) -> str:
    now = timezone.now()
    row = Delivery.objects.select_for_update().get(pk=delivery_id)
    if row.state != WAITING:
        # The gateway told what became of it before its own answer was here.
        return row.state
    row.state, row.error = state, error[:200]
    if state == WAITING:
        row.next_try_at = now + (wait or CLAIM)
        row.save(update_fields=["state", "error", "next_try_at"])
        return state
    row.gateway_id = gateway_id
    _finish(row, now)
    details = {"purpose": row.purpose, "channel": row.channel, "tries": tries}
    record(actor, action=f"delivery_{state}", object_type="delivery", object_id=str(row.pk), details=details)
    return state


@transaction.atomic
def note_delivery_state(actor: Viewer, *, name: str, state: str) -> bool:
    """Keep what a gateway says became of a text message; whether there is such a message is the answer.

    What was delivered stays delivered, whatever is said later.

    Parameters
    ----------
    actor : Viewer
        The door that the gateway stands for.
    name : str
        Our id of the delivery, or the gateway's own.
    state : str
        "sent", "delivered" or "failed".

    Raises
    ------
    AccessDeniedError
        If the actor is no door.
    ValueError
        For another state.
    """
    require(actor, Permission.SEND_REPORT)
    if state not in (SENT, DELIVERED, FAILED):
        raise ValueError(f"A gateway tells sent, delivered or failed, not {state!r}.")
    if not (name.isascii() and name.isprintable()):
        return False
    ours = Q(pk=int(name)) if name.isdigit() and len(name) < 19 else Q(pk__in=())
    rows = Delivery.objects.select_for_update().filter(channel=Channel.SMS.value, tries__gt=0)
    row = rows.filter(ours).first() or (rows.filter(gateway_id=name).first() if name else None)
    if row is None:
        return False
    if (state == SENT and row.state != WAITING) or row.state in (state, DELIVERED):
        return True
    row.state = state
    row.error = "The gateway says that it was not delivered." if state == FAILED else ""
    _finish(row, timezone.now())
    details = {"purpose": row.purpose, "channel": row.channel}
    record(actor, action=f"delivery_{state}", object_type="delivery", object_id=str(row.pk), details=details)
    return True


def _finish(row: Delivery, now: datetime) -> None:
    """Store a state in which nothing more will be sent: where it went and what it said are not kept."""
    row.done_at, row.next_try_at, row.text, row.sealed_address = now, None, "", ""
    row.save(update_fields=["state", "error", "done_at", "next_try_at", "text", "sealed_address", "gateway_id"])
