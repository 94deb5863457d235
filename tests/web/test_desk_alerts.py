"""People at the desk are told of urgent reports: by a way they confirmed, once, and without what the report says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.desk_reports import send

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.submission import Hurt
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.alerts import access_deliveries, access_own_subscriptions
from kerege_web.reports.actions.subscribing import (
    Wishes,
    announce_urgent_reports,
    confirm_subscription,
    send_test_message,
    subscribe,
    unsubscribe,
)
from kerege_web.reports.channels import Channel
from kerege_web.reports.models import Contact, Delivery, Report, Subscription
from kerege_web.reports.schedule import look_after_desk
from kerege_web.sealing import Purpose, unseal

pytestmark = pytest.mark.django_db
FORM = {
    "least_urgency": "4.5", "least_severity": "1", "days": ["0", "6"], "begins": "00:00", "ends": "00:00",
}  # fmt: skip
Viewers = dict[tuple[str, Role], Viewer]


def text_of(delivery: Delivery) -> str:
    return unseal(delivery.text, Purpose.MESSAGE)


def confirmed(viewer: Viewer, address: str = "+996 555 777888", **other: float) -> int:
    way = subscribe(viewer, channel=Channel.SMS, address=address, **other)
    code = text_of(Delivery.objects.filter(purpose="confirm", login=viewer.login).latest("pk")).split("code is ")[1][
        :14
    ]
    confirm_subscription(viewer, subscription_id=way, code=code)
    return way


def announced() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for delivery in Delivery.objects.filter(purpose="urgent").order_by("pk"):
        found.setdefault(delivery.login, []).append(text_of(delivery))
    return found


def test_nothing_goes_out_before_the_code_has_come_back(officer: Viewer, analyst: Viewer) -> None:
    way = subscribe(officer, channel=Channel.SMS, address="+996 555 777888")
    send("Stones", hurt=Hurt.YES)
    assert announce_urgent_reports(operator(), now=timezone.now()) == 0
    with pytest.raises(AccessDeniedError):
        send_test_message(officer, subscription_id=way)
    for wrong in ("", "ABCD", "2222-2222-2222"):
        with pytest.raises(InputError):
            confirm_subscription(officer, subscription_id=way, code=wrong)
    other = confirmed(analyst)
    with pytest.raises(AccessDeniedError):
        send_test_message(officer, subscription_id=other)
    send_test_message(analyst, subscription_id=other)
    assert Delivery.objects.filter(purpose="test", login=analyst.login).count() == 1
    assert [way.is_confirmed for way in access_own_subscriptions(officer)] == [False]


def test_each_is_told_once_of_what_is_urgent_and_may_be_seen(viewers: Viewers) -> None:
    here = {role: viewers["border-service", role] for role in (Role.OFFICER, Role.PROTECTION)}
    for viewer in (*here.values(), viewers["police", Role.OFFICER]):
        confirmed(viewer)
    confirmed(viewers["border-service", Role.ANALYST], wishes=Wishes(least_urgency=49.0))
    stones = send("Асанов Бакыт threw stones", hurt=Hurt.YES)
    child = send("A child is hurt", hurt=Hurt.YES, source="b")
    send("Words only")
    send("Shots", kind="shooting", is_exercise=True)
    now = timezone.now()
    assert announce_urgent_reports(operator(), now=now) == 3
    assert announce_urgent_reports(operator(), now=now) == 0
    told = announced()
    assert told.keys() == {viewer.login for viewer in here.values()}
    assert len(told[here[Role.OFFICER].login]) == 1
    assert f"report {stones}: Stone throwing" in told[here[Role.OFFICER].login][0]
    assert any(f"report {child}, protected" in text for text in told[here[Role.PROTECTION].login])
    assert "Асанов" not in str(told)
    assert not Report.objects.filter(announced_at__isnull=True, is_exercise=False).exists()


def test_a_flood_of_reports_is_one_message(officer: Viewer) -> None:
    confirmed(officer)
    for number in range(6):
        send(f"Stones {number}", hurt=Hurt.YES)
    assert announce_urgent_reports(operator(), now=timezone.now()) == 1
    assert announced() == {officer.login: ["Kerege: 6 new urgent reports."]}


def test_old_news_wakes_nobody(officer: Viewer) -> None:
    confirmed(officer)
    send("Stones", hurt=Hurt.YES)
    assert announce_urgent_reports(operator(), now=timezone.now() + timedelta(hours=13)) == 0


def test_a_way_can_be_stopped_and_its_address_is_gone(officer: Viewer, analyst: Viewer) -> None:
    way = confirmed(officer)
    with pytest.raises(AccessDeniedError):
        unsubscribe(analyst, subscription_id=way)
    unsubscribe(officer, subscription_id=way)
    assert not Subscription.objects.exists()
    send("Stones", hurt=Hurt.YES)
    assert announce_urgent_reports(operator(), now=timezone.now()) == 0
    for number in range(5):
        subscribe(officer, channel=Channel.EMAIL, address=f"a{number}@example.org")
    with pytest.raises(InputError):
        subscribe(officer, channel=Channel.EMAIL, address="b@example.org")


def test_the_log_shows_neither_address_nor_words(viewers: Viewers, sign_in: Callable[[Viewer], Client]) -> None:
    administrator = viewers["border-service", Role.ADMINISTRATOR]
    confirmed(administrator)
    assert [one.purpose for one in access_deliveries(administrator).items] == ["confirm"]
    page = sign_in(administrator).get("/desk/deliveries").content.decode()
    assert "Code to confirm an address" in page
    assert "777888" not in page
    assert "your code is" not in page
    assert "777888" not in str(list(AuditEntry.objects.values_list("details", flat=True)))
    for role in (Role.OFFICER, Role.MODERATOR, Role.PROTECTION, Role.ANALYST):
        assert sign_in(viewers["border-service", role]).get("/desk/deliveries").status_code == 404


def test_the_page_leads_from_address_to_code_to_test(officer: Viewer, sign_in: Callable[[Viewer], Client]) -> None:
    browser = sign_in(officer)
    said = {"channel": "e-mail", "address": "duty@example.org", **FORM}
    assert browser.post("/desk/alerts", {**said, "least_urgency": "-1"}).status_code == 422
    assert browser.post("/desk/alerts", said).status_code == 302
    page = browser.get("/desk/alerts").content.decode()
    assert "waits for its code" in page
    assert "duty@example" not in page
    way = Subscription.objects.get().pk
    browser.post(f"/desk/alerts/{way}/confirm", {"code": "wrong"})
    assert "waits for its code" in browser.get("/desk/alerts").content.decode()
    code = text_of(Delivery.objects.get(purpose="confirm")).split("code is ")[1][:14]
    browser.post(f"/desk/alerts/{way}/confirm", {"code": code.lower()})
    assert "Send a test message" in browser.get("/desk/alerts").content.decode()
    assert browser.post(f"/desk/alerts/{way}/test").status_code == 302
    assert browser.post(f"/desk/alerts/{way}/stop").status_code == 302
    assert not Subscription.objects.exists()


def test_the_scheduler_tells_deletes_and_lets_grow_old(officer: Viewer) -> None:
    confirmed(officer)
    report = send("Stones", hurt=Hurt.YES, phone="+996 555 000111")
    row = Report.objects.get(pk=report)
    Contact.objects.update(delete_after=timezone.now())
    look_after_desk(timezone.now() + timedelta(hours=6))
    assert len(announced()) == 1
    assert not Contact.objects.exists()
    assert Report.objects.get(pk=report).urgency < row.urgency
