from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate, special
from tests.forecasting.endemic_epidemic.test_hhh4 import reference_model

from kerege.forecasting.endemic_epidemic.fit import Hhh4Fit, fit_hhh4
from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
from kerege.forecasting.endemic_epidemic.likelihood import derivatives, log_likelihood
from kerege.forecasting.endemic_epidemic.model import PARTS, Hhh4Model, hhh4_model
from kerege.forecasting.endemic_epidemic.penalised_maximum import penalised_maximum
from kerege.forecasting.endemic_epidemic.predict import one_step_ahead, simulated_paths
from kerege.forecasting.endemic_epidemic.random_intercepts import RandomIntercepts

Array = NDArray[np.float64]
Shared = Callable[[str], Path]
# R surveillance 1.20.3 on measlesWeserEms, relative tolerance 1e-9: trend and one wave in the endemic part, offset
# population share, ri(type="iid"). "endemic": neighbours of order 1; "all": normalised power law until order 5.
ORACLES = {
    "endemic": {
        "sigma2": [1.75093640338],
        "penalised": -908.493803401,
        "restricted": -40.944507941,
        "coefficients": {
            "endemic.intercept": (-0.40405152577579, 0.40956823976427),
            "endemic.trend": (0.00778770300061, 0.00380854075633),
            "endemic.sin1": (1.19745517786431, 0.17325138234125),
            "endemic.cos1": (-0.72174284513195, 0.15496197089798),
            "autoregressive.intercept": (-0.55061265355870, 0.12434161386089),
            "neighbours.intercept": (-5.51991182231975, 0.67713027297331),
            "dispersion": (1.44494637659514, 1.44494637659514 * 0.14198227164637),
        },
        "first": [-1.6228285205952, 2.5822260091444, 0.2049874447183, -1.0225153743976],
    },
    "all": {
        "sigma2": [1.87148809524, 1.04876471237, 2.73871944206],
        "penalised": -869.892721781,
        "restricted": -66.8714190539,
        "coefficients": {
            "endemic.intercept": (-0.54405757851313, 0.45932516449416),
            "endemic.trend": (0.00238740494544, 0.00521980463159),
            "endemic.sin1": (0.99684602482519, 0.23170885957534),
            "endemic.cos1": (-0.62615616297696, 0.20676303340910),
            "autoregressive.intercept": (-1.59596033293080, 0.37787656914899),
            "neighbours.intercept": (-2.59066691180228, 0.48827583487790),
            # There the logarithm of the decay.
            "neighbours.decay": (np.exp(1.43338569566996), np.exp(1.43338569566996) * 0.17856123398405),
            "dispersion": (0.97264716854181, 0.97264716854181 * 0.15439742550740),
        },
        "first": [-1.35657586618629, 2.87452294977660, -0.90624134665671, -0.65841445999603],
    },
}


def row_of(units: int, periods: int, **changes: object) -> Hhh4Model:
    """Units in a row with seasonal counts of their own levels."""
    rng = np.random.default_rng(8)
    orders = np.abs(np.arange(units)[:, None] - np.arange(units)[None, :])
    counts = rng.poisson(np.exp(rng.normal(0.8, 0.5, units)), (periods, units)).astype(float)
    return hhh4_model(counts, orders, Hhh4Settings(**changes), frequency=12)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ORACLES)
def test_the_fit_equals_the_oracle(shared: Shared, name: str) -> None:
    oracle = ORACLES[name]
    basic = reference_model(shared, "measles_basic")
    control = replace(basic.settings, random_intercepts=name, neighbours="first" if name == "endemic" else "power-law")
    fit = fit_hhh4(hhh4_model(basic.counts, basic.orders, control, frequency=52, population=basic.offset))
    assert fit.converged
    assert fit.random is not None
    np.testing.assert_allclose(fit.random.sigma**2, oracle["sigma2"], rtol=1e-6)
    assert fit.random.penalised_log_likelihood == pytest.approx(oracle["penalised"], abs=1e-5)
    # R's marginal likelihood leaves the likelihood itself out.
    assert fit.random.restricted_log_likelihood - fit.log_likelihood == pytest.approx(oracle["restricted"], abs=1e-5)
    np.testing.assert_allclose(fit.random.deviations[0, :4], oracle["first"], rtol=1e-5)
    found = {term: (value, error) for term, value, error in fit.table()}
    for term, (value, error) in oracle["coefficients"].items():  # type: ignore[attr-defined]
        assert found[term][0] == pytest.approx(value, abs=1e-3 * error)
        # The dispersion's error is on the log scale there, and comes back through it.
        assert found[term][1] == pytest.approx(error, rel=1e-3)


