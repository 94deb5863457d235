from __future__ import annotations

import numpy as np
import pytest
from tests.regions.synthetic import synthetic_region

from kerege.simulation.border_design import BorderDesign
from kerege.simulation.planted_escalation import BorderWalk, branching_burst, draw_bursts, rising_heat


def test_the_chance_of_a_section_falls_with_the_km_along_the_border() -> None:
    region = synthetic_region()
    [weights] = BorderWalk(region, range_km=10.0).weights(np.array([0]))
    length = region.sections[0].length_km
    # Ten sections of one length in a row: two further on are 2 * 7.885 km away, exp(-1.577).
    assert length == pytest.approx(7.885, abs=1e-3)
    assert weights[0] == pytest.approx(length)
    assert weights[2] == pytest.approx(length * np.exp(-2 * length / 10))
    assert weights[9] == pytest.approx(length * np.exp(-9 * length / 10))
    # The enclave faces the main line: four steps along it and 14.969 km across.
    ring = region.sections[12]
    assert weights[12] == pytest.approx(ring.length_km * np.exp(-(4 * length + 14.969) / 10))


def test_a_section_that_no_edge_reaches_is_never_drawn() -> None:
    region = synthetic_region()
    walk = BorderWalk(region, range_km=1.0)  # reach 10 km
    assert set(walk.step(np.zeros(5000, dtype=np.int64), np.random.default_rng(1)).tolist()) <= {0, 1}


def test_sizes_have_the_moments_of_the_borel_tanner_law() -> None:
    region = synthetic_region()
    design = BorderDesign(reproduction=0.5, longest_days=1000.0)
    walk, rng = BorderWalk(region, design.range_km), np.random.default_rng(2)
    days, sections = np.array([0.0, 1.0, 3.0]), np.array([4, 5, 5])
    sizes = np.array([len(branching_burst(days, sections, walk, design, rng)[0]) for _ in range(3000)])
    # Three sparks, each incident setting off 0.5: mean 3 / 0.5 = 6, variance 3 * 0.5 / 0.5^3 = 12.
    assert sizes.min() >= 3
    assert sizes.mean() == pytest.approx(6.0, abs=4 * np.sqrt(12 / 3000))
    assert sizes.var() == pytest.approx(12.0, rel=0.2)
    assert design.mean_size == 2.0


def test_lags_are_exponential() -> None:
    region = synthetic_region()
    design = BorderDesign(reproduction=0.95, lag_days=4.0, longest_days=1000.0)
    days, _ = branching_burst(
        np.zeros(20_000), np.full(20_000, 3), BorderWalk(region, 10.0), design, np.random.default_rng(3)
    )
    # Of generation n, 20,000 * 0.95^n, the lag is gamma(n, 4 days). Sum over n of the share later than t has mean
    # lag 4 m / (1 - m)^2 per spark: 4 * 0.95 / 0.05^2 = 1,520 days in all, of which the cut at 1,000 takes little.
    assert days.sum() / 20_000 == pytest.approx(1520, rel=0.05)


def test_nothing_is_later_than_the_longest_escalation() -> None:
    region = synthetic_region()
    design = BorderDesign(reproduction=0.95, lag_days=10.0, longest_days=30.0)
    days, sections = branching_burst(
        np.array([100.0, 104.0] * 50), np.full(100, 3), BorderWalk(region, 10.0), design, np.random.default_rng(4)
    )
    assert 120 < days.max() < 130
    assert days.min() == 100.0
    assert len(days) == len(sections) > 150


def test_heat_rises_from_first_to_last() -> None:
    assert rising_heat(np.array([7.0])).tolist() == [0.15]
    assert rising_heat(np.array([3.0, 1.0, 2.0])).tolist() == [1.0, 0.15, 0.575]


def test_busy_groups_get_bigger_escalations_and_their_beginnings_are_spread() -> None:
    region = synthetic_region()
    design = BorderDesign(reproduction=0.0, spark_weeks=0.5, earliest_share=0.2, longest_days=42.0)
    # 1,000 incidents a week in every section; the group of the second section has five sections.
    rates = np.full(len(region.sections), 1000.0 * 1000 / 7)
    rng = np.random.default_rng(5)
    centres, bursts = draw_bursts(region, rates, count=8, history_days=1000, design=design, rng=rng)
    for k, (centre, (days, sections)) in enumerate(zip(centres, bursts, strict=True)):
        members = len(region.group[region.sections[centre].group].section_ids)
        assert len(days) == 500 * members
        assert sections[0] == centre
        begins = 200 + (958 - 200) * k / 8
        assert begins <= days.min() < begins + 758 / 8
        assert np.ptp(days) <= 5.0


def test_half_of_the_escalations_begin_where_much_happens() -> None:
    region = synthetic_region()
    rates = np.zeros(len(region.sections))
    rates[7] = 70.0
    centres, _ = draw_bursts(
        region, rates, count=2000, history_days=10_000, design=BorderDesign(reproduction=0.0),
        rng=np.random.default_rng(6),
    )  # fmt: skip
    length = sum(section.length_km for section in region.sections)
    wanted = 0.5 + 0.5 * region.sections[7].length_km / length
    assert np.mean(np.array(centres) == 7) == pytest.approx(wanted, abs=4 * np.sqrt(0.25 / 2000))
