from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from tests.regions.synthetic import synthetic_region
from tests.simulation.made_history import ENDS, made_history

from kerege.domain.period import Precision
from kerege.files.catalogue import read_catalogue
from kerege.simulation.border_design import BorderDesign
from kerege.watch.incident_table import incident_table

CATALOGUE = read_catalogue()


def test_the_same_seed_makes_the_same_history_and_another_one_another() -> None:
    first, again, other = made_history(), made_history(), made_history(seed=2)
    assert first.incidents == again.incidents
    assert first.escalations == again.escalations
    assert first.incidents != other.incidents


def test_the_history_has_whole_weeks_and_ends_before_the_day_it_is_given() -> None:
    border = made_history()
    # Noon of 1 January in UTC is 18:00 of the same day in Bishkek; 313 weeks are the whole weeks nearest to 6 years.
    assert (border.days[-1], len(border.days)) == (date(2025, 12, 31), 313 * 7)
    assert border.ends.isoformat() == "2025-12-31T18:00:00+00:00"
    starts = [incident.occurred.start for incident in border.incidents]
    assert min(starts) >= border.ends - timedelta(days=313 * 7)
    assert max(starts) < border.ends


def test_incidents_stand_in_order_of_their_true_time_with_ids_of_their_own() -> None:
    border = made_history()
    assert (np.diff(border.columns.started_s) >= 0).all()
    assert [incident.id for incident in border.incidents] == [border.incident_id(i) for i in range(len(border))]
    assert border.incidents[0].id == "SYN-0000001"


def test_every_incident_says_that_it_is_made_up() -> None:
    for incident in made_history().incidents:
        assert incident.summary.startswith("Synthetic incident (")
        assert "did not happen" in incident.summary
        assert incident.sources[0].reference == "kerege simulate"
        assert all(account.text.startswith("Made-up account") for account in incident.accounts)


def test_days_are_local_days_and_minutes_are_minutes() -> None:
    border = made_history()
    zone = border.region.zone
    kinds = Counter(incident.occurred.precision for incident in border.incidents)
    assert set(kinds) == {Precision.MINUTE, Precision.DAY}
    moments = border.columns.started_s.tolist()
    for incident, moment, day in zip(border.incidents, moments, border.columns.day.tolist(), strict=True):
        assert incident.occurred.start.timestamp() <= moment < incident.occurred.end.timestamp()
        assert incident.occurred.first_day(zone) == incident.occurred.last_day(zone) == border.days[day]


def test_nothing_is_known_before_it_happened() -> None:
    border = made_history()
    assert (border.columns.reported_s > border.columns.started_s).all()
    for incident, reported in zip(border.incidents, border.columns.reported_s.tolist(), strict=True):
        assert incident.reported_at.timestamp() == reported


def test_what_was_reported_after_the_end_is_in_the_truth_and_not_in_the_record() -> None:
    border = made_history(incidents_per_year=2000.0)
    late = {i.id for i in border.incidents if i.reported_at > border.ends}
    known = [report.reference for report in border.reports(only_known=True)]
    assert 0 < len(late) < len(border) / 100
    assert set(known) == {incident.id for incident in border.incidents} - late
    assert border.weekly_counts().sum() - border.weekly_counts(only_known=True).sum() == len(late)


def test_the_truth_of_each_escalation_equals_its_incidents() -> None:
    border = made_history(escalations=5)
    assert [escalation.id for escalation in border.escalations] == [f"SYN-E{k}" for k in range(1, 6)]
    for k, escalation in enumerate(border.escalations):
        own = np.flatnonzero(border.columns.escalation == k)
        moments = border.columns.started_s[own]
        assert escalation.incidents == len(own) >= 3
        assert (escalation.begins.timestamp(), escalation.ends.timestamp()) == (moments[0], moments[-1])
        assert escalation.severity == max(border.incidents[i].severity for i in own)
        section = border.region.sections[escalation.section]
        assert (escalation.section_id, escalation.group_id) == (section.id, section.group)
        assert border.region.groups[escalation.group].id == section.group
        assert border.columns.section[own[0]] == escalation.section
        assert moments[-1] - moments[0] <= 42 * 86_400
    begins = [escalation.begins for escalation in border.escalations]
    # A fifth of the history is kept free before them, and each has its own stretch of the rest.
    assert begins == sorted(begins)
    assert begins[0] >= border.ends - timedelta(days=0.8 * len(border.days))


