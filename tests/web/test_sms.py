"""Text messages come in through a gateway: reports, weekly messages, codes and answers, each once."""

from __future__ import annotations

import base64
import json
import logging
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.submission import Door, Submission
from kerege.domain.verdict import Verdict
from kerege.files.region import shipped_region
from kerege.intake.sms_length import fits, plain_punctuation
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports import message_words
from kerege_web.reports.access.receipts import access_receipt
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.actions.deliveries import enqueue_delivery
from kerege_web.reports.actions.gateways import add_gateway, turn_off_gateway
from kerege_web.reports.actions.incoming import FORGET_DAYS, MOST_AN_HOUR, forget_old_messages
from kerege_web.reports.actions.monitors import add_monitor
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.channels import Channel
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Contact, Delivery, Device, Inbound, Message, Report, Situation
from kerege_web.sealing import Purpose, unseal

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "+996555000111", "+992927000222"
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
DESK = Viewer(person_id=None, login="desk", agency="border-service", role=Role.PROTECTION)


@pytest.fixture(scope="session")
def region_with_sms(region_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region") / "with-sms"
    shutil.copytree(region_folder, folder)
    shutil.copy(shipped_region("fergana") / "sms.toml", folder)
    return folder


@pytest.fixture(autouse=True)
def station(region_with_sms: Path, settings: Any, db: None) -> None:
    settings.KEREGE_REGION = str(region_with_sms)
    add_agency(operator(), code="border-service", name="Border Service")


@pytest.fixture
def secret() -> str:
    return add_gateway(operator(), name="village-modem", side="AA")


def post(secret: str, path: str = "receive", **fields: str) -> Any:
    return Client().post(f"/sms/village-modem/{path}", fields, headers={"X-Kerege-Secret": secret})


def say(secret: str, text: str, number: str = NUMBER, **more: str) -> str:
    """Send a text message; the reply that is on its way is the answer."""
    before = set(Delivery.objects.values_list("pk", flat=True))
    answer = post(secret, **{"from": number, "text": text, **more})
    assert answer.status_code == 200, answer.content
    new = Delivery.objects.exclude(pk__in=before)
    assert new.count() <= 1
    row = new.first()
    if row is None:
        return ""
    assert unseal(row.sealed_address, Purpose.CONTACT) == number
    return unseal(row.text, Purpose.MESSAGE)


def code_in(reply: str) -> str:
    found = CODE.search(reply)
    assert found is not None, reply
    return found.group()


def test_free_text_becomes_a_report_and_gets_a_code_in_its_language(secret: str) -> None:
    reply = say(secret, "Көпүрөнүн жанында ок атылды")
    row = Report.objects.get()
    assert (row.door, row.text, row.language, row.side) == ("sms", "Көпүрөнүн жанында ок атылды", "ky", "AA")
    assert row.device == Device.objects.get()
    assert reply.startswith("Кабыл алынды.")
    assert access_receipt(code_in(reply)).report_id == row.pk
    assert unseal(Contact.objects.get().sealed, Purpose.CONTACT) == NUMBER


@pytest.mark.parametrize("language", ["en", "ru", "ky", "tg", "uz"])
def test_every_reply_fits_one_message_in_every_language(language: str) -> None:
    code = ReceiptCode.read("FGDF-38HW-VJAB")
    replies = [
        message_words.receipt_words(code, language),
        message_words.answer_waits_words(language),
        message_words.answer_taken_words(language),
        message_words.unknown_code_words(language),
        message_words.read_elsewhere_words(language),
        message_words.week_taken_words(timezone.now().date(), language),
        *(message_words.verdict_words(verdict, language) for verdict in Verdict),
    ]
    assert [reply for reply in replies if not fits(plain_punctuation(reply))] == []
    with translation.override("en"):
        english = message_words.receipt_words(code, "en")
    assert (replies[0] == english) == (language == "en")


def test_the_same_message_again_is_one(secret: str) -> None:
    first = say(secret, "Shots", id="m-1")
    assert say(secret, "Shots", id="m-1") == ""
    assert say(secret, "Shots", id="m-2") != first
    assert (Report.objects.count(), Inbound.objects.count()) == (2, 2)


def test_without_an_id_time_and_words_tell_messages_apart(secret: str) -> None:
    assert say(secret, "Shots", date="2026-11-24T08:00:00Z")
    assert say(secret, "Shots", date="2026-11-24T08:00:00Z") == ""
    assert say(secret, "Shots", date="2026-11-25T08:00:00Z")
    assert Report.objects.count() == 2


def test_a_code_gets_news(secret: str) -> None:
    code = code_in(say(secret, "Shots near the bridge"))
    assert say(secret, code.lower().replace("-", " "), OTHER) == "Received, not yet checked."
    report = Report.objects.get()
    tell_reporter(DESK, report_id=report.pk, kind="reply", text="A patrol was there.")
    assert say(secret, f" {code}. ", OTHER) == "Received, not yet checked. A patrol was there."
    Report.objects.update(is_narrowed=True)
    assert "patrol" not in say(secret, code, OTHER, id="again")
    assert Report.objects.count() == 1


@pytest.mark.parametrize("typed", ["FGDF-38HW-VJAC", "fgdf 38hw vjab", "FGDF-38HW-VJA0", "FGDF-38HW-VJAC is my code"])
def test_a_code_that_is_not_right_is_said_to_be_so(secret: str, typed: str) -> None:
    assert say(secret, typed) == "This code is not right. Compare it letter by letter."
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["army came back", "КПП2 мост огонь", "2 men with guns at 1030", "0555 000 111 222"])
def test_words_that_look_like_a_code_are_a_report(secret: str, text: str) -> None:
    assert CODE.search(say(secret, text))
    assert Report.objects.get().text == text


