"""Village monitors: their weekly word, the page of it, and the alarm when a word does not come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.situation_report import Change, SituationReport
from kerege.domain.submission import Door
from kerege.intake.monitor_code import is_monitor_code
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.monitors import GRACE_DAYS, access_monitors, access_situations, silent_monitors
from kerege_web.reports.actions.gateways import add_gateway
from kerege_web.reports.actions.monitors import add_monitor, announce_silence, keep_situation, turn_off_monitor
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Delivery, Inbound, Monitor, Situation, Subscription
from kerege_web.reports.schedule import enqueue_hourly_look
from kerege_web.sealing import Purpose, seal, unseal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("viewers")]
MONDAY = date(2026, 11, 16)
SINCE = datetime(2026, 11, 1, 12, tzinfo=UTC)


def word(code: str, client_id: str = "1", **other: Any) -> None:
    said: dict[str, Any] = {"week": MONDAY, "safety": 4, "change": Change.WORSE, "counts": {"shooting": 2}, **other}
    report = SituationReport(monitor=code, **said)
    keep_situation(doorkeeper(Door.SMS), report=report, client_id=client_id, door=Door.SMS)


def monitor(place: str = "Alba", **other: Any) -> str:
    code = add_monitor(operator(), place=place, language="ky", **other)
    Monitor.objects.filter(code=code).update(since=SINCE)
    return code


def test_a_code_is_drawn_and_has_its_check_digit() -> None:
    codes = {monitor() for _ in range(5)}
    assert len(codes) == 5
    assert all(is_monitor_code(code, 4) for code in codes)


def test_the_number_of_a_monitor_is_sealed_and_goes_with_the_monitor() -> None:
    code = monitor(number="+996 555 000 111")
    row = Monitor.objects.get()
    assert "555000" not in str(Monitor.objects.values("code", "place", "number_digest"))
    assert unseal(row.sealed_number, Purpose.CONTACT) == "+996 555 000 111"
    turn_off_monitor(operator(), code=code)
    row.refresh_from_db()
    assert (row.sealed_number, row.number_digest, row.is_active) == ("", "", False)
    with pytest.raises(AccessDeniedError):
        word(code)


@pytest.mark.parametrize(
    "wrong",
    [{"place": " "}, {"language": "de"}, {"section_id": "nowhere"}, {"number": "12"}, {"every_days": 0}],
)
def test_what_cannot_be_used_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        add_monitor(operator(), **{"place": "Alba", "language": "ky", **wrong})
    assert "12 " not in str(refused.value)


def test_only_who_manages_doors_makes_monitors(officer: Viewer, administrator: Viewer) -> None:
    with pytest.raises(AccessDeniedError):
        add_monitor(officer, place="Alba", language="ky")
    with pytest.raises(AccessDeniedError):
        add_monitor(administrator, place="Alba", language="ky", agency="nobody")
    code = add_monitor(administrator, place="Alba", language="ky", agency="police")
    with pytest.raises(AccessDeniedError):
        turn_off_monitor(administrator, code=code)


def test_a_word_is_kept_once() -> None:
    code = monitor()
    word(code)
    word(code)
    word(code, "2", counts={})
    assert Situation.objects.count() == 2
    assert AuditEntry.objects.filter(action="keep_situation").count() == 2


def test_silence_begins_after_the_rhythm_and_the_grace(officer: Viewer) -> None:
    code = monitor()
    weekly = timedelta(days=7 + GRACE_DAYS)
    assert silent_monitors(officer, SINCE + weekly) == ()
    assert [m.silent_days for m in silent_monitors(officer, SINCE + weekly + timedelta(minutes=1))] == [1]
    word(code)
    heard = SINCE + timedelta(days=5)
    Situation.objects.update(received_at=heard)
    assert silent_monitors(officer, heard + weekly) == ()
    silent = silent_monitors(officer, heard + weekly + timedelta(days=3))
    assert [(m.code, m.silent_days, m.heard_at) for m in silent] == [(code, 3, heard)]
    turn_off_monitor(operator(), code=code)
    assert silent_monitors(officer, heard + 2 * weekly) == ()


def test_the_longest_silence_comes_first_and_other_agencies_see_none(
    officer: Viewer, viewers: dict[tuple[str, Role], Viewer]
) -> None:
    often, rarely = monitor("Alba", every_days=3), monitor("Birka", every_days=14)
    now = SINCE + timedelta(days=20)
    assert [m.code for m in silent_monitors(officer, now)] == [often, rarely]
    police = viewers["police", Role.OFFICER]
    word(often)
    assert silent_monitors(police, now) == access_monitors(police, now) == ()
    assert access_situations(police).items == ()
    assert access_situations(officer).total == 1
    with pytest.raises(AccessDeniedError):
        silent_monitors(doorkeeper(Door.SMS), now)


def test_each_silence_is_told_once_to_those_who_asked(officer: Viewer, settings: Any) -> None:
    code = monitor()
    person = Person.objects.get(login=officer.login)
    asked = {"person": person, "channel": "e-mail", "sealed_address": seal("duty@example.org", Purpose.CONTACT)}
    Subscription.objects.create(**asked, confirmed_at=timezone.now())
    Subscription.objects.create(**asked)
    # One way that cannot be opened any more keeps nobody else from being told.
    Subscription.objects.create(
        person=person, channel="sms", sealed_address="sealed with another key", confirmed_at=timezone.now()
    )
    now = SINCE + timedelta(days=10)
    assert [announce_silence(operator(), now), announce_silence(operator(), now + timedelta(days=1))] == [1, 0]
    row = Delivery.objects.get()
    assert (row.purpose, row.channel, row.login) == ("silence", "e-mail", officer.login)
    assert unseal(row.text, Purpose.MESSAGE) == f"Kerege: no weekly message from Alba ({code})."
    word(code)
    Situation.objects.update(received_at=now + timedelta(days=2))
    assert announce_silence(operator(), now + timedelta(days=5)) == 0
    assert announce_silence(operator(), now + timedelta(days=20)) == 1
    assert Delivery.objects.count() == 2


def test_the_look_after_monitors_is_hourly() -> None:
    assert not enqueue_hourly_look(timezone.now())
    monitor()
    assert [enqueue_hourly_look(timezone.now()) for _ in range(2)] == [True, False]
    assert enqueue_hourly_look(timezone.now() + timedelta(minutes=61))
    from kerege_web.reports.tasks import look_after_monitors

    assert look_after_monitors.func() == "1 fell silent, 0 forgotten"
    assert DBTaskResult.objects.count() == 2


def test_the_page_says_who_is_silent_and_what_was_said(officer: Viewer, sign_in: Callable[[Viewer], Client]) -> None:
    browser = sign_in(officer)
    assert "No weekly reports yet" in browser.get("/situations").content.decode()
    speaking, silent = monitor("Alba"), monitor("<b>Birka</b>")
    Monitor.objects.filter(code=speaking).update(since=timezone.now())
    word(speaking, "2", counts={}, safety=None, change=None)
    word(speaking, comment="<script>")
    page = browser.get("/situations").content.decode()
    assert "1 village is silent" in page
    assert f"&lt;b&gt;Birka&lt;/b&gt; ({silent})" in page
    assert "&lt;script&gt;" in page
    assert "Shooting: 2" in page
    assert "before: ?" in " ".join(page.split())
    assert "nothing happened" not in page
    one = browser.get(f"/situations?monitor={speaking}&page=99").content.decode()
    assert "Weekly reports from Alba" in one
    assert "is silent" not in one
    assert "nothing happened" in one
    assert one.count("not said") == 2
    assert "1 village is silent" in browser.get("/situations?monitor=0000").content.decode()


def test_what_was_not_understood_stands_on_the_page(
    officer: Viewer, viewers: dict[tuple[str, Role], Viewer], sign_in: Callable[[Viewer], Client]
) -> None:
    add_gateway(operator(), name="modem")
    from kerege_web.reports.models import Device

    Inbound.objects.create(
        key_digest="k", source_digest="s", device=Device.objects.get(), at=timezone.now(), outcome="correction",
        sealed_text=seal("WEEK 1", Purpose.MESSAGE),
    )  # fmt: skip
    assert "WEEK 1" in sign_in(officer).get("/situations").content.decode()
    assert "WEEK 1" not in sign_in(viewers["police", Role.OFFICER]).get("/situations").content.decode()


def test_who_is_not_signed_in_sees_nothing() -> None:
    assert Client().get("/situations").status_code == 302
