"""The queue of the desk: its order, what narrows it, and who sees what in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.web.desk_reports import send

from kerege.domain.errors import AccessDeniedError
from kerege.domain.grading import Grading
from kerege.domain.risk import RiskLevel
from kerege.domain.submission import Door, Hurt
from kerege.domain.verdict import Verdict
from kerege.files.urgency_parameters import read_urgency_parameters
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.incidents.actions import ImportOutcome
from kerege_web.reports import section_levels
from kerege_web.reports.access.desk_report import access_desk_report, access_photo
from kerege_web.reports.access.queue import QueueFilter, access_queue, count_new_urgent
from kerege_web.reports.actions.judging import assign_report, judge_report, lift_narrowing, narrow_report
from kerege_web.reports.actions.upkeep import refresh_urgency
from kerege_web.reports.models import Report
from kerege_web.reports.urgent import URGENT_POINTS
from kerege_web.warning.actions import run_watch
from kerege_web.warning.section_levels import levels_of_agency

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]


def ids(viewer: Viewer, **wanted: object) -> list[int]:
    found = access_queue(viewer, QueueFilter(**wanted), timezone.now())  # type: ignore[arg-type]
    assert found.total == len(found.items)
    return [item.id for item in found.items]


def test_the_gravest_comes_first_and_not_the_newest(officer: Viewer) -> None:
    shooting = send("Shots", kind="shooting", hours_ago=8)
    quarrel = send("Words only", hours_ago=0.2)
    hurt = send("Stones were thrown", hurt=Hurt.YES, hours_ago=0.5)
    assert ids(officer) == [shooting, hurt, quarrel]
    parts = access_queue(officer, QueueFilter(), timezone.now()).items[0].urgency_parts
    assert parts[0][0] == "kind"
    assert sum(points for _, points in parts) == pytest.approx(Report.objects.get(pk=shooting).urgency)


def test_only_what_is_grave_or_hurts_somebody_is_urgent(officer: Viewer) -> None:
    send("Words only", hours_ago=0.2)
    assert count_new_urgent(officer) == 0
    urgent = send("Stones were thrown", hurt=Hurt.YES, hours_ago=0.5)
    send("Shots", kind="shooting", hours_ago=0.5, is_exercise=True)
    assert count_new_urgent(officer) == 1
    judge_report(officer, report_id=urgent, verdict=Verdict.IN_VERIFICATION)
    assert count_new_urgent(officer) == 0


def test_a_report_grows_old_and_its_section_may_rise(officer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    report = send("Stones were thrown", hurt=Hurt.YES, hours_ago=0)
    row = Report.objects.get(pk=report)
    assert row.section_id
    assert row.urgency >= URGENT_POINTS
    assert refresh_urgency(operator(), now=timezone.now() + timedelta(hours=12)) == 1
    aged = Report.objects.get(pk=report)
    assert aged.urgency_parts["freshness"] == pytest.approx(row.urgency_parts["freshness"] / 2, rel=0.05)
    monkeypatch.setattr(section_levels, "_source", lambda agency: {row.section_id: RiskLevel.CRITICAL})
    refresh_urgency(operator(), now=timezone.now() + timedelta(hours=12))
    assert Report.objects.get(pk=report).urgency_parts["level"] > aged.urgency_parts["level"]
    with pytest.raises(AccessDeniedError):
        refresh_urgency(officer, now=timezone.now())


def test_the_newest_run_of_the_agency_says_how_high_a_section_stands(
    analyst: Viewer, import_rows: Callable[..., ImportOutcome]
) -> None:
    rows = [{"id": f"B-{n}", "occurred": f"2021-12-{10 + n}", "killed": 5} for n in range(18)]
    import_rows(analyst, *rows)
    assert levels_of_agency("border-service") == {}
    found = run_watch(analyst, as_of=datetime(2022, 1, 1, tzinfo=UTC)).run
    levels = levels_of_agency("border-service")
    assert levels == {risk.section_id: risk.level for risk in found.risks}
    assert levels_of_agency("police") == {}
    report = Report.objects.get(pk=send("Stones"))
    points = read_urgency_parameters().level_points
    assert report.urgency_parts["level"] == points * levels[report.section_id].rank
    assert levels[report.section_id].rank > 0


def test_the_queue_can_be_narrowed(officer: Viewer) -> None:
    one = send("Вода не идёт", language="ru", place="Ак-Сай")
    two = send("Stones", door=Door.SMS, source="b")
    done = send("Nothing at all", source="c")
    judge_report(officer, report_id=done, verdict=Verdict.FALSE, reason="The canal was full.")
    assign_report(officer, report_id=two, login=officer.login)
    assert set(ids(officer)) == {one, two}
    assert set(ids(officer, verdict="")) == {one, two, done}
    assert ids(officer, verdict="false") == [done]
    assert ids(officer, is_mine=True) == [two]
    assert ids(officer, door="sms") == [two]
    assert ids(officer, language="ru") == [one]
    assert ids(officer, text="вода") == ids(officer, text="ВОДА ак-сай") == [one]
    assert ids(officer, text="вода камни") == []
    assert set(ids(officer, section_id=Report.objects.get(pk=one).section_id)) == {one, two}


def test_pages_hold_every_report_once(officer: Viewer) -> None:
    sent = {send(f"Report {number}") for number in range(7)}
    found = [access_queue(officer, QueueFilter(page=page, page_size=3), timezone.now()) for page in (1, 2, 3, 9)]
    assert [len(page.items) for page in found] == [3, 3, 1, 1]
    assert {item.id for page in found for item in page.items} == sent


def test_words_that_need_protection_narrow_a_report_everywhere(viewers: Viewers) -> None:
    open_report = send("Stones were thrown", hurt=Hurt.YES)
    protected = send("A child of 9 was taken to hospital", hurt=Hurt.YES, source="b")
    assert Report.objects.get(pk=protected).topics == "|medical|minor|"
    for (agency, role), viewer in viewers.items():
        here, named = agency == "border-service", role is Role.PROTECTION
        expected = {open_report, protected} if here and named else {open_report} if here else set()
        assert set(ids(viewer)) == expected
        assert set(ids(viewer, text="child")) == expected - {open_report}
        assert count_new_urgent(viewer) == len(expected)
        near = access_desk_report(viewer, open_report, timezone.now()).near if here else ()
        assert {other.item.id for other in near} == expected - {open_report}
        if protected not in expected:
            with pytest.raises(AccessDeniedError):
                access_desk_report(viewer, protected, timezone.now())
            with pytest.raises(AccessDeniedError):
                access_photo(viewer, protected, 1)


def test_only_the_named_role_lifts_a_narrowing_and_anybody_sets_one(viewers: Viewers) -> None:
    officer, named = viewers["border-service", Role.OFFICER], viewers["border-service", Role.PROTECTION]
    report = send("Stones were thrown")
    assign_report(officer, report_id=report, login=officer.login)
    narrow_report(officer, report_id=report, topics=frozenset({"victim"}))
    assert ids(officer) == []
    assert Report.objects.get(pk=report).assigned_to == ""
    with pytest.raises(AccessDeniedError):
        lift_narrowing(officer, report_id=report, reason="I want to see it")
    for other in (viewers["border-service", Role.ADMINISTRATOR], viewers["police", Role.PROTECTION]):
        with pytest.raises(AccessDeniedError):
            lift_narrowing(other, report_id=report, reason="I want to see it")
    lift_narrowing(named, report_id=report, reason="Nobody can be recognised.")
    assert ids(officer) == [report]


def test_who_else_saw_it_and_what_the_source_was_worth(officer: Viewer) -> None:
    report = send("Stones were thrown", source="one phone")
    same = send("Stones again", source="one phone")
    other = send("They throw stones", source="another phone", hours_ago=3)
    send("Long ago", source="a third phone", hours_ago=40)
    judge_report(officer, report_id=same, verdict=Verdict.FALSE, reason="Seen from the post: nothing.")
    nobody = send("Somebody wrote on paper", source="", door=Door.PAPER)
    seen = access_desk_report(officer, report, timezone.now())
    assert {near.item.id: near.is_same_source for near in seen.near} == {same: True, other: False, nobody: None}
    assert seen.other_witnesses == 1
    assert (seen.history.total, seen.history.verdicts) == (1, ((Verdict.FALSE, 1),))
    assert seen.item.grading == Grading()
    assert "one phone" not in repr(seen)