def test_a_code_and_words_answer_under_the_code(secret: str) -> None:
    code = code_in(say(secret, "Shots near the bridge"))
    assert say(secret, f"{code} There were three men", OTHER).startswith("Thank you")
    assert access_receipt(code).lines[-1].text == "There were three men"
    assert Report.objects.count() == 1


def test_the_answer_to_an_open_question_goes_to_the_conversation(secret: str) -> None:
    code = code_in(say(secret, "Shots near the bridge"))
    report = Report.objects.get()
    tell_reporter(DESK, report_id=report.pk, kind="question", text="How many men?")
    assert say(secret, "I saw nothing like that", OTHER).startswith("Received")
    assert say(secret, "Three").startswith("Thank you")
    assert [line.text for line in access_receipt(code).lines] == ["How many men?", "Three"]
    # Answered: the next one is a new report.
    assert say(secret, "They are back").startswith("Received")
    assert Report.objects.count() == 3


def test_who_reported_elsewhere_and_asked_by_code_may_answer_without_it(secret: str) -> None:
    submission = Submission(client_id="w", door=Door.WEB, text="Shots", source="a phone")
    receipt = receive_report(doorkeeper(Door.WEB), submission=submission)
    tell_reporter(DESK, report_id=receipt.report_id, kind="question", text="How many men?")
    assert say(secret, str(receipt.code)) == "Received, not yet checked. How many men?"
    assert say(secret, "I know nothing of that", OTHER).startswith("Received")
    assert say(secret, "Three").startswith("Thank you")
    assert access_receipt(str(receipt.code)).lines[-1].text == "Three"


def test_an_answer_that_needs_protection_narrows_the_report(secret: str) -> None:
    say(secret, "Shots near the bridge")
    report = Report.objects.get()
    tell_reporter(DESK, report_id=report.pk, kind="question", text="Who was there?")
    say(secret, "A child of seven, she was raped")
    report.refresh_from_db()
    assert report.is_narrowed


def test_a_question_of_last_month_is_not_open(secret: str) -> None:
    say(secret, "Shots near the bridge")
    tell_reporter(DESK, report_id=Report.objects.get().pk, kind="question", text="How many men?")
    Message.objects.update(at=timezone.now() - timedelta(days=8))
    assert say(secret, "Smoke over the village").startswith("Received")


def test_a_weekly_message_is_kept_for_its_monitor(secret: str) -> None:
    code = add_monitor(operator(), place="Alba", language="ky", number="0555 000 111")
    reply = say(secret, f"АПТА {code} 7 - A2 K1 # көпүрө")
    row = Situation.objects.get()
    assert (row.monitor.code, row.safety, row.change, row.text) == (code, 7, "worse", "көпүрө")
    assert row.counts == {"shooting": 2, "stone_throwing": 1}
    assert (row.last_day - row.first_day, row.first_day.weekday()) == (timedelta(days=6), 0)
    assert reply.startswith("Рахмат.")
    assert not Report.objects.exists()


