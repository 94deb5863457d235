from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from kerege.forecasting.endemic_epidemic.fit import Hhh4Fit, fit_hhh4
from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
from kerege.forecasting.endemic_epidemic.likelihood import derivatives, log_likelihood
from kerege.forecasting.endemic_epidemic.model import Hhh4Model, hhh4_model
from kerege.forecasting.endemic_epidemic.predict import one_step_ahead, simulated_paths
from kerege.verification.count_scores import count_scores

Shared = Callable[[str], Path]
BASE = "oracles/surveillance/"
TERMS = {
    "ar.1": "autoregressive.intercept",
    "ne.1": "neighbours.intercept",
    "ne.log(pop)": "neighbours.log_population",
    "end.1": "endemic.intercept",
    "end.t": "endemic.trend",
    "end.sin(2 * pi * t/52)": "endemic.sin1",
    "end.cos(2 * pi * t/52)": "endemic.cos1",
    "end.log(Sprop)": "endemic.log_unvaccinated",
    "neweights.d": "neighbours.decay",
    "overdisp": "dispersion",
}
MODELS = {"agona_ar1_S1_t_NegBin1": 259, "measles_basic": 65, "measles_powerlaw": 65}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def reference_model(shared: Shared, name: str, last: int | None = None) -> Hhh4Model:
    """One of the three models of the oracle, on the periods until `last`."""
    if name.startswith("agona"):
        rows = rows_of(shared(f"{BASE}data/salmonella_agona.csv"))
        counts = np.array([[float(row["observed"])] for row in rows])[:last]
        return hhh4_model(counts, np.zeros((1, 1), dtype=np.int64), Hhh4Settings(neighbours="none"), frequency=52)
    rows = rows_of(shared(f"{BASE}data/measlesWeserEms.csv"))
    units = sorted({row["unit"] for row in rows})
    counts, people = np.zeros((104, 17)), np.zeros((104, 17))
    for row in rows:
        where = int(row["t"]) - 1, units.index(row["unit"])
        counts[where], people[where] = float(row["observed"]), float(row["population"])
    matrix = rows_of(shared(f"{BASE}data/measlesWeserEms_nbOrder_matrix.csv"))
    orders = np.array([[int(row[unit]) for unit in units] for row in matrix])
    control, covariates = Hhh4Settings(population_offset=True), {}
    if name == "measles_powerlaw":
        control = replace(control, neighbours="power-law", neighbour_population=True)
        attributes = {
            r["id"]: float(r["vacc1.2004"]) for r in rows_of(shared(f"{BASE}data/measlesWeserEms_map_attributes.csv"))
        }
        unvaccinated = np.log(1 - np.array([attributes[unit] for unit in units]))
        covariates = {"log_unvaccinated": np.repeat(unvaccinated[None], 104, axis=0)[:last]}
    return hhh4_model(counts[:last], orders, control, frequency=52, population=people[:last], covariates=covariates)


@pytest.mark.parametrize("name", MODELS)
def test_the_fit_equals_the_oracle(shared: Shared, name: str) -> None:
    model = reference_model(shared, name)
    fit = fit_hhh4(model)
    (oracle,) = rows_of(shared(f"{BASE}hhh4/{name}__fit.csv"))
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(float(oracle["loglik"]), abs=1e-6)
    assert fit.aic == pytest.approx(float(oracle["AIC"]), abs=1e-5)
    assert fit.epidemic_share == pytest.approx(float(oracle["maxEV"]), abs=1e-5)
    found = {term: (value, error) for term, value, error in fit.table()}
    coefficients = rows_of(shared(f"{BASE}hhh4/{name}__coef.csv"))
    assert len(found) == len(coefficients)
    for row in coefficients:
        value, error = found[TERMS[row["term"]]]
        assert value == pytest.approx(float(row["estimate"]), abs=1e-3 * float(row["se"]))
        assert error == pytest.approx(float(row["se"]), rel=1e-3)
    fitted = rows_of(shared(f"{BASE}hhh4/{name}__fitted.csv"))
    means = np.array([[float(value) for key, value in row.items() if key != "t"] for row in fitted])
    np.testing.assert_allclose(model.means(fit.coefficients), means, rtol=1e-4)


def test_seasons_of_all_parts_equal_the_oracle(shared: Shared) -> None:
    # R surveillance 1.20.3, addSeason2formula in the three parts, normalised power law until order 5.
    basic = reference_model(shared, "measles_basic")
    control = replace(basic.settings, neighbours="power-law", harmonics_autoregressive=1, harmonics_neighbours=1)
    fit = fit_hhh4(hhh4_model(basic.counts, basic.orders, control, frequency=52, population=basic.offset))
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(-961.209101058, abs=1e-6)
    found = {term: (value, error) for term, value, error in fit.table()}
    for term, value, error in (
        ("autoregressive.intercept", -0.5928067204265, 0.14539946826615),
        ("autoregressive.sin1", 0.3934788430177, 0.21536379069655),
        ("autoregressive.cos1", 0.2072938487369, 0.16667418694595),
        ("neighbours.sin1", -0.0469690956391, 0.41938259950248),
        ("neighbours.cos1", -0.4953881151970, 0.26785866341453),
        ("neighbours.decay", np.exp(1.9491719550394), np.exp(1.9491719550394) * 0.60560317385292),
    ):
        assert found[term] == (pytest.approx(value, abs=1e-3 * error), pytest.approx(error, rel=1e-4))


