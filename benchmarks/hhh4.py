"""hhh4 with 140 units and 416 weeks: CPU seconds beside R surveillance."""

from __future__ import annotations

import resource
import time

import numpy as np

from kerege.forecasting.endemic_epidemic.fit import Hhh4Fit, fit_hhh4
from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
from kerege.forecasting.endemic_epidemic.model import hhh4_model
from kerege.forecasting.endemic_epidemic.predict import simulated_paths


def run() -> None:
    """Simulate on a grid of 14 by 10 units, fit, and print."""
    side = np.array([(x, y) for x in range(14) for y in range(10)])
    orders = np.abs(side[:, None] - side[None, :]).max(axis=2)
    control = Hhh4Settings(neighbours="power-law", max_order=5, harmonics=1, trend=True)
    blank = hhh4_model(np.ones((416, 140)), orders, control, frequency=52)
    truth = np.array([-0.5, 0.0005, 0.3, 0.2, np.log(0.3), np.log(0.25), np.log(1.6), np.log(0.5)])
    made = simulated_paths(
        Hhh4Fit(blank, truth, np.eye(8), 0.0, True), blank, start=1, rng=np.random.default_rng(1), draws=1
    )[:, :, 0].astype(float)
    for neighbours, reference in (("first", "R: 2.5"), ("power-law", "R: 5.1")):
        settings = Hhh4Settings(neighbours=neighbours)
        model = hhh4_model(made, orders, settings, frequency=52)
        seconds = []
        for _ in range(3):
            began = time.process_time()
            fit = fit_hhh4(model)
            seconds.append(time.process_time() - began)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"140 units x 416 weeks, {neighbours}: {min(seconds):.2f} CPU s, peak {peak:.0f} MB, "
            f"log-likelihood {fit.log_likelihood:.2f}, converged {fit.converged}   ({reference})"
        )
