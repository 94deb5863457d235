from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.domain.incident import Incident
from kerege.domain.source import Source
from kerege.domain.watch_parameters import WatchParameters
from kerege.files.watch_parameters import read_watch_parameters
from kerege.watch.border_scan import scan_findings
from kerege.watch.border_tree import border_tree
from kerege.watch.finding import Finding
from kerege.watch.gaps import find_gaps
from kerege.watch.incident_table import IncidentTable, incident_table
from kerege.watch.reporting_delay import ReportingDelay, reporting_delay
from kerege.watch.sparse import sparse_findings
from kerege.watch.weekly import weekly_findings

REGION = synthetic_region()
TREE = border_tree(REGION)
PARAMETERS = read_watch_parameters()
DETECTION = PARAMETERS.detection
UNCORRECTED = replace(PARAMETERS, detection=replace(DETECTION, longest_delay_days=0))


def table_of(incidents: list[Incident]) -> IncidentTable:
    return incident_table(incidents, REGION, kind_groups=PARAMETERS.kind_groups, smallest_group_share=0.5)


def delay_at(incidents: list[Incident], day: float, **changes: float) -> ReportingDelay:
    as_of = START + timedelta(days=day)
    return reporting_delay(table_of(incidents).known_at(as_of), replace(DETECTION, **changes), as_of)  # type: ignore[arg-type]


def on_channel(own: Incident, channel: str) -> Incident:
    return replace(own, sources=(Source(channel, "https://example.org/1"),))


def stream(days: int, per_window: float, mean_delay: float, seed: int) -> list[Incident]:
    """Incidents at a steady rate on one pair, reported after geometric delays."""
    rng = np.random.default_rng(seed)
    count = int(rng.poisson(days * per_window / 28))
    late = rng.geometric(1 / (mean_delay + 1), count) - 1
    return [
        incident(f"S{i:05}", day, longitude=None, reported_after_days=0.3 + after)
        for i, (day, after) in enumerate(zip(rng.uniform(0, days, count).tolist(), late.tolist(), strict=True))
    ]


def pair_finding(table: IncidentTable, as_of: datetime, parameters: WatchParameters) -> Finding:
    known = table.known_at(as_of)
    one_family = replace(parameters, detection=replace(parameters.detection, families=("all",)))
    return next(own for own in sparse_findings(known, REGION, TREE, one_family, as_of) if own.unit.level == "pair")


def test_days_are_counted_from_the_hour_of_the_run() -> None:
    # Ended at 100.25 and 103.25, reported at 101 and 105.5.
    known = [incident("a", 100, reported_after_days=1.0), incident("b", 103, reported_after_days=2.5)]
    # A run at midnight: a ended and was reported in the same day, 6.x days ago; b ended 3.75 days ago and was reported
    # 1.5 days ago: delays 0 and 2. kappa 2 and N_2 = 2: g_2 = 1 / 4, g_1 = 0.
    found = delay_at(known, 107, delay_half_life_days=1e12).overall
    assert found.by_age[:4] == pytest.approx([0.75, 0.75, 1.0, 1.0])
    # A run at noon: a ended 7.25 days ago and was reported 6.5 days ago, b 4.25 and 2.0: delays 1 and 2, as midday lies
    # between. g_2 = 1 / 4, g_1 = 1 / 3.
    found = delay_at(known, 107.5, delay_half_life_days=1e12).overall
    assert found.by_age[:4] == pytest.approx([0.5, 0.75, 1.0, 1.0])


def test_what_is_reported_before_it_is_over_has_no_delay() -> None:
    lasting = incident("a", 100, length_days=30, reported_after_days=3)
    for day in (104.0, 150.0):
        found = delay_at([lasting], day)
        assert (found.overall.by_age == 1).all()
        assert found.overall.capped == 0


