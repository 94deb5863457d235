"""An exercise in the application: real doors, marked throughout, killed without loss, kept from what is real."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.exercises import ALERT, ANSWER, CALL, VERIFY, expected, inject, played, script
from tests.web.desk_reports import send
from tests.web.made_alerts import opened

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.exercise import DecisionKind, ExerciseDoor, ExerciseScript
from kerege.domain.exercise_clock import ExerciseClock
from kerege.domain.exercise_result import judge_exercise
from kerege.domain.position import Position
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.alerts.models import Alert, AlertSource
from kerege_web.audit.models import AuditEntry
from kerege_web.commands.exercise_run import ExerciseRun, log_of, play, read_run, script_digest
from kerege_web.reports.models import Judgement, Message, Report, Situation
from kerege_web.response.access.exercise_trace import access_exercise_trace
from kerege_web.response.actions.exercise_clearing import clear_exercises
from kerege_web.response.actions.exercise_playing import play_decision, play_inject, player_of
from kerege_web.response.models import Call, Response

THERE = Position(45.01, 10.25, 1.0)
FAST = 100_000.0


def small() -> ExerciseScript:
    """Four reports, one of them a weekly word, and five decisions."""
    return script(
        injects=(
            inject("a", 10, "stones", door=ExerciseDoor.MONITOR, kind="stone_throwing", position=THERE),
            inject("b", 15, "stones", door=ExerciseDoor.SMS, kind="stone_throwing", position=THERE),
            inject("c", 40, "rumour", text="The water is shut, they say."),
            inject("d", 60, "shots", door=ExerciseDoor.POST, kind="shooting", position=THERE),
        ),
        expected=(
            expected("e1", "a", VERIFY, 20, "verified"), expected("e2", "d", ALERT, 15), expected("e3", "d", CALL, 30),
        ),
        played=(
            played("p1", 20, "a", VERIFY, term="verified", role="moderator"),
            played("p2", 25, "b", VERIFY, term="duplicate", original="a", role="moderator"),
            played("p3", 50, "c", ANSWER, words="The water runs.", role="moderator"),
            played("p4", 65, "d", ALERT),
            played("p5", 66, "d", CALL),
        ),
    )  # fmt: skip


def begun(of: ExerciseScript, **changes: Any) -> ExerciseRun:
    usual: dict[str, Any] = {
        "name": "small-1", "code": of.code, "script": script_digest(of), "with_players": True,
        "clocks": (ExerciseClock(start=datetime.now(UTC), speed=FAST),),
    }  # fmt: skip
    return ExerciseRun(**{**usual, **changes})


def now() -> datetime:
    return datetime.now(UTC)


def run_all(actor: Viewer, run: ExerciseRun, of: ExerciseScript, keep: Any = lambda run: None) -> ExerciseRun:
    return play(actor, run, of, now=now, wait=lambda seconds: None, keep=keep)


def test_every_report_comes_in_once_and_is_marked(administrator: Viewer) -> None:
    of = small()
    run = run_all(administrator, begun(of), of)
    rows = {row.pk: row for row in Report.objects.all()}
    assert len(rows) == 4 and set(run.reports.values()) == set(rows)
    assert all(row.is_exercise and row.agency_id == administrator.agency for row in rows.values())
    doors = [rows[run.reports[id_]].door for id_ in "abcd"]
    assert doors == ["sms", "sms", "web", "interface"]


def test_a_made_up_weekly_word_never_stands_among_the_real_ones(administrator: Viewer) -> None:
    of = small()
    run_all(administrator, begun(of), of)
    assert not Situation.objects.exists()


def test_the_players_decide_by_the_real_actions(administrator: Viewer) -> None:
    of = small()
    run = run_all(administrator, begun(of), of)
    assert sorted(Judgement.objects.values_list("verdict", "actor")) == [
        ("duplicate", "exercise-moderator"), ("verified", "exercise-moderator"),
    ]  # fmt: skip
    alert = Alert.objects.get()
    assert alert.is_exercise and alert.kind == "shooting" and alert.section_id
    assert AlertSource.objects.get().reference == str(run.reports["d"])
    result = judge_exercise(log_of(administrator, run, of))
    assert {one.expected.id: one.state.value for one in result.judged}["e3"] in ("met", "late")
    call = Call.objects.get()
    assert call.is_exercise and call.was_reached and call.alert_id == alert.pk
    assert {one.role for one in result.log.decisions} == {"moderator", "officer"}


def test_where_people_play_the_script_decides_nothing(administrator: Viewer) -> None:
    of = small()
    run_all(administrator, begun(of, with_players=False), of)
    assert Report.objects.count() == 4
    assert not (Judgement.objects.exists() or Alert.objects.exists() or Message.objects.exists())


# Four reports and five decisions are kept one by one.
@pytest.mark.parametrize("after", range(1, 10))
def test_killed_after_any_step_it_goes_on_with_nothing_lost_and_nothing_twice(
    administrator: Viewer, tmp_path: Path, after: int
) -> None:
    of, steps = small(), 0

    def keep(run: ExerciseRun) -> None:
        nonlocal steps
        moved = len(run.reports) + len(run.decided)
        if moved > steps:
            steps = moved
            if steps == after:
                # What was just done is in the database, and its note is lost.
                raise RuntimeError("killed")
        run.save(tmp_path)

    begun(of).save(tmp_path)
    with pytest.raises(RuntimeError, match="killed"):
        run_all(administrator, begun(of), of, keep)
    left = read_run(tmp_path, "small-1")
    again = left.clocks[-1].resumed(now(), minute=left.minute)
    done = run_all(
        administrator, ExerciseRun(**{**fields_of(left), "clocks": (*left.clocks, again)}), of,
        lambda run: run.save(tmp_path),
    )  # fmt: skip
    assert (Report.objects.count(), Judgement.objects.count(), Alert.objects.count()) == (4, 2, 1)
    assert Message.objects.filter(is_from_reporter=False).count() == 1
    assert set(done.reports) == {"a", "b", "c", "d"} and done.decided == {"p1", "p2", "p3", "p4", "p5"}
    assert Call.objects.count() == 1
    assert len(log_of(administrator, done, of).decisions) == 5


def fields_of(run: ExerciseRun) -> dict[str, Any]:
    return {name: getattr(run, name) for name in run.__slots__}


def test_minutes_of_the_log_are_those_of_the_clock(administrator: Viewer) -> None:
    of = small()
    start = datetime(2026, 12, 1, 6, tzinfo=UTC)
    run = run_all(administrator, begun(of), of)
    run = ExerciseRun(**{**fields_of(run), "clocks": (ExerciseClock(start=start, speed=2),), "minute": 120.0})

    def at(minute: float) -> datetime:
        # At speed 2 an exercise minute is 30 seconds on the wall.
        return start + timedelta(seconds=30 * minute)

    for id_, minute in (("a", 10), ("b", 15), ("c", 40), ("d", 60)):
        Report.objects.filter(pk=run.reports[id_]).update(received_at=at(minute))
    Judgement.objects.filter(report_id=run.reports["a"]).update(at=at(22))
    Judgement.objects.filter(report_id=run.reports["b"]).update(at=at(30))
    Message.objects.update(at=at(50))
    AlertSource.objects.update(added_at=at(80))
    Alert.objects.update(opened_at=at(80))
    Call.objects.update(began_at=at(86))
    result = judge_exercise(log_of(administrator, run, of))
    assert [(one.expected.id, one.state.value, one.minutes) for one in result.judged] == [
        ("e1", "met", 12), ("e2", "late", 20), ("e3", "met", 26),
    ]  # fmt: skip
    AlertSource.objects.update(added_at=at(121))
    Alert.objects.update(opened_at=at(121))
    assert judge_exercise(log_of(administrator, run, of)).judged[1].state.value == "missed"


def test_what_people_decide_counts_by_their_role(
    administrator: Viewer, viewers: dict[tuple[str, Role], Viewer]
) -> None:
    from kerege.domain.verdict import Verdict
    from kerege_web.reports.actions.judging import judge_report

    of = small()
    run = run_all(administrator, begun(of, with_players=False), of)
    judge_report(
        viewers["border-service", Role.ANALYST], report_id=run.reports["a"], verdict=Verdict.VERIFIED, reason="Seen."
    )
    trace = access_exercise_trace(administrator, list(run.reports.values()), player=player_of)
    assert [(one.role, one.term) for one in trace.decisions] == [("analyst", "verified")]


def test_only_exercise_reports_of_the_own_agency_are_in_the_trace(
    administrator: Viewer, viewers: dict[tuple[str, Role], Viewer]
) -> None:
    real = send("A real quarrel")
    number = play_inject(administrator, run="small-1", inject=small().inject["a"])
    found = access_exercise_trace(administrator, [real, number], player=player_of)
    assert set(found.came_at) == {number}
    other = viewers["police", Role.ADMINISTRATOR]
    assert access_exercise_trace(other, [real, number], player=player_of).came_at == {}


def test_who_may_not_manage_doors_can_neither_play_nor_look(officer: Viewer, administrator: Viewer) -> None:
    of = small()
    number = play_inject(administrator, run="small-1", inject=of.inject["a"])
    with pytest.raises(AccessDeniedError):
        play_inject(officer, run="small-1", inject=of.inject["b"])
    with pytest.raises(AccessDeniedError):
        play_decision(officer, decision=of.played[0], inject=of.inject["a"], report_id=number)
    with pytest.raises(AccessDeniedError):
        access_exercise_trace(officer, [number], player=player_of)
    assert Report.objects.count() == 1


def test_a_player_has_the_rights_of_its_role_and_no_others(administrator: Viewer) -> None:
    child = inject("a", 1, "child", text="A child is missing.")
    number = play_inject(administrator, run="small-1", inject=child)
    answer = {"about": "a", "kind": ANSWER, "words": "Ask at the school."}
    with pytest.raises(AccessDeniedError):
        play_decision(
            administrator, decision=played("p", 2, **answer, role="moderator"), inject=child, report_id=number
        )
    play_decision(administrator, decision=played("p", 2, **answer, role="protection"), inject=child, report_id=number)
    with pytest.raises(InputError, match="'king' is no role"):
        play_decision(administrator, decision=played("p", 2, **answer, role="king"), inject=child, report_id=number)


RESPONSES = (
    (DecisionKind.JOINT_VISIT, "", "district_heads_met"), (DecisionKind.TELL_RESIDENTS, "", "explanatory_work"),
    (DecisionKind.RESPOND, "joint_patrol", "joint_patrol"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "term", "kept"), RESPONSES)
def test_a_response_belongs_to_the_alert_of_its_happening_which_is_opened_where_there_is_none(
    administrator: Viewer, kind: DecisionKind, term: str, kept: str
) -> None:
    of = small()
    first, second = (play_inject(administrator, run="small-1", inject=of.inject[id_]) for id_ in "ab")
    for _ in range(2):
        play_decision(
            administrator, decision=played("p", 20, "b", kind, term=term, words="As agreed."), inject=of.inject["b"],
            report_id=second, same_happening={first, second},
        )  # fmt: skip
    alert = Alert.objects.get()
    assert alert.is_exercise
    assert list(Response.objects.values_list("alert", "term", "state")) == [(alert.pk, kept, "done")] * 2
    trace = access_exercise_trace(administrator, [first, second], player=player_of)
    assert [(one.kind, one.term) for one in trace.decisions] == [
        (DecisionKind.OPEN_ALERT, ""),
        (kind, term),
        (kind, term),
    ]


def test_two_runs_of_one_script_have_reports_of_their_own(administrator: Viewer) -> None:
    first, same, other = (play_inject(administrator, run=run, inject=small().inject["a"]) for run in ("r1", "r1", "r2"))
    assert first == same != other


def test_the_audit_log_holds_none_of_the_words(administrator: Viewer) -> None:
    of = small()
    run_all(administrator, begun(of), of)
    kept = json.dumps(list(AuditEntry.objects.values_list("details", flat=True)), ensure_ascii=False)
    assert '"is_exercise": true' in kept
    for text in (*(one.text for one in of.injects), *(one.words for one in of.played)):
        assert text not in kept


def test_an_exercise_never_becomes_an_incident(administrator: Viewer) -> None:
    from kerege_web.incidents.models import Incident

    of = small()
    run_all(administrator, begun(of), of)
    assert not Incident.objects.exists()


@pytest.mark.parametrize("name", ["nothing", "../environment", "", "A"])
def test_a_run_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="There is no run"):
        read_run(tmp_path, name)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"clocks": [{"start": "soon", "speed": 1, "minute": 0}]}'])
def test_a_damaged_run_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "r1.json").write_text(content)
    with pytest.raises(InputError, match="damaged"):
        read_run(tmp_path, "r1")


def test_a_run_is_read_as_it_was_kept(tmp_path: Path) -> None:
    run = begun(small(), minute=42.5, reports={"a": 7}, decided=frozenset({"p1"}))
    run.save(tmp_path)
    assert read_run(tmp_path, run.name) == run


def test_what_was_played_is_removed_and_nothing_else(
    administrator: Viewer, officer: Viewer, viewers: dict[tuple[str, Role], Viewer]
) -> None:
    real, theirs = send("A real quarrel"), opened(viewers["police", Role.OFFICER], is_exercise=True)
    own = opened(officer)
    of = small()
    run = run_all(administrator, begun(of), of)
    with pytest.raises(AccessDeniedError):
        clear_exercises(officer)
    cleared = clear_exercises(administrator)
    assert (cleared.reports, cleared.alerts, cleared.calls, cleared.kept_alerts) == (4, 1, 1, 0)
    assert list(Report.objects.values_list("pk", flat=True)) == [real]
    assert set(Alert.objects.values_list("pk", flat=True)) == {own, theirs}
    assert not Call.objects.exists()
    assert AuditEntry.objects.filter(action="clear_exercises").count() == 1
    assert log_of(administrator, run, of).decisions == ()
    assert clear_exercises(administrator).reports == 0


def test_an_alert_whose_warning_was_published_stays(administrator: Viewer, analyst: Viewer) -> None:
    from kerege.domain.cap_terms import CapMessageType
    from kerege_web.publication.actions.publishing import publish_warning
    from kerege_web.publication.compose import Issue

    alert = opened(analyst, is_exercise=True, section_id="aa-bb.alba--birka")
    publish_warning(analyst, alert_id=alert, issue=Issue(message_type=CapMessageType.ALERT, is_public=False))
    assert (clear_exercises(administrator).kept_alerts, Alert.objects.count()) == (1, 1)
