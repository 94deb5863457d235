from __future__ import annotations

from datetime import timedelta

from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.files.watch_parameters import read_watch_parameters
from kerege.watch.incident_table import incident_table
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
    assert findings(2200, 8) == [
        "pair all True years_of_record_5",
        "pair armed True years_of_record_5",
        "region all True years_of_record_5",
        "region armed True years_of_record_5",
    ]


def test_it_says_how_many_years_it_used_and_is_silent_below_three() -> None:
    assert all("years_of_record_3" in own for own in findings(1300, 8))
    assert findings(1300, 8)
    assert findings(1000, 8) == []


def test_fewer_than_five_incidents_in_four_weeks_are_not_tested() -> None:
    assert findings(2200, 3, count=30) == []