def test_a_covariate_of_a_part_is_a_term_of_that_part_only() -> None:
    rng = np.random.default_rng(3)
    dry = rng.normal(size=3)
    counts, orders = rng.poisson(2.0, (40, 3)).astype(float), np.abs(np.arange(3)[:, None] - np.arange(3))
    model = hhh4_model(
        counts, orders, Hhh4Settings(harmonics=0, trend=False), frequency=52,
        autoregressive_covariates={"dry": dry}, neighbour_covariates={"wet": -dry},
    )  # fmt: skip
    assert model.names[:-1] == (
        "endemic.intercept", "autoregressive.intercept", "autoregressive.dry", "neighbours.intercept", "neighbours.wet"
    )  # fmt: skip
    past = counts[:-1]
    near = past @ (orders == 1)
    mean = np.exp(0.2) + np.exp(-1.0 + 0.5 * dry) * past + np.exp(-2.0 - 0.3 * dry) * near
    np.testing.assert_allclose(model.means(np.array([0.2, -1.0, 0.5, -2.0, 0.3, 0.0])), mean, rtol=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_predictions_and_their_scores_equal_the_oracle(shared: Shared, name: str) -> None:
    first = MODELS[name]
    model = reference_model(shared, name)
    oracle = rows_of(shared(f"{BASE}hhh4/{name}__oneStepAhead_final.csv"))
    found = one_step_ahead(fit_hhh4(model), model, first)
    units = model.counts.shape[1]
    mean = np.array([float(row["pred_mean"]) for row in oracle]).reshape(units, -1).T
    # The districts were predicted for thirteen weeks only.
    found = replace(found, mean=found.mean[: len(mean)])
    np.testing.assert_allclose(found.mean, mean, rtol=1e-4)
    scores = count_scores(model.counts[first : first + len(mean)], found.mean, found.dispersion)
    for name_there, ours in (
        ("logs", scores.log_score),
        ("rps", scores.ranked_probability),
        ("dss", scores.dawid_sebastiani),
        ("ses", scores.squared_error),
    ):
        wanted = np.array([float(row[name_there]) for row in oracle]).reshape(units, -1).T
        np.testing.assert_allclose(ours, wanted, rtol=2e-3, atol=1e-5, err_msg=name_there)


def test_rolling_refits_score_as_the_oracle(shared: Shared) -> None:
    name = "measles_basic"
    (summary,) = rows_of(shared(f"{BASE}hhh4/{name}__oneStepAhead_rolling__summary.csv"))
    whole = reference_model(shared, name)
    # Every sixth week of the stored ones is refitted here, and compared with its own stored rows.
    oracle = rows_of(shared(f"{BASE}hhh4/{name}__oneStepAhead_rolling.csv"))
    stored = {(row["unit"], int(row["t"])): float(row["pred_mean"]) for row in oracle}
    units = sorted({unit for unit, _ in stored})
    weeks = sorted({t for _, t in stored})
    assert len(stored) == len(units) * len(weeks)
    for t in weeks[::6]:
        fit = fit_hhh4(reference_model(shared, name, t - 1))
        mean = one_step_ahead(fit, whole, t - 1).mean[0]
        np.testing.assert_allclose(mean, [stored[unit, t] for unit in units], rtol=2e-3)
    assert float(summary["mean_logs"]) == pytest.approx(1.1024582, abs=1e-6)


def small(family: str = "negbin1", **changes: object) -> Hhh4Model:
    rng = np.random.default_rng(2)
    orders = np.abs(np.arange(4)[:, None] - np.arange(4)[None, :])
    control = Hhh4Settings(family=family, **changes)  # type: ignore[arg-type]
    return hhh4_model(rng.poisson(2.0, (60, 4)).astype(float), orders, control, frequency=12)


def test_the_likelihood_by_hand() -> None:
    counts = np.array([[2.0, 1.0, 3.0], [1.0, 4.0, 2.0], [3.0, 2.0, 5.0]])
    orders = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]])
    control = Hhh4Settings(neighbours="power-law", harmonics=0, trend=True, max_order=2)
    model = hhh4_model(counts, orders, control, frequency=52)
    x = np.array([0.2, 0.1, -0.7, -1.1, np.log(1.5), np.log(0.4)])
    total = 0.0
    for t in (1, 2):
        for i in range(3):
            # Weights that go out from unit j: order^-1.5, divided by their sum.
            spread = sum(
                counts[t - 1, j] * orders[j, i] ** -1.5 / sum(orders[j, k] ** -1.5 for k in range(3) if k != j)
                for j in range(3)
                if j != i
            )
            mu = np.exp(0.2 + 0.1 * t) + np.exp(-0.7) * counts[t - 1, i] + np.exp(-1.1) * spread
            y, size = counts[t, i], 1 / 0.4
            total += special.gammaln(y + size) - special.gammaln(size) - special.gammaln(y + 1)
            total += size * np.log(size / (size + mu)) + y * np.log(mu / (size + mu))
    assert log_likelihood(model, x) == pytest.approx(total, rel=1e-12)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["poisson", "negbin1", "negbin-m"]),
    st.sampled_from(["first", "power-law", "orders"]),
    st.booleans(),
    st.integers(0, 1000),
)
def test_the_gradient_is_that_of_differences(family: str, weights: str, normalise: bool, seed: int) -> None:
    model = small(family, neighbours=weights, normalise=normalise, max_order=3)
    x = np.random.default_rng(seed).normal(-0.5, 0.4, len(model.names))
    x[1] = 0.01  # the trend
    gradient = derivatives(model, x).common
    for i in range(len(x)):
        step = 1e-6 * np.eye(len(x))[i]
        slope = (log_likelihood(model, x + step) - log_likelihood(model, x - step)) / 2e-6
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-3)


