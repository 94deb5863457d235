"""Exercises: a script that makes sense, a clock that loses nothing, a judgement that can be reckoned by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exercises import ALERT, ANSWER, CALL, CAME, VERIFY, expected, inject, log, played, script, taken

from kerege.domain.exercise import DecisionKind
from kerege.domain.exercise_clock import ExerciseClock, due
from kerege.domain.exercise_log import LoggedDecision
from kerege.domain.exercise_result import DecisionState, judge_exercise

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
MINUTES = st.integers(0, 120)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"injects": ()}, "needs an inject"),
        ({"injects": (inject("a", 10, "x"), inject("a", 20, "x")), "expected": (), "played": ()}, "'a' is used twice"),
        ({"injects": (inject("a", 20, "x"), inject("b", 10, "x")), "expected": (), "played": ()}, "stands after one"),
        ({"injects": (inject("a", 121, "x"),), "expected": (), "played": ()}, "after the end at 120"),
        ({"expected": (expected("e", "z", ALERT, 5),)}, "'z', which there is not"),
        ({"expected": (expected("e", "a", ALERT, 5, agency="army"),)}, "'army', which does not play"),
        ({"expected": (expected("e", "d", ALERT, 61),)}, "due after the end"),
        ({"played": (played("p", 9, "a", ALERT),)}, "before its inject at 10"),
        ({"played": (played("p", 20, "b", VERIFY, term="duplicate", original="b"),)}, "no other inject"),
    ],
)
def test_a_script_that_makes_no_sense_is_refused(changes: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        script(**changes)


def test_a_decision_is_due_at_the_very_end_at_the_latest() -> None:
    assert script(expected=(expected("e", "d", ALERT, 60),)).expected


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: inject("a", -1, "x"), "minute 0 or later"),
        (lambda: inject("a", 1, "x", text=" "), "id, a happening and words"),
        (lambda: expected("e", "a", VERIFY, 5), "not with ''"),
        (lambda: expected("e", "a", VERIFY, 5, "new"), "not with 'new'"),
        (lambda: expected("e", "a", ALERT, 5, "verified"), "has no term"),
        (lambda: expected("e", "a", DecisionKind.RESPOND, 5), "names its term"),
        (lambda: expected("e", "a", ALERT, 0), "a minute at least"),
        (lambda: played("p", 1, "a", ALERT, words=" "), "silence is no reason"),
        (lambda: played("p", 1, "a", VERIFY, term="duplicate"), "only a duplicate"),
        (lambda: played("p", 1, "a", VERIFY, term="false", original="b"), "only a duplicate"),
        (lambda: taken(-1, "a", ALERT), "minute 0 or later"),
        (lambda: LoggedDecision(minute=1, inject="a", kind=ALERT, agency="own", role=""), "a role of an agency"),
        (lambda: log(played=(*CAME, ("a", 11.0))), "played twice"),
        (lambda: log(played=(*CAME, ("z", 70.0))), "'z' is not of this script"),
        (lambda: log(played=CAME[:3]), "'d', which was not played"),
        (lambda: log(decisions=(taken(9, "a", ALERT),)), "older than what it is about"),
    ],
)
def test_what_cannot_be_is_refused(make, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


def test_a_clock_at_speed_600_shows_ten_minutes_a_second() -> None:
    clock = ExerciseClock(start=NOON, speed=600)
    assert clock.minute_at(NOON) == 0
    assert clock.minute_at(NOON + timedelta(seconds=66)) == pytest.approx(660)
    assert clock.time_of(660) == NOON + timedelta(seconds=66)


def test_a_clock_goes_on_where_it_was_stopped() -> None:
    later = NOON + timedelta(hours=5)
    again = ExerciseClock(start=NOON, speed=1).resumed(later, minute=42.5, speed=2)
    assert again.minute_at(later) == 42.5
    assert again.minute_at(later + timedelta(minutes=3)) == pytest.approx(48.5)
    assert again.time_of(10) == later


def test_a_wall_clock_set_back_does_not_turn_the_exercise_back() -> None:
    assert ExerciseClock(start=NOON, speed=1, minute=7).minute_at(NOON - timedelta(hours=1)) == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"speed": 0},
        {"speed": -1},
        {"speed": float("nan")},
        {"speed": float("inf")},
        {"speed": 100_001},
        {"minute": -1},
        {"start": datetime(2026, 12, 1)},  # noqa: DTZ001 - no zone is what is refused
    ],
)
def test_a_clock_that_cannot_be_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"exercise|speed"):
        ExerciseClock(**{"start": NOON, "speed": 1, **wrong})


@given(st.floats(0, 1e4), st.floats(0.1, 1e4), st.floats(0, 1e3))
def test_time_and_minute_lead_back_to_each_other(minute: float, speed: float, start: float) -> None:
    clock = ExerciseClock(start=NOON, speed=speed, minute=start)
    # Times are whole microseconds, which are speed / 60e6 exercise minutes.
    assert clock.minute_at(clock.time_of(minute)) == pytest.approx(max(minute, start), abs=speed / 3e7 + 1e-9, rel=1e-9)


@given(st.lists(MINUTES, max_size=20).map(sorted), st.lists(MINUTES, max_size=6).map(sorted))
def test_whenever_it_is_stopped_nothing_is_played_twice_and_nothing_is_lost(times: list, stops: list) -> None:
    items = [inject(f"i{number}", minute, "x") for number, minute in enumerate(times)]
    seen: list[str] = []
    for stop in [*stops, 120]:
        seen += [item.id for item in due(items, minute=stop, done=set(seen))]
    assert seen == [item.id for item in items]


def test_the_judgement_is_the_one_reckoned_by_hand() -> None:
    result = judge_exercise(log())
    # e1: the duplicate b was checked at 22, a came at 10. e2: 30 - 10 = 20 > 15. e5: 75 - 60 = 15 > 10.
    assert [(one.expected.id, one.state.value, one.minutes) for one in result.judged] == [
        ("e1", "met", 12), ("e2", "late", 20), ("e3", "met", 23), ("e4", "met", 10), ("e5", "late", 15),
        ("e6", "missed", None),
    ]  # fmt: skip
    figures = {one.kind: (one.met, one.late, one.missed, one.median_minutes) for one in result.figures}
    assert figures == {
        VERIFY: (2, 0, 0, 11.0),
        ALERT: (0, 1, 0, 20.0),
        CALL: (1, 1, 0, 19.0),
        DecisionKind.TELL_RESIDENTS: (0, 0, 1, None),
    }
    assert result.alert_to_contact == 3.0
    assert (result.untruths, result.untruths_seen) == (1, 1)
    assert result.share_in_time == 0.5
    assert [one.kind for one in result.other] == [DecisionKind.JOINT_VISIT]


def test_a_decision_in_the_last_minute_is_in_time() -> None:
    for minute, state in ((25.0, DecisionState.MET), (25.01, DecisionState.LATE)):
        assert judge_exercise(log(decisions=(taken(minute, "a", ALERT),))).judged[1].state is state


def test_another_agency_or_another_finding_does_not_meet_what_was_expected() -> None:
    other = (taken(20, "a", VERIFY, "false"), taken(20, "a", ALERT, agency="police"))
    result = judge_exercise(log(decisions=other))
    assert [one.state for one in result.judged[:2]] == [DecisionState.MISSED, DecisionState.MISSED]
    assert len(result.other) == 2


def test_what_was_not_recorded_or_not_asked_is_never_called_missed() -> None:
    unseen = judge_exercise(log(watched=frozenset({VERIFY}), decisions=()))
    assert [one.state.value for one in unseen.judged] == [
        "missed",
        *["not_watched"] * 2,
        "missed",
        *["not_watched"] * 2,
    ]
    short = judge_exercise(log(until=20.0, played=CAME[:2], decisions=()))
    assert {one.state for one in short.judged} == {DecisionState.NOT_ASKED}
    assert short.share_in_time is None and short.figures == () and short.alert_to_contact is None


def test_the_document_holds_plain_values_and_says_that_it_is_an_exercise() -> None:
    document = judge_exercise(log()).as_document()
    assert document["is_exercise"] is True
    assert document["states"] == {"met": 3, "late": 2, "missed": 1, "not_asked": 0, "not_watched": 0}
    assert document["decisions"][1]["by"] == {"agency": "own", "role": "officer"}


@given(st.lists(st.tuples(MINUTES, st.sampled_from("abcd"), st.sampled_from([ALERT, CALL, ANSWER])), max_size=12))
def test_one_more_decision_never_makes_the_judgement_worse(decisions: list) -> None:
    came = dict(CAME)
    made = [taken(minute, about, kind) for minute, about, kind in decisions if minute >= came[about]]
    order = [DecisionState.MISSED, DecisionState.LATE, DecisionState.MET]
    for count in range(len(made)):
        less, more = (judge_exercise(log(decisions=tuple(made[:n]))).judged for n in (count, count + 1))
        assert all(
            order.index(after.state) >= order.index(before.state) for before, after in zip(less, more, strict=True)
        )
