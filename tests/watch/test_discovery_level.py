from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.detection.online_discoveries import OnlineSettings, online_discoveries, online_level
from kerege.domain.incident import Incident
from kerege.domain.watch_parameters import WatchParameters
from kerege.files.watch_parameters import read_watch_parameters
from kerege.watch.border_tree import border_tree
from kerege.watch.discovery_level import DiscoveryLevel, discovery_level_at, past_looks
from kerege.watch.incident_table import incident_table
from kerege.watch.own_record import look_back
from kerege.watch.run import run_watch

REGION = synthetic_region()
ALONE = read_watch_parameters()


def with_memory(memory: float) -> WatchParameters:
    return replace(ALONE, detection=replace(ALONE.detection, online_memory=memory))


def table_of(incidents: list[Incident]):  # type: ignore[no-untyped-def]
    return incident_table(
        incidents, REGION, kind_groups=ALONE.kind_groups, smallest_group_share=ALONE.detection.smallest_group_share
    )


def test_without_memory_every_look_has_the_sites_rate() -> None:
    level = DiscoveryLevel(ALONE.detection)
    for simes in (0.5, 1e-9, 0.3):
        level.see(simes)
        assert level.now == ALONE.detection.false_discovery_rate


def test_with_memory_the_looks_are_the_tests_of_an_online_procedure() -> None:
    level = DiscoveryLevel(with_memory(0.9).detection)
    control = OnlineSettings(rate=ALONE.detection.false_discovery_rate, memory=0.9)
    looks = [0.5, 1e-9, 0.3]
    for simes in looks:
        level.see(simes)
    assert level.now == online_level(online_discoveries(looks, control).state, control)
    assert level.now < ALONE.detection.false_discovery_rate


@pytest.mark.parametrize("memory", [1.0, 0.9])
def test_who_walks_through_many_days_gets_the_level_of_each_days_run(memory: float) -> None:
    parameters, tree = with_memory(memory), border_tree(REGION)
    table = table_of([*quiet_years(), *(incident(f"more{i}", 1400 + i) for i in range(6))])
    seen: dict[datetime, float] = {}
    for day in (1500, 1507, 1528):
        as_of = START + timedelta(days=day)
        walked = discovery_level_at(table, REGION, tree, parameters, as_of, seen)
        assert walked == look_back(table.known_at(as_of), REGION, tree, parameters, as_of).level
    assert bool(seen) is (memory < 1)


def test_looks_back_share_no_incident_and_leave_out_the_newest_window() -> None:
    as_of = START + timedelta(days=2000)
    looks = [at for at, _, _ in past_looks(table_of(quiet_years()), ALONE, as_of)]
    assert looks == sorted(looks)
    assert as_of - looks[-1] == timedelta(days=ALONE.detection.window_days)
    assert all(b - a >= timedelta(days=ALONE.detection.window_days) for a, b in pairwise(looks))


def test_memory_never_adds_a_signal_to_a_quiet_past() -> None:
    burst = [incident(f"burst{i}", 1990 + i) for i in range(4)]
    found = [
        run_watch(
            [*quiet_years(), *burst], REGION, parameters, as_of=START + timedelta(days=1996),
            rng=np.random.default_rng(1), code_version="test",
        )
        for parameters in (ALONE, with_memory(0.9))
    ]  # fmt: skip
    ids = [{signal.id for signal in run.signals} for run in found]
    assert ids[0]
    assert ids[1] <= ids[0]
