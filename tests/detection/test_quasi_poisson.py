from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from kerege.detection.quasi_poisson import QuasiPoissonFit, fit_quasi_poisson, outbreak_weights


def fitted(
    counts: np.ndarray, *, with_trend: bool, group: np.ndarray, weights: np.ndarray | None = None
) -> QuasiPoissonFit:
    return fit_quasi_poisson(
        counts,
        present=np.isfinite(counts),
        group=group,
        groups=int(group.max()) + 1,
        time=np.arange(-counts.shape[1], 0, dtype=float),
        log_offset=np.zeros(counts.shape),
        prior_weights=np.ones(counts.shape) if weights is None else weights,
        with_trend=with_trend,
        tolerance=1e-12,
    )


def test_without_trend_the_mean_of_each_group_is_its_average() -> None:
    counts = np.array([[2.0, 4.0, 9.0, 3.0, 5.0, 7.0]])
    group = np.array([0, 0, 1, 0, 0, 1])
    fit = fitted(counts, with_trend=False, group=group)
    # Group 0: 2, 4, 3, 5, mean 3.5; group 1: 9, 7, mean 8.
    assert np.exp(fit.level[0]) == pytest.approx([3.5, 8.0])
    # Pearson: (2.25 + 0.25 + 0.25 + 2.25)/3.5 + (1 + 1)/8 over 6 - 2 = (1.428571 + 0.25)/4.
    assert fit.dispersion[0] == pytest.approx(1.6785714 / 4)
    # Leverage of a group mean: 1 over its rows. Variance of a log mean: 1 over the sum of the counts.
    assert fit.leverage[0] == pytest.approx([0.25, 0.25, 0.5, 0.25, 0.25, 0.5])
    assert fit.level_variance[0] == pytest.approx([1 / 14, 1 / 16])


def test_the_fit_is_the_maximum_of_the_likelihood_and_its_variance_the_inverse_information() -> None:
    rng = np.random.default_rng(3)
    group = np.tile([0, 1, 2], 14)[:40]
    counts = rng.poisson(np.exp(1.5 + 0.02 * np.arange(40) + 0.5 * group))[None].astype(float)
    weights = rng.uniform(0.3, 2.0, (1, 40))
    fit = fitted(counts, with_trend=True, group=group, weights=weights)
    design = np.column_stack([np.eye(3)[group], np.arange(-40, 0)])

    def negative(coefficients: np.ndarray) -> float:
        log_mean = design @ coefficients
        return float(-(weights[0] * (counts[0] * log_mean - np.exp(log_mean))).sum())

    found = optimize.minimize(negative, np.array([1.5, 1.5, 1.5, 0.0]), method="BFGS", options={"gtol": 1e-9})
    assert [*fit.level[0], fit.trend[0]] == pytest.approx(found.x, abs=2e-4)
    mean = np.exp(design @ found.x)
    inverse = np.linalg.inv(design.T @ ((weights[0] * mean)[:, None] * design))
    assert [*fit.level_variance[0], fit.trend_variance[0]] == pytest.approx(np.diag(inverse), rel=1e-3)
    hat = np.einsum("ij,jk,ik->i", design, inverse, design) * weights[0] * mean
    assert fit.leverage[0] == pytest.approx(hat, rel=1e-3)
    assert fit.freedom[0] == 36


def test_missing_rows_have_no_say() -> None:
    group = np.zeros(6, dtype=np.int64)
    full = fitted(np.array([[3.0, 5.0, 4.0, 4.0]]), with_trend=False, group=group[:4])
    holed = fitted(np.array([[3.0, 5.0, np.nan, np.nan, 4.0, 4.0]]), with_trend=False, group=group)
    assert holed.level[0, 0] == pytest.approx(full.level[0, 0])
    assert holed.dispersion[0] == pytest.approx(full.dispersion[0])


def test_a_past_outbreak_loses_weight_and_the_weights_keep_their_sum() -> None:
    counts = np.full((1, 40), 5.0)
    counts[0, 17] = 60.0
    fit = fitted(counts, with_trend=False, group=np.zeros(40, dtype=np.int64))
    weights = outbreak_weights(counts, fit, np.isfinite(counts), 2.58)
    assert weights.sum() == pytest.approx(40)
    # Mean (39 x 5 + 60)/40 = 6.375. phi = (39 x 1.375^2 + 53.625^2)/6.375/39 = 11.863, h = 1/40.
    # s = 1.5 (60^(2/3) 6.375^(-1/6) - 6.375^(1/2)) / sqrt(11.863 x 39/40) = 1.5 x (11.2545 - 2.5249)/3.4009 = 3.8503.
    assert weights[0, 17] / weights[0, 0] == pytest.approx(1 / 3.8503**2, rel=1e-3)


def test_a_series_of_zeros_has_a_mean_of_nearly_zero() -> None:
    fit = fitted(np.zeros((1, 20)), with_trend=True, group=np.zeros(20, dtype=np.int64))
    assert fit.converged[0]
    assert fit.mean.max() < 1e-6
