from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.detection.scan.scan import space_time_scan
from kerege.detection.scan.settings import ScanSettings
from kerege.detection.scan.significance import recurrence_interval_days, sequential_p_value
from kerege.detection.scan.study import ScanStudy, permutation_study, poisson_study, standardised_weights
from kerege.detection.scan.zones import EARTH_KM, Zones, circles, on_sphere, stretches

SIDES = {"high": 1, "low": -1, "both": 0}


def made_study(
    seed: int, model: str, *, places: int = 7, periods: int = 9, cases: int = 40, strata: int = 1
) -> ScanStudy:
    rng = np.random.default_rng(seed)
    location, period = rng.integers(0, places, cases), rng.integers(0, periods, cases)
    if model == "permutation":
        return permutation_study(location, period, rng.integers(0, strata, cases), places=places, periods=periods)
    return poisson_study(location, period, rng.uniform(0.2, 3, (places, periods)))


def made_circles(seed: int, places: int = 7) -> Zones:
    return circles(np.random.default_rng(seed + 100).uniform(0, 10, (places, 2)), max_km=8)


def ratio(n: float, m: float, total: float) -> float:
    inside = n * np.log(n / m) if n > 0 else 0.0
    left = total - n
    return inside + (left * np.log(left / (total - m)) if left > 0 else 0.0)


def by_hand(study: ScanStudy, zones: Zones, control: ScanSettings) -> dict[int, float]:
    """The best statistic of each list of places: every window, one after the other."""
    periods, total = study.expected.shape[1], study.cases
    weight = study.expected.sum(axis=1)
    if study.model == "permutation":
        weight = np.bincount(study.location, minlength=len(study.expected))
    longest = min(control.max_periods or max(periods // 2, 1), periods)
    best = dict.fromkeys(range(len(zones)), 0.0)
    for z in range(len(zones)):
        for j in range(zones.start[z], zones.start[z + 1]):
            places = zones.member[zones.start[z] : j + 1]
            if not zones.closes[j] or weight[places].sum() > control.max_share * total * (1 + 1e-12):
                continue
            inside = np.isin(study.location, places)
            for last in range(periods):
                if control.windows != "retrospective" and last != periods - 1:
                    continue
                firsts = [0] if control.windows == "spatial" else range(max(0, last - longest + 1), last + 1)
                for first in firsts:
                    n = int((inside & (study.period >= first) & (study.period <= last)).sum())
                    m = study.expected[places, first : last + 1].sum()
                    wanted = (n > m and control.rates != "low" and n >= control.min_cases) or (
                        n < m and control.rates != "high"
                    )
                    if m > 0 and wanted:
                        best[z] = max(best[z], ratio(n, m, total))
    return best


@pytest.mark.parametrize("rates", SIDES)
@pytest.mark.parametrize("windows", ["prospective", "retrospective", "spatial"])
@pytest.mark.parametrize(("model", "strata"), [("permutation", 1), ("permutation", 3), ("poisson", 1)])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_the_best_window_is_the_one_found_by_trying_all(
    model: str, strata: int, windows: str, rates: str, share: float
) -> None:
    if (model, windows) == ("permutation", "spatial"):
        with pytest.raises(ValueError, match="says nothing of space alone"):
            space_time_scan(made_study(1, model), made_circles(1), ScanSettings(windows=windows), seed=1)
        return
    for seed in range(4):
        study, zones = made_study(seed, model, strata=strata), made_circles(seed)
        control = ScanSettings(windows=windows, rates=rates, max_share=share, replications=0, max_periods=4)
        found = space_time_scan(study, zones, control, seed=1)
        best = by_hand(study, zones, control)
        largest = max(best.values())
        if largest == 0:
            assert not found.clusters
            continue
        assert found.clusters[0].statistic == pytest.approx(largest, rel=1e-9)
        for cluster in found.clusters:
            assert cluster.statistic == pytest.approx(ratio(cluster.observed, cluster.expected, study.cases), rel=1e-9)
            assert len(cluster.cases) == cluster.observed
        places = [place for cluster in found.clusters for place in cluster.places]
        assert len(places) == len(set(places))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["permutation", "poisson"]), st.integers(2, 60), st.integers(1, 9))
