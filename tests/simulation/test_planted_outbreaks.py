from __future__ import annotations

import numpy as np
import pytest

from kerege.simulation.outbreak_scenario import OutbreakScenario, noufaily_scenarios
from kerege.simulation.planted_outbreaks import CURRENT_WEEKS, WEEKS, plant_outbreaks
from kerege.simulation.planted_rise import plant_rise


def test_the_42_scenarios_are_all_different_and_hold_all_combinations() -> None:
    scenarios = noufaily_scenarios()
    assert [scenario.number for scenario in scenarios] == list(range(1, 43))
    assert len({(s.theta, s.beta, s.waves) for s in scenarios}) == 42
    assert sum(s.beta == 0 for s in scenarios) == 21


def test_the_mean_by_hand() -> None:
    scenario = OutbreakScenario(1, 0.1, 0.0025, 0.6, 0.5, 2, 1.5)
    # t = 13: first wave cos 0, sin 1; second wave cos(pi) = -1, sin 0: 0.1 + 0.0325 + 0.5 - 0.6.
    assert scenario.mean(13)[-1] == pytest.approx(np.exp(0.0325))


@pytest.mark.parametrize("phi", [1.0, 2.5])
def test_quiet_counts_have_mean_and_scatter_of_the_design(phi: float) -> None:
    scenario = OutbreakScenario(1, 1.0, 0.01, 0.4, 0.3, 1, phi)
    counts = scenario.simulate(52, 20_000, np.random.default_rng(1))
    mean = scenario.mean(52)
    assert counts.mean(axis=1) == pytest.approx(mean, rel=0.05)
    assert counts.var(axis=1) / mean == pytest.approx(np.full(52, phi), rel=0.08)


def test_outbreaks_have_the_size_of_the_design() -> None:
    scenario = noufaily_scenarios()[18]
    rng = np.random.default_rng(2)
    planted = plant_outbreaks(scenario, 3000, rng)
    # k is 5.5 on average, and the deviation is sqrt(5 * exp(0.5)).
    assert planted.size.mean() == pytest.approx(5.5 * np.sqrt(5 * np.exp(0.5)), rel=0.04)
    now = planted.outbreak[-CURRENT_WEEKS:]
    assert (now.any(axis=0) == (planted.size > 0)).all()
    assert not planted.outbreak[: WEEKS - CURRENT_WEEKS - 263].any()
    # P(X < 1) of lognormal(0, 0.5) is one half: half of the cases fall into the first week.
    quiet = scenario.mean(WEEKS).mean()
    begins = now.argmax(axis=0)
    first = planted.counts[-CURRENT_WEEKS:][begins, np.arange(3000)]
    inside = begins < CURRENT_WEEKS - 1
    assert (first[inside].mean() - quiet) / planted.size[inside].mean() == pytest.approx(0.5, abs=0.03)


def test_without_a_current_outbreak_the_last_weeks_are_quiet() -> None:
    planted = plant_outbreaks(noufaily_scenarios()[12], 50, np.random.default_rng(3), current=False)
    assert not planted.outbreak[-CURRENT_WEEKS:].any()
    assert planted.outbreak.any(axis=0).all()
    assert planted.size.sum() == 0


def test_a_rise_multiplies_the_mean_and_keeps_variance_over_mean() -> None:
    scenario = noufaily_scenarios()[18]
    planted = plant_rise(scenario, 8000, np.random.default_rng(4), weeks=30, lasting=12, factor=1.5)
    mean = np.exp(0.5) * np.concatenate([np.ones(18), np.full(12, 1.5)])
    assert planted.counts.mean(axis=1) == pytest.approx(mean, rel=0.07)
    assert (planted.counts.var(axis=1) / mean).mean() == pytest.approx(5.0, rel=0.03)
    assert planted.outbreak[:, 0].sum() == 12
    assert planted.size.mean() == pytest.approx(12 * 0.5 * np.exp(0.5), rel=0.03)
    for bad in ({"lasting": 0, "factor": 2.0}, {"lasting": 5, "factor": 1.0}):
        with pytest.raises(ValueError, match="rise"):
            plant_rise(scenario, 1, np.random.default_rng(4), weeks=30, **bad)  # type: ignore[arg-type]