@pytest.mark.parametrize("family", ["poisson", "negbin1", "negbin-m"])
@pytest.mark.parametrize("weights", ["power-law", "orders"])
def test_derivatives_are_those_of_differences(family: str, weights: str) -> None:
    model = row_of(
        4, 30, family=family, neighbours=weights, max_order=3, random_intercepts="all", harmonics_autoregressive=1,
        harmonics_neighbours=1,
    )  # fmt: skip
    rng = np.random.default_rng(3)
    x, b = rng.normal(-0.5, 0.4, len(model.names)), rng.normal(0, 0.5, (3, 4))
    x[1] = 0.01  # the trend
    number = len(x)

    def at(theta: Array) -> float:
        return log_likelihood(model, theta[:number], theta[number:].reshape(3, 4))

    def gradient(theta: Array) -> Array:
        found = derivatives(model, theta[:number], theta[number:].reshape(3, 4), effects=(0, 1, 2))
        return np.concatenate([found.common, found.effects.ravel()])

    theta = np.concatenate([x, b.ravel()])
    steps = 1e-5 * np.eye(len(theta))
    slopes = [(at(theta + step) - at(theta - step)) / 2e-5 for step in steps]
    np.testing.assert_allclose(gradient(theta), slopes, rtol=1e-5, atol=1e-4)
    bends = -np.array([(gradient(theta + step) - gradient(theta - step)) / 2e-5 for step in steps])
    arrow = derivatives(model, x, b, effects=(0, 1, 2)).information
    dense = np.zeros_like(bends)
    dense[:number, :number] = arrow.corner
    dense[:number, number:] = arrow.cross.reshape(number, -1)
    dense[number:, :number] = dense[:number, number:].T
    for unit, block in enumerate(arrow.blocks):
        where = number + unit + 4 * np.arange(3)
        dense[np.ix_(where, where)] = block
    np.testing.assert_allclose(dense, bends, rtol=1e-5, atol=1e-3)


def test_laplace_is_near_to_the_integral_over_the_deviations() -> None:
    counts = np.array([[3.0, 1.0, 6.0], [2.0, 4.0, 9.0], [5.0, 2.0, 7.0], [4.0, 1.0, 11.0]])
    control = Hhh4Settings(family="poisson", harmonics=0, trend=False, autoregressive=False, neighbours="none")
    fit = fit_hhh4(
        hhh4_model(counts, np.eye(3, dtype=int), replace(control, random_intercepts="endemic"), frequency=52)
    )
    assert fit.random is not None
    sigma, total = fit.random.sigma[0], 0.0
    assert 0.2 < sigma < 1.5
    for unit in counts[1:].T:

        def likelihood(b: float, unit: Array = unit) -> float:
            predictor = fit.coefficients[0] + b
            log_law = (unit * predictor - np.exp(predictor) - special.gammaln(unit + 1)).sum()
            return float(np.exp(log_law - 0.5 * (b / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi)))

        total += np.log(integrate.quad(likelihood, -8 * sigma, 8 * sigma, epsabs=0.0)[0])
    assert fit.random.marginal_log_likelihood == pytest.approx(total, abs=0.02)
    # The restricted one also counts what the intercept, which all units share, is not known.
    assert fit.random.restricted_log_likelihood != pytest.approx(total, abs=0.5)


def test_sigma_is_at_the_maximum_of_the_restricted_likelihood_for_given_deviations() -> None:
    changes = {"harmonics": 0, "trend": False, "autoregressive": False, "neighbours": "none", "family": "poisson"}
    fit = fit_hhh4(row_of(30, 60, random_intercepts="endemic", **changes))
    assert fit.random is not None
    arrow = derivatives(fit.model, fit.coefficients, fit.deviations, effects=(0,)).information
    dense = np.block([[arrow.corner, arrow.cross[:, 0]], [arrow.cross[:, 0].T, np.diag(arrow.blocks[:, 0, 0])]])

    def restricted(sigma: float) -> float:
        penalty = np.diag([0.0] * len(arrow.corner) + [sigma**-2] * 30)
        squares = float((fit.deviations[0] ** 2).sum())
        return -30 * np.log(sigma) - 0.5 * squares / sigma**2 - 0.5 * float(np.linalg.slogdet(dense + penalty)[1])

    best = float(fit.random.sigma[0])
    assert restricted(best) + fit.log_likelihood == pytest.approx(fit.random.restricted_log_likelihood, abs=1e-6)
    assert restricted(best) > max(restricted(best * 0.99), restricted(best * 1.01))