def test_pruning_never_loses_the_best_window(seed: int, model: str, cases: int, longest: int) -> None:
    study, zones = made_study(seed, model, cases=cases), made_circles(seed)
    control = ScanSettings(max_periods=longest, replications=0)
    found = space_time_scan(study, zones, control, seed=1)
    largest = max(by_hand(study, zones, control).values())
    assert (found.clusters[0].statistic if found.clusters else 0.0) == pytest.approx(largest, rel=1e-9)


@pytest.mark.parametrize("windows", ["prospective", "retrospective"])
@pytest.mark.parametrize("model", ["permutation", "poisson"])
def test_a_replication_is_the_same_scan_of_shuffled_data(model: str, windows: str) -> None:
    """The largest statistic of a replication lies where that of a scan of data made the same way lies."""
    study, zones = made_study(3, model, cases=60), made_circles(3)
    control = ScanSettings(windows=windows, max_periods=3, replications=400)
    maxima = space_time_scan(study, zones, control, seed=5).maxima
    rng, shuffled = np.random.default_rng(6), []
    for _ in range(400):
        if model == "permutation":
            other = permutation_study(study.location, rng.permutation(study.period), study.stratum, places=7, periods=9)
        else:
            cell = rng.choice(study.expected.size, size=60, p=study.expected.ravel() / 60)
            other = replace(study, location=cell // 9, period=cell % 9)
        found = space_time_scan(other, zones, replace(control, replications=0), seed=1)
        shuffled.append(found.clusters[0].statistic if found.clusters else 0.0)
    # 400 against 400: the deviation of a difference of means is about 0.08.
    assert maxima.mean() == pytest.approx(np.mean(shuffled), abs=0.3)
    assert np.quantile(maxima, 0.95) == pytest.approx(np.quantile(shuffled, 0.95), abs=0.9)


def test_p_values_of_data_made_by_chance_are_spread_evenly() -> None:
    zones = made_circles(1)
    p_values = []
    for seed in range(120):
        study = made_study(1000 + seed, "permutation", cases=50)
        found = space_time_scan(study, zones, ScanSettings(max_periods=3, replications=99), seed=seed)
        p_values.append(found.clusters[0].p_value if found.clusters else 1.0)
    assert np.mean(np.array(p_values) <= 0.2) == pytest.approx(0.2, abs=0.12)
    assert np.mean(np.array(p_values) <= 0.5) == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize("windows", ["prospective", "retrospective"])
def test_the_answer_is_the_same_for_any_number_of_workers(windows: str) -> None:
    study, zones = made_study(4, "permutation", cases=80), made_circles(4)
    control = ScanSettings(windows=windows, max_periods=4, replications=120)
    alone = space_time_scan(study, zones, control, seed=9)
    for workers in (1, 2, 3):
        with ThreadPoolExecutor(workers) as pool:
            found = space_time_scan(study, zones, control, seed=9, executor=pool)
        assert (found.maxima == alone.maxima).all()
        assert found.clusters == alone.clusters
    assert (space_time_scan(study, zones, control, seed=10).maxima != alone.maxima).any()


def test_replications_are_numbered_from_the_seed() -> None:
    study, zones = made_study(4, "permutation", cases=80), made_circles(4)
    first, shifted = (
        space_time_scan(study, zones, ScanSettings(max_periods=4, replications=50), seed=seed).maxima
        for seed in (9, 10)
    )
    assert (first[1:] == shifted[:-1]).all()


def test_a_sequential_scan_stops_when_the_p_value_must_be_large() -> None:
    study, zones = made_study(4, "permutation", cases=80), made_circles(4)
    whole = space_time_scan(study, zones, ScanSettings(max_periods=4, replications=999), seed=9)
    early = space_time_scan(study, zones, ScanSettings(max_periods=4, replications=999, sequential=True), seed=9)
    assert whole.clusters[0].p_value > 0.1
    assert len(early.maxima) < 999
    assert early.clusters[0].p_value == pytest.approx(whole.clusters[0].p_value, abs=0.1)
    assert sequential_p_value(3.0, np.array([4.0, 1.0, 5.0, 6.0]), 3) == 3 / 4


def planted() -> ScanStudy:
    rng = np.random.default_rng(12)
    location, period = rng.integers(0, 20, 300), rng.integers(0, 30, 300)
    extra_place, extra_day = np.repeat([4, 5, 6], 9), np.tile([27, 28, 29], 9)
    location, period = np.append(location, extra_place), np.append(period, extra_day)
    return permutation_study(location, period, np.zeros(327, dtype=np.int64), places=20, periods=30)


def line(places: int, km: float = 10.0) -> list[tuple[int, int, float]]:
    return [(i, i + 1, km) for i in range(places - 1)]


def test_a_planted_stretch_of_a_border_is_found_whole() -> None:
    zones = stretches(20, line(20), max_km=50)
    found = space_time_scan(planted(), zones, ScanSettings(max_periods=7, replications=199), seed=1)
    best = found.clusters[0]
    assert set(best.places) == {4, 5, 6}
    assert (best.first, best.last) == (27, 29)
    assert best.p_value == 0.005
    assert best.p_gumbel < 0.01
    assert best.reach_km == 20.0


def zone_sets(zones: Zones) -> set[frozenset[int]]:
    return {
        frozenset(zones.member[a : j + 1].tolist())
        for a, b in zip(zones.start[:-1], zones.start[1:], strict=True)
        for j in range(a, b)
        if zones.closes[j]
    }


def test_on_a_line_the_stretches_are_all_runs_of_neighbours() -> None:
    runs = {frozenset(range(a, b + 1)) for a in range(6) for b in range(a, 6) if (b - a) * 10 <= 30}
    assert zone_sets(stretches(6, line(6), max_km=30)) == runs


def test_on_a_ring_the_stretches_are_all_arcs() -> None:
    ring = [*line(5), (4, 0, 10.0)]
    arcs = {frozenset((a + i) % 5 for i in range(length)) for a in range(5) for length in (1, 2, 3)}
    found = zone_sets(stretches(5, ring, max_km=20))
    # Where both ways round meet at one distance they enter together; no arc is missing.
    assert arcs <= found
    assert all(len(own) <= 4 for own in found)


def test_where_lines_meet_a_stretch_grows_into_all_of_them() -> None:
    # 0 - 1 - 2 and from 1 a third arm 3; 4 stands alone.
    found = zone_sets(stretches(5, [(0, 1, 10.0), (1, 2, 10.0), (1, 3, 12.0)], max_km=25))
    assert frozenset({0, 1, 2}) in found
    assert frozenset({0, 1, 2, 3}) in found
    assert frozenset({3, 1, 0, 2}) in found
    assert frozenset({4}) in found
    assert all(4 not in own or own == {4} for own in found)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(5, 60))
