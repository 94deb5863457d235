"""Verdicts with their history, hands, and the look at a contact."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web.desk_reports import later, send

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.submission import Door
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.desk_report import access_desk_report
from kerege_web.reports.actions.contacts import look_at_contact
from kerege_web.reports.actions.conversation import answer_by_receipt
from kerege_web.reports.actions.judging import assign_report, judge_report, narrow_report, see_answers
from kerege_web.reports.actions.upkeep import delete_old_contacts
from kerege_web.reports.models import Contact, Message, Report
from kerege_web.reports.receipt import code_for

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]
B2 = Grading(Reliability.B, Credibility.PROBABLY_TRUE)


def test_every_judgement_is_kept_and_the_newest_holds(officer: Viewer) -> None:
    report = send()
    judge_report(officer, report_id=report, verdict=Verdict.IN_VERIFICATION)
    judge_report(officer, report_id=report, verdict=Verdict.VERIFIED, grading=B2, reason="A patrol saw it.")
    judge_report(officer, report_id=report, verdict=Verdict.IN_VERIFICATION, reason="It was another day.")
    row = Report.objects.get(pk=report)
    assert (row.verdict, row.reliability, row.credibility) == ("in_verification", "B", "2")
    lines = access_desk_report(officer, report, timezone.now()).judgements
    assert [(line.verdict.value, str(line.grading)) for line in lines] == [
        ("in_verification", "F6"), ("verified", "B2"), ("in_verification", "B2"),
    ]  # fmt: skip
    entries = AuditEntry.objects.filter(action="judge_report", object_id=str(report)).order_by("sequence")
    assert [entry.details["verdict"] for entry in entries] == ["in_verification", "verified", "in_verification"]
    assert entries[2].details["earlier"] == {"verdict": "verified", "grade": "B2"}


@pytest.mark.parametrize("verdict", [Verdict.VERIFIED, Verdict.UNVERIFIABLE, Verdict.FALSE])
def test_what_ends_a_check_needs_a_reason(officer: Viewer, verdict: Verdict) -> None:
    report = send()
    with pytest.raises(InputError):
        judge_report(officer, report_id=report, verdict=verdict, reason="  ")
    with pytest.raises(InputError):
        judge_report(officer, report_id=report, verdict=Verdict.NEW, grading=B2)
    assert Report.objects.get(pk=report).verdict == "new"
    assert not AuditEntry.objects.filter(action="judge_report").exists()


def test_a_duplicate_points_to_the_first_report(viewers: Viewers) -> None:
    officer = viewers["border-service", Role.OFFICER]
    first, second, third = (send(text, source=text) for text in ("one", "two", "three"))
    elsewhere = send("other agency", agency="police")
    judge_report(officer, report_id=second, verdict=Verdict.DUPLICATE, duplicate_of=first)
    judge_report(officer, report_id=third, verdict=Verdict.DUPLICATE, duplicate_of=second)
    assert Report.objects.get(pk=third).duplicate_of_id == first
    for wrong, error in ((None, InputError), (first, InputError), (second, InputError), (elsewhere, AccessDeniedError)):
        with pytest.raises(error):
            judge_report(officer, report_id=first, verdict=Verdict.DUPLICATE, duplicate_of=wrong)
    judge_report(officer, report_id=second, verdict=Verdict.NEW)
    assert Report.objects.get(pk=second).duplicate_of_id is None


def test_another_agency_and_a_door_judge_nothing(viewers: Viewers) -> None:
    report = send()
    Report.objects.filter(pk=report).update(releasable_to="|police|")
    guest = viewers["police", Role.ADMINISTRATOR]
    seen = access_desk_report(guest, report, timezone.now())
    assert not (seen.may_work or seen.may_see_contact or seen.may_lift)
    with pytest.raises(AccessDeniedError):
        judge_report(guest, report_id=report, verdict=Verdict.IN_VERIFICATION)
    with pytest.raises(AccessDeniedError):
        assign_report(guest, report_id=report, login=guest.login)
    with pytest.raises(AccessDeniedError):
        narrow_report(guest, report_id=report, topics=frozenset({"minor"}))


def test_a_report_goes_from_hand_to_hand(viewers: Viewers) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    report, due = send(), later(hours=2)
    assign_report(officer, report_id=report, login=analyst.login, due_at=due, note="The patrol calls at six.")
    assign_report(analyst, report_id=report, login="")
    seen = access_desk_report(officer, report, timezone.now())
    assert [(line.assigned_to, line.note) for line in seen.handovers] == [
        (analyst.login, "The patrol calls at six."), ("", ""),
    ]  # fmt: skip
    for login in ("nobody", viewers["police", Role.OFFICER].login):
        with pytest.raises(InputError):
            assign_report(officer, report_id=report, login=login)
    with pytest.raises(InputError):
        assign_report(officer, report_id=report, login=officer.login, due_at=later(hours=-1))
    assign_report(officer, report_id=report, login=officer.login, due_at=due)
    assert access_desk_report(officer, report, due + timedelta(minutes=1)).item.is_overdue


def test_a_contact_is_shown_to_who_may_call_back_and_each_look_is_logged(viewers: Viewers) -> None:
    report = send(phone="+996 555 000111")
    moderator = viewers["border-service", Role.MODERATOR]
    for (agency, role), viewer in viewers.items():
        if agency != "border-service" or role not in (Role.MODERATOR, Role.PROTECTION):
            with pytest.raises(AccessDeniedError):
                look_at_contact(viewer, report_id=report, reason="curious")
    with pytest.raises(InputError):
        look_at_contact(moderator, report_id=report, reason=" ")
    assert not AuditEntry.objects.filter(action="look_at_contact").exists()
    for _ in range(2):
        assert look_at_contact(moderator, report_id=report, reason="To ask where").address == "+996 555 000111"
    looks = AuditEntry.objects.filter(action="look_at_contact", actor=moderator.login)
    assert [look.details for look in looks] == [{"reason": "To ask where"}] * 2
    seen = access_desk_report(moderator, report, timezone.now())
    assert seen.contact_kind == "phone"
    # A whole part of the number: three digits alone can stand in a moment as well.
    assert "996 555" not in repr(seen)
    assert "000111" not in repr(seen)
    assert not AuditEntry.objects.filter(details__icontains="000111").exists()


def test_a_contact_ends_with_its_term(viewers: Viewers) -> None:
    report = send(phone="+996 555 000111")
    end = Contact.objects.get(report_id=report).delete_after
    assert delete_old_contacts(operator(), now=end - timedelta(minutes=1)) == 0
    assert delete_old_contacts(operator(), now=end) == 1
    assert Report.objects.filter(pk=report).exists()
    with pytest.raises(AccessDeniedError):
        look_at_contact(viewers["border-service", Role.MODERATOR], report_id=report, reason="Too late")
    assert AuditEntry.objects.get(action="delete_old_contacts").details == {"reports": [report]}


def test_an_answer_is_new_until_it_was_read_and_may_narrow_the_report(viewers: Viewers) -> None:
    officer = viewers["border-service", Role.OFFICER]
    report = send(client_id="abc")
    code = str(code_for(Door.WEB, "abc"))
    answer_by_receipt(code=code, text="Two men.", door=Door.WEB)
    assert access_desk_report(officer, report, timezone.now()).item.is_answered
    assert (see_answers(officer, report_id=report), see_answers(officer, report_id=report)) == (1, 0)
    assert not access_desk_report(officer, report, timezone.now()).item.is_answered
    answer_by_receipt(code=code, text="A child was with them.", door=Door.WEB)
    with pytest.raises(AccessDeniedError):
        access_desk_report(officer, report, timezone.now())
    assert Message.objects.filter(report_id=report, seen_at__isnull=True).count() == 1