def test_without_sigma_it_is_the_model_without_deviations() -> None:
    model = row_of(6, 80, neighbours="power-law", random_intercepts="all", max_order=3)
    plain = fit_hhh4(replace(model, settings=replace(model.settings, random_intercepts="none")))
    near = penalised_maximum(model, plain.coefficients, np.zeros((3, 6)), (0, 1, 2), np.full(3, 1e-5))
    assert near.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-5)
    assert np.abs(near.deviations).max() < 1e-6


def test_units_that_do_not_differ_have_sigma_0_and_the_fit_without_deviations() -> None:
    # Every unit has the same counts in another order of weeks: less apart than chance allows.
    week = np.random.default_rng(4).poisson(3.0, 60).astype(float)
    counts = np.array([np.roll(week, 7 * unit) for unit in range(8)]).T
    control = Hhh4Settings(family="poisson", harmonics=0, trend=False, autoregressive=False, neighbours="none")
    plain = fit_hhh4(hhh4_model(counts, np.eye(8, dtype=int), control, frequency=52))
    fit = fit_hhh4(
        hhh4_model(counts, np.eye(8, dtype=int), replace(control, random_intercepts="endemic"), frequency=52)
    )
    assert fit.random is not None
    assert fit.converged
    assert fit.random.sigma.tolist() == [0.0]
    assert (fit.deviations == 0).all()
    assert fit.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)
    assert fit.random.marginal_log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)
    np.testing.assert_allclose(fit.covariance, plain.covariance, rtol=1e-6)


def test_sigma_that_counts_were_made_with_is_found_again() -> None:
    units, sigma = 120, np.array([0.6, 0.4, 0.5])
    orders = np.abs(np.arange(units)[:, None] - np.arange(units)[None, :])
    control = Hhh4Settings(harmonics=0, trend=False, neighbours="first", random_intercepts="all")
    blank = hhh4_model(np.ones((250, units)), orders, control, frequency=52)
    truth = np.array([0.2, np.log(0.3), np.log(0.1), np.log(0.2)])
    b = sigma[:, None] * np.random.default_rng(6).normal(size=(3, units))
    made = Hhh4Fit(blank, truth, np.eye(4), 0.0, True, RandomIntercepts(PARTS, sigma, b, 0.0, 0.0, 0.0))
    counts = simulated_paths(made, blank, start=1, rng=np.random.default_rng(7), draws=1)[:, :, 0].astype(float)
    fit = fit_hhh4(hhh4_model(counts, orders, control, frequency=52))
    assert fit.converged
    assert fit.random is not None
    errors = np.sqrt(np.diag(fit.covariance))
    assert (np.abs(fit.coefficients - truth) < 3.5 * errors).all()
    # The standard error of the logarithm is at least 1 / sqrt(2 S) = 0.065.
    np.testing.assert_allclose(np.log(fit.random.sigma), np.log(sigma), atol=0.25)
    assert np.corrcoef(fit.random.deviations[0], b[0])[0, 1] > 0.8


def test_spread_into_a_few_units_is_found_where_all_units_alike_show_none() -> None:
    rng = np.random.default_rng(4)
    orders = np.abs(np.arange(12)[:, None] - np.arange(12)[None, :])
    level, drawn = np.exp(rng.normal(0.3, 0.8, 12)), np.zeros(12)
    drawn[[2, 8]] = 0.4
    counts = np.zeros((120, 12))
    for t in range(1, 120):
        counts[t] = rng.poisson(level + drawn * (counts[t - 1] @ (orders == 1)))
    control = Hhh4Settings(family="poisson", harmonics=0, trend=False, autoregressive=False)
    plain = fit_hhh4(hhh4_model(counts, orders, control, frequency=52))
    assert plain.model.parts(plain.coefficients)[2].sum() < 1e-3
    fit = fit_hhh4(hhh4_model(counts, orders, replace(control, random_intercepts="all"), frequency=52))
    assert fit.converged
    assert fit.random is not None
    assert sorted(np.argsort(fit.deviations[2])[-2:].tolist()) == [2, 8]
    assert fit.random.sigma[1] > 1
    assert fit.random.marginal_log_likelihood > plain.log_likelihood + 100


