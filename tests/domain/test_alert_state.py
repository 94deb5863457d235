from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.alert_stage import (
    AlertOutcome,
    AlertStage,
    Consequence,
    Likelihood,
    TriageFinding,
    VerificationFinding,
)
from kerege.domain.alert_state import AlertState
from kerege.domain.errors import InputError
from kerege.domain.risk import RiskLevel
from kerege.files.alert_parameters import read_alert_parameters

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
OWN = read_alert_parameters()


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def decided(severity: int = 3, level: RiskLevel | None = None) -> AlertState:
    """An alert whose outcome is to watch it."""
    state = AlertState(severity=severity, stage=AlertStage.TRIAGE, entered_at=NOON)
    if level is not None:
        state = state.raised(level, at=NOON)
    state = state.triaged(TriageFinding.RELEVANT, at=at(1)).verified(VerificationFinding.VERIFIED, at=at(2))
    state = state.assessed(at=at(3)).characterised(Likelihood.LIKELY, Consequence.MAJOR, OWN, by="aida", at=at(4))
    return state.decided(AlertOutcome.MONITOR, at=at(5))


def test_the_whole_way() -> None:
    state = decided()
    assert (state.stage, state.level, state.outcome, state.entered_at) == (
        AlertStage.OUTCOME, RiskLevel.HIGH, AlertOutcome.MONITOR, at(5),
    )  # fmt: skip
    done = state.decided(AlertOutcome.RESPOND, at=at(6)).closed(at=at(9))
    assert (done.stage, done.outcome, done.is_open) == (AlertStage.CLOSED, AlertOutcome.RESPOND, False)
    again = done.reopened(at=at(20))
    assert (again.stage, again.outcome, again.verification, again.level) == (
        AlertStage.VERIFICATION, None, None, RiskLevel.HIGH,
    )  # fmt: skip


def test_what_is_false_or_no_alert_is_closed_and_what_cannot_be_known_goes_on() -> None:
    first = AlertState(severity=2, stage=AlertStage.TRIAGE, entered_at=NOON)
    no_alert = first.triaged(TriageFinding.NOT_RELEVANT, at=at(1))
    assert (no_alert.stage, no_alert.outcome) == (AlertStage.CLOSED, AlertOutcome.DISCARD)
    second = first.triaged(TriageFinding.RELEVANT, at=at(1))
    false = second.verified(VerificationFinding.FALSE, at=at(2))
    assert (false.stage, false.outcome, false.verification) == (
        AlertStage.CLOSED, AlertOutcome.DISCARD, VerificationFinding.FALSE,
    )  # fmt: skip
    assert second.verified(VerificationFinding.UNVERIFIABLE, at=at(2)).stage is AlertStage.ASSESSMENT


def test_up_at_once_in_every_open_stage() -> None:
    first = AlertState(severity=2, stage=AlertStage.TRIAGE, entered_at=NOON)
    raised = first.raised(RiskLevel.MEDIUM, at=at(1)).raised(RiskLevel.CRITICAL, at=at(1))
    # What it waits for has not changed, so its time runs on.
    assert (raised.level, raised.stage, raised.entered_at) == (RiskLevel.CRITICAL, AlertStage.TRIAGE, NOON)
    with pytest.raises(InputError, match="level is critical already"):
        raised.raised(RiskLevel.HIGH, at=at(2))
    assert decided().reviewed(RiskLevel.CRITICAL, OWN, by="aida", at=at(6)).level is RiskLevel.CRITICAL


def test_down_after_two_reviews_of_two_persons_to_the_higher_of_their_findings() -> None:
    once = decided().reviewed(RiskLevel.LOW, OWN, by="aida", at=at(6))
    assert (once.level, once.lower is not None) == (RiskLevel.HIGH, True)
    assert once.reviewed(RiskLevel.MEDIUM, OWN, by="bakyt", at=at(6.1)).level is RiskLevel.MEDIUM
    same_sitting = once.reviewed(RiskLevel.LOW, OWN, by="aida", at=at(7))
    assert same_sitting.level is RiskLevel.HIGH
    # The first review keeps its moment: half a day after it the same person may confirm.
    assert same_sitting.reviewed(RiskLevel.LOW, OWN, by="aida", at=at(17.9)).level is RiskLevel.HIGH
    assert same_sitting.reviewed(RiskLevel.LOW, OWN, by="aida", at=at(18)).level is RiskLevel.LOW