def test_stretches_are_connected_and_not_too_long(seed: int, longest: float) -> None:
    rng = np.random.default_rng(seed)
    edges = [(int(rng.integers(0, i)), i, float(rng.uniform(3, 20))) for i in range(1, 9)]
    neighbours: dict[int, set[int]] = {i: set() for i in range(9)}
    for a, b, _ in edges:
        neighbours[a].add(b)
        neighbours[b].add(a)
    zones = stretches(9, edges, max_km=longest)
    assert zones.reach_km.max() <= longest
    for own in zone_sets(zones):
        reached, waiting = {min(own)}, [min(own)]
        while waiting:
            for other in neighbours[waiting.pop()] & own - reached:
                reached.add(other)
                waiting.append(other)
        assert reached == own


def test_distances_on_the_sphere_are_those_of_the_arc() -> None:
    zones = circles(on_sphere(np.array([0.0, 0.0]), np.array([0.0, 90.0])), max_km=None)
    assert zones.reach_km.tolist() == pytest.approx([0, EARTH_KM * np.pi / 2] * 2)


def test_places_equally_far_enter_together() -> None:
    zones = circles(np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0]]), max_km=None)
    assert zones.closes[:3].tolist() == [True, False, True]


def test_a_weekday_effect_makes_no_cluster_when_it_is_adjusted_for() -> None:
    # Place 0 has cases on Fridays only (day 4 of 7), the others on all days; the study ends on a Friday.
    days = np.arange(47)
    period = np.concatenate([np.repeat(days[days % 7 == 4], 3), np.repeat(days, 2)])
    location = np.concatenate([np.zeros(3 * (days % 7 == 4).sum(), dtype=np.int64), np.tile([1, 2], 47)])
    zones, control = (
        circles(np.array([[0.0, 0.0], [9.0, 0.0], [18.0, 0.0]]), max_km=5),
        ScanSettings(max_periods=1, replications=199),
    )
    none = np.zeros(len(period), dtype=np.int64)
    plain = space_time_scan(permutation_study(location, period, none, places=3, periods=47), zones, control, seed=1)
    adjusted = space_time_scan(
        permutation_study(location, period, period % 7, places=3, periods=47), zones, control, seed=1
    )
    assert plain.clusters[0].p_value < 0.2
    assert not adjusted.clusters or adjusted.clusters[0].p_value > 0.3


