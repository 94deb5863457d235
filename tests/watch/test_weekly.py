from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.files.watch_parameters import read_watch_parameters
from kerege.watch.incident_table import incident_table
from kerege.watch.reporting_delay import reporting_delay
from kerege.watch.weekly import weekly_findings

REGION = synthetic_region()
PARAMETERS = read_watch_parameters()


def findings(day: float, burst: int, count: int = 60) -> list[str]:
    incidents = [
        *quiet_years(count),
        *(incident(f"B{i}", day - 6 + i / 2, longitude=10.85) for i in range(burst)),
    ]
    as_of = START + timedelta(days=day)
    table = incident_table(incidents, REGION, kind_groups=PARAMETERS.kind_groups, smallest_group_share=0.5).known_at(
        as_of
    )
    return [
        f"{own.unit.level} {own.family} {own.alarm} {' '.join(own.notes)}"
        for own in weekly_findings(table, REGION, PARAMETERS, as_of)
    ]


def test_a_week_far_above_past_years_is_found_for_pair_and_region() -> None:
    # Of the quiet years' incidents one in four is reported after 30 days.
    assert findings(2200, 8) == [
        "pair all True years_of_record_5 not_all_reported_yet",
        "pair armed True years_of_record_5 not_all_reported_yet",
        "region all True years_of_record_5 not_all_reported_yet",
        "region armed True years_of_record_5 not_all_reported_yet",
    ]


def test_it_says_how_many_years_it_used_and_is_silent_below_three() -> None:
    assert all("years_of_record_3" in own for own in findings(1300, 8))
    assert findings(1300, 8)
    assert findings(1000, 8) == []


def test_fewer_than_five_incidents_in_four_weeks_are_not_tested() -> None:
    assert findings(2200, 3, count=30) == []


def test_the_newest_week_is_compared_with_what_should_be_known_of_it_by_now() -> None:
    uncorrected = replace(PARAMETERS, detection=replace(PARAMETERS.detection, longest_delay_days=0))
    incidents = [*quiet_years(200), *(incident(f"B{i}", 2194 + i / 2, longitude=10.85) for i in range(8))]
    as_of = START + timedelta(days=2200)
    table = incident_table(incidents, REGION, kind_groups=PARAMETERS.kind_groups, smallest_group_share=0.5).known_at(
        as_of
    )
    share = reporting_delay(table, PARAMETERS.detection, as_of).overall.mean(0, 6)
    assert 0.6 < share < 0.9
    found, ignored = (weekly_findings(table, REGION, own, as_of) for own in (PARAMETERS, uncorrected))
    assert len(found) == len(ignored) > 0
    for own, whole in zip(found, ignored, strict=True):
        assert own.expected == pytest.approx(share * whole.expected, rel=1e-9)
        assert own.upper <= whole.upper
        assert own.p_value < whole.p_value
        # So do the weeks before it, by 30 days at most.
        shares = [
            one.expected / other.expected
            for one, other in zip(own.history()[-12:], whole.history()[-12:], strict=True)
            if one.expected is not None and other.expected is not None
        ]
        assert len(shares) == 12
        assert shares[-1] == pytest.approx(share)
        assert shares[-4] < 0.9
        assert shares[:6] == pytest.approx([1.0] * 6)
