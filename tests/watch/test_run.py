from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.domain.errors import InputError
from kerege.domain.incident import Incident
from kerege.domain.run import WatchRun
from kerege.files.watch_parameters import read_watch_parameters
from kerege.watch.document import run_from_document, run_to_document
from kerege.watch.run import run_watch

REGION = synthetic_region()
PARAMETERS = read_watch_parameters()


def run(incidents: list[Incident], day: float, seed: int = 1) -> WatchRun:
    return run_watch(
        incidents,
        REGION,
        PARAMETERS,
        as_of=START + timedelta(days=day),
        rng=np.random.default_rng(seed),
        code_version="test",
    )


@settings(max_examples=12, deadline=None)
@given(st.floats(1, 2300))
def test_a_run_for_a_past_day_equals_the_run_made_then(day: float) -> None:
    everything = quiet_years()
    as_of = START + timedelta(days=day)
    then = [own for own in everything if own.reported_at <= as_of]
    assert run_to_document(run(everything, day)) == run_to_document(run(then, day))


def test_the_order_in_which_incidents_come_in_changes_nothing() -> None:
    everything = quiet_years()
    assert run_to_document(run(everything, 1500)) == run_to_document(run(everything[::-1], 1500))


def test_sections_groups_and_forecast_add_up() -> None:
    found = run(quiet_years(), 2000)
    by_group = {group.id: 0.0 for group in REGION.groups}
    for risk in found.risks:
        by_group[REGION.section[risk.section_id].group] += risk.expected_incidents
    means = found.forecast.draws[0].mean(axis=1)
    # 2,000 draws of counts with a mean below 1: standard error about 0.02.
    assert means == pytest.approx(np.array(list(by_group.values())), abs=0.08)
    assert [risk.section_id for risk in found.risks] == [section.id for section in REGION.sections]
    assert found.forecast.unit_ids == tuple(by_group)
    assert len(found.forecast.grid) == PARAMETERS.forecast.horizon
    assert found.forecast.grid.edges[0] == found.as_of


def test_a_burst_is_found_with_its_evidence_and_quiet_years_are_quiet() -> None:
    quiet = quiet_years()
    burst = [incident(f"B{i}", 2190 + i, longitude=10.85, killed=1, severity=4) for i in range(5)]
    found = run([*quiet, *burst], 2200)
    assert len(found.signals) >= 1
    first = found.signals[0]
    assert first.rank == 1
    assert set(first.evidence) >= {"B0", "B1", "B2", "B3", "B4"}
    assert first.observed == len(first.evidence) > first.upper > first.expected
    assert first.p_value is not None
    assert first.p_value <= PARAMETERS.detection.largest_p_value
    assert first.recurrence_interval_days == pytest.approx(28 / first.p_value)
    days = [run(quiet, day).signals for day in range(900, 2200, 28)]
    # 47 windows that do not overlap, at most two per cent of tests each.
    assert sum(bool(signals) for signals in days) <= 3


def test_another_incident_in_a_section_never_lowers_its_risk() -> None:
    quiet = [own for own in quiet_years() if own.position is not None]
    before = run(quiet, 2190)
    more = incident("more", 2185, longitude=10.25)
    after = run([*quiet, more], 2190)
    section = after.locations["more"].section_id
    old, new = (next(risk for risk in own.risks if risk.section_id == section) for own in (before, after))
    assert new.expected_incidents > old.expected_incidents
    assert new.probability_incident > old.probability_incident


def test_other_names_of_the_sections_change_no_figure() -> None:
    renamed = {section.id: f"x{i}" for i, section in enumerate(REGION.sections)}
    other = replace(
        REGION,
        sections=tuple(replace(section, id=renamed[section.id]) for section in REGION.sections),
        groups=tuple(
            replace(group, section_ids=tuple(renamed[own] for own in group.section_ids)) for group in REGION.groups
        ),
        edges=tuple(replace(edge, first=renamed[edge.first], second=renamed[edge.second]) for edge in REGION.edges),
    )
    as_of, everything = START + timedelta(days=1800), quiet_years()
    one, two = (
        run_watch(everything, region, PARAMETERS, as_of=as_of, rng=np.random.default_rng(3), code_version="test")
        for region in (REGION, other)
    )
    for a, b in zip(one.risks, two.risks, strict=True):
        assert replace(b, section_id=a.section_id) == a
    assert [signal.unit_id for signal in one.signals] == [signal.unit_id for signal in two.signals]


def test_a_region_without_any_incident_has_a_run_that_says_so() -> None:
    found = run([], 100)
    assert found.gaps == ("no_reports",)
    assert found.signals == ()
    assert len(found.risks) == len(REGION.sections)
    assert all(risk.expected_harm == 0 and risk.caveats for risk in found.risks)


def test_a_first_incident_makes_no_signal_and_no_great_rate() -> None:
    found = run([incident("a", 10)], 12)
    assert found.signals == ()
    assert sum(risk.expected_incidents for risk in found.risks) < 0.5


def test_silence_and_unknown_harm_are_named_as_gaps() -> None:
    found = run([incident("a", 10, killed=None), incident("b", 12, longitude=None)], 500)
    assert "no_reports_since:2015-01-13" in found.gaps
    assert "not_under_watch_since:2016-01-13" in found.gaps
    assert "unlocated:1" in found.gaps
    recent = run([incident("a", 10, killed=None)], 20)
    assert "harm_unknown:killed:1" in recent.gaps


def test_a_published_total_larger_than_what_is_known_is_a_gap() -> None:
    # The made-up region's total for AA-BB in 2020 is 12; day 1900 lies in March 2020.
    found = run([incident("a", 1900), incident("b", 1950)], 2300)
    assert "coverage:AA-BB:2020:2:12" in found.gaps
    assert not any(gap.startswith("coverage") for gap in run([incident("a", 1900)], 1910).gaps)


def test_incidents_too_vague_for_a_group_count_for_their_pair_only() -> None:
    found = run(
        [incident("vague", 100, longitude=10.5, uncertainty_km=45.0), incident("none", 101, longitude=None)], 120
    )
    assert found.unlocated == ("vague", "none")
    assert "vague" in found.locations


def test_a_document_holds_the_run_and_gives_it_back() -> None:
    burst = [incident(f"B{i}", 2190 + i, longitude=10.85) for i in range(5)]
    found = run([*quiet_years(), *burst], 2200)
    document = json.loads(json.dumps(run_to_document(found), allow_nan=False))
    back = run_from_document(document)
    assert run_to_document(back) == run_to_document(found)
    assert back.signals == found.signals
    assert back.risks == found.risks
    assert back.locations == found.locations
    assert (back.forecast.draws == found.forecast.draws).all()  # in their order: sums over units are made draw by draw


def test_a_document_of_another_kind_is_refused() -> None:
    document = run_to_document(run([], 10))
    with pytest.raises(InputError, match="version 1 or 2"):
        run_from_document({**document, "version": 99})
    del document["risks"]
    with pytest.raises(InputError, match="risks"):
        run_from_document(document)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        run_watch(
            [],
            REGION,
            PARAMETERS,
            as_of=datetime(2021, 1, 1),  # noqa: DTZ001 - meant
            rng=np.random.default_rng(1),
            code_version="test",
        )