def test_escalations_leave_the_background_as_it_was() -> None:
    def background(count: int) -> list[tuple[object, ...]]:
        border = made_history(escalations=count)
        rows = np.flatnonzero(border.columns.escalation < 0)
        return [tuple(replace(border.incidents[i], id="x") for i in rows)]

    assert background(0) == background(4)


def test_escalations_get_graver_as_they_go_on() -> None:
    floors: dict[bool, list[int]] = {False: [], True: []}
    border = made_history(escalations=60, years=40.0)
    for k in range(60):
        own = np.flatnonzero(border.columns.escalation == k)
        for place, i in enumerate(own):
            floors[place >= len(own) / 2].append(CATALOGUE.kinds[border.incidents[i].kind].severity_floor)
    background = [CATALOGUE.kinds[border.incidents[i].kind].severity_floor for i in range(len(border))
                  if border.columns.escalation[i] < 0]  # fmt: skip
    assert np.mean(floors[True]) > np.mean(floors[False]) + 0.2 > np.mean(background) + 0.2


def test_positions_lie_at_the_border_of_their_sides() -> None:
    border = made_history(incidents_per_year=200.0)
    table = incident_table(
        border.incidents,
        border.region,
        kind_groups={kind: term.group for kind, term in CATALOGUE.kinds.items()},
        smallest_group_share=0.5,
    )
    assert len(table) == len(border)
    assert table.outside == ()
    assert all(location is not None for location in table.locations)
    # The table orders by the beginning of the period that the report gives.
    truth = {border.incident_id(i): border.region.sections[s] for i, s in enumerate(border.columns.section.tolist())}
    right = 0
    for incident, location in zip(table.incidents, table.locations, strict=True):
        section = truth[incident.id]
        assert set(incident.countries) == set(section.pair.split("-"))
        assert location is not None and incident.position is not None
        # At most a quarter of the depth from the line, and the reported place within its disc of the true one.
        assert location.distance_km <= border.region.depth_km / 4 + incident.position.uncertainty_km + 0.01
        right += location.section_id == section.id
    assert right > 0.7 * len(border)


def test_the_weekly_counts_are_the_incidents() -> None:
    border = made_history()
    counts = border.weekly_counts()
    assert counts.shape == border.expected.shape == (313, 5)
    by_hand = np.zeros_like(counts)
    groups = [group.id for group in border.region.groups]
    for i in range(len(border)):
        local = datetime.fromtimestamp(border.columns.started_s[i], border.region.zone).date()
        section = border.region.sections[border.columns.section[i]]
        by_hand[(local - border.days[0]).days // 7, groups.index(section.group)] += 1
    assert (counts == by_hand).all()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"years": 0.0}, "A history lasts up to 200 years, not 0."),
        ({"years": float("nan")}, "A history lasts"),
        ({"ends": ENDS.replace(tzinfo=None)}, "needs a zone"),
        ({"years": 150.0}, "begins in 1900 or later"),
        ({"escalations": -1}, "Escalations are 0 to"),
        ({"incidents_per_year": 0.0}, "above 0"),
        ({"incidents_per_year": float("nan")}, "above 0"),
        ({"incidents_per_year": 1e8}, "up to 20,000,000 incidents"),
        ({"years": 0.1, "escalations": 1}, "too short to plant an escalation"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        made_history(**changes)


def test_a_region_without_sections_is_refused() -> None:
    from kerege.simulation.synthetic_border import synthetic_border

    empty = replace(synthetic_region(), sections=(), groups=(), edges=())
    with pytest.raises(ValueError, match="no sections"):
        synthetic_border(empty, CATALOGUE, years=1, ends=ENDS, escalations=0, rng=np.random.default_rng(1))


def test_a_week_without_incidents_and_no_escalation_is_a_history_too() -> None:
    border = made_history(years=0.01, escalations=0, incidents_per_year=1e-6)
    assert (len(border), border.incidents, len(border.days)) == (0, (), 7)
    assert border.weekly_counts().tolist() == [[0] * 5]


def test_the_design_is_kept_within_its_ranges() -> None:
    with pytest.raises(ValueError, match="reproduction lies between 0 and 0"):
        BorderDesign(reproduction=1)
    with pytest.raises(ValueError, match="longest_days must be above spark_days"):
        BorderDesign(longest_days=3, spark_days=5)
