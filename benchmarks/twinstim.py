"""A whole twinstim fit on the reference data, beside R surveillance; the data lie beside the project, not in it."""

from __future__ import annotations

import time
from pathlib import Path

from tests.forecasting.self_exciting.imdepi import imdepi

from benchmarks._memory import peak_mb
from kerege.forecasting.self_exciting.fit import fit_twinstim
from kerege.forecasting.self_exciting.kernels import SpatialKernel

FOLDER = Path(__file__).resolve().parents[2] / "shared/oracles/surveillance/twinstim"


def run() -> None:
    """Make the model (pairs and integrals) and fit it; print both together."""
    if not FOLDER.exists():
        print("The reference data are not beside the project.")
        return
    for shape, reference in (("gaussian", "R: 3.9"), ("exponential", "R: 2.0"), ("power-law", "R: 16.3")):
        fit_twinstim(imdepi(FOLDER, SpatialKernel(shape)))
        seconds = []
        for _ in range(3):
            began = time.process_time()
            fit = fit_twinstim(imdepi(FOLDER, SpatialKernel(shape)))
            seconds.append(time.process_time() - began)
        print(
            f"imdepi, {shape}: {min(seconds):.3f} CPU s with reading, peak {peak_mb():.0f} MB, "
            f"log-likelihood {fit.log_likelihood:.4f}, "
            f"converged {fit.converged}   ({reference})"
        )
