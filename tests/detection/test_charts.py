from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from kerege.detection.baseline import farrington_flexible
from kerege.detection.count_run_length import false_alarm_probability
from kerege.detection.cusum import CusumSettings, cusum
from kerege.detection.cusum_transforms import TRANSFORMS, count_at, transformed
from kerege.detection.glr import GlrSettings, likelihood_ratio_chart
from kerege.detection.glr_threshold import simulate_threshold
from kerege.detection.in_control import fit_in_control
from kerege.detection.method import CLASSIC, METHODS, detect_counts, method_settings
from kerege.detection.run_length import average_run_length, design_cusum

Shared = Callable[[str], Path]
MONITORED = range(156, 312)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


@pytest.fixture
def agona(shared: Shared) -> np.ndarray:
    return column(rows_of(shared("oracles/surveillance/data/salmonella_agona.csv")), "observed")[:, None]


@pytest.mark.parametrize(
    "name",
    [
        "anscombe__mNULL",
        "none__m",
        "pearsonNegBin__mglm",
        "rossi__mNULL",
        "rossi__mglm",
        "standard__mNULL",
        "standard__mglm",
    ],
)
def test_every_cusum_equals_the_oracle(shared: Shared, agona: np.ndarray, name: str) -> None:
    transform, mean = name.split("__")
    oracle = rows_of(shared(f"oracles/surveillance/cusum/salmonella_agona__{transform}_{mean}.csv"))
    control = CusumSettings(
        k=float(oracle[0]["k"]),
        h=float(oracle[0]["h"]),
        transform=transform,
        m="seasonal" if mean == "mglm" else "mean",
        alpha=0.2,
        reset="none",
    )
    # The reference learns the mean of every scale by a Poisson regression.
    trained = np.arange(312) < 156
    poisson = fit_in_control(agona[:, 0], trained=trained, frequency=52, harmonics=1, trend=False, dispersion=0.0)
    known = poisson.mean[:, None] if transform == "pearsonNegBin" and mean == "mglm" else None
    found = cusum(agona, frequency=52, settings=control, judged=MONITORED, expected=known)
    np.testing.assert_allclose(found.expected[:, 0], column(oracle, "m"), rtol=1e-9)
    np.testing.assert_allclose(found.details["statistic"][:, 0], column(oracle, "cusum"), rtol=1e-8, atol=1e-9)
    assert found.alarm[:, 0].astype(int).tolist() == [int(row["alarm"]) for row in oracle]
    # The bound there is rounded up for the scale "standard" and may lie below 0.
    bound = np.ceil(found.upper[:, 0] - 1e-9) if transform == "standard" else found.upper[:, 0]
    if transform == "none":
        # For untransformed counts it gives what the sum still lacks, not a count.
        bound = control.h - found.details["statistic"][:, 0]
    np.testing.assert_allclose(np.maximum(bound, 0), np.maximum(column(oracle, "upperbound"), 0), rtol=1e-8, atol=1e-8)


SIMULATED = (
    "sim_nb_glr", "sim_nb_glr_M50", "sim_nb_lr_cases_theta1.2", "sim_nb_lr_theta0.4", "sim_pois_glr",
    "sim_pois_glr_cases", "sim_pois_lr_cases_theta0.4", "sim_pois_lr_theta0.4",
)  # fmt: skip


def chart_settings(row: dict[str, str], **changes: object) -> GlrSettings:
    values: dict[str, object] = {
        "c_ar": float(row["c.ARL"]),
        "theta": None if row["theta"] == "NA" else float(row["theta"]),
        "alpha": float(row["alpha"]),
        "max_window": int(row["M"]),
        "min_window": int(row["Mtilde"]),
        "change": row["change"],
    }
    return GlrSettings(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SIMULATED)
def test_every_likelihood_ratio_equals_the_oracle(shared: Shared, name: str) -> None:
    oracle = rows_of(shared(f"oracles/surveillance/glr/{name}.csv"))
    found = likelihood_ratio_chart(
        column(oracle, "observed")[:, None],
        family="negbin" if "_nb_" in name else "poisson",
        frequency=52,
        settings=chart_settings(oracle[0]),
        judged=range(len(oracle)),
        expected=column(oracle, "mu0")[:, None],
    )
    shown = found.upper if oracle[0]["ret"] == "cases" else found.details["statistic"]
    np.testing.assert_allclose(shown[:, 0], column(oracle, "upperbound_or_stat"), rtol=1e-9, atol=1e-9)
    assert found.alarm[:, 0].astype(int).tolist() == [int(row["alarm"]) for row in oracle]


