from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.domain.errors import InputError
from kerege.domain.incident import Incident
from kerege.files.watch_parameters import read_watch_parameters
from kerege.watch.replay import ReplayResult, replay
from kerege.watch.run import run_watch
from kerege.watch.severity_rule import SeverityRule

REGION = synthetic_region()
PARAMETERS = read_watch_parameters()
# A build-up on the east of the line in early 2021, then a grave incident there; 2021-01-01 is day 2192.
BUILD_UP = [incident(f"B{i}", 2195 + 2 * i, longitude=10.85) for i in range(5)]
GRAVE = incident("GRAVE", 2210, longitude=10.86, killed=12, severity=5)


def replayed(incidents: list[Incident], first: date, last: date, lead: int = 30) -> ReplayResult:
    return replay(
        incidents,
        REGION,
        PARAMETERS,
        first=first,
        last=last,
        severe=SeverityRule.parse("killed>=1"),
        lead_days=lead,
        rng=np.random.default_rng(1),
    )


def test_a_build_up_is_a_hit_and_naive_rules_stand_beside_it() -> None:
    result = replayed([*quiet_years(), *BUILD_UP, GRAVE], date(2020, 12, 1), date(2021, 3, 31))
    found = {own.rule: own.skill for own in result.rules}
    assert list(found) == ["watch_signals", "section_levels", "last_month_repeats", "always_alert", "always_quiet"]
    grave = next(event for event in result.events if event.incident_id == "GRAVE")
    assert grave.group_id == "aa-bb.east"
    assert {"watch_signals", "last_month_repeats", "always_alert"} <= set(grave.hit_by)
    assert "always_quiet" not in grave.hit_by
    assert found["always_quiet"].hits == found["always_quiet"].alerts == 0
    assert found["always_alert"].covered_share == 1
    # 121 days, alerts renewed every 31 days: on days 0, 31, 62, 93 in each of five groups.
    assert found["always_alert"].alerts == 4 * 5
    assert "do not prove a rate" in result.notice


def test_each_day_says_what_a_run_of_that_day_says() -> None:
    incidents = [*quiet_years(), *BUILD_UP, GRAVE]
    first = date(2021, 1, 1)
    result = replayed(incidents, first, date(2021, 1, 31))
    assert result.signals
    for signal in result.signals:
        run = run_watch(
            incidents, REGION, PARAMETERS, as_of=signal.period.end, rng=np.random.default_rng(5), code_version="test"
        )
        told = [replace(own, since=None, false_per_year=None, history=()) for own in run.signals]
        assert signal in told
    quiet_day = START + timedelta(days=2192)
    assert not [own for own in result.signals if own.period.end <= quiet_day]


def test_what_is_reported_later_makes_no_alert_before() -> None:
    late = [incident(f"B{i}", 2195 + 2 * i, longitude=10.85, reported_after_days=60) for i in range(5)]
    result = replayed([*quiet_years(), *late, GRAVE], date(2020, 12, 1), date(2021, 2, 10))
    grave = next(event for event in result.events if event.incident_id == "GRAVE")
    assert "watch_signals" not in grave.hit_by
    assert "last_month_repeats" not in grave.hit_by


def test_severe_incidents_without_a_group_are_left_out_and_counted() -> None:
    nowhere = incident("nowhere", 2200, longitude=None, killed=3)
    result = replayed([*quiet_years(), nowhere], date(2021, 1, 1), date(2021, 1, 31))
    assert result.not_placed == 1
    assert "nowhere" not in {event.incident_id for event in result.events}


def test_progress_is_told_for_each_day() -> None:
    told: list[tuple[int, int]] = []
    replay(
        quiet_years(),
        REGION,
        PARAMETERS,
        first=date(2020, 1, 1),
        last=date(2020, 1, 5),
        severe=SeverityRule.parse("severity>=4"),
        lead_days=7,
        rng=np.random.default_rng(1),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(i, 5) for i in range(1, 6)]


def test_a_time_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="not before"):
        replayed([], date(2021, 1, 2), date(2021, 1, 1))


@pytest.mark.parametrize("text", ["killed", "killed>1", "deaths>=1", "killed>=0", "killed>=-1", "", "killed>=1; drop"])
def test_a_rule_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no rule for severe incidents"):
        SeverityRule.parse(text)


def test_an_unknown_harm_reaches_no_bound() -> None:
    rule = SeverityRule.parse("killed>=1")
    assert not rule.holds(incident("a", 1, killed=None))
    assert not rule.holds(incident("a", 1, killed=0))
    assert rule.holds(incident("a", 1, killed=1))
    assert SeverityRule.parse("severity>=4").holds(incident("a", 1, severity=4))
