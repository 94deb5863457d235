from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from kerege.domain.forecast import CountForecast
from kerege.domain.panel import Frequency, PeriodGrid
from kerege.forecasting.reconcile import reconcile_means


def forecast(draws: np.ndarray) -> CountForecast:
    start = datetime(2021, 1, 1, tzinfo=UTC)
    edges = tuple(start + timedelta(days=28 * i) for i in range(draws.shape[0] + 1))
    return CountForecast(
        draws=draws,
        origin=start,
        grid=PeriodGrid(edges, Frequency.FOUR_WEEKS),
        unit_ids=tuple(f"u{i}" for i in range(draws.shape[1])),
        model="x",
        model_version="1",
        data_digest="",
    )


def test_means_are_brought_up_and_down() -> None:
    rng = np.random.default_rng(1)
    made = forecast(rng.poisson(2.0, (2, 3, 20_000)))
    # Standard error of a mean of Poisson counts of mean 5 over 20,000 draws: 0.016.
    found = reconcile_means(made, np.array([0.5, 2.0, 5.0]), rng).draws.mean(axis=2)
    assert found == pytest.approx(np.array([[0.5, 2.0, 5.0]] * 2), abs=0.06)


def test_thinning_never_adds_and_filling_never_takes_away() -> None:
    rng = np.random.default_rng(2)
    made = forecast(rng.poisson(3.0, (1, 2, 500)))
    found = reconcile_means(made, np.array([1.0, 6.0]), rng)
    assert (found.draws[0, 0] <= made.draws[0, 0]).all()
    assert (found.draws[0, 1] >= made.draws[0, 1]).all()
    assert found.model == "x_reconciled"


def test_a_wanted_mean_of_zero_leaves_nothing() -> None:
    rng = np.random.default_rng(3)
    assert reconcile_means(forecast(rng.poisson(3.0, (1, 1, 50))), np.zeros(1), rng).draws.sum() == 0


@pytest.mark.parametrize("means", [[-1.0], [float("nan")], [1.0, 2.0]])
def test_means_that_are_none_are_refused(means: list[float]) -> None:
    rng = np.random.default_rng(4)
    with pytest.raises(ValueError, match="one mean"):
        reconcile_means(forecast(np.ones((1, 1, 5), dtype=np.int64)), np.array(means), rng)
