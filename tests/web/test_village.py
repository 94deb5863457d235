"""The village bulletin of real reports and responses: what is told, and what never is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.desk_reports import send
from tests.web.made_alerts import decided

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.office import Office
from kerege.domain.position import Position
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer
from kerege_web.reports.actions.judging import judge_report
from kerege_web.reports.models import Report
from kerege_web.response.access.village import access_village_month
from kerege_web.response.actions.moving import end_response
from kerege_web.response.actions.planning import Wanted, add_response

pytestmark = pytest.mark.django_db
SignIn = Callable[[Viewer], Client]
SECTION = "aa-bb.alba--birka"
THERE = Position(45.01, 10.05, 1.0)


def month_of(viewer: Viewer, **other: object):
    said = {"section_id": SECTION, "month": timezone.localdate(), "report_address": "/report", "now": timezone.now()}
    return access_village_month(viewer, **{**said, **other})


def done(actor: Viewer, alert: int, term: str) -> None:
    wanted = Wanted(title="By Asan", term=term, office=Office.POLICE, minutes=60)
    end_response(
        actor, response_id=add_response(actor, alert_id=alert, wanted=wanted), is_done=True, words="Asan went."
    )


def test_what_was_reported_found_and_done_without_names_places_exercises_or_protected_ones(
    analyst: Viewer, officer: Viewer
) -> None:
    first, second, third = (
        send(f"Stones by Asan {number}", position=THERE, place="House of Asan", hours_ago=0.1) for number in range(3)
    )
    assert Report.objects.get(pk=first).section_id == SECTION
    send("A drill", position=THERE, is_exercise=True)
    send("A child is hurt", position=THERE)
    Report.objects.filter(text="A child is hurt").update(is_narrowed=True)
    judge_report(analyst, report_id=first, verdict=Verdict.VERIFIED, reason="Seen.")
    judge_report(analyst, report_id=second, verdict=Verdict.DUPLICATE, reason="The same.", duplicate_of=first)
    alert = decided(officer, third, section_id=SECTION)
    done(officer, alert, "joint_patrol")
    done(officer, alert, "units_alerted")
    done(officer, decided(officer, section_id=SECTION, is_exercise=True), "ceasefire")
    found = month_of(analyst)
    assert (found.received, found.checked) == (2, 1)
    assert [one.kind for one in found.happenings] == ["stone_throwing"]
    assert [one.response for one in found.done] == ["joint_patrol"]
    assert [one.kind for one in found.still_open] == ["shooting"]
    assert "Asan" not in repr(found)


def test_another_section_and_another_month_know_nothing_of_it(analyst: Viewer) -> None:
    send("Stones", position=THERE)
    assert month_of(analyst, section_id="aa-bb.birka--cedra").is_empty
    assert month_of(analyst, month=timezone.localdate() - timedelta(days=70)).received == 0
    with pytest.raises(InputError, match="no section"):
        month_of(analyst, section_id="nowhere")
    with pytest.raises(InputError, match="not begun"):
        month_of(analyst, month=date(2999, 1, 1))


def test_only_who_publishes_bulletins_may_make_one(officer: Viewer, sign_in: SignIn) -> None:
    with pytest.raises(AccessDeniedError):
        month_of(officer)
    for address in ("/bulletins/village", "/bulletins/village.pdf"):
        assert (
            sign_in(officer).get(address, {"section": SECTION, "month": "2026-11", "language": "en"}).status_code == 404
        )


def test_the_page_shows_it_and_the_file_is_one_page(analyst: Viewer, sign_in: SignIn) -> None:
    client = sign_in(analyst)
    assert "Choose a section and a month" in client.get("/bulletins/village").content.decode()
    for _ in range(3):
        send(f"Stones {_}", position=THERE)
    chosen = {"section": SECTION, "month": f"{timezone.localdate():%Y-%m}", "language": "en"}
    page = client.get("/bulletins/village", chosen).content.decode()
    assert "Reports that came in: 3." in page and "Alba – Birka" in page
    answer = client.get("/bulletins/village.pdf", {**chosen, "language": "ky"})
    assert answer.content.startswith(b"%PDF-") and "attachment" in answer["Content-Disposition"]
    for wrong in ({"section": "nowhere"}, {"month": "2999-01"}, {"month": "soon"}, {"language": "de"}):
        assert client.get("/bulletins/village", {**chosen, **wrong}).status_code == 422
        assert client.get("/bulletins/village.pdf", {**chosen, **wrong}).status_code == 422