def test_the_order_of_the_units_changes_nothing() -> None:
    model = small(neighbours="power-law")
    order = np.array([2, 0, 3, 1])
    other = hhh4_model(model.counts[:, order], model.orders[np.ix_(order, order)], model.settings, frequency=12)
    # Without any spread the decay is not known, and the likelihood nearly flat in it.
    assert fit_hhh4(other).log_likelihood == pytest.approx(fit_hhh4(model).log_likelihood, abs=1e-4)
    x = np.array([-0.5, 0.01, 0.2, 0.1, -1.0, -1.5, 0.3, -0.8])
    assert log_likelihood(other, x) == pytest.approx(log_likelihood(model, x), rel=1e-12)


def test_what_simulated_counts_were_made_with_is_found_again() -> None:
    orders = np.abs(np.arange(5)[:, None] - np.arange(5)[None, :])
    control = Hhh4Settings(neighbours="first", harmonics=0, trend=False)
    model = hhh4_model(np.ones((900, 5)), orders, control, frequency=52)
    truth = np.array([0.3, np.log(0.35), np.log(0.12), np.log(0.3)])
    made = simulated_paths(
        Hhh4Fit(model, truth, np.eye(4), 0.0, True), model, start=1, rng=np.random.default_rng(5), draws=1
    )[:, :, 0]
    fit = fit_hhh4(hhh4_model(made.astype(float), orders, control, frequency=52))
    errors = np.sqrt(np.diag(fit.covariance))
    assert (np.abs(fit.coefficients - truth) < 3.5 * errors).all()


def test_simulated_next_periods_have_the_predicted_mean() -> None:
    model = small()
    fit = fit_hhh4(model)
    paths = simulated_paths(fit, model, start=59, rng=np.random.default_rng(1), draws=20_000)
    expected = one_step_ahead(fit, model, 59)
    np.testing.assert_allclose(paths[0].mean(axis=1), expected.mean[0], rtol=0.05)


def test_nearly_empty_counts_neither_crash_nor_pretend() -> None:
    counts = np.zeros((80, 3))
    counts[40, 1] = 1.0
    orders = np.abs(np.arange(3)[:, None] - np.arange(3)[None, :])
    fit = fit_hhh4(hhh4_model(counts, orders, Hhh4Settings(harmonics=0, trend=False), frequency=52))
    assert np.isfinite(fit.log_likelihood)
    table = {name: error for name, _, error in fit.table()}
    # Nothing was seen to go on: its error says so.
    assert not fit.converged or table["autoregressive.intercept"] > 10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"family": "gauss"}, "family"),
        ({"neighbours": "all"}, "neighbours"),
        ({"max_order": 0}, "max_order"),
        ({"harmonics_neighbours": -1}, "harmonics"),
        ({"autoregressive": False, "harmonics_autoregressive": 1}, "needs autoregressive"),
        ({"neighbours": "none", "harmonics_neighbours": 1}, "needs neighbours"),
    ],
)
def test_settings_outside_their_range_are_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Hhh4Settings(**change)  # type: ignore[arg-type]


def test_data_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="whole count of at least 0"):
        hhh4_model(np.array([[1.0], [np.nan], [2.0]]), np.zeros((1, 1), dtype=np.int64), Hhh4Settings(), frequency=52)
    with pytest.raises(ValueError, match="2 x 2 orders"):
        hhh4_model(np.ones((5, 2)), np.zeros((1, 1), dtype=np.int64), Hhh4Settings(), frequency=52)
    with pytest.raises(ValueError, match="population of every unit"):
        hhh4_model(
            np.ones((5, 1)), np.zeros((1, 1), dtype=np.int64), Hhh4Settings(population_offset=True), frequency=52
        )
