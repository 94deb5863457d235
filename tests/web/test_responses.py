"""What is done about an alert: planned by the playbook, by somebody, until a time, with a result."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web.desk_reports import send
from tests.web.made_alerts import decided, opened, reachable, told

from kerege.domain.alert_stage import TriageFinding, VerificationFinding
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.office import Office
from kerege.domain.response_state import ResponseState
from kerege.domain.risk import RiskLevel
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.alerts.actions.closing import close_alert
from kerege_web.alerts.actions.steps import raise_level, release_alert, triage_alert, verify_alert
from kerege_web.alerts.responses_known import responses_of
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.models import Message
from kerege_web.response.access.responses import access_late_responses, access_responses
from kerege_web.response.access.timeline import access_timeline
from kerege_web.response.actions.moving import end_response, give_response, put_off_response, take_response
from kerege_web.response.actions.overdue import call_for_late_responses
from kerege_web.response.actions.planning import Wanted, add_response, plan_responses
from kerege_web.response.actions.shifts import add_shift
from kerege_web.response.models import Response, ResponseStep

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]
OWN = Wanted(title="Ask the school to stay open", term="other", office=Office.DISTRICT_HEAD, minutes=120)


def lines(viewer: Viewer, alert: int):
    return access_responses(viewer, alert, timezone.now()).items


def test_the_playbook_is_planned_once_and_a_higher_level_adds_to_it(officer: Viewer) -> None:
    # Severity 4 while nobody has judged it: the level of the plan is high.
    alert = opened(officer, kind="shooting", severity=4)
    before = timezone.now()
    assert plan_responses(officer, alert_id=alert) == 7
    assert plan_responses(officer, alert_id=alert) == 0
    first = lines(officer, alert)[0]
    assert (first.action, first.is_contact, first.state) == ("call_duty_officer", True, ResponseState.PLANNED)
    assert timedelta(0) <= first.due_at - before - timedelta(minutes=15) < timedelta(minutes=1)
    raise_level(officer, alert_id=alert, level=RiskLevel.CRITICAL, reason="A village burns.")
    assert access_responses(officer, alert, timezone.now()).not_planned == 3
    assert plan_responses(officer, alert_id=alert) == 3
    assert {"ceasefire", "evacuate", "higher_talks"} <= {line.action for line in lines(officer, alert)}


def test_begun_done_taken_up_again_given_up_each_with_who_when_and_why(officer: Viewer, analyst: Viewer) -> None:
    alert = opened(officer)
    response = add_response(officer, alert_id=alert, wanted=OWN)
    take_response(officer, response_id=response)
    end_response(analyst, response_id=response, is_done=True, words="Open until noon.")
    with pytest.raises(InputError, match="Say it in 1 to"):
        take_response(officer, response_id=response, words=" ")
    take_response(officer, response_id=response, words="It was shut again.")
    end_response(officer, response_id=response, is_done=False, words="The head teacher refused.")
    (line,) = lines(officer, alert)
    assert (line.state, line.owner, line.result) == (
        ResponseState.GIVEN_UP, officer.login, "The head teacher refused.",
    )  # fmt: skip
    steps = list(ResponseStep.objects.order_by("at", "id").values_list("kind", "actor", "words"))
    assert steps == [
        ("planned", officer.login, ""), ("taken", officer.login, ""), ("done", analyst.login, "Open until noon."),
        ("again", officer.login, "It was shut again."), ("given_up", officer.login, "The head teacher refused."),
    ]  # fmt: skip
    entries = list(AuditEntry.objects.filter(object_type="response").values_list("action", "details"))
    assert [action for action, _ in entries] == ["plan_response", *["move_response"] * 4]
    assert "teacher" not in str(entries)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "}, {"title": "x" * 201}, {"term": "dance"}, {"minutes": 0.0}, {"minutes": float("inf")},
        {"agency": "nobody"}, {"agency": "police"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_whole(officer: Viewer, wrong: dict[str, object]) -> None:
    alert = opened(officer)
    wanted = Wanted(**{**{name: getattr(OWN, name) for name in OWN.__slots__}, **wrong})
    with pytest.raises(InputError):
        add_response(officer, alert_id=alert, wanted=wanted)
    assert not Response.objects.exists()


def test_nothing_moves_backwards_or_without_words(officer: Viewer) -> None:
    alert = opened(officer)
    response = add_response(officer, alert_id=alert, wanted=OWN)
    with pytest.raises(InputError, match="Say it in 1 to"):
        end_response(officer, response_id=response, is_done=True, words="  ")
    end_response(officer, response_id=response, is_done=True, words="Done.")
    for move in (
        lambda: end_response(officer, response_id=response, is_done=False, words="No."),
        lambda: put_off_response(officer, response_id=response, minutes=5, words="Later."),
        lambda: give_response(officer, response_id=response, agency=officer.agency, login="", words="You."),
    ):
        with pytest.raises(InputError):
            move()
    assert Response.objects.get().state == "done"


def test_an_alert_closes_when_all_is_ended_and_the_reporter_hears_what_was_done(
    officer: Viewer, analyst: Viewer
) -> None:
    report = send("Shots near the canal")
    alert = decided(officer, report)
    plan_responses(officer, alert_id=alert)
    with pytest.raises(InputError, match="7 responses are still open"):
        close_alert(analyst, alert_id=alert, lessons="None.")
    for line in lines(officer, alert):
        end_response(officer, response_id=line.id, is_done=line.action == "explain", words="As planned.")
    known = responses_of(alert)
    assert (known.open_count, known.late_count, known.done) == (0, 0, ("explanatory_work",))
    close_alert(analyst, alert_id=alert, lessons="Go there earlier.")
    assert "Explanatory work with residents" in Message.objects.get(report_id=report).text
    first = lines(officer, alert)[0]
    assert not first.may_move
    with pytest.raises(InputError, match="The alert is closed"):
        take_response(officer, response_id=first.id, words="Once more.")
    with pytest.raises(InputError, match="The alert is closed"):
        add_response(officer, alert_id=alert, wanted=OWN)


def test_no_step_closes_an_alert_while_somebody_is_under_way(officer: Viewer) -> None:
    first, second = opened(officer), opened(officer)
    for alert in (first, second):
        add_response(officer, alert_id=alert, wanted=OWN)
    with pytest.raises(InputError, match="1 responses are still open"):
        triage_alert(officer, alert_id=first, finding=TriageFinding.NOT_RELEVANT, reason="A wedding.")
    triage_alert(officer, alert_id=second, finding=TriageFinding.RELEVANT, reason="Shots.")
    with pytest.raises(InputError, match="1 responses are still open"):
        verify_alert(officer, alert_id=second, finding=VerificationFinding.FALSE, reason="A wedding.")
    for line in (*lines(officer, first), *lines(officer, second)):
        end_response(officer, response_id=line.id, is_done=False, words="It was a wedding.")
    triage_alert(officer, alert_id=first, finding=TriageFinding.NOT_RELEVANT, reason="A wedding.")
    assert not Response.objects.exclude(state="given_up").exists()


def test_another_agency_is_asked_once_it_may_see_the_alert_and_is_told(viewers: Viewers) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    reachable(police)
    alert = opened(officer, send(place="Bridge"))
    release_alert(officer, alert_id=alert, agency="police", reason="It is their village.")
    response = add_response(
        officer,
        alert_id=alert,
        wanted=Wanted(title="Secret of Asan", term="police_went", office=Office.POLICE, minutes=30, agency="police"),
    )
    (_, words) = told("response")[-1]
    assert [login for login, _ in told("response")] == [police.login]
    assert "you are asked" in words and "Asan" not in words
    take_response(police, response_id=response)
    end_response(police, response_id=response, is_done=True, words="Two men went.")
    (line,) = lines(officer, alert)
    assert (line.agency, line.owner, line.state) == ("police", police.login, ResponseState.DONE)
    # They may do what they were asked, and no more.
    with pytest.raises(AccessDeniedError):
        add_response(police, alert_id=alert, wanted=OWN)
    own = add_response(officer, alert_id=alert, wanted=OWN)
    with pytest.raises(AccessDeniedError):
        take_response(police, response_id=own)


def test_who_may_not_see_the_alert_cannot_tell_its_responses_from_nothing(viewers: Viewers) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    alert = opened(officer)
    response = add_response(officer, alert_id=alert, wanted=OWN)
    for number in (response, 999_999):
        with pytest.raises(AccessDeniedError):
            take_response(police, response_id=number)
    for number in (alert, 999_999):
        with pytest.raises(AccessDeniedError):
            access_responses(police, number, timezone.now())
        with pytest.raises(AccessDeniedError):
            access_timeline(police, number)
        with pytest.raises(AccessDeniedError):
            plan_responses(police, alert_id=number)
    assert access_late_responses(police, timezone.now() + timedelta(days=9), most=5) == ()


def test_a_late_response_calls_its_circles_one_by_one(viewers: Viewers) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    for person in (officer, analyst):
        reachable(person)
    alert = opened(officer)
    response = add_response(officer, alert_id=alert, wanted=OWN)
    take_response(officer, response_id=response)
    begin = timezone.now()

    def called(minutes: float) -> list[str]:
        before = len(told("response"))
        call_for_late_responses(operator(), now=begin + timedelta(minutes=minutes))
        return sorted(login for login, _ in told("response")[before:])

    assert called(119) == []
    assert called(121) == [officer.login]
    assert called(122) == []
    assert called(181) == sorted([analyst.login, officer.login])
    assert called(241) == [analyst.login]
    assert called(9_999) == []
    assert [line.id for line in access_late_responses(officer, begin + timedelta(hours=3), most=5)] == [response]
    put_off_response(officer, response_id=response, minutes=600, words="The bridge is shut.")
    assert called(300) == []
    assert called(601) == [officer.login]
    with pytest.raises(AccessDeniedError):
        call_for_late_responses(officer, now=begin)


def test_those_that_wait_for_their_next_circle_do_not_hide_the_newly_late(
    officer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kerege_web.response.actions.overdue.MOST_AT_ONCE", 2)
    alert, begin = opened(officer), timezone.now()
    for _ in range(2):
        add_response(officer, alert_id=alert, wanted=OWN)
    assert call_for_late_responses(operator(), now=begin + timedelta(minutes=121)) == 2
    late = Wanted(title="Later", term="other", office=Office.POLICE, minutes=125)
    add_response(officer, alert_id=alert, wanted=late)
    assert call_for_late_responses(operator(), now=begin + timedelta(minutes=127)) == 1
    assert Response.objects.get(title="Later").calls == 1


def test_whoever_is_on_duty_is_told_first(viewers: Viewers) -> None:
    people = [viewers["border-service", role] for role in (Role.OFFICER, Role.MODERATOR, Role.ANALYST)]
    for person in people:
        reachable(person)
    now = timezone.now()
    add_shift(
        people[2], login=people[1].login, begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=8),
        section_ids=["aa-bb.alba--birka"],
    )  # fmt: skip
    opened(people[0], section_id="aa-bb.alba--birka")
    assert [login for login, _ in told("alert")] == [people[1].login]
    opened(people[0], section_id="aa-bb.birka--cedra")
    assert {login for login, _ in told("alert")[1:]} == {person.login for person in people}


def test_the_log_tells_everything_in_order(officer: Viewer, analyst: Viewer) -> None:
    alert = decided(officer)
    response = add_response(officer, alert_id=alert, wanted=OWN)
    end_response(officer, response_id=response, is_done=True, words="Open.")
    close_alert(analyst, alert_id=alert, lessons="Well done.")
    found = access_timeline(officer, alert)
    assert [entry.kind for entry in found] == [
        "opened", "triaged", "verified", "assessed", "characterised", "decided", "planned", "done", "closed",
    ]  # fmt: skip
    assert all(before.at <= after.at for before, after in itertools.pairwise(found))
    assert found[7].title == OWN.title and found[7].words == "Open."