def test_nothing_happened_is_a_report(secret: str) -> None:
    code = add_monitor(operator(), place="Alba", language="en")
    assert say(secret, f"WEEK {code} 0").startswith("Thank you. The week from")
    assert Situation.objects.get().counts == {}


@pytest.mark.parametrize("language", ["ky", "ru", "tg", "uz", "en"])
def test_a_weekly_message_that_is_not_understood_is_corrected_in_one_message(secret: str, language: str) -> None:
    word = {"ky": "АПТА", "ru": "НЕДЕЛЯ", "tg": "ҲАФТА", "uz": "HAFTA", "en": "WEEK"}[language]
    code = add_monitor(operator(), place="Alba", language=language, number=NUMBER)
    text = f"{word} {code} 17 = A2"
    reply = say(secret, text)
    assert f"{word} {code} 7" in reply
    assert fits(reply)
    assert not Situation.objects.exists()
    assert not Report.objects.exists()
    kept = Inbound.objects.get()
    assert (kept.outcome, unseal(kept.sealed_text, Purpose.MESSAGE)) == ("correction", text)
    assert text not in kept.sealed_text


def test_nobody_speaks_for_a_monitor_with_a_number(secret: str) -> None:
    code = add_monitor(operator(), place="Alba", language="en", number=NUMBER)
    assert "wrong" in say(secret, f"WEEK {code} 7 = 0", OTHER)
    assert not Situation.objects.exists()


def test_rapidpro_gets_the_reply_in_its_answer(secret: str) -> None:
    flow = {
        "contact": {"uuid": "c1", "name": "Somebody", "urn": f"tel:{NUMBER}"},
        "flow": {"uuid": "f1", "name": "Kerege"},
        "input": {"uuid": "i1", "text": "Shots", "urn": f"tel:{NUMBER}", "created_on": "2026-11-24T08:00:00+00:00"},
        "results": {},
    }
    answers = [
        Client().post(
            "/sms/village-modem/receive", json.dumps(flow), content_type="application/json",
            headers={"Authorization": f"Token {secret}"},
        )
        for _ in range(2)
    ]  # fmt: skip
    first, again = (answer.json() for answer in answers)
    assert (first["status"], again["status"], first["reply"]) == ("report", "again", again["reply"])
    assert CODE.search(first["reply"])
    assert not Delivery.objects.exists()
    row = Report.objects.get()
    assert row.sent_at is not None
    assert "Somebody" not in str(list(Report.objects.values()))


@pytest.mark.parametrize("way", ["token", "bearer", "basic", "field"])
def test_the_secret_may_come_in_any_usual_way(secret: str, way: str) -> None:
    basic = base64.b64encode(f"anybody:{secret}".encode()).decode()
    headers = {"token": f"Token {secret}", "bearer": f"Bearer {secret}", "basic": f"Basic {basic}"}
    fields = {"from": NUMBER, "text": "Shots", **({"secret": secret} if way == "field" else {})}
    used = {"Authorization": headers[way]} if way in headers else {}
    assert Client().post("/sms/village-modem/receive", fields, headers=used).status_code == 200
    assert secret not in str(list(Report.objects.values())) + str(list(Device.objects.values()))


