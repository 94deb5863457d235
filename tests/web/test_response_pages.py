"""The pages of duty: what waits, what is done, the telephone, the book, the figures; by forms alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.desk_reports import send
from tests.web.made_alerts import decided, opened

from kerege.domain.submission import Hurt
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.alerts.models import Alert
from kerege_web.response.access.figures import access_figures
from kerege_web.response.actions.calls import begin_call, end_call
from kerege_web.response.actions.planning import plan_responses
from kerege_web.response.models import Call, Contact, Response, Shift

pytestmark = pytest.mark.django_db
SignIn = Callable[[Viewer], Client]
Viewers = dict[tuple[str, Role], Viewer]
SECTION = "aa-bb.alba--birka"


def test_a_response_is_planned_begun_and_done_by_forms(officer: Viewer, sign_in: SignIn) -> None:
    alert, client = opened(officer, section_id=SECTION), sign_in(officer)
    address = f"/alerts/{alert}/response"
    assert "Nothing is planned yet" in client.get(address).content.decode()
    assert client.post(f"{address}/plan").status_code == 302
    own = {
        "title": "Ask the <b>school</b>", "term": "other", "office": "district_head", "minutes": "120",
        "agency": "border-service",
    }  # fmt: skip
    assert client.post(f"{address}/add", own).status_code == 302
    response = Response.objects.get(action="")
    assert client.post(f"/responses/{response.pk}/take", {"words": ""}).status_code == 302
    assert client.post(f"/responses/{response.pk}/done", {"words": ""}).status_code == 422
    assert client.post(f"/responses/{response.pk}/put-off", {"words": "Rain.", "minutes": "60"}).status_code == 302
    given = {"agency": "border-service", "login": officer.login, "words": "Yours."}
    assert client.post(f"/responses/{response.pk}/give", given).status_code == 302
    assert client.post(f"/responses/{response.pk}/done", {"words": "Open <i>again</i>."}).status_code == 302
    assert client.post(f"/responses/{response.pk}/again", {"words": "Shut."}).status_code == 302
    assert client.post(f"/responses/{response.pk}/give-up", {"words": "No use."}).status_code == 302
    assert client.post(f"/responses/{response.pk}/done", {"words": "x"}).status_code == 422
    assert client.post(f"/responses/{response.pk}/dance", {"words": "x"}).status_code == 404
    page = client.get(address).content.decode()
    assert "Ask the &lt;b&gt;school&lt;/b&gt;" in page and "<b>school" not in page and "<i>again" not in page
    assert "Call the duty officer of the other side" in page and "Given another time" in page
    assert "7 responses are open" in client.get(f"/alerts/{alert}").content.decode()


def test_an_own_response_that_cannot_be_is_said_beside_its_form(officer: Viewer, sign_in: SignIn) -> None:
    alert, client = opened(officer), sign_in(officer)
    own = {"title": "", "term": "other", "office": "police", "minutes": "120", "agency": "border-service"}
    assert client.post(f"/alerts/{alert}/response/add", own).status_code == 422
    own |= {"title": "Go", "agency": "police"}
    assert client.post(f"/alerts/{alert}/response/add", own).status_code == 422
    Alert.objects.update(closed_at=timezone.now(), stage="closed")
    assert "cannot be done" in client.post(f"/alerts/{alert}/response/plan", follow=True).content.decode()
    assert not Response.objects.exists()


def test_the_duty_page_holds_what_waits_and_nothing_else(viewers: Viewers, sign_in: SignIn) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    client = sign_in(officer)
    empty = client.get("/duty").content.decode()
    assert empty.count("None.") == 3 and 'data-theme="dark"' in empty
    report = send("Shots", kind="shooting", hurt=Hurt.YES, place="Bridge")
    alert = opened(officer, section_id=SECTION, title="Shots at the bridge")
    plan_responses(officer, alert_id=alert)
    Response.objects.filter(action="call_duty_officer").update(due_at=timezone.now() - timedelta(minutes=5))
    page = client.get("/duty")
    assert [item.id for item in page.context["reports"].items] == [report]
    assert [line.id for line in page.context["alerts"]] == [alert]
    assert [line.action for line in page.context["late"]] == ["call_duty_officer"]
    assert len(page.context["map"].marks) == 2
    # Another agency's duty page shows the report that everybody's desk shows, and nothing of the alert.
    other = sign_in(police).get("/duty").content.decode()
    assert "Shots at the bridge" not in other and "Call the duty officer" not in other
    # Who chose the light keeps it.
    client.cookies["kerege-theme"] = "light"
    assert 'data-theme="light"' in client.get("/duty").content.decode()


def test_the_duty_page_asks_the_database_as_often_for_many_as_for_few(
    officer: Viewer, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in(officer)
    for number in range(12):
        send(f"Shots {number}", kind="shooting", hurt=Hurt.YES)
        plan_responses(officer, alert_id=opened(officer, section_id=SECTION))
    Response.objects.update(due_at=timezone.now() - timedelta(minutes=5))
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        page = client.get("/duty")
    assert len(page.context["late"]) == len(page.context["alerts"]) == len(page.context["reports"].items) == 4


def test_the_telephone_by_forms(viewers: Viewers, sign_in: SignIn) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    keeper, client = sign_in(analyst), sign_in(officer)
    assert "No number of the other side" in client.get(f"/hotline?section={SECTION}").content.decode()
    office = {
        "office": "duty_officer", "side": "BB", "name": "Post <b>Birka</b>", "number": "+992 37 1", "rung": "1",
        "languages": "ru, tg", "section_ids": [SECTION],
    }  # fmt: skip
    assert client.post("/contacts", office).status_code == 404
    assert keeper.post("/contacts", {**office, "number": "none"}).status_code == 422
    assert keeper.post("/contacts", office).status_code == 302
    contact = Contact.objects.get()
    page = client.get(f"/hotline?section={SECTION}").content.decode()
    assert 'href="tel:+992371"' in page and "Post &lt;b&gt;Birka" in page
    alert = opened(officer, section_id=SECTION)
    begun = {"section": SECTION, "contact": contact.pk, "alert": alert}
    assert client.post("/hotline/begin", begun).status_code == 302
    assert "A call goes on already" in client.post("/hotline/begin", begun, follow=True).content.decode()
    call = Call.objects.get()
    assert f"{call.began_at:%Y-%m-%dT%H}"[:10] in client.get(f"/hotline?section={SECTION}").content.decode()
    said = {"section": SECTION, "was_reached": "yes", "agreed": "", "next_minutes": "60"}
    assert client.post(f"/hotline/{call.pk}/end", said).status_code == 422
    assert client.post(f"/hotline/{call.pk}/end", {**said, "agreed": "Both draw back."}).status_code == 302
    assert client.post(f"/hotline/{call.pk}/end", {**said, "agreed": "x"}).status_code == 404
    assert "Both draw back." in client.get("/hotline").content.decode()
    assert client.get("/hotline?section=nowhere").status_code == 404
    assert client.get(f"/hotline?section={SECTION}&alert=999999").status_code == 404
    assert keeper.post(f"/contacts/{contact.pk}/remove").status_code == 302


def test_shifts_by_forms(viewers: Viewers, sign_in: SignIn) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    begin = timezone.localtime(timezone.now()).replace(second=0, microsecond=0)
    end = begin + timedelta(hours=8)
    said = {"login": officer.login, "begins_at": f"{begin:%Y-%m-%dT%H:%M}", "ends_at": f"{end:%Y-%m-%dT%H:%M}"}
    assert sign_in(officer).post("/shifts", said).status_code == 404
    keeper = sign_in(analyst)
    assert keeper.post("/shifts", {**said, "ends_at": said["begins_at"]}).status_code == 422
    assert keeper.post("/shifts", said).status_code == 302
    # The hours that a person writes are those of the region's clocks.
    assert Shift.objects.get().begins_at != begin
    assert officer.login in sign_in(officer).get("/shifts").content.decode()
    assert keeper.post(f"/shifts/{Shift.objects.get().pk}/end").status_code == 302
    assert not Shift.objects.exists() or Shift.objects.get().ends_at <= timezone.now()


def test_key_figures_are_of_the_own_agency_without_exercises(viewers: Viewers, sign_in: SignIn) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    assert "No alert in these days" in sign_in(officer).get("/figures").content.decode()
    report = send("Shots", place="Bridge")
    alert = decided(officer, report, section_id=SECTION)
    decided(officer, is_exercise=True)
    opened(police)
    call = begin_call(officer, section_id=SECTION, alert_id=alert)
    end_call(officer, call_id=call, was_reached=True, agreed="Quiet.")
    opened_at = timezone.now() - timedelta(minutes=90)
    Alert.objects.filter(pk=alert).update(opened_at=opened_at)
    now = timezone.now()
    found = access_figures(officer, start=now - timedelta(days=2), end=now + timedelta(days=1), now=now)
    assert (found.all.alerts, found.all.in_time, found.all.judged) == (1, 1, 1)
    assert found.all.to_contact.median_minutes == pytest.approx(90, abs=1)
    assert found.all.to_responder.median_minutes == pytest.approx(90, abs=1)
    assert [section for section, _ in found.sections] == [SECTION] and len(found.months) == 1
    page = sign_in(officer).get("/figures").content.decode()
    assert "1 of 1" in page and "90 minutes" in page and "Alba – Birka" in page
    assert sign_in(officer).get("/figures?start=nonsense").status_code == 200


@pytest.mark.parametrize("address", ["/duty", "/hotline", "/contacts", "/shifts", "/figures", "/alerts/1/response"])
def test_nobody_sees_them_without_signing_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