def test_nearly_empty_counts_neither_crash_nor_pretend() -> None:
    counts = np.zeros((80, 3))
    counts[40, 1] = 1.0
    orders = np.abs(np.arange(3)[:, None] - np.arange(3)[None, :])
    control = Hhh4Settings(harmonics=0, trend=False, random_intercepts="all")
    fit = fit_hhh4(hhh4_model(counts, orders, control, frequency=52))
    assert fit.random is not None
    assert np.isfinite([fit.log_likelihood, fit.aic, fit.epidemic_share]).all()
    assert not fit.converged
    # Nothing was seen to go on or to spread, so nothing is said of how units differ in it.
    assert fit.random.sigma[1:].tolist() == [0.0, 0.0]


def test_a_unit_without_events_leaves_the_errors_of_the_others() -> None:
    model = row_of(5, 90, family="negbin-m", neighbours="none", harmonics=0, trend=False, autoregressive=False)
    counts = np.random.default_rng(3).negative_binomial(2, 0.4, (90, 5)).astype(float)
    counts[:, 2] = 0.0
    fit = fit_hhh4(hhh4_model(counts, model.orders, replace(model.settings, random_intercepts="endemic"), frequency=52))
    errors = {name: error for name, _, error in fit.table()}
    assert errors["dispersion.3"] == np.inf
    assert all(np.isfinite(errors[name]) for name in ("endemic.intercept", "dispersion.1", "dispersion.5"))


def test_the_order_of_the_units_changes_nothing() -> None:
    control = {"harmonics": 0, "trend": False, "random_intercepts": "all", "neighbours": "none"}
    model = row_of(12, 120, **control)
    order = np.random.default_rng(1).permutation(12)
    other = hhh4_model(model.counts[:, order], model.orders[np.ix_(order, order)], model.settings, frequency=12)
    here, there = fit_hhh4(model), fit_hhh4(other)
    assert here.random is not None
    assert there.random is not None
    np.testing.assert_allclose(there.random.sigma, here.random.sigma, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(there.deviations, here.deviations[:, order], atol=1e-4)
    assert there.random.marginal_log_likelihood == pytest.approx(here.random.marginal_log_likelihood, abs=1e-4)


def test_predictions_and_share_hold_the_deviations() -> None:
    control = Hhh4Settings(family="poisson", harmonics=0, trend=False, neighbours="first", random_intercepts="all")
    model = hhh4_model(np.array([[2.0, 3.0]] * 4), np.array([[0, 1], [1, 0]]), control, frequency=52)
    b = np.array([[0.3, -0.3], [0.2, -0.1], [0.4, 0.1]])
    random = RandomIntercepts(PARTS, np.array([0.5, 0.4, 0.3]), b, 0.0, 0.0, 0.0)
    fit = Hhh4Fit(model, np.log([1.5, 0.4, 0.2]), np.eye(3), 0.0, True, random)
    # 1.5 e^0.3 + 0.4 e^0.2 x 2 + 0.2 e^0.4 x 3; the other unit with e^-0.3, e^-0.1, e^0.1.
    mean = [2.0247882 + 0.9771222 + 0.8950948, 1.1112273 + 1.0858049 + 0.4420684]
    np.testing.assert_allclose(one_step_ahead(fit, model, 3).mean[0], mean, atol=1e-6)
    paths = simulated_paths(fit, model, start=3, rng=np.random.default_rng(2), draws=40_000)
    np.testing.assert_allclose(paths[0].mean(axis=1), mean, rtol=0.02)
    matrix = np.array([[0.4885611, 0.2983649], [0.2210342, 0.3619350]])
    assert fit.epidemic_share == pytest.approx(max(np.linalg.eigvals(matrix)), abs=1e-6)
    assert [(name, value) for name, value, _ in fit.table()[-3:]] == [
        ("endemic.sigma", 0.5), ("autoregressive.sigma", 0.4), ("neighbours.sigma", 0.3)
    ]  # fmt: skip


def test_one_unit_has_no_random_intercepts() -> None:
    with pytest.raises(ValueError, match="at least 2 units"):
        hhh4_model(
            np.ones((5, 1)), np.zeros((1, 1), dtype=np.int64), Hhh4Settings(random_intercepts="all"), frequency=52
        )
    with pytest.raises(ValueError, match="random_intercepts is one of none, endemic, all"):
        Hhh4Settings(random_intercepts="some")