def test_a_review_between_that_finds_no_less_takes_the_first_one_back() -> None:
    once = decided().reviewed(RiskLevel.LOW, OWN, by="aida", at=at(6))
    between = once.reviewed(RiskLevel.HIGH, OWN, by="bakyt", at=at(7))
    assert between.lower is None
    assert between.reviewed(RiskLevel.LOW, OWN, by="cholpon", at=at(8)).level is RiskLevel.HIGH


def test_a_level_that_was_raised_does_not_fall_by_the_first_judgement_alone() -> None:
    state = decided(level=RiskLevel.CRITICAL)
    assert (state.level, state.lower and state.lower.level) == (RiskLevel.CRITICAL, RiskLevel.HIGH)
    assert state.reviewed(RiskLevel.HIGH, OWN, by="bakyt", at=at(6)).level is RiskLevel.HIGH


@pytest.mark.parametrize("step", ["triaged", "verified", "assessed", "decided", "closed", "reviewed", "reopened"])
def test_a_step_out_of_turn_is_refused(step: str) -> None:
    waiting = AlertState(severity=3, stage=AlertStage.CHARACTERISATION, entered_at=NOON)
    arguments: dict[str, tuple[object, ...]] = {
        "triaged": (TriageFinding.RELEVANT,), "verified": (VerificationFinding.FALSE,),
        "decided": (AlertOutcome.DISCARD,), "reviewed": (RiskLevel.LOW, OWN),
    }  # fmt: skip
    names = {"by": "aida"} if step == "reviewed" else {}
    with pytest.raises(InputError):
        getattr(waiting, step)(*arguments.get(step, ()), at=NOON, **names)


def test_an_undecided_alert_is_neither_reviewed_nor_closed() -> None:
    state = AlertState(severity=3, stage=AlertStage.OUTCOME, entered_at=NOON)
    with pytest.raises(InputError, match="nothing to review"):
        state.reviewed(RiskLevel.LOW, OWN, by="aida", at=NOON)
    with pytest.raises(InputError, match="cannot be closed"):
        state.closed(at=NOON)


def test_times_by_hand() -> None:
    # 240 minutes at severity 3: 240 * 2^(3 - 5) = 60 and 240 * 2^(3 - 2) = 480.
    assert OWN.limit(AlertStage.VERIFICATION, 5) == timedelta(minutes=60)
    assert OWN.limit(AlertStage.VERIFICATION, 2) == timedelta(minutes=480)
    # Before the decision 120 minutes, after it a day until the review.
    assert AlertState(severity=3, stage=AlertStage.OUTCOME, entered_at=NOON).limit(OWN) == timedelta(minutes=120)
    assert decided().limit(OWN) == timedelta(days=1)
    assert decided().closed(at=at(6)).limit(OWN) is None


def test_the_whole_matrix_by_hand() -> None:
    found = "\n".join("".join(OWN.level(row, column).value[0] for column in Consequence) for row in Likelihood)
    # Products 1..25 with 4, 10 and 20 as the thresholds.
    assert found == "lllmm\nlmmmh\nlmmhh\nmmhhc\nmhhcc"


LEVELS = st.sampled_from(list(RiskLevel))
REVIEWS = st.lists(st.tuples(LEVELS, st.sampled_from(["aida", "bakyt"]), st.floats(0.1, 20)), max_size=12)


@given(REVIEWS)
def test_no_single_review_ever_lowers_a_level(reviews: list[tuple[RiskLevel, str, float]]) -> None:
    state, hours = decided(), 6.0
    for level, by, wait in reviews:
        hours += wait
        before = state
        state = state.reviewed(level, OWN, by=by, at=at(hours))
        assert before.level is not None and state.level is not None
        if state.level.rank < before.level.rank:
            assert before.lower is not None
            assert state.level.rank == max(before.lower.level.rank, level.rank)
            assert before.lower.by != by or at(hours) - before.lower.at >= timedelta(hours=12)
        if level.rank > before.level.rank:
            assert state.level is level