def test_units_mix_their_channels_by_hand() -> None:
    posts = [on_channel(incident(f"P{i}", 10 + i, reported_after_days=0.3), "post") for i in range(40)]
    people = [on_channel(incident(f"R{i}", 10 + i, reported_after_days=10.3), "resident") for i in range(40)]
    few = [on_channel(incident("F", 20, reported_after_days=0.3), "police")]
    found = delay_at([*posts, *people, *few], 200, delay_half_life_days=1e12)
    assert set(found.by_channel) == {"post", "resident"}
    # Whole days: 0 for posts, 10 for residents. kappa 2: g_10 = 40 / 42 of residents, 40 / 83 of all.
    assert found.by_channel["post"].by_age[0] == 1
    assert found.by_channel["resident"].by_age[9] == pytest.approx(2 / 42)
    assert found.overall.by_age[9] == pytest.approx(43 / 83)
    # A unit with decayed records 3 (post), 1 (resident), 1 (police, which goes by all) and 1/2 credited beforehand.
    names = [*found.by_channel, "police"]
    weight = np.zeros(81)
    for name, share in (("post", 3.0), ("resident", 1.0), ("police", 1.0)):
        weight[np.flatnonzero(found.channel == (names.index(name) if name != "police" else -1))[0]] = share
    mixed = found.of_units(np.zeros(81, dtype=np.int64), weight, np.array([0.5]), 0, 9)
    assert mixed == pytest.approx([(0.5 * 43 / 83 + 3 + 2 / 42 + 43 / 83) / 5.5])


@settings(max_examples=15, deadline=None)
@given(st.floats(1, 2300))
def test_shares_of_a_past_day_are_those_known_then(day: float) -> None:
    everything = quiet_years()
    as_of = START + timedelta(days=day)
    then = [own for own in everything if own.reported_at <= as_of]
    one, two = delay_at(everything, day), delay_at(then, day)
    assert one.overall.by_age.tolist() == two.overall.by_age.tolist()
    assert one.channel.tolist() == two.channel.tolist()
    assert find_gaps(table_of(everything).known_at(as_of), REGION, PARAMETERS, as_of) == find_gaps(
        table_of(then), REGION, PARAMETERS, as_of
    )


def test_a_record_without_delays_is_judged_as_if_nothing_were_corrected() -> None:
    burst = [incident(f"B{i}", 1992 + i) for i in range(6)]
    prompt = [replace(own, reported_at=own.occurred.end) for own in [*quiet_years(200), *burst]]
    as_of = START + timedelta(days=2000)
    known = table_of(prompt).known_at(as_of)
    for judge in (
        lambda own: sparse_findings(known, REGION, TREE, own, as_of),
        lambda own: weekly_findings(known, REGION, own, as_of),
    ):
        one, two = judge(PARAMETERS), judge(UNCORRECTED)
        assert len(one) == len(two) > 0
        for a, b in zip(one, two, strict=True):
            assert replace(a, history=list) == replace(b, history=list)
            assert a.history() == b.history()
    assert not any(
        gap.startswith(("not_reported", "reported_late")) for gap in find_gaps(known, REGION, PARAMETERS, as_of)
    )


def test_false_alarms_come_as_often_as_they_should() -> None:
    corrected, ignored = [], []
    for seed in range(7):
        table = table_of(stream(12 * 365, 4.0, 10.0, seed=seed))
        for day in range(4 * 365, 12 * 365, 28):
            look = START + timedelta(days=day)
            corrected.append(pair_finding(table, look, PARAMETERS))
            ignored.append(pair_finding(table, look, UNCORRECTED))
    observed = np.array([own.observed for own in corrected])
    assert len(observed) == 735
    # Mean of counts against what was to be expected: standard error 1 / sqrt(4 x 0.67 x 735) = 2.3 %.
    assert observed.sum() == pytest.approx(sum(own.expected for own in corrected), rel=0.07)
    assert observed.sum() < 0.75 * sum(own.expected for own in ignored)
    # Counts are whole, so that p <= 0.02 and 0.2 come at most that often: 3 standard errors are 0.016 and 0.045.
    p_values = np.array([own.p_value for own in corrected])
    assert (p_values <= 0.02).mean() <= 0.02 + 0.016
    assert 0.1 <= (p_values <= 0.2).mean() <= 0.2 + 0.045
    assert np.mean([own.p_value <= 0.2 for own in ignored]) < 0.06


def test_a_rise_is_found_earlier_than_without_the_correction() -> None:
    days: dict[str, list[int]] = {"corrected": [], "ignored": []}
    for seed in range(12):
        rise = [
            replace(own, id=f"R{own.id}")
            for own in stream(1600, 12.0, 10.0, seed=100 + seed)
            if own.occurred.start >= START + timedelta(days=1500)
        ]
        table = table_of([*stream(1600, 3.0, 10.0, seed=seed), *rise])
        for name, parameters in (("corrected", PARAMETERS), ("ignored", UNCORRECTED)):
            first = next(
                day
                for day in range(1, 100)
                if pair_finding(table, START + timedelta(days=1500 + day), parameters).p_value <= 0.005
            )
            days[name].append(first)
    earlier = np.array(days["ignored"]) - np.array(days["corrected"])
    assert (earlier >= 0).all()
    assert earlier.mean() >= 3


