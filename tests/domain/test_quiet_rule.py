"""When somebody is told: midnight, week ends, digests, and what breaks through."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.quiet_rule import QuietRule, Telling, TellingDecision

FRIDAY = datetime(2026, 12, 4)  # noqa: DTZ001 - by the local clock
NIGHT = QuietRule(begins=time(22), ends=time(6), days=frozenset({4}))


def told(rule: QuietRule, at: datetime, *, severity: int = 3, sections: tuple[str, ...] = ()) -> TellingDecision:
    return rule.decide(severity=severity, section_ids=sections, local=at)


def test_hours_that_pass_midnight_belong_to_the_day_they_begin_on() -> None:
    assert told(NIGHT, FRIDAY.replace(hour=23)).telling is Telling.NOW
    assert told(NIGHT, FRIDAY + timedelta(hours=29)).telling is Telling.NOW
    assert told(NIGHT, FRIDAY + timedelta(hours=30)) == TellingDecision(
        Telling.LATER, FRIDAY + timedelta(days=7, hours=22)
    )
    assert told(NIGHT, FRIDAY.replace(hour=5)) == TellingDecision(Telling.LATER, FRIDAY.replace(hour=22))


def test_the_whole_day_of_chosen_days() -> None:
    weekdays = QuietRule(days=frozenset(range(5)))
    assert told(weekdays, FRIDAY.replace(hour=23, minute=59)).telling is Telling.NOW
    assert told(weekdays, FRIDAY + timedelta(days=1)) == TellingDecision(Telling.LATER, FRIDAY + timedelta(days=3))
    assert told(QuietRule(), FRIDAY).telling is Telling.NOW


def test_sections_and_severity_narrow_what_is_told_at_all() -> None:
    rule = QuietRule(least_severity=3, section_ids=frozenset({"a", "b"}))
    assert told(rule, FRIDAY, severity=2).telling is Telling.NOT
    assert told(rule, FRIDAY, sections=("c",)).telling is Telling.NOT
    assert told(rule, FRIDAY, sections=("c", "b")).telling is Telling.NOW
    assert told(rule, FRIDAY).telling is Telling.NOW
    # Somebody else answers for the other sections, at every severity.
    assert told(rule, FRIDAY, severity=5, sections=("c",)).telling is Telling.NOT


def test_a_digest_comes_at_its_hour_and_the_gravest_does_not_wait_for_it() -> None:
    rule = QuietRule(digest_hour=7)
    assert told(rule, FRIDAY.replace(hour=6)) == TellingDecision(Telling.DIGEST, FRIDAY.replace(hour=7))
    assert told(rule, FRIDAY.replace(hour=7)) == TellingDecision(Telling.DIGEST, FRIDAY + timedelta(days=1, hours=7))
    assert told(rule, FRIDAY, severity=5).telling is Telling.NOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"least_severity": 0}, {"least_severity": 6}, {"days": frozenset()}, {"days": frozenset({7})},
        {"digest_hour": 24}, {"digest_hour": -1}, {"begins": time(8, tzinfo=UTC)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        QuietRule(**wrong)  # type: ignore[arg-type]


rules = st.builds(
    QuietRule,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    begins=st.times(),
    ends=st.times(),
    digest_hour=st.none() | st.integers(0, 23),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))  # noqa: DTZ001 - by the local clock


@given(rules, moments, st.integers(1, 4))
def test_nothing_is_lost_and_nothing_waits_longer_than_eight_days(rule: QuietRule, at: datetime, severity: int) -> None:
    found = told(rule, at, severity=severity)
    assert found.telling is not Telling.NOT
    if found.at is None:
        assert found.telling is Telling.NOW
    else:
        assert timedelta(0) < found.at - at <= timedelta(days=8)
        # What waited for the hours is told when they come.
        if found.telling is Telling.LATER and rule.begins != rule.ends:
            assert told(rule, found.at, severity=severity).telling is Telling.NOW


@given(rules, moments)
def test_the_gravest_is_told_now_at_every_hour(rule: QuietRule, at: datetime) -> None:
    assert told(rule, at, severity=5) == TellingDecision(Telling.NOW)
