"""Messages go out: kept, claimed, sent, tried again, and never lost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web.fake_servers import FakeServer, fake_server

from kerege.domain.errors import AccessDeniedError
from kerege.domain.submission import Door, Submission
from kerege.intake.sms_length import sms_length
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports import channels
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.actions.deliveries import (
    CLAIM,
    WAITS,
    claim_delivery,
    enqueue_delivery,
    note_delivery_state,
    send_due_deliveries,
)
from kerege_web.reports.actions.receiving import ReporterContact, receive_report
from kerege_web.reports.channels import MOST_SMS_PARTS, Channel
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Delivery
from kerege_web.reports.schedule import enqueue_due_messages
from kerege_web.sealing import Purpose, unseal

pytestmark = pytest.mark.django_db
NUMBER = "+996555000111"


@pytest.fixture
def gateway(settings: Any, db: None) -> Iterator[FakeServer]:
    add_agency(operator(), code="border-service", name="Border Service")
    with fake_server(lambda path, content: (200, {"id": f"gw-{content['id']}"})) as fake:
        settings.KEREGE_SMS_URL = f"{fake.address}/send"
        settings.KEREGE_SMS_SECRET = "Token of the gateway"
        settings.KEREGE_SMS_SENDER = "4455"
        yield fake


def enqueue(text: str = "Received.", channel: Channel = Channel.SMS, address: str = NUMBER, **other: Any) -> int:
    actor = other.pop("actor", doorkeeper(Door.SMS))
    return enqueue_delivery(
        actor, purpose="receipt", channel=channel, address=address, text=text, language="en", **other
    )


def later(monkeypatch: pytest.MonkeyPatch, gone: timedelta) -> None:
    now = timezone.now() + gone
    monkeypatch.setattr("kerege_web.reports.actions.deliveries.timezone.now", lambda: now)


def test_a_text_message_goes_to_the_gateway_in_the_form_it_knows(gateway: FakeServer) -> None:
    delivery = enqueue()
    assert send_due_deliveries(operator()).sent == 1
    path, content, headers = gateway.requests[0]
    assert (path, headers["Authorization"]) == ("/send", "Token of the gateway")
    assert content == {
        "id": str(delivery), "text": "Received.", "to": NUMBER, "to_no_plus": NUMBER[1:], "from": "4455",
        "channel": "kerege",
    }  # fmt: skip
    row = Delivery.objects.get(pk=delivery)
    assert (row.state, row.gateway_id, row.tries) == ("sent", f"gw-{delivery}", 1)
    assert send_due_deliveries(operator()).sent == 0
    assert AuditEntry.objects.filter(action="delivery_sent").count() == 1


def test_where_it_goes_and_what_it_says_are_sealed_and_then_gone(gateway: FakeServer) -> None:
    delivery = enqueue("Your code: FGDF-38HW-VJAB")
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            content = str(cursor.fetchall())
            assert "996555" not in content
            assert "FGDF" not in content
    send_due_deliveries(operator())
    row = Delivery.objects.get(pk=delivery)
    assert (row.text, row.sealed_address) == ("", "")


@pytest.mark.parametrize(("letter", "most"), [("ж", 67 * MOST_SMS_PARTS), ("z", 153 * MOST_SMS_PARTS)])
def test_a_long_text_is_cut_to_three_parts_in_either_script(gateway: FakeServer, letter: str, most: int) -> None:
    enqueue(f"{letter * 9} " * 100)
    send_due_deliveries(operator())
    sent = gateway.texts[0]
    assert sms_length(sent).segments == MOST_SMS_PARTS
    assert most - 10 < sms_length(sent).units <= most
    assert sent.endswith("…" if letter == "ж" else "...")


def test_what_fails_is_tried_again_with_growing_waits_and_then_given_up(gateway: FakeServer) -> None:
    delivery = enqueue()
    gateway.answer = lambda path, content: (500, {})
    waits = []
    for _ in WAITS:
        before = timezone.now()
        assert send_due_deliveries(operator()).waiting == 1
        row = Delivery.objects.get(pk=delivery)
        assert row.next_try_at is not None
        waits.append(round((row.next_try_at - before).total_seconds() / 60))
        assert send_due_deliveries(operator()).waiting == 0
        Delivery.objects.update(next_try_at=timezone.now())
    assert waits == list(WAITS)
    assert send_due_deliveries(operator()).failed == 1
    row = Delivery.objects.get(pk=delivery)
    assert (row.state, row.error, row.tries) == ("failed", "The gateway answered 500.", len(WAITS) + 1)
    assert len(gateway.requests) == len(WAITS) + 1


def test_what_can_never_be_sent_is_given_up_at_once(gateway: FakeServer, settings: Any) -> None:
    gateway.answer = lambda path, content: (400, {})
    enqueue()
    assert send_due_deliveries(operator()).failed == 1
    settings.KEREGE_SMS_URL = ""
    enqueue()
    assert send_due_deliveries(operator()).failed == 1
    assert Delivery.objects.first().error == "The channel sms is not set up."  # type: ignore[union-attr]


def test_a_channel_may_ask_to_wait(gateway: FakeServer) -> None:
    gateway.answer = lambda path, content: (429, {"parameters": {"retry_after": 3000}})
    enqueue()
    assert send_due_deliveries(operator()).waiting == 1
    row = Delivery.objects.get()
    assert row.next_try_at is not None
    assert row.next_try_at - timezone.now() > timedelta(seconds=2900)


def test_no_answer_and_a_redirect_are_no_delivery(gateway: FakeServer, settings: Any) -> None:
    gateway.answer = lambda path, content: (307, {})
    enqueue()
    assert send_due_deliveries(operator()).waiting == 1
    assert [path for path, _, _ in gateway.requests] == ["/send"]
    settings.KEREGE_SMS_URL = "http://127.0.0.1:9/send"
    enqueue()
    assert send_due_deliveries(operator()).waiting == 1
    assert Delivery.objects.first().error == "The other server did not answer."  # type: ignore[union-attr]
    settings.KEREGE_SMS_URL = "file:///etc/passwd"
    enqueue()
    assert send_due_deliveries(operator()).waiting == 1


def test_a_channel_that_is_away_is_asked_once_and_holds_up_no_other(gateway: FakeServer, settings: Any) -> None:
    settings.KEREGE_TELEGRAM_TOKEN, settings.KEREGE_TELEGRAM_URL = "1:x", gateway.address
    gateway.answer = lambda path, content: (200, {"ok": True})
    settings.KEREGE_SMS_URL = "http://127.0.0.1:9/send"
    for _ in range(3):
        enqueue()
    enqueue("An answer waits.", Channel.TELEGRAM, "4242")
    done = send_due_deliveries(operator())
    assert (done.sent, done.waiting) == (1, 3)
    assert sorted(Delivery.objects.filter(channel="sms").values_list("tries", flat=True)) == [0, 0, 1]
    assert send_due_deliveries(operator()).waiting == 0


@pytest.mark.parametrize("status", [401, 403, 404, 429, 503])
def test_a_wrong_key_is_no_reason_to_give_messages_up(gateway: FakeServer, status: int) -> None:
    gateway.answer = lambda path, content: (status, {})
    enqueue()
    enqueue()
    assert send_due_deliveries(operator()).waiting == 2


class _Killed(BaseException):
    """The worker is gone: nothing after it runs."""


def test_a_worker_that_dies_between_claim_and_sending_loses_nothing(
    gateway: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = enqueue()

    def die(message: object) -> str:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr("kerege_web.reports.actions.deliveries.hand_over", die)
        with pytest.raises(_Killed):
            send_due_deliveries(operator())
    assert (Delivery.objects.get(pk=delivery).state, gateway.requests) == ("waiting", [])
    # Nobody else takes it while the claim stands.
    assert not claim_delivery(delivery)
    assert send_due_deliveries(operator()).sent == 0
    later(monkeypatch, CLAIM + timedelta(seconds=1))
    assert send_due_deliveries(operator()).sent == 1
    assert gateway.texts == ["Received."]


def test_a_worker_that_dies_after_sending_sends_again_rather_than_never(
    gateway: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = enqueue()

    def send_and_die(message: channels.Outgoing) -> str:
        channels.hand_over(message)
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr("kerege_web.reports.actions.deliveries.hand_over", send_and_die)
        with pytest.raises(_Killed):
            send_due_deliveries(operator())
    later(monkeypatch, CLAIM + timedelta(seconds=1))
    send_due_deliveries(operator())
    assert gateway.texts == ["Received.", "Received."]
    assert [content["id"] for _, content, _ in gateway.requests] == [str(delivery)] * 2


def test_one_of_two_workers_takes_a_message(gateway: FakeServer) -> None:
    delivery = enqueue()
    assert [claim_delivery(delivery), claim_delivery(delivery)] == [True, False]


def test_one_that_cannot_be_opened_does_not_hold_up_the_rest(gateway: FakeServer) -> None:
    first = enqueue()
    Delivery.objects.filter(pk=first).update(sealed_address="broken")
    enqueue("Second.")
    done = send_due_deliveries(operator())
    assert (done.sent, done.failed) == (1, 1)
    assert gateway.texts == ["Second."]


def test_the_gateway_tells_what_became_of_a_message(gateway: FakeServer) -> None:
    delivery, door = enqueue(), doorkeeper(Door.SMS)
    # Not sent yet: nobody can know anything of it.
    assert not note_delivery_state(door, name=str(delivery), state="delivered")
    send_due_deliveries(operator())
    assert note_delivery_state(door, name=f"gw-{delivery}", state="delivered")
    assert note_delivery_state(door, name=str(delivery), state="sent")
    assert note_delivery_state(door, name=str(delivery), state="failed")
    assert Delivery.objects.get(pk=delivery).state == "delivered"
    assert not note_delivery_state(door, name="999999", state="failed")
    with pytest.raises(ValueError, match="sent, delivered or failed"):
        note_delivery_state(door, name=str(delivery), state="waiting")
    with pytest.raises(AccessDeniedError):
        note_delivery_state(operator(), name=str(delivery), state="failed")


def test_e_mail_goes_out_as_mail(gateway: FakeServer, settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"
    enqueue("A new urgent report.\nLook at the desk.", Channel.EMAIL, "duty@example.org")
    assert send_due_deliveries(operator()).sent == 1
    assert (mail.outbox[0].subject, mail.outbox[0].to) == ("A new urgent report.", ["duty@example.org"])


def test_telegram_is_given_chat_and_text(gateway: FakeServer, settings: Any) -> None:
    settings.KEREGE_TELEGRAM_TOKEN, settings.KEREGE_TELEGRAM_URL = "123:secret", gateway.address
    gateway.answer = lambda path, content: (200, {"ok": True, "result": {"message_id": 7}})
    delivery = enqueue("An answer waits.", Channel.TELEGRAM, "4242")
    assert send_due_deliveries(operator()).sent == 1
    assert gateway.requests[0][:2] == ("/bot123:secret/sendMessage", {"chat_id": 4242, "text": "An answer waits."})
    assert Delivery.objects.get(pk=delivery).gateway_id == "7"
    enqueue("x", Channel.TELEGRAM, "not a chat")
    assert send_due_deliveries(operator()).failed == 1


def test_no_number_stands_in_a_line_of_the_log(gateway: FakeServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for status in (200, 400, 500):
        gateway.answer = lambda path, content, status=status: (status, {"error": content["to"]})
        enqueue()
        send_due_deliveries(operator())
    assert "555000111" not in caplog.text
    assert "555000111" not in str(list(Delivery.objects.values()))
    assert "555000111" not in str(list(AuditEntry.objects.values()))


def test_sending_is_queued_once_while_something_is_due(gateway: FakeServer) -> None:
    now = timezone.now
    assert not enqueue_due_messages(now())
    enqueue()
    assert [enqueue_due_messages(now()) for _ in range(3)] == [True, False, False]
    DBTaskResult.objects.update(status="RUNNING", started_at=now())
    assert not enqueue_due_messages(now())
    # Left behind by a worker that was killed.
    DBTaskResult.objects.update(started_at=now() - CLAIM - timedelta(seconds=1))
    assert enqueue_due_messages(now())


def test_who_may_neither_send_nor_work_on_reports_sends_nothing(gateway: FakeServer) -> None:
    nobody = Viewer(person_id=None, login="x", agency="border-service", role=Role.DOOR)
    with pytest.raises(AccessDeniedError):
        send_due_deliveries(nobody)


@pytest.mark.parametrize("topics", [frozenset(), frozenset({"minor"})])
def test_a_reporter_is_told_that_an_answer_waits_and_not_what_it_says(
    gateway: FakeServer, viewers_here: dict[Role, Viewer], topics: frozenset[str]
) -> None:
    submission = Submission(client_id="a", door=Door.WEB, text="Shots", language="ky", topics=topics)
    receipt = receive_report(doorkeeper(Door.WEB), submission=submission, contact=ReporterContact("phone", NUMBER))
    desk = viewers_here[Role.PROTECTION]
    tell_reporter(desk, report_id=receipt.report_id, kind="question", text="Was the boy hurt?")
    tell_reporter(desk, report_id=receipt.report_id, kind="question", text="Where is he?")
    assert send_due_deliveries(operator()).sent == 1
    assert "boy" not in gateway.texts[0]
    assert "Kerege" in gateway.texts[0]
    assert sms_length(gateway.texts[0]).segments == 1


@pytest.mark.parametrize(
    ("kind", "contact", "goes_to"),
    [
        ("phone", " 0555 000-111 ", "0555000111"),
        ("phone", "996 555 000 111", NUMBER),
        ("phone", "12345", None),
        ("phone", "my brother 0555", None),
        ("telegram", "4242", "4242"),
        ("telegram", "@somebody", None),
        ("e-mail", "a@example.org", None),
    ],
)
def test_a_notice_goes_where_a_program_can_write(
    gateway: FakeServer, viewers_here: dict[Role, Viewer], settings: Any, kind: str, contact: str, goes_to: str | None
) -> None:
    settings.KEREGE_TELEGRAM_TOKEN = "1:x"
    submission = Submission(client_id="a", door=Door.WEB)
    receipt = receive_report(doorkeeper(Door.WEB), submission=submission, contact=ReporterContact(kind, contact))
    tell_reporter(viewers_here[Role.OFFICER], report_id=receipt.report_id, kind="reply", text="Thank you")
    found = [unseal(row.sealed_address, Purpose.CONTACT) for row in Delivery.objects.all()]
    assert found == ([goes_to] if goes_to else [])


def test_without_a_number_or_a_channel_nothing_is_sent(
    gateway: FakeServer, viewers_here: dict[Role, Viewer], settings: Any
) -> None:
    door, desk = doorkeeper(Door.WEB), viewers_here[Role.OFFICER]
    none = receive_report(door, submission=Submission(client_id="a", door=Door.WEB))
    tell_reporter(desk, report_id=none.report_id, kind="reply", text="Thank you")
    settings.KEREGE_SMS_URL = ""
    some = receive_report(
        door, submission=Submission(client_id="b", door=Door.WEB), contact=ReporterContact("phone", NUMBER)
    )
    tell_reporter(desk, report_id=some.report_id, kind="reply", text="Thank you")
    assert not Delivery.objects.exists()


@pytest.fixture
def viewers_here(gateway: FakeServer) -> dict[Role, Viewer]:
    return {
        role: Viewer(person_id=None, login=f"{role}", agency="border-service", role=role)
        for role in (Role.OFFICER, Role.PROTECTION)
    }
