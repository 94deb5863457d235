from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from kerege.domain.period import Period
from kerege.domain.risk import RiskAssessment
from kerege.files.watch_parameters import read_watch_parameters
from kerege.risk.assess import assess_risk, harm_exceedance, simulate_harm
from kerege.risk.impact import HarmPool
from kerege.risk.threat import BorderTree, threat_rates

RISK = replace(
    read_watch_parameters().risk, killed_points=10.0, injured_points=1.0, displaced_points=0.01, detained_points=0.1
)
TREE = BorderTree(np.array([0, 0, 1]), np.array([0, 1]), np.array([10.0, 30.0, 20.0]))
PERIOD = Period(datetime(2021, 4, 1, tzinfo=UTC), datetime(2021, 4, 29, tzinfo=UTC))
POOLS = (
    HarmPool(np.array([[1.0, 3.0, 100.0, 2.0], [0.0, 1.0, 0.0, 0.0]]), np.array([1.0, 3.0])),
    HarmPool(np.array([[0.0, 2.0, np.nan, 5.0]]), np.array([1.0])),
)


def assessed(counts: list[float], draws: int = 40_000, seed: int = 1) -> tuple[RiskAssessment, ...]:
    rates = threat_rates(
        TREE,
        section_counts=np.array(counts),
        pair_only_counts=np.zeros(2),
        region_only_count=0.0,
        exposure=10.0,
        parameters=RISK,
    )
    rng = np.random.default_rng(seed)
    return assess_risk(
        ["s0", "s1", "s2"],
        rng.poisson(rates.groups[:, None], (2, draws)),
        tree=TREE,
        rates=rates,
        pools=POOLS,
        period=PERIOD,
        pooled_from=[(), ("g",), ()],
        caveats=[(), ("sparse_record",), ()],
        parameters=RISK,
        parameters_version="test",
        rng=rng,
    )


def test_expected_harm_hand_worked_and_its_reasons_add_up() -> None:
    found = assessed([6.0, 2.0, 1.0])
    # Points of an incident of pair 0: 10 + 3 + 1 + 0.2 = 14.2 with weight 1/4, 1 with 3/4: 4.3. Pair 1: 2 + 0.5 = 2.5.
    points = [4.3, 4.3, 2.5]
    for risk, each in zip(found, points, strict=True):
        assert risk.expected_harm == pytest.approx(risk.expected_incidents * each)
        assert sum(value for _, value in risk.reasons) == pytest.approx(risk.expected_harm)
    assert found[2].caveats == ("harm_unknown:displaced",)
    assert found[1].caveats == ("sparse_record",)


def test_probabilities_are_those_of_thinned_poisson_counts() -> None:
    # Poisson counts of a group, each incident in a section with its share: Poisson with the section's rate.
    for risk, kills in zip(assessed([6.0, 2.0, 1.0]), (0.25, 0.25, 0.0), strict=True):
        assert risk.probability_incident == pytest.approx(1 - np.exp(-risk.expected_incidents), abs=0.01)
        assert risk.probability_killed == pytest.approx(1 - np.exp(-kills * risk.expected_incidents), abs=0.01)


def test_simulated_harm_has_the_expected_mean() -> None:
    rates = threat_rates(
        TREE,
        section_counts=np.array([6.0, 2.0, 1.0]),
        pair_only_counts=np.zeros(2),
        region_only_count=0.0,
        exposure=10.0,
        parameters=RISK,
    )
    rng = np.random.default_rng(2)
    points = simulate_harm(
        rng.poisson(rates.groups[:, None], (2, 60_000)), tree=TREE, rates=rates, pools=POOLS, parameters=RISK, rng=rng
    )
    assert points.mean(axis=1) == pytest.approx(rates.sections * np.array([4.3, 4.3, 2.5]), rel=0.05)
    # Incidents of a group are divided, not copied: a draw without incidents has no harm anywhere.
    assert points.shape == (3, 60_000)


def test_probabilities_of_harm_hand_worked_and_equal_to_the_simulation() -> None:
    rates = threat_rates(
        TREE,
        section_counts=np.array([6.0, 2.0, 1.0]),
        pair_only_counts=np.zeros(2),
        region_only_count=0.0,
        exposure=10.0,
        parameters=RISK,
    )
    rng = np.random.default_rng(3)
    # Exactly two incidents in each group. Tolerance 1: an incident of pair 0 does 14.2 or 1 points, so one exceeds it
    # with 1/4 and two always (at least 1 + 1); an incident of pair 1 does 2.5, always above.
    always = np.full((2, 500), 2)
    found, grave = harm_exceedance(always, tree=TREE, rates=rates, pools=POOLS, parameters=RISK, rng=rng)
    p = rates.sections[0] / rates.groups[0]
    assert found[0] == pytest.approx(2 * p * (1 - p) / 4 + p**2, abs=0.005)
    assert found[2] == pytest.approx(1.0)
    assert (grave == 0).all()
    counts = rng.poisson(rates.groups[:, None], (2, 60_000))
    found, _ = harm_exceedance(counts, tree=TREE, rates=rates, pools=POOLS, parameters=RISK, rng=rng)
    points = simulate_harm(counts, tree=TREE, rates=rates, pools=POOLS, parameters=RISK, rng=rng)
    assert found == pytest.approx((points > 1.0).mean(axis=1), abs=0.01)


def test_more_incidents_never_lower_the_risk() -> None:
    before, after = assessed([3.0, 2.0, 1.0])[0], assessed([4.0, 2.0, 1.0])[0]
    assert after.expected_harm > before.expected_harm
    assert after.expected_incidents > before.expected_incidents
    assert after.probability_incident > before.probability_incident
    assert after.level.rank >= before.level.rank


def test_the_interval_holds_four_fifths_of_the_draws() -> None:
    risk = assessed([60.0, 2.0, 1.0])[0]
    assert 0 < risk.harm_low < risk.expected_harm < risk.harm_high


def test_the_same_generator_gives_the_same_assessment() -> None:
    assert assessed([3.0, 2.0, 1.0], draws=500, seed=9) == assessed([3.0, 2.0, 1.0], draws=500, seed=9)
