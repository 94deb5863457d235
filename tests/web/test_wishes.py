"""People are told when they want: hours, sections, digests; they answer from the message; the gravest is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.web.desk_reports import send
from tests.web.made_alerts import opened, reachable, told
from tests.web.test_desk_alerts import FORM

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.office import Office
from kerege.domain.submission import Door, Hurt
from kerege.intake.incoming_sms import IncomingSms
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.alerts.models import Alert, AlertStep
from kerege_web.audit.models import AuditEntry
from kerege_web.region import current_region
from kerege_web.reports.actions.answering import answer_in_reply, forget_answers, give_answer, look_at_answer
from kerege_web.reports.actions.devices import add_device
from kerege_web.reports.actions.incoming import take_sms
from kerege_web.reports.actions.subscribing import Wishes, announce_urgent_reports, change_wishes
from kerege_web.reports.actions.telling import send_digests
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import AnswerCode, Delivery, HeldNotice, Report, Subscription
from kerege_web.response.actions.planning import Wanted, add_response
from kerege_web.response.models import Response
from kerege_web.sealing import Purpose, unseal

pytestmark = pytest.mark.django_db
SignIn = Callable[[Viewer], Client]
SECTION, OTHER = "aa-bb.alba--birka", "aa-bb.birka--cedra"
NUMBER = "+996 555 777888"


def wishing(viewer: Viewer, **other: object) -> Subscription:
    reachable(viewer)
    row = Subscription.objects.get(person_id=viewer.person_id)
    change_wishes(viewer, subscription_id=row.pk, wishes=Wishes(**other))
    return row


def clock(hours: int):
    return (timezone.now().astimezone(current_region().zone) + timedelta(hours=hours)).time().replace(second=0)


def code_of_newest() -> str:
    text = unseal(Delivery.objects.order_by("-pk")[0].text, Purpose.MESSAGE)
    found = re.search(r"OK (\w{4}-\w{4}-\w{4})", text)
    assert found is not None, text
    return found.group(1)


def test_quiet_hours_put_a_message_off_and_the_gravest_breaks_them(officer: Viewer) -> None:
    wishing(officer, begins=clock(2), ends=clock(3))
    opened(officer, severity=4)
    waits = Delivery.objects.get()
    assert timedelta(hours=1) < waits.next_try_at - timezone.now() <= timedelta(hours=2)
    opened(officer, severity=5)
    assert Delivery.objects.order_by("-pk")[0].next_try_at <= timezone.now()


def test_sections_severity_and_language_are_as_wished(officer: Viewer) -> None:
    wishing(officer, section_ids=[SECTION], least_severity=3, language="ru")
    opened(officer, section_id=OTHER, severity=5)
    opened(officer, section_id=SECTION, severity=2)
    assert told() == []
    opened(officer, section_id=SECTION, severity=3)
    assert [text.startswith("Kerege: новая тревога") or "тревог" in text for _, text in told()] == [True]


def test_a_digest_is_one_message_and_holds_nothing_back_for_good(officer: Viewer) -> None:
    local = timezone.now().astimezone(current_region().zone)
    wishing(officer, digest_hour=(local.hour + 2) % 24, least_urgency=0.0)
    for _ in range(2):
        opened(officer, severity=3)
    send("Stones", hurt=Hurt.YES)
    announce_urgent_reports(operator(), now=timezone.now())
    assert not Delivery.objects.exists() and HeldNotice.objects.count() == 3
    assert send_digests(operator(), now=timezone.now()) == 0
    assert send_digests(operator(), now=timezone.now() + timedelta(hours=3)) == 1
    assert told("digest") == [
        (officer.login, "Kerege, since the last message: 2 words of alerts, 1 new urgent report. Sign in to read it.")
    ]
    assert send_digests(operator(), now=timezone.now() + timedelta(hours=3)) == 0
    opened(officer, severity=5)
    assert len(told("alert")) == 1
    with pytest.raises(AccessDeniedError):
        send_digests(officer, now=timezone.now())


def test_reports_keep_quiet_hours_too_whatever_the_least_severity_of_alerts(officer: Viewer) -> None:
    wishing(officer, begins=clock(2), ends=clock(3), least_severity=5, least_urgency=0.0)
    send("Stones", hurt=Hurt.YES)
    assert announce_urgent_reports(operator(), now=timezone.now()) == 1
    assert Delivery.objects.get().next_try_at > timezone.now() + timedelta(hours=1)


def test_what_is_taken_back_is_never_told_and_what_is_stored_always_is(officer: Viewer) -> None:
    reachable(officer)
    with pytest.raises(RuntimeError), transaction.atomic():
        opened(officer)
        raise RuntimeError("the machine stops")
    assert not (Alert.objects.exists() or Delivery.objects.exists() or AnswerCode.objects.exists())
    opened(officer)
    assert Delivery.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "wrong",
    [
        {"least_severity": 0}, {"days": []}, {"days": [7]}, {"digest_hour": 24}, {"section_ids": ["nowhere"]},
        {"language": "de"}, {"least_urgency": -1.0}, {"least_urgency": float("nan")},
    ],
)  # fmt: skip
def test_wishes_that_cannot_be_are_refused(officer: Viewer, wrong: dict[str, object]) -> None:
    row = wishing(officer)
    with pytest.raises(InputError):
        change_wishes(officer, subscription_id=row.pk, wishes=Wishes(**wrong))
    row.refresh_from_db()
    assert (row.least_severity, row.days, row.section_ids) == (1, list(range(7)), [])


def test_nobody_changes_the_wishes_of_another(officer: Viewer, analyst: Viewer) -> None:
    row = wishing(officer)
    with pytest.raises(AccessDeniedError):
        change_wishes(analyst, subscription_id=row.pk, wishes=Wishes())


def test_a_link_answers_once_and_looking_at_it_changes_nothing(officer: Viewer, client: Client) -> None:
    reachable(officer)
    alert = opened(officer)
    address = f"/answer/{code_of_newest()}"
    for _ in range(2):
        assert "Have you seen the message?" in client.get(address).content.decode()
        assert client.head(address).status_code == 200
    assert not AlertStep.objects.filter(kind="seen").exists()
    assert "you have seen it" in client.post(address).content.decode()
    assert "answered before" in client.post(address).content.decode()
    step = AlertStep.objects.get(kind="seen")
    assert (step.actor, step.alert_id) == (officer.login, alert)
    assert Alert.objects.get().owner == officer.login
    assert AuditEntry.objects.filter(action="answer_message").values_list("details", flat=True)[0] == {"way": "link"}
    assert client.get("/answer/FGDF-38HW-VJAB").status_code == client.post("/answer/nonsense").status_code == 404


def test_a_link_is_over_after_two_days_and_useless_once_the_person_is_gone(officer: Viewer, client: Client) -> None:
    reachable(officer)
    opened(officer)
    code = code_of_newest()
    assert look_at_answer(code, timezone.now() + timedelta(hours=49)).state == "over"
    AnswerCode.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "over" in client.post(f"/answer/{code}").content.decode()
    assert not AlertStep.objects.filter(kind="seen").exists()
    assert forget_answers(timezone.now()) == 0
    assert forget_answers(timezone.now() + timedelta(days=8)) == 1
    opened(officer)
    code = code_of_newest()
    type(Subscription.objects.get().person).objects.filter(pk=officer.person_id).update(is_active=False)
    with pytest.raises(AccessDeniedError):
        give_answer(code, way="link")


@pytest.mark.parametrize("words", ["OK {}", "ok {}", "ок {}", "Да, {}", "ооба {}", "ҳа {}", "ok: {}"])
def test_a_reply_by_text_message_from_the_own_number_answers(officer: Viewer, words: str) -> None:
    reachable(officer)
    opened(officer)
    code = code_of_newest()
    gateway = add_device(operator(), name="Gateway", agency="border-service", door=Door.SMS, key="k" * 40)
    door = doorkeeper(Door.SMS, "border-service")
    message = IncomingSms(number="+996555777888", text=words.format(code.lower()), message_id=words)
    assert take_sms(door, device_id=gateway, message=message).outcome == "seen"
    assert AlertStep.objects.filter(kind="seen", actor=officer.login).count() == 1
    assert not Report.objects.exists()


def test_a_code_that_others_have_seen_is_of_no_use_to_them(officer: Viewer) -> None:
    reachable(officer)
    opened(officer)
    code, door = code_of_newest(), doorkeeper(Door.SMS, "border-service")
    assert answer_in_reply(door, text=f"OK {code}", sender="+996 700 111222", way="sms") is None
    assert answer_in_reply(door, text=f"What about {code}?", sender=NUMBER, way="sms") is None
    assert answer_in_reply(door, text="OK FGDF-38HW-VJAB", sender=NUMBER, way="sms") is None
    assert not AlertStep.objects.filter(kind="seen").exists()
    assert (
        answer_in_reply(door, text=f"OK {code}", sender="+996555777888", way="sms") == "Kerege: kept, you have seen it."
    )
    assert answer_in_reply(door, text=f"OK {code}", sender=NUMBER, way="sms") == "Kerege: this was answered before."


def test_a_response_is_answered_too_and_what_may_not_be_seen_any_more_is_not(
    viewers: dict[tuple[str, Role], Viewer],
) -> None:
    from kerege_web.alerts.actions.steps import release_alert

    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    reachable(police)
    alert = opened(officer)
    release_alert(officer, alert_id=alert, agency="police", reason="Theirs.")
    add_response(
        officer, alert_id=alert,
        wanted=Wanted(title="Go", term="police_went", office=Office.POLICE, minutes=30, agency="police"),
    )  # fmt: skip
    code = code_of_newest()
    Alert.objects.update(releasable_to="")
    with pytest.raises(AccessDeniedError):
        give_answer(code, way="link")
    Alert.objects.update(releasable_to="|police|")
    give_answer(code, way="link")
    assert Response.objects.get().owner == police.login


def test_a_link_stands_in_the_message_where_the_station_has_an_address(officer: Viewer, settings: object) -> None:
    settings.KEREGE_ADDRESS = "https://kerege.example/"  # type: ignore[attr-defined]
    reachable(officer)
    opened(officer)
    text = unseal(Delivery.objects.get().text, Purpose.MESSAGE)
    assert f"https://kerege.example/answer/{code_of_newest()}" in text


def test_wishes_by_the_page(officer: Viewer, sign_in: SignIn) -> None:
    row, client = wishing(officer), sign_in(officer)
    said = {
        **FORM,
        "least_severity": "4",
        "section_ids": [SECTION],
        "begins": "08:00",
        "ends": "20:00",
        "digest_hour": "7",
    }
    assert client.post(f"/desk/alerts/{row.pk}/wishes", {**said, "days": []}).status_code == 422
    assert client.post(f"/desk/alerts/{row.pk}/wishes", said).status_code == 302
    page = client.get("/desk/alerts").content.decode()
    assert "once a day at 7:00" in page and "from severity 4 on" in page
    row.refresh_from_db()
    assert (row.days, row.section_ids, row.digest_hour) == ([0, 6], [SECTION], 7)


def test_pages_hear_of_what_waits_and_nobody_else_does(officer: Viewer, sign_in: SignIn, client: Client) -> None:
    assert client.get("/live").status_code == 204
    own = sign_in(officer)
    first = own.get("/live")
    assert first["Content-Type"].startswith("text/event-stream") and first["Cache-Control"] == "no-store"
    text = first.content.decode()
    assert 'data: {"reports": 0, "alerts": 0, "late": 0}' in text and text.startswith("retry: 4000\n")
    event = re.search(r"id: (\w+)", text)
    assert event is not None
    assert ": the same" in own.get("/live", headers={"Last-Event-ID": event.group(1)}).content.decode()
    opened(officer)
    assert '"alerts": 1' in own.get("/live", headers={"Last-Event-ID": event.group(1)}).content.decode()


def test_the_numbers_that_pages_hear_are_those_of_the_duty_page(officer: Viewer, sign_in: SignIn) -> None:
    for number in range(6):
        send(f"Shots {number}", kind="shooting", hurt=Hurt.YES, is_exercise=number > 2)
    opened(officer, is_exercise=True)
    client = sign_in(officer)
    page = client.get("/duty")
    shown = {name: int(found) for name, found in re.findall(r'data-live="(\w+)">(\d+)<', page.content.decode())}
    assert shown == {"reports": 6, "alerts": 1, "late": 0}
    assert f"data: {json.dumps(shown)}" in client.get("/live").content.decode()
