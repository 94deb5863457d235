from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.detection.benjamini_hochberg import benjamini_hochberg
from kerege.detection.online_discoveries import (
    LORD_SCALE,
    SAFFRON_SCALE,
    OnlineSettings,
    OnlineState,
    _gamma,
    online_discoveries,
)
from kerege.detection.simes import simes_p_value

LORD = OnlineSettings()
SAFFRON = OnlineSettings(procedure="saffron")
ADDIS = OnlineSettings(procedure="addis", candidate=0.25, kept=0.5)
MEMORY = OnlineSettings(memory=0.9)
ALL = [LORD, SAFFRON, ADDIS, MEMORY, OnlineSettings(memory=0.9, lag=2), OnlineSettings(procedure="saffron", memory=0.8)]

P_VALUES = [0.31, 0.0007, 0.62, 0.004, 0.0001, 0.45, 0.93, 0.02, 0.0009, 0.11, 0.77, 0.00002]
# Levels by the package online-fdr 1.0.0 (rate 0.1, starting wealth 0.05).
LEVELS = {
    LORD: [
        0.002675839, 0.00058191, 0.000495625, 0.00041218, 0.000349443, 0.002978134, 0.000847883, 0.000732886,
        0.000626228, 0.000544356, 0.000481175, 0.000431229,
    ],
    SAFFRON: [
        0.010937254, 0.010937254, 0.021874508, 0.007215897, 0.029090405, 0.050964913, 0.050964913, 0.018203555,
        0.018203555, 0.040078064, 0.040078064, 0.017139779,
    ],
    ADDIS: [
        0.005468627, 0.001803974, 0.007272601, 0.007272601, 0.018209855, 0.02914711, 0.009962811, 0.009962811,
        0.009962811, 0.020900066, 0.020900066, 0.020900066,
    ],
    MEMORY: [
        0.005, 0.005, 0.009816509, 0.005942695, 0.010539131, 0.011300067, 0.007078002, 0.006584788, 0.006207976,
        0.010754765, 0.006684279, 0.006317239,
    ],
    OnlineSettings(memory=0.9, lag=2): [
        0.005, 0.005, 0.005, 0.005, 0.009816509, 0.005942695, 0.010539131, 0.011300067, 0.007078002, 0.006584788,
        0.006207976, 0.010754765,
    ],
}  # fmt: skip


@pytest.mark.parametrize("settings", LEVELS, ids=lambda s: f"{s.procedure}-{s.memory}-{s.lag}")
def test_levels_equal_an_independent_program(settings: OnlineSettings) -> None:
    found = online_discoveries(P_VALUES, settings)
    assert found.level == pytest.approx(LEVELS[settings], abs=6e-10)
    assert found.discovery.tolist() == [p <= a for p, a in zip(P_VALUES, LEVELS[settings], strict=True)]


@pytest.mark.parametrize(("settings", "whole"), [(LORD, 0.97631), (SAFFRON, 1.0)])
def test_the_weights_of_all_tests_add_up_to_no_more_than_one(settings: OnlineSettings, whole: float) -> None:
    terms = sum(_gamma(age, settings) for age in range(1, 2001))
    if settings is LORD:
        # The rest: the integral of log(a) / (a exp(sqrt(log a))) is that of u exp(-sqrt(u)), u = log a.
        root = np.sqrt(np.log(2000.5))
        rest = LORD_SCALE * 2 * np.exp(-root) * (root**3 + 3 * root**2 + 6 * root + 6)
    else:
        rest = SAFFRON_SCALE * 2000.5**-0.6 / 0.6
    assert terms + rest == pytest.approx(whole, abs=1e-5)


@pytest.mark.parametrize("settings", ALL, ids=lambda s: f"{s.procedure}-{s.memory}-{s.lag}")
def test_false_discoveries_stay_below_the_rate(settings: OnlineSettings) -> None:
    rng = np.random.default_rng(1)
    shares = []
    for _ in range(60):
        true = rng.random(300) < 0.15
        p_values = np.where(true, rng.beta(0.02, 1.0, 300), rng.random(300))
        found = online_discoveries(p_values.tolist(), settings).discovery
        shares.append((found & ~true).sum() / max(found.sum(), 1))
    # The standard error of the mean of 60 such shares is about 0.01.
    assert np.mean(shares) < settings.rate + 0.02
    if settings.memory == 1:
        assert np.mean(shares) > 0.001


def test_saffron_finds_more_than_lord_where_much_is_there() -> None:
    rng = np.random.default_rng(2)
    p_values = np.where(rng.random(1000) < 0.4, rng.beta(0.05, 1.0, 1000), rng.random(1000)).tolist()
    found = [online_discoveries(p_values, settings).discovery.sum() for settings in (LORD, SAFFRON)]
    assert found[1] > found[0] > 0


def test_with_memory_the_level_never_sinks_to_nothing() -> None:
    quiet = [0.5] * 3000
    forgets, keeps = online_discoveries(quiet, MEMORY), online_discoveries(quiet, LORD)
    assert forgets.level[-1] == pytest.approx(0.05 * 0.1)
    assert keeps.level[-1] < 1e-5


def test_old_discoveries_are_let_go() -> None:
    found = online_discoveries([0.0001] * 50 + [0.9] * 1000, MEMORY)
    assert found.state.found == 50
    assert len(found.state.quiet) == 1


@given(
    p_values=st.lists(st.floats(0, 1), max_size=30),
    cut=st.integers(0, 30),
    settings=st.sampled_from(ALL),
)
def test_the_state_can_be_stored_anywhere_and_gone_on_from(
    p_values: list[float], cut: int, settings: OnlineSettings
) -> None:
    whole = online_discoveries(p_values, settings)
    begun = online_discoveries(p_values[:cut], settings)
    stored = json.loads(json.dumps(dataclasses.asdict(begun.state)))
    state = OnlineState(tuple(stored["quiet"]), tuple(stored["elapsed"]), stored["found"])
    rest = online_discoveries(p_values[cut:], settings, state)
    assert [*begun.level, *rest.level] == whole.level.tolist()
    assert rest.state == whole.state


@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=40), level=st.floats(0.001, 0.5))
def test_a_look_finds_something_exactly_if_its_simes_p_value_allows_it(p_values: list[float], level: float) -> None:
    values = np.array(p_values)
    simes = simes_p_value(values)
    if abs(simes - level) > 1e-12:
        assert benjamini_hochberg(values, level).any() == (simes <= level)


def test_bad_values_are_refused() -> None:
    for bad in ({"procedure": "x"}, {"rate": 1.0}, {"memory": 0.0}, {"candidate": 1.0}, {"lag": -1}):
        with pytest.raises(ValueError):
            OnlineSettings(**bad)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="between 0 and 1"):
        online_discoveries([1.2], LORD)
    with pytest.raises(ValueError, match="between 0 and 1"):
        simes_p_value(np.array([np.nan]))
