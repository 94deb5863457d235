from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.arrow_matrix import ArrowMatrix

Array = NDArray[np.float64]


def dense_of(arrow: ArrowMatrix) -> Array:
    number, effects, units = arrow.cross.shape
    dense = np.zeros((number + effects * units,) * 2)
    dense[:number, :number] = arrow.corner
    dense[:number, number:] = arrow.cross.reshape(number, -1)
    dense[number:, :number] = dense[:number, number:].T
    for unit, block in enumerate(arrow.blocks):
        where = number + unit + units * np.arange(effects)
        dense[np.ix_(where, where)] = block
    return dense


def drawn(number: int, effects: int, units: int, seed: int) -> ArrowMatrix:
    """A positive definite matrix: the sum of what each unit tells of the coefficients and its own effects."""
    rng = np.random.default_rng(seed)
    corner, cross = 0.1 * np.eye(number), np.zeros((number, effects, units))
    blocks = np.zeros((units, effects, effects))
    for unit in range(units):
        rows = rng.normal(size=(number + effects + 2, number + effects))
        square = rows.T @ rows
        corner += square[:number, :number]
        cross[:, :, unit] = square[:number, number:]
        blocks[unit] = square[number:, number:]
    return ArrowMatrix(corner, cross, blocks)


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(0, 3), st.integers(1, 5), st.integers(0, 1000))
def test_it_is_the_inverse_of_the_whole_matrix(number: int, effects: int, units: int, seed: int) -> None:
    arrow = drawn(number, effects, units, seed)
    dense, found = dense_of(arrow), arrow.inverse()
    inverse = np.linalg.inv(dense)
    np.testing.assert_allclose(found.corner, inverse[:number, :number], rtol=1e-6, atol=1e-9)
    variances = np.diag(inverse)[number:].reshape(effects, units)
    np.testing.assert_allclose(found.effect_variances(), variances, rtol=1e-6, atol=1e-9)
    assert found.log_determinant == pytest.approx(np.linalg.slogdet(dense)[1], abs=1e-8)
    assert found.log_determinant_effects == pytest.approx(np.linalg.slogdet(dense[number:, number:])[1], abs=1e-8)
    vector = np.random.default_rng(seed).normal(size=len(dense))
    common, own = found.times(vector[:number], vector[number:].reshape(effects, units))
    np.testing.assert_allclose(np.concatenate([common, own.ravel()]), inverse @ vector, rtol=1e-5, atol=1e-8)


def test_a_matrix_that_is_not_positive_definite_is_refused() -> None:
    good = drawn(2, 1, 3, 0)
    with pytest.raises(np.linalg.LinAlgError):
        ArrowMatrix(good.corner - 100 * np.eye(2), good.cross, good.blocks).inverse()
    with pytest.raises(np.linalg.LinAlgError):
        ArrowMatrix(good.corner, good.cross, -good.blocks).inverse()


def test_precision_and_damping_stretch_the_diagonal() -> None:
    good = drawn(1, 2, 2, 5)
    found = good.with_diagonal(np.array([3.0, 4.0]), damping=0.5)
    assert found.corner[0, 0] == pytest.approx(1.5 * good.corner[0, 0], abs=1e-8)
    assert found.blocks[1, 1, 1] == pytest.approx(1.5 * (good.blocks[1, 1, 1] + 4.0))
    assert found.blocks[1, 0, 1] == good.blocks[1, 0, 1]