def test_who_does_not_know_the_secret_is_refused(secret: str) -> None:
    wrong = [
        Client().post("/sms/village-modem/receive", {"from": NUMBER, "text": "x"}),
        post("", **{"from": NUMBER, "text": "x"}),
        post(secret[:-1] + "?", **{"from": NUMBER, "text": "x"}),
        Client().post("/sms/village-modem/receive", {"from": NUMBER, "text": "x", "secret": "я"}),
        Client().post("/sms/other/receive", {"from": NUMBER, "text": "x"}, headers={"X-Kerege-Secret": secret}),
        Client().post("/sms/village-modem/receive", {}, headers={"Authorization": "Basic ???"}),
        post("wrong", "delivered", id="1"),
    ]
    assert [answer.status_code for answer in wrong] == [403] * len(wrong)
    assert len({answer.content for answer in wrong}) == 1
    assert not Inbound.objects.exists()
    turn_off_gateway(operator(), name="village-modem")
    assert post(secret, **{"from": NUMBER, "text": "x"}).status_code == 403
    assert Client().get("/sms/village-modem/receive").status_code == 405


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b'{"text": "x"}', b'{"from": null}', b'{"from": {"a": 1}}']
)
def test_what_is_no_message_is_refused_with_one_sentence(secret: str, body: bytes) -> None:
    answer = Client().post(
        "/sms/village-modem/receive", body, content_type="application/json", headers={"X-Kerege-Secret": secret}
    )
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize(
    "text", ["half \\ud800 a character", "zero \\u0000 byte", "⚠️ 🔥 дым", "<script>alert(1)</script>", "=1+1"]
)
def test_any_text_is_kept(secret: str, text: str) -> None:
    body = f'{{"from": "{NUMBER}", "text": "{text}", "id": "{text}", "date": "{"9" * 400}"}}'
    headers = {"X-Kerege-Secret": secret}
    sent = [
        Client().post(f"/sms/village-modem/{path}", body, content_type="application/json", headers=headers)
        for path in ("receive", "failed")
    ]
    assert [answer.json()["status"] for answer in sent] == ["report", "unknown"]
    assert Report.objects.get().text[:4] == json.loads(f'"{text}"')[:4]
    stranger = f'{{"from": "x", "secret": "{text}"}}'
    assert Client().post("/sms/village-modem/receive", stranger, content_type="application/json").status_code == 403


def test_a_flood_from_one_number_is_stopped_and_others_are_heard(secret: str) -> None:
    for number in range(MOST_AN_HOUR):
        assert post(secret, **{"from": NUMBER, "text": f"Shots {number}"}).status_code == 200
    answer = post(secret, **{"from": NUMBER, "text": "One more"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert post(secret, **{"from": OTHER, "text": "Shots"}).status_code == 200
    assert Report.objects.count() == MOST_AN_HOUR + 1
    # What was here already is no flood.
    assert post(secret, **{"from": NUMBER, "text": "Shots 3"}).json()["status"] == "again"
    Inbound.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert post(secret, **{"from": NUMBER, "text": "One more"}).status_code == 200


def test_machines_are_not_answered(secret: str) -> None:
    assert say(secret, "Top up your balance", "MegaNews") == ""
    assert say(secret, "Top up your balance", "4455") == ""
    assert Report.objects.count() == 2
    assert not Contact.objects.exists()


def test_an_empty_message_is_nothing(secret: str) -> None:
    assert say(secret, "  ") == ""
    assert not Report.objects.exists()


def test_the_gateway_tells_what_became_of_a_reply(secret: str) -> None:
    actor = doorkeeper(Door.SMS)
    pk = enqueue_delivery(actor, purpose="x", channel=Channel.SMS, address=NUMBER, text="x", language="en")
    Delivery.objects.update(state="sent", tries=1)
    assert post(secret, "delivered", id=str(pk)).json() == {"status": "delivered"}
    assert Delivery.objects.get().state == "delivered"
    assert post(secret, "failed", id="123456").json() == {"status": "unknown"}
    assert post(secret, "failed").status_code == 400


def test_no_number_is_kept_readable_or_logged(secret: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="django.request")
    caplog.set_level(logging.DEBUG, logger="kerege")
    code = add_monitor(operator(), place="Alba", language="en", number=NUMBER)
    for text in ("Shots", f"WEEK {code} 0", "FGDF-38HW-VJAC"):
        say(secret, text)
    post("wrong", **{"from": NUMBER, "text": "x"})
    kept = [
        *Report.objects.values(),
        *Inbound.objects.values(),
        *Situation.objects.values(),
        *Delivery.objects.values(),
    ]
    everything = str([*kept, *Contact.objects.values(), *AuditEntry.objects.values()]) + caplog.text
    assert "555000111" not in everything


def test_old_messages_are_forgotten_and_their_reports_kept(secret: str) -> None:
    say(secret, "Shots")
    assert forget_old_messages(operator(), timezone.now()) == 0
    assert forget_old_messages(operator(), timezone.now() + timedelta(days=FORGET_DAYS, minutes=1)) == 1
    assert (Inbound.objects.count(), Report.objects.count()) == (0, 1)
