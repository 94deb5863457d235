from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

SPACES = [("gaussian", ()), ("exponential", ()), ("power-law", ()), ("student", ()), ("step", (2.0, 5.0))]
TIMES = [("constant", ()), ("exponential", ()), ("step", (1.5, 4.0))]


@pytest.mark.parametrize(("shape", "breaks"), SPACES)
@given(sd=st.floats(0.3, 20), d=st.floats(0.5, 4), r=st.floats(0, 50))
def test_slopes_in_space_are_derivatives(shape: str, breaks: tuple[float, ...], sd: float, d: float, r: float) -> None:
    kernel = SpatialKernel(shape, breaks)
    theta = np.log([sd, d])[: len(kernel.names)]
    for p in range(len(theta)):
        step = np.eye(len(theta))[p] * 1e-6
        numeric = (kernel.value(np.array([r]), theta + step) - kernel.value(np.array([r]), theta - step)) / 2e-6
        assert kernel.slopes(np.array([r]), theta)[p] == pytest.approx(numeric, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize(("shape", "breaks"), TIMES)
@given(a=st.floats(0.02, 3), b=st.floats(0.1, 2), t=st.floats(0.01, 20))
def test_the_integral_in_time_and_its_slopes(
    shape: str, breaks: tuple[float, ...], a: float, b: float, t: float
) -> None:
    kernel = TimeKernel(shape, breaks)
    alpha, at = np.log([a, b])[: len(kernel.names)], np.array([t])
    points = [own for own in breaks if own < t]
    exact, _ = integrate.quad(lambda u: kernel.value(np.array([u]), alpha)[0], 0, t, points=points or None)
    assert kernel.integral(at, alpha)[0] == pytest.approx(exact, rel=1e-8)
    for p in range(len(alpha)):
        step = np.eye(len(alpha))[p] * 1e-6
        for value, slopes in ((kernel.value, kernel.slopes), (kernel.integral, kernel.integral_slopes)):
            numeric = (value(at, alpha + step) - value(at, alpha - step)) / 2e-6
            assert slopes(at, alpha)[p] == pytest.approx(numeric, rel=1e-4, abs=1e-7)


def test_what_makes_no_kernel_is_refused() -> None:
    for make in (SpatialKernel, TimeKernel):
        with pytest.raises(ValueError, match="is one of"):
            make("cubic")
        with pytest.raises(ValueError, match="needs at least one"):
            make("step")
        with pytest.raises(ValueError, match="ascend"):
            make("step", (2.0, 1.0))
