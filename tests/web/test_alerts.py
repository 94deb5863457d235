"""The life of an alert: every step by somebody, for a reason, in time or visibly late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web.desk_reports import send
from tests.web.made_alerts import decided, opened, reachable, told

from kerege.domain.alert_stage import AlertOutcome, AlertStage, TriageFinding, VerificationFinding
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import TLP, Marking
from kerege.domain.risk import RiskLevel
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.alerts.access.alert_page import access_alert
from kerege_web.alerts.access.alerts import AlertFilter, access_alerts, access_waiting, count_overdue
from kerege_web.alerts.actions.closing import close_alert
from kerege_web.alerts.actions.opening import Basis, add_basis
from kerege_web.alerts.actions.overdue import call_for_overdue
from kerege_web.alerts.actions.steps import (
    decide_alert,
    give_alert,
    raise_level,
    release_alert,
    reopen_alert,
    review_alert,
    triage_alert,
    verify_alert,
)
from kerege_web.alerts.models import Alert, AlertStep
from kerege_web.alerts.responses_known import (
    ResponsesOfAlert,
    _nothing_is_known,
    ask_for_responses,
    responses_of,
)
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.models import Message

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]


def seen(viewer: Viewer, alert: int):
    return access_alert(viewer, alert, timezone.now())


def test_the_whole_way_with_who_when_and_why(officer: Viewer, analyst: Viewer) -> None:
    report = send("Shots near the canal")
    alert = decided(officer, report)
    close_alert(analyst, alert_id=alert, lessons="The other side answered within ten minutes.")
    found = seen(officer, alert)
    assert [(step.kind, step.actor, step.stage) for step in found.steps] == [
        ("opened", officer.login, "triage"), ("triaged", officer.login, "verification"),
        ("verified", officer.login, "assessment"), ("assessed", officer.login, "characterisation"),
        ("characterised", officer.login, "outcome"), ("decided", officer.login, "outcome"),
        ("closed", analyst.login, "closed"),
    ]  # fmt: skip
    assert all(step.reason for step in found.steps)
    assert (found.line.level, found.line.outcome, found.line.owner) == (
        RiskLevel.HIGH, AlertOutcome.RESPOND, officer.login,
    )  # fmt: skip
    assert [(source.type, source.reference) for source in found.sources] == [("report", str(report))]
    steps = [entry.details.get("step", "opened") for entry in AuditEntry.objects.filter(object_type="alert")]
    assert steps == ["opened", "triaged", "verified", "assessed", "characterised", "decided", "closed"]
    # The log says what was done, never in whose words.
    assert "canal" not in str([entry.details for entry in AuditEntry.objects.filter(object_type="alert")])


def test_silence_is_no_step(officer: Viewer) -> None:
    alert = opened(officer)
    for reason in ("", "  \n"):
        with pytest.raises(InputError):
            triage_alert(officer, alert_id=alert, finding=TriageFinding.RELEVANT, reason=reason)
    assert Alert.objects.get(pk=alert).stage == AlertStage.TRIAGE
    assert AlertStep.objects.filter(alert=alert).count() == 1


def test_what_is_false_ends_with_its_reason(officer: Viewer) -> None:
    alert = opened(officer)
    triage_alert(officer, alert_id=alert, finding=TriageFinding.RELEVANT, reason="It may be.")
    verify_alert(officer, alert_id=alert, finding=VerificationFinding.FALSE, reason="A wedding: fireworks.")
    row = Alert.objects.get(pk=alert)
    assert (row.stage, row.outcome, row.verification, row.due_at) == ("closed", "discard", "false", None)
    assert row.closed_at is not None


def test_each_stage_has_its_time_and_says_when_it_was_late(officer: Viewer) -> None:
    alert = opened(officer)
    row = Alert.objects.get(pk=alert)
    # 60 minutes at severity 3, half of it at severity 4.
    assert row.due_at == row.entered_at + timedelta(minutes=30)
    Alert.objects.filter(pk=alert).update(due_at=timezone.now() - timedelta(minutes=1))
    assert count_overdue(officer, timezone.now()) == 1
    triage_alert(officer, alert_id=alert, finding=TriageFinding.RELEVANT, reason="Late, but it is one.")
    assert seen(officer, alert).steps[-1].is_late
    assert count_overdue(officer, timezone.now()) == 0


def test_who_is_late_is_called_first_then_all_then_those_who_answer(viewers: Viewers) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    moderator, stranger = viewers["border-service", Role.MODERATOR], viewers["police", Role.ADMINISTRATOR]
    alert = opened(officer)
    give_alert(officer, alert_id=alert, login=officer.login, reason="Mine.")
    for viewer in (officer, analyst, moderator, stranger):
        reachable(viewer)
    due_at = Alert.objects.get(pk=alert).due_at
    assert due_at is not None
    called = []
    # The stage has 30 minutes: calls at 0, 15 and 30 minutes late, and never again.
    for late in (-1, 0, 14, 15, 16, 30, 31, 600):
        made = call_for_overdue(operator(), now=due_at + timedelta(minutes=late))
        called.append((late, made, [login.split(".")[0] for login, _ in told()[sum(len(c[2]) for c in called) :]]))
    assert called == [
        (-1, 0, []), (0, 1, ["officer"]), (14, 0, []), (15, 1, ["officer", "analyst", "moderator"]), (16, 0, []),
        (30, 1, ["analyst", "moderator"]), (31, 0, []), (600, 0, []),
    ]  # fmt: skip
    assert [step.kind for step in seen(officer, alert).steps][-3:] == ["called"] * 3
    triage_alert(officer, alert_id=alert, finding=TriageFinding.RELEVANT, reason="At last.")
    assert Alert.objects.get(pk=alert).calls == 0


def test_a_long_sleep_does_not_call_all_circles_at_once(officer: Viewer) -> None:
    alert = opened(officer)
    late = timezone.now() + timedelta(days=9)
    assert [call_for_overdue(operator(), now=late) for _ in range(4)] == [1, 1, 1, 0]
    assert Alert.objects.get(pk=alert).calls == 3


def test_alerts_that_wait_for_their_next_circle_do_not_hide_the_newly_late(
    officer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kerege_web.alerts.actions.overdue.MOST_AT_ONCE", 2)
    first = [opened(officer, severity=1) for _ in range(2)]
    newly = opened(officer, severity=1)
    now = timezone.now()
    # Four hours late of ten: the first circle was called, the second is called when five have passed.
    Alert.objects.filter(pk__in=first).update(
        entered_at=now - timedelta(hours=14), due_at=now - timedelta(hours=4), calls=1
    )
    Alert.objects.filter(pk=newly).update(entered_at=now - timedelta(hours=10), due_at=now)
    assert call_for_overdue(operator(), now=now) == 1
    assert [Alert.objects.get(pk=alert).calls for alert in (*first, newly)] == [1, 1, 1]


def test_a_raised_level_is_told_at_once_and_falls_by_two_reviews(officer: Viewer, analyst: Viewer) -> None:
    reachable(analyst)
    alert = opened(officer)
    raise_level(officer, alert_id=alert, level=RiskLevel.CRITICAL, reason="A second village is under fire.")
    assert [text for _, text in told("alert_raised")] == [
        f"Kerege: level raised, alert {alert}: Shooting, place not known, severity 4 of 5."
    ]
    alert = decided(officer)
    review_alert(officer, alert_id=alert, level=RiskLevel.LOW, reason="Quiet for a day.")
    assert (seen(officer, alert).line.level, seen(officer, alert).lower_level) == (RiskLevel.HIGH, RiskLevel.LOW)
    review_alert(analyst, alert_id=alert, level=RiskLevel.MEDIUM, reason="Quiet, but not settled.")
    assert (seen(officer, alert).line.level, seen(officer, alert).lower_level) == (RiskLevel.MEDIUM, None)


def test_only_its_own_agency_moves_it_and_another_sees_it_when_released(viewers: Viewers) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    reachable(police)
    report = send()
    alert = opened(officer, report)
    with pytest.raises(AccessDeniedError):
        seen(police, alert)
    release_alert(officer, alert_id=alert, agency="police", reason="The road is theirs.")
    found = seen(police, alert)
    assert (found.may_work, found.colleagues) == (False, ())
    # That it rests on a report can be seen; the report cannot.
    assert [(source.type, source.is_visible) for source in found.sources] == [("report", False)]
    assert [login for login, _ in told("alert_released")] == [police.login]
    for step in (
        lambda: triage_alert(police, alert_id=alert, finding=TriageFinding.NOT_RELEVANT, reason="No."),
        lambda: raise_level(police, alert_id=alert, level=RiskLevel.LOW, reason="No."),
        lambda: give_alert(police, alert_id=alert, login=police.login, reason="No."),
        lambda: release_alert(police, alert_id=alert, agency="police", reason="No."),
        lambda: close_alert(viewers["police", Role.ADMINISTRATOR], alert_id=alert, lessons="No."),
    ):
        with pytest.raises(AccessDeniedError):
            step()
    with pytest.raises(InputError):
        release_alert(officer, alert_id=alert, agency="police", reason="Again.")


def test_nobody_rests_an_alert_on_what_may_not_be_seen(viewers: Viewers) -> None:
    police, officer = viewers["police", Role.OFFICER], viewers["border-service", Role.OFFICER]
    report, alert = send(), opened(police)
    with pytest.raises(AccessDeniedError):
        add_basis(police, alert_id=alert, basis=Basis("report", str(report)))
    for basis in (Basis("report", "999999"), Basis("signal", "none/none"), Basis("incident", "none")):
        with pytest.raises(AccessDeniedError):
            opened(officer, bases=(basis,))
    with pytest.raises(InputError):
        opened(officer, bases=(Basis("rumour", "1"),))


def test_an_officer_does_not_close(officer: Viewer, analyst: Viewer) -> None:
    alert = decided(officer)
    with pytest.raises(AccessDeniedError):
        close_alert(officer, alert_id=alert, lessons="None.")
    with pytest.raises(InputError):
        close_alert(analyst, alert_id=alert, lessons=" ")
    assert close_alert(analyst, alert_id=alert, lessons="None.") == 0
    with pytest.raises(AccessDeniedError):
        reopen_alert(officer, alert_id=alert, reason="More.")
    reopen_alert(analyst, alert_id=alert, reason="It began again.")
    assert Alert.objects.get(pk=alert).stage == AlertStage.VERIFICATION


def test_it_is_not_closed_while_responses_are_open(officer: Viewer, analyst: Viewer, monkeypatch) -> None:
    alert = decided(officer)
    monkeypatch.setattr("kerege_web.alerts.responses_known._source", lambda alert_id: ResponsesOfAlert((), 2))
    with pytest.raises(InputError, match="2 responses are still open"):
        close_alert(analyst, alert_id=alert, lessons="Done.")
    assert Alert.objects.get(pk=alert).stage == AlertStage.OUTCOME


def test_those_who_reported_hear_the_end_in_their_language(officer: Viewer, analyst: Viewer, monkeypatch) -> None:
    done = ResponsesOfAlert(("representatives_met", "road_reopened"), 0)
    monkeypatch.setattr("kerege_web.alerts.responses_known._source", lambda alert_id: done)
    reports = [
        send("Ок атылды", language="ky"),
        send("Shots", source="other", language="en"),
        send("Quiet", source="x"),
    ]
    alert = decided(officer, *reports[:2])
    assert close_alert(analyst, alert_id=alert, lessons="Call earlier.") == 2
    lines = {line.report_id: line for line in Message.objects.filter(kind="outcome")}
    assert set(lines) == set(reports[:2])
    assert lines[reports[1]].text == (
        "Thank you for your report. We have looked into it: it is so. What was done: Border representatives met; Road "
        "reopened. If it goes on, or you learn more, write to us here or report again."
    )
    assert "Кабарыңыз" in lines[reports[0]].text or "рахмат" in lines[reports[0]].text.lower()
    assert "Thank you" not in lines[reports[0]].text


def test_the_lists(officer: Viewer, analyst: Viewer) -> None:
    now = timezone.now()
    mild, grave, done = opened(officer, severity=1), opened(officer, severity=5), decided(officer)
    close_alert(analyst, alert_id=done, lessons="None.")
    watched = decided(officer, outcome=AlertOutcome.MONITOR)

    def ids(viewer: Viewer, **wanted: object) -> list[int]:
        return [line.id for line in access_alerts(viewer, AlertFilter(**wanted), now).items]

    assert ids(officer) == [grave, mild, watched]
    assert ids(officer, shown="closed") == [done]
    assert ids(officer, shown="mine") == [watched]
    assert ids(officer, least_severity=5) == [grave]
    assert ids(officer, shown="overdue") == []
    assert ids(officer, page=2, page_size=2) == [watched]
    assert [line.id for line in access_waiting(officer, now, most=9)] == [grave, mild]
    # What was decided waits again when its review is due.
    assert watched in [line.id for line in access_waiting(officer, now + timedelta(days=2), most=9)]


def test_a_red_alert_is_for_analysts_of_its_agency(viewers: Viewers) -> None:
    analyst, officer = viewers["border-service", Role.ANALYST], viewers["border-service", Role.OFFICER]
    alert = opened(analyst, marking=Marking(TLP.RED))
    assert seen(analyst, alert).line.id == alert
    with pytest.raises(AccessDeniedError):
        seen(officer, alert)


def test_an_exercise_says_so_and_is_not_counted(officer: Viewer) -> None:
    reachable(officer)
    opened(officer, is_exercise=True)
    assert told()[-1][1].startswith("EXERCISE. Kerege: new alert")
    assert count_overdue(officer, timezone.now() + timedelta(days=1)) == 0


def test_decisions_can_be_changed_until_it_is_closed(officer: Viewer) -> None:
    alert = decided(officer, outcome=AlertOutcome.MONITOR)
    decide_alert(officer, alert_id=alert, outcome=AlertOutcome.RESPOND, reason="It grows.")
    decide_alert(officer, alert_id=alert, outcome=AlertOutcome.DISCARD, reason="It was another place.")
    row = Alert.objects.get(pk=alert)
    assert (row.stage, row.outcome) == ("closed", "discard")
    with pytest.raises(InputError):
        decide_alert(officer, alert_id=alert, outcome=AlertOutcome.RESPOND, reason="Again.")


def test_nothing_is_known_before_somebody_says_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set back afterwards: the real source is named once, when the application starts.
    monkeypatch.setattr("kerege_web.alerts.responses_known._source", None)
    ask_for_responses(_nothing_is_known)
    assert responses_of(1) == ResponsesOfAlert()