def test_the_epidemic_chart_gives_the_alarms_of_the_oracle(shared: Shared) -> None:
    oracle = rows_of(shared("oracles/surveillance/glr/sim_pois_epi.csv"))
    found = likelihood_ratio_chart(
        column(oracle, "observed")[:, None],
        family="poisson",
        frequency=52,
        settings=chart_settings(oracle[0]),
        judged=range(len(oracle)),
        expected=column(oracle, "mu0")[:, None],
    )
    assert (np.flatnonzero(found.alarm[:, 0]) + 1).tolist() == [107, 110, 116]
    # Its search starts where the last one stopped and may end below the maximum, never above it.
    assert (found.details["statistic"][:, 0] >= column(oracle, "upperbound_or_stat") - 1e-9).all()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("nb_S1_estimated", {"alpha": None}),
        ("nb_S1_trend_refit", {"alpha": None, "trend": True, "refit": True}),
        ("pois_S2_theta_log2", {"harmonics": 2}),
    ],
)
def test_a_learnt_expectation_leads_to_the_charts_of_the_oracle(
    shared: Shared, agona: np.ndarray, name: str, changes: dict[str, object]
) -> None:
    oracle = rows_of(shared(f"oracles/surveillance/glr/salmonella_agona__{name}.csv"))
    family = "poisson" if name.startswith("pois") else "negbin"
    found = likelihood_ratio_chart(
        agona, family=family, frequency=52, settings=chart_settings(oracle[0], **changes), judged=MONITORED
    )
    # The other program's dispersion is iterated to about 1e-7.
    np.testing.assert_allclose(found.expected[:, 0], column(oracle, "mu0"), rtol=1e-5)
    statistic = found.details["statistic"][:, 0]
    np.testing.assert_allclose(statistic, column(oracle, "upperbound_or_stat"), rtol=1e-5, atol=1e-5)
    assert found.alarm[:, 0].astype(int).tolist() == [int(row["alarm"]) for row in oracle]


def test_classic_farrington_equals_the_oracle(shared: Shared, agona: np.ndarray) -> None:
    oracle = rows_of(shared("oracles/surveillance/farrington/salmonella_agona__classic_farrington_b4_w3_alpha0.01.csv"))
    # Its level is two-sided.
    control = method_settings("farrington-classic", b=4, alpha=0.005)
    found = farrington_flexible(agona, frequency=52, settings=control, judged=[int(row["t"]) - 1 for row in oracle])
    wanted = column(oracle, "upperbound")
    shown = wanted > 0  # 0 there where fewer than five cases rule an alarm out
    np.testing.assert_allclose(found.upper[shown, 0], wanted[shown], rtol=1e-4)
    assert ([bool(reason) for reason in found.reason[:, 0]] == ~shown).all()
    assert found.alarm[:, 0].astype(int).tolist() == [int(row["alarm"]) for row in oracle]
    assert CLASSIC.no_periods == 1


def test_the_regression_is_the_maximum_of_its_likelihood() -> None:
    rng = np.random.default_rng(4)
    time = np.arange(1, 157) / 52
    mean = np.exp(1.2 + 0.2 * time + 0.5 * np.cos(2 * np.pi * time))
    counts = rng.negative_binomial(2, 2 / (2 + mean)).astype(float)
    fitted = fit_in_control(
        counts, trained=np.ones(156, dtype=bool), frequency=52, harmonics=1, trend=True, dispersion=None
    )
    design = np.column_stack([np.ones(156), time, np.cos(2 * np.pi * time), np.sin(2 * np.pi * time)])

    def negative(x: np.ndarray) -> float:
        size, mu = np.exp(-x[-1]), np.exp(design @ x[:-1])
        return float(-stats.nbinom.logpmf(counts, size, size / (size + mu)).sum())

    best = optimize.minimize(negative, [1, 0, 0, 0, -1.0], method="BFGS", options={"gtol": 1e-8})
    assert np.exp(best.x[-1]) == pytest.approx(fitted.dispersion, rel=1e-4)
    np.testing.assert_allclose(np.exp(design @ best.x[:-1]), fitted.mean, rtol=1e-4)