def test_indirect_standardisation_by_hand() -> None:
    # Rates 2/30 and 6/20; place 0 has 10 and 0, place 1 has 20 and 20.
    weights = standardised_weights(np.array([2.0, 6.0]), np.array([[[10.0, 0.0]], [[20.0, 20.0]]]))
    assert weights[:, 0] == pytest.approx([10 * 2 / 30, 20 * 2 / 30 + 6])
    with pytest.raises(ValueError, match="no population"):
        standardised_weights(np.array([1.0]), np.zeros((1, 1, 1)))


def test_more_cases_in_a_cluster_make_it_no_less_likely() -> None:
    study = planted()
    zones = stretches(20, line(20), max_km=50)
    control = ScanSettings(max_periods=7, replications=0)
    before = space_time_scan(study, zones, control, seed=1).clusters[0].statistic
    more = permutation_study(
        np.append(study.location, [5, 5]), np.append(study.period, [29, 29]), np.zeros(329, dtype=np.int64), places=20,
        periods=30,
    )  # fmt: skip
    assert space_time_scan(more, zones, control, seed=1).clusters[0].statistic > before


def test_earlier_looks_shorten_the_recurrence_interval() -> None:
    assert recurrence_interval_days(0.01, 1.0, 0) == pytest.approx(100)
    assert recurrence_interval_days(0.01, 1.0, 364) == pytest.approx(1 / (1 - 0.99 ** (1 / 365)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"windows": "all"}, "windows is one of"),
        ({"rates": "odd"}, "rates is one of"),
        ({"max_share": 0.0}, "max_share"),
        ({"max_km": -1.0}, "max_km"),
        ({"max_periods": 0}, "longest cluster"),
        ({"min_cases": 0}, "min_cases"),
    ],
)
def test_settings_outside_their_range_are_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ScanSettings(**change)  # type: ignore[arg-type]


def test_studies_that_cannot_be_are_refused() -> None:
    study = made_study(1, "poisson")
    with pytest.raises(ValueError, match="sums must agree"):
        replace(study, expected=study.expected * 2)
    with pytest.raises(ValueError, match="outside"):
        replace(study, location=study.location + 7)
    none = np.zeros(0, dtype=np.int64)
    empty = ScanStudy(location=none, period=none, stratum=none, expected=np.zeros((2, 2)), model="poisson")
    with pytest.raises(ValueError, match="needs cases"):
        space_time_scan(empty, made_circles(1, 2), ScanSettings(), seed=1)
