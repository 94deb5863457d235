from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.domain.panel import Frequency
from kerege.watch.incident_table import IncidentTable, incident_table
from kerege.watch.panel import build_panel, period_grid

REGION = synthetic_region()
KINDS = {"shooting": "armed", "stone_throwing": "unarmed", "standoff": "unarmed"}


def table(*incidents: object) -> IncidentTable:
    return incident_table(list(incidents), REGION, kind_groups=KINDS, smallest_group_share=0.5)  # type: ignore[arg-type]


@settings(deadline=None)
@given(
    st.sampled_from(list(Frequency)),
    st.datetimes(datetime(2001, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - zone given
    st.floats(0.1, 800),
)
def test_a_grid_ends_at_as_of_and_holds_its_first_instant(frequency: Frequency, as_of: datetime, days: float) -> None:
    first = as_of - timedelta(days=days)
    grid = period_grid(frequency, first, as_of)
    assert grid.edges[-1] == as_of
    assert grid.edges[0] <= first < grid.edges[1] or len(grid) == 1
    assert grid.frequency is frequency


def test_each_incident_counts_once_in_the_period_that_holds_its_middle() -> None:
    # 8 days from day 10: its middle, day 14, lies in the second four weeks before day 56 - 28 = 28.
    found = table(incident("a", 10, length_days=8), incident("b", 30))
    as_of = START + timedelta(days=56)
    grid = period_grid(Frequency.WEEK, START, as_of)
    panel = build_panel(found.known_at(as_of), REGION, level="region", kind="all", grid=grid, longest_silence_days=365)
    # Weeks begin on days 0, 7, 14, ...: the middle on day 14.0 belongs to the third; day 30.125 to the fifth.
    assert np.flatnonzero(panel.counts[:, 0]).tolist() == [2, 4]
    assert panel.counts.sum() == 2


def test_levels_and_families_count_what_is_theirs() -> None:
    found = table(
        incident("west", 40, longitude=10.2),
        incident("east", 41, longitude=10.8, kind="stone_throwing"),
        incident("unplaced", 42, longitude=None),
        incident("too vague", 43, longitude=10.5, uncertainty_km=45.0),
        incident("nobody's", 44, longitude=None, countries=()),
        incident("elsewhere", 45, countries=("AA", "DD")),
    )
    as_of = START + timedelta(days=56)
    grid = period_grid(Frequency.FOUR_WEEKS, START, as_of)

    def counted(level: str, kind: str) -> dict[str, int]:
        panel = build_panel(found.known_at(as_of), REGION, level=level, kind=kind, grid=grid, longest_silence_days=365)
        return dict(zip(panel.unit_ids, panel.counts.sum(axis=0).tolist(), strict=True))

    groups = counted("group", "all")
    assert groups["aa-bb.west"] == 1
    assert groups["aa-bb.east"] == 1
    assert sum(groups.values()) == 2
    assert counted("pair", "all") == {"AA-BB": 4, "AA-CC": 0, "BB-CC": 0}
    assert counted("region", "all") == {"synthetic": 5}
    assert counted("region", "armed") == {"synthetic": 4}
    assert [own.id for own in found.outside] == ["elsewhere"]
    with pytest.raises(ValueError, match="made by"):
        counted("village", "all")


def test_what_is_not_yet_reported_does_not_exist() -> None:
    found = table(incident("late", 10, reported_after_days=30), incident("soon", 12, reported_after_days=1))
    assert [own.id for own in found.known_at(START + timedelta(days=20)).incidents] == ["soon"]
    assert len(found.known_at(START + timedelta(days=40))) == 2


def test_an_incident_that_still_goes_on_stands_at_as_of() -> None:
    found = table(incident("long", 10, length_days=100, reported_after_days=1))
    as_of = START + timedelta(days=12)
    panel = build_panel(
        found.known_at(as_of),
        REGION,
        level="region",
        kind="all",
        grid=period_grid(Frequency.WEEK, START, as_of),
        longest_silence_days=365,
    )
    assert panel.counts[-1, 0] == 1


def test_before_the_record_and_after_a_long_silence_nothing_was_reported() -> None:
    found = table(incident("a", 100), incident("b", 600))
    as_of = START + timedelta(days=700)
    grid = period_grid(Frequency.FOUR_WEEKS, START, as_of)
    panel = build_panel(found.known_at(as_of), REGION, level="group", kind="all", grid=grid, longest_silence_days=200)
    day = (grid.seconds - START.timestamp()) / 86400
    seen = panel.reported[:, 0]
    for begins, ends, own in zip(day[:-1], day[1:], seen, strict=True):
        # Watched from day 100.125 to 300.125 and from day 600.125 on.
        assert own == ((begins < 300.125 and ends > 100.125) or ends > 600.125)


@settings(deadline=None)
@given(st.integers(0, 2000))
def test_no_incident_is_lost_or_counted_twice(day: int) -> None:
    found = table(*quiet_years())
    as_of = START + timedelta(days=day + 0.5)
    known = found.known_at(as_of)
    if not len(known):
        return
    first = datetime.fromtimestamp(float(known.middle.min()), UTC)
    for frequency in (Frequency.WEEK, Frequency.MONTH, Frequency.FOUR_WEEKS):
        panel = build_panel(
            known,
            REGION,
            level="region",
            kind="all",
            grid=period_grid(frequency, first, as_of),
            longest_silence_days=365,
        )
        assert panel.counts.sum() == len(known)


def test_two_incidents_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        table(incident("a", 1), incident("a", 2))