def test_counts_that_scatter_less_than_poisson_have_no_dispersion() -> None:
    fitted = fit_in_control(
        np.tile([3.0, 4.0], 30), trained=np.ones(60, dtype=bool), frequency=12, harmonics=0, trend=False,
        dispersion=None,
    )  # fmt: skip
    assert fitted.dispersion == 0.0
    assert fitted.mean[0] == pytest.approx(3.5)


def test_too_few_counts_to_learn_from_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="3 coefficients and only 3 counts"):
        cusum(np.ones((4, 1)), frequency=52, settings=CusumSettings(), judged=[3])


@pytest.mark.parametrize("transform", [own for own in TRANSFORMS if own != "none"])
def test_a_transformed_count_has_about_mean_0_and_variance_1(transform: str) -> None:
    dispersion = 0.1 if transform.endswith("NegBin") else 0.0
    y = np.arange(400, dtype=float)
    m = np.full(400, 25.0)
    law = stats.nbinom.pmf(y, 1 / dispersion, 1 / (1 + dispersion * 25)) if dispersion else stats.poisson.pmf(y, 25)
    x = transformed(y, m, transform=transform, dispersion=dispersion)
    mean = (law * x).sum()
    assert abs(mean) < 0.25
    assert (law * (x - mean) ** 2).sum() == pytest.approx(1, abs=0.25)
    if transform == "anscombe2nd":
        first = transformed(y, m, transform="anscombe")
        assert abs(mean) < abs((law * first).sum()) / 20


@pytest.mark.parametrize("transform", TRANSFORMS)
@given(st.floats(0.2, 80), st.floats(0.3, 40))
@settings(max_examples=20, deadline=None)
def test_the_count_of_a_value_is_the_inverse(transform: str, count: float, mean: float) -> None:
    y, m = np.array([count]), np.array([mean])
    value = transformed(y, m, transform=transform, dispersion=0.3)
    assert count_at(value, m, transform=transform, dispersion=0.3)[0] == pytest.approx(count, rel=1e-6, abs=1e-6)


def test_after_an_alarm_the_sum_begins_anew_as_asked() -> None:
    series = np.array([4.0, 4, 4, 4, 8, 8, 8, 8])[:, None]
    # x - k = 2 - 0.5 a period; h = 2.9 is reached at the second, so: 1.5 3.0 | then by the reset.
    wanted = {"none": [1.5, 3.0, 4.5, 6.0], "zero": [1.5, 3.0, 1.5, 3.0], "half": [1.5, 3.0, 2.95, 2.95]}
    for reset, path in wanted.items():
        control = CusumSettings(k=0.5, h=2.9, transform="standard", m="mean", reset=reset)
        found = cusum(series, frequency=52, settings=control, judged=range(4, 8))
        np.testing.assert_allclose(found.details["statistic"][:, 0], path, rtol=1e-9)


def test_a_count_not_reported_leaves_the_charts_as_they_were() -> None:
    series = np.array([4.0, 4, 4, 5, 3, 8, np.nan, 8])[:, None]
    found = cusum(series, frequency=52, settings=CusumSettings(m="mean", h=50), judged=range(5, 8))
    assert found.details["statistic"][0, 0] == found.details["statistic"][1, 0]
    assert found.reason[1, 0] == "no count was reported"
    ratio = likelihood_ratio_chart(
        series, family="poisson", frequency=52, settings=GlrSettings(mu0="mean", c_ar=50), judged=range(5, 8)
    )
    assert ratio.reason[1, 0] == "no count was reported"
    both = np.delete(series, 6, axis=0)
    without = likelihood_ratio_chart(
        both, family="poisson", frequency=52, settings=GlrSettings(mu0="mean", c_ar=50), judged=range(5, 7)
    )
    assert ratio.details["statistic"][2, 0] == pytest.approx(without.details["statistic"][1, 0])


def test_falls_are_found_where_falls_are_looked_for() -> None:
    series = np.array([*[20.0] * 10, 4, 4, 4])[:, None]
    found = likelihood_ratio_chart(
        series, family="poisson", frequency=52, settings=GlrSettings(mu0="mean", direction="dec"), judged=range(10, 13)
    )
    assert found.alarm[:, 0].any()
    # 4 where 20 were expected: 4 log(4/20) + 16 = 9.56.
    assert found.details["statistic"][0, 0] == pytest.approx(4 * np.log(0.2) + 16)
    assert found.upper[0, 0] == 7  # 8 log 0.4 + 12 = 4.67 < 5; 7 log 0.35 + 13 = 5.65


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 20), min_size=30, max_size=30),
    st.sampled_from([name for name in METHODS if name not in ("auto",) and not name.startswith("farr")]),
)
def test_more_cases_never_turn_an_alarm_off(values: list[int], method: str) -> None:
    series = np.array(values, dtype=float)[:, None]
    more = series.copy()
    more[-1] += 5
    first, second = (detect_counts(own, method=method, frequency=12, judged=[29]) for own in (series, more))
    assert second.alarm[0, 0] >= first.alarm[0, 0]
    assert not second.p_value[0, 0] > first.p_value[0, 0]