def test_the_run_says_how_much_is_probably_not_reported_yet() -> None:
    # Half of all incidents 14 days late: kappa 2 and 60 incidents without decay give F_13 = 1 - 30 / 62; the window of
    # 28 days then lacks 14 x 0.4839 / 28 = 24 %.
    late = [incident(f"L{i}", 100 + i, reported_after_days=14.3 if i % 2 else 0.3) for i in range(60)]
    ancient = [incident(f"A{i}", 10 + i, reported_after_days=100.3) for i in range(2)]
    slow = replace(PARAMETERS, detection=replace(DETECTION, delay_half_life_days=1e12, half_life_days=1e12))
    as_of = START + timedelta(days=400)
    table = table_of([*late, *ancient]).known_at(as_of)
    gaps = find_gaps(table, REGION, slow, as_of)
    # The two that came after 100 days count as 90: another 2 / 64.
    assert "not_reported_yet:28:3" in gaps
    assert "reported_late:2:90" in gaps
    tolerant = replace(slow, detection=replace(slow.detection, unreported_notice_share=0.3))
    assert "not_reported_yet:28:3" not in find_gaps(table, REGION, tolerant, as_of)
    uncorrected = replace(slow, detection=replace(slow.detection, longest_delay_days=0))
    assert not any(gap.startswith("not_reported") for gap in find_gaps(table, REGION, uncorrected, as_of))


def test_delays_that_are_alike_everywhere_raise_no_cluster_in_the_scan() -> None:
    # The scan compares sections within the same days, so that days of which only a part is reported do no harm.
    judged = replace(PARAMETERS, detection=replace(DETECTION, families=("all",), scan_replications=99))
    as_of, p_values = START + timedelta(days=1095), []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        steady = [own for own in stream(1095, 4.0, 10.0, seed=seed) if own.reported_at <= as_of]
        placed = [
            replace(own, position=incident("x", 1, longitude=longitude).position)
            for own, longitude in zip(steady, rng.uniform(10.02, 10.98, len(steady)).tolist(), strict=True)
        ]
        found = scan_findings(table_of(placed).known_at(as_of), REGION, judged, as_of)
        p_values.append(found[0].p_value if found else 1.0)
    # 60 tests: three standard errors of a share of 0.1 are 0.12, of 0.5 they are 0.19.
    assert np.mean(np.array(p_values) <= 0.1) <= 0.1 + 0.12
    assert 0.5 - 0.19 <= np.mean(np.array(p_values) <= 0.5) <= 0.5 + 0.19


def test_groups_whose_reports_come_slowly_are_expected_to_be_quieter_by_now() -> None:
    # The group around longitude 10.25 reports on the day, that around 10.85 after 14 days.
    posts = [on_channel(incident(f"P{i}", 400 + 4 * i, reported_after_days=0.3), "post") for i in range(100)]
    people = [
        on_channel(incident(f"R{i}", 400 + 4 * i, longitude=10.85, reported_after_days=14.3), "resident")
        for i in range(100)
    ]
    as_of = START + timedelta(days=800)
    known = table_of([*posts, *people]).known_at(as_of)
    found, ignored = (
        {own.unit.id: own for own in sparse_findings(known, REGION, TREE, parameters, as_of) if own.family == "all"}
        for parameters in (PARAMETERS, UNCORRECTED)
    )
    own = {REGION.groups[known.group[row]].id: known.channel[row] for row in range(len(known))}
    prompt, slow = (next(group for group, channel in own.items() if channel == name) for name in ("post", "resident"))
    share = {group: found[group].expected / ignored[group].expected for group in (prompt, slow)}
    # Of 28 days 14 are reported from residents, but for kappa; the unit's small credit goes by all channels.
    assert share[prompt] == pytest.approx(1.0, abs=0.01)
    assert share[slow] == pytest.approx(0.5, abs=0.03)
    assert found[slow].p_value < ignored[slow].p_value
    assert "not_all_reported_yet" in found[slow].notes
    assert "not_all_reported_yet" not in found[prompt].notes
    last, earlier = found[slow].history()[-1], found[slow].history()[-3]
    assert last.expected == pytest.approx(found[slow].expected)
    assert earlier.expected == ignored[slow].history()[-3].expected
