from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.alert_rule import AlertRule, Candidate, RuleSource

REPORT, SIGNAL = RuleSource.REPORT, RuleSource.SIGNAL
GRAVE = Candidate(
    source=REPORT, section_ids=frozenset({"a", "b"}), kind="shooting", severity=4, probability=0.3, is_verified=True
)
RULE = AlertRule(
    source=REPORT, section_ids=frozenset({"b", "c"}), kinds=frozenset({"shooting"}), least_severity=4,
    least_probability=0.3, only_verified=True,
)  # fmt: skip


def test_every_demand_must_be_met() -> None:
    assert RULE.is_met_by(GRAVE)
    for worse in (
        {"section_ids": frozenset({"a"})}, {"section_ids": frozenset()}, {"kind": "protest"}, {"kind": ""},
        {"severity": 3}, {"severity": None}, {"probability": 0.29}, {"probability": None}, {"is_verified": False},
        {"source": SIGNAL},
    ):  # fmt: skip
        assert not RULE.is_met_by(replace(GRAVE, **worse)), worse


def test_a_signal_is_judged_by_how_rare_it_is() -> None:
    rule = AlertRule(source=SIGNAL, least_recurrence_days=365.0)
    assert rule.is_met_by(Candidate(source=SIGNAL, recurrence_days=400.0))
    assert not rule.is_met_by(Candidate(source=SIGNAL, recurrence_days=364.0))
    assert not rule.is_met_by(Candidate(source=SIGNAL))


@pytest.mark.parametrize(
    ("demands", "words"),
    [
        ({"source": REPORT}, "ask for something"),
        ({"source": REPORT, "least_severity": 6}, "between 1 and 5"),
        ({"source": REPORT, "least_probability": 0.0}, "between 0 and 1"),
        ({"source": SIGNAL, "least_recurrence_days": 0.0}, "above 0 days"),
        ({"source": SIGNAL, "least_severity": 3}, "no severity"),
        ({"source": REPORT, "least_recurrence_days": 30.0}, "no recurrence"),
    ],
)
def test_a_rule_that_can_never_or_always_be_met_is_refused(demands: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        AlertRule(**demands)


@given(st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_what_asks_for_more_lets_less_through(first: int, second: int, verified: bool) -> None:
    low, high = sorted((first, second))
    candidate = replace(GRAVE, severity=3, is_verified=verified)
    if AlertRule(source=REPORT, least_severity=high, only_verified=True).is_met_by(candidate):
        assert AlertRule(source=REPORT, least_severity=low).is_met_by(candidate)
