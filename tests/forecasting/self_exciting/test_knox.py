from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.forecasting.self_exciting.imdepi import column

from kerege.forecasting.self_exciting.knox import knox_test


def test_equal_to_the_reference(shared: Callable[[str], Path]) -> None:
    folder = shared("oracles/surveillance/twinstim")
    frame = pl.read_csv(folder / "imdepi_untied_events.csv", infer_schema=False)
    there = pl.read_csv(folder / "knox_imdepi_t30_s50.csv")
    result = knox_test(
        *(column(frame, name) for name in ("time", "x", "y")),
        near_days=30,
        near_km=50,
        permutations=999,
        rng=np.random.default_rng(1),
    )
    assert result.pairs == there["statistic"][0]
    assert result.expected == pytest.approx(there["null"][0], abs=2)
    assert result.p_value == there["p"][0]


def test_random_times_make_no_finding() -> None:
    rng = np.random.default_rng(3)
    values = [
        knox_test(*rng.uniform(0, 100, (3, 60)), near_days=10, near_km=15, permutations=99, rng=rng).p_value
        for _ in range(100)
    ]
    assert 0.35 < np.mean(values) < 0.65
    assert np.mean(np.array(values) <= 0.1) < 0.25
