from __future__ import annotations

import pytest

from kerege.verification.alarm_skill import Alert, alarm_skill, alerts_of_days


def units(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def test_hand_worked_with_three_units() -> None:
    # 20 days, 3 units, alerts good for 4 days.
    alerts = [Alert(2, units(0, 1)), Alert(5, units(0)), Alert(12, units(2)), Alert(15, units(1))]
    # Day 6, unit 0: alert of day 2 (2..6) and of day 5: hit, 4 days ahead. Day 16, unit 2: alert of day 12 (12..16):
    # hit, 4 days. Day 11, unit 1: missed. Day 15, unit 1: hit on the day itself, 0 days.
    events = [(6, 0), (16, 2), (11, 1), (15, 1)]
    skill = alarm_skill(alerts, events, days=20, units=3, validity_days=4)
    assert skill.hit_events == (True, True, False, True)
    assert skill.lead_days == (4, 4, 0)
    assert skill.median_lead_days == 4
    assert skill.hit_share == 0.75
    assert (skill.alerts, skill.false_alerts) == (4, 0)
    # Covered: unit 0 days 2..9 = 8; unit 1 days 2..6 and 15..19 = 10; unit 2 days 12..16 = 5: 23 of 60.
    assert skill.covered_share == pytest.approx(23 / 60)
    # Chance: unit 0 8/20, unit 2 5/20, unit 1 10/20 twice.
    assert skill.hits_by_chance == pytest.approx(0.4 + 0.25 + 1.0)


def test_an_alert_without_event_in_its_time_is_false() -> None:
    # Events one day before, in another unit, and one day too late.
    skill = alarm_skill([Alert(5, units(0))], [(4, 0), (6, 1), (8, 0)], days=731, units=2, validity_days=2)
    assert skill.false_alerts == 1
    assert skill.hits == 0
    assert skill.median_lead_days is None
    # 731 days are 2.0014 years.
    assert skill.false_alerts_per_year == pytest.approx(365.25 / 731)


def test_a_rule_that_keeps_speaking_is_counted_anew_when_its_alert_has_run_out() -> None:
    on = [("a", units(0))]
    days = [on] * 7 + [[]] * 2 + [on]
    assert [alert.day for alert in alerts_of_days(days, 3)] == [0, 4, 9]


def test_a_wider_alert_of_the_same_name_is_another_alert() -> None:
    days = [[("a", units(0))], [("a", units(0, 1))]]
    assert [alert.units for alert in alerts_of_days(days, 5)] == [units(0), units(0, 1)]


def test_no_events_and_no_alerts_have_no_hit_share() -> None:
    skill = alarm_skill([], [], days=10, units=1, validity_days=3)
    assert skill.hit_share is None
    assert skill.covered_share == 0


def test_alerts_and_events_outside_are_refused() -> None:
    for alerts, events in (([Alert(10, units(0))], []), ([Alert(1, units(2))], []), ([], [(-1, 0)])):
        with pytest.raises(ValueError, match="within"):
            alarm_skill(alerts, events, days=10, units=2, validity_days=3)
