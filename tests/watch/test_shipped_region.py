"""The watch on the real region and its real incidents, end to end."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from kerege.border.place_finder import PlaceFinder
from kerege.domain.incident import Incident
from kerege.domain.marking import Marking
from kerege.domain.region import Region
from kerege.files.catalogue import read_catalogue
from kerege.files.region import read_region, shipped_region
from kerege.files.tables import read_table
from kerege.files.watch_parameters import read_watch_parameters
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse, recognise_format
from kerege.linkage.match import incidents_from_reports
from kerege.watch.document import run_to_document
from kerege.watch.replay import replay
from kerege.watch.run import run_watch
from kerege.watch.severity_rule import SeverityRule

PARAMETERS = read_watch_parameters()


@pytest.fixture(scope="module")
def region() -> Region:
    return read_region(shipped_region("fergana"))


@pytest.fixture(scope="module")
def incidents(region: Region) -> list[Incident]:
    table = read_table((shipped_region("fergana") / "incidents.csv").read_bytes(), "incidents.csv")
    context = IntakeContext(
        zone=region.zone,
        countries=frozenset(region.countries),
        catalogue=read_catalogue(),
        places=PlaceFinder(region.places),
        imported_at=datetime(2026, 11, 1, tzinfo=UTC),
        default_marking=Marking(),
    )
    return incidents_from_reports(parse(table, recognise_format(table), context).reports, read_catalogue())


@pytest.mark.parametrize("day", [date(2014, 1, 13), date(2019, 9, 17), date(2021, 4, 29), date(2025, 9, 1)])
def test_a_run_for_a_past_day_equals_the_run_made_then(region: Region, incidents: list[Incident], day: date) -> None:
    as_of = datetime(day.year, day.month, day.day, tzinfo=region.zone)
    then = [own for own in incidents if own.reported_at <= as_of]
    assert 0 < len(then) < len(incidents) or day.year == 2025
    one, two = (
        run_watch(known, region, PARAMETERS, as_of=as_of, rng=np.random.default_rng(1), code_version="test")
        for known in (incidents, then)
    )
    assert run_to_document(one) == run_to_document(two)
    assert len(one.risks) == len(region.sections)
    assert sum(own.expected_incidents for own in one.risks) == pytest.approx(
        float(one.forecast.draws[0].mean(axis=1).sum()), rel=0.25
    )


def test_signals_are_a_few_a_year_and_rest_on_the_incidents_they_name(
    region: Region, incidents: list[Incident]
) -> None:
    result = replay(
        incidents,
        region,
        PARAMETERS,
        first=date(2019, 1, 1),
        last=date(2021, 12, 31),
        severe=SeverityRule.parse("killed>=1"),
        lead_days=30,
        rng=np.random.default_rng(1),
    )
    # Three busy years of the record: some signals each year, and not one a month.
    assert 3 <= len(result.signals) <= 24
    by_id = {own.id: own for own in incidents}
    for signal in result.signals:
        assert len(signal.evidence) == signal.observed
        for evidence in signal.evidence:
            assert by_id[evidence].reported_at <= signal.period.end
            occurred = by_id[evidence].occurred
            # Fighting that was still going on stands at the day of the run.
            assert occurred.start < signal.period.end
            assert occurred.middle >= signal.period.start
    rules = {own.rule: own.skill for own in result.rules}
    assert rules["always_alert"].hits == len(result.events)
    assert rules["watch_signals"].false_alerts_per_year < rules["always_alert"].false_alerts_per_year / 20
