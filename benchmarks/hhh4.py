"""hhh4 with 140 units and 416 weeks: CPU seconds beside R surveillance."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from benchmarks._memory import peak_mb
from kerege.forecasting.endemic_epidemic.fit import Hhh4Fit, fit_hhh4
from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
from kerege.forecasting.endemic_epidemic.model import PARTS, Hhh4Model, hhh4_model
from kerege.forecasting.endemic_epidemic.predict import simulated_paths
from kerege.forecasting.endemic_epidemic.random_intercepts import RandomIntercepts


def run() -> None:
    """Simulate on a grid of 14 by 10 units, fit, and print."""
    side = np.array([(x, y) for x in range(14) for y in range(10)])
    orders = np.abs(side[:, None] - side[None, :]).max(axis=2)
    blank = hhh4_model(np.ones((416, 140)), orders, Hhh4Settings(neighbours="power-law"), frequency=52)
    made = _simulated(blank, None)
    for neighbours, reference in (("first", "R: 2.5"), ("power-law", "R: 5.1")):
        _measured(hhh4_model(made, orders, Hhh4Settings(neighbours=neighbours), frequency=52), reference)
    sigma = np.array([0.5, 0.3, 0.3])
    deviations = sigma[:, None] * np.random.default_rng(2).normal(size=(3, 140))
    made = _simulated(blank, RandomIntercepts(PARTS, sigma, deviations, 0.0, 0.0, 0.0))
    # R with one thread on the counts of this very run.
    for random, reference in (("endemic", "R: 9.2"), ("all", "R: 76")):
        settings = Hhh4Settings(neighbours="power-law", random_intercepts=random)
        fit = _measured(hhh4_model(made, orders, settings, frequency=52), reference)
        if fit.random is not None:
            pairs = zip(fit.random.parts, fit.random.sigma, sigma, strict=False)
            print("    " + ", ".join(f"{part} sigma {found:.3f} (made with {was})" for part, found, was in pairs))


def _simulated(blank: Hhh4Model, random: RandomIntercepts | None) -> NDArray[np.float64]:
    truth = np.array([-0.5, 0.0005, 0.3, 0.2, np.log(0.3), np.log(0.25), np.log(1.6), np.log(0.5)])
    made = Hhh4Fit(blank, truth, np.eye(8), 0.0, True, random)
    return simulated_paths(made, blank, start=1, rng=np.random.default_rng(1), draws=1)[:, :, 0].astype(float)


def _measured(model: Hhh4Model, reference: str) -> Hhh4Fit:
    seconds = []
    for _ in range(3):
        began = time.process_time()
        fit = fit_hhh4(model)
        seconds.append(time.process_time() - began)
    print(
        f"140 units x 416 weeks, {model.settings.neighbours}, random intercepts {model.settings.random_intercepts}: "
        f"{min(seconds):.2f} CPU s, peak {peak_mb():.0f} MB, log-likelihood {fit.log_likelihood:.2f}, "
        f"converged {fit.converged}   ({reference})"
    )
    return fit