def test_series_are_judged_alike_alone_and_together() -> None:
    counts = np.random.default_rng(2).poisson([2.0, 9.0], size=(200, 2)).astype(float)
    for method in ("ears-c2", "cusum", "glr-poisson", "glr-negbin", "auto"):
        together = detect_counts(counts, method=method, frequency=52, judged=range(150, 200))
        for series in range(2):
            alone = detect_counts(counts[:, [series]], method=method, frequency=52, judged=range(150, 200))
            np.testing.assert_allclose(alone.score[:, 0], together.score[:, series], rtol=1e-12)


def test_run_lengths_of_the_design_equal_the_oracle(shared: Shared) -> None:
    (oracle,) = rows_of(shared("oracles/surveillance/cusum/find_kh.csv"))
    design = design_cusum(500, 7)
    assert design.k == pytest.approx(float(oracle["k"]), abs=1e-5)
    assert design.h == pytest.approx(float(oracle["h"]), abs=1e-4)
    assert (design.in_control, design.out_of_control) == pytest.approx((500, 7))


def test_the_run_length_is_that_of_simulated_charts() -> None:
    rng = np.random.default_rng(8)
    sums, lengths, alive = np.zeros(4000), np.zeros(4000), np.ones(4000, dtype=bool)
    while alive.any():
        sums = np.maximum(0, sums + rng.standard_normal(4000) + 0.5 - 0.5)
        lengths += alive
        alive &= sums < 3
    assert average_run_length(0.5, 3.0, 0.5) == pytest.approx(lengths.mean(), rel=0.06)


def test_the_chance_of_a_false_alarm_is_that_of_simulated_counts() -> None:
    rng = np.random.default_rng(9)
    mean = 3 * np.exp(0.5 * np.sin(2 * np.pi * np.arange(40) / 20))
    counts = rng.negative_binomial(4, 4 / (4 + mean), size=(20_000, 40))
    sums, hit = np.zeros(20_000), np.zeros((20_000, 40), dtype=bool)
    for t in range(40):
        sums = np.maximum(0, sums + counts[:, t] - 1.5 * mean[t])
        hit[:, t] = sums >= 8
    simulated = np.maximum.accumulate(hit, axis=1).mean(axis=0)
    computed = false_alarm_probability(mean, lambda y, m: y - 1.5 * m, 8.0, dispersion=0.25)
    np.testing.assert_allclose(computed, simulated, atol=0.015)
    assert (np.diff(computed) >= 0).all()


def test_a_simulated_threshold_keeps_the_rate_of_false_alarms() -> None:
    rng = np.random.default_rng(10)
    mean = np.full(52, 4.0)
    threshold = simulate_threshold(mean, dispersion=0.2, probability=0.2, rng=rng, replicates=400)
    counts = rng.negative_binomial(5, 5 / 9, size=(52, 400)).astype(float)
    found = likelihood_ratio_chart(
        counts, family="negbin", frequency=52, settings=GlrSettings(c_ar=threshold, alpha=0.2), judged=range(52),
        expected=np.full((52, 400), 4.0),
    )  # fmt: skip
    assert found.alarm.any(axis=0).mean() == pytest.approx(0.2, abs=0.08)


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        (CusumSettings, {"h": 0}, "h is above 0"),
        (CusumSettings, {"reset": "never"}, "reset is one of"),
        (CusumSettings, {"transform": "log"}, "transform is one of"),
        (GlrSettings, {"theta": 0.0}, "theta 0"),
        (GlrSettings, {"direction": "up"}, "direction is one of"),
        (GlrSettings, {"change": "epi", "theta": 1.0}, "theta is estimated"),
        (GlrSettings, {"min_window": 0}, "min_window"),
    ],
)
def test_settings_outside_their_range_are_refused(kind: type, change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        kind(**change)
