"""False alarms of `--method auto` by length of the history, on quiet simulated series."""

from __future__ import annotations

import time

import numpy as np

from kerege.detection.history_ladder import RUNGS, LadderSettings, judge_by_history

SERIES = 200
JUDGED = 13
# Periods of history before the first of the periods judged.
HISTORIES = (8, 26, 39, 52, 78, 104, 143, 159, 260)
LAWS = (("Poisson", 0.1, 0.0), ("Poisson", 1.0, 0.0), ("Poisson", 5.0, 0.0), ("Poisson", 20.0, 0.0),
        ("negative binomial", 1.0, 0.3), ("negative binomial", 5.0, 0.3), ("negative binomial", 20.0, 0.3))  # fmt: skip


def quiet_series(periods: int, mean: float, dispersion: float, rng: np.random.Generator) -> np.ndarray:
    """Counts with a season of unlike beginnings, of which the largest mean is 2.7 times the smallest."""
    phase = rng.uniform(0, 52, SERIES)
    expected = mean * np.exp(0.5 * np.cos(2 * np.pi * (np.arange(periods)[:, None] - phase) / 52))
    rate = expected if dispersion == 0 else rng.gamma(1 / dispersion, dispersion * expected)
    return rng.poisson(rate).astype(float)


def run() -> None:
    """Print the figures."""
    began = time.process_time()
    print(f"alarms in 1,000 quiet weeks, {SERIES} series x {JUDGED} weeks a cell, and the share of series with any")
    print("law, mean, dispersion      " + "".join(f"{own:>13}" for own in HISTORIES))
    for law, mean, dispersion in LAWS:
        cells, rungs = [], []
        for history in HISTORIES:
            counts = quiet_series(history + JUDGED, mean, dispersion, np.random.default_rng(history))
            found = judge_by_history(
                counts, frequency=52, settings=LadderSettings(), judged=range(history, history + JUDGED)
            )
            cells.append(f"{1000 * found.alarm.mean():6.1f} ({found.alarm.any(axis=0).mean():.2f})")
            rungs.append(RUNGS[int(found.details["rung"][-1, 0])])
        print(f"{law:18}{mean:5g}{dispersion:4g}" + "".join(f"{cell:>13}" for cell in cells), flush=True)
    print(" " * 27 + "".join(f"{rung.split('_')[0]:>13}" for rung in rungs))
    print(f"{time.process_time() - began:.0f} CPU s")
