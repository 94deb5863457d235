"""False alarms of `--method auto` by length of the history, on quiet simulated series."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from kerege.detection.ears import EarsSettings, ears
from kerege.detection.history_ladder import RUNGS, LadderSettings, judge_by_history
from kerege.detection.result import DetectionResult

JUDGED = 13
Law = tuple[str, float, float]
# Mean and dispersion of the counts of a period.
WEEKLY: tuple[Law, ...] = (
    ("Poisson", 0.1, 0.0), ("Poisson", 1.0, 0.0), ("Poisson", 5.0, 0.0), ("Poisson", 20.0, 0.0),
    ("negative binomial", 1.0, 0.3), ("negative binomial", 5.0, 0.3), ("negative binomial", 20.0, 0.3),
)  # fmt: skip
OTHER: tuple[Law, ...] = (("Poisson", 1.0, 0.0), ("Poisson", 10.0, 0.0), ("negative binomial", 10.0, 0.3))
# Periods of history before the first of the periods judged.
HISTORIES = {52: (8, 26, 39, 52, 78, 104, 143, 159, 260), 12: (8, 12, 24, 37, 60), 365: (8, 180, 365, 730, 1116, 1846)}


def quiet_series(
    periods: int, series: int, mean: float, dispersion: float, frequency: int, rng: np.random.Generator
) -> np.ndarray:
    """Counts with a season of unlike beginnings, of which the largest mean is 2.7 times the smallest."""
    phase = rng.uniform(0, frequency, series)
    expected = mean * np.exp(0.5 * np.cos(2 * np.pi * (np.arange(periods)[:, None] - phase) / frequency))
    rate = expected if dispersion == 0 else rng.gamma(1 / dispersion, dispersion * expected)
    return rng.poisson(rate).astype(float)


def print_table(
    frequency: int,
    series: int,
    laws: tuple[Law, ...],
    histories: tuple[int, ...],
    judge: Callable[[np.ndarray, range], DetectionResult],
) -> None:
    """Alarms in 1,000 quiet periods, and in brackets the share of series with any in the periods judged."""
    print(f"{series} series x {JUDGED} periods a cell; history:")
    print(" " * 27 + "".join(f"{own:>13}" for own in histories))
    for law, mean, dispersion in laws:
        cells, rungs = [], []
        for history in histories:
            rng = np.random.default_rng(history)
            counts = quiet_series(history + JUDGED, series, mean, dispersion, frequency, rng)
            found = judge(counts, range(history, history + JUDGED))
            cells.append(f"{1000 * found.alarm.mean():6.1f} ({found.alarm.any(axis=0).mean():.2f})")
            if "rung" in found.details:
                rungs.append(RUNGS[int(found.details["rung"][0, 0])].split("_")[0])
        print(f"{law:18}{mean:5g}{dispersion:4g}" + "".join(f"{cell:>13}" for cell in cells), flush=True)
    print(" " * 27 + "".join(f"{rung:>13}" for rung in rungs))


def run() -> None:
    """Print the figures."""
    began = time.process_time()
    print("alarms in 1,000 quiet periods (share of series with any)")
    for frequency, series, laws in ((52, 200, WEEKLY), (12, 200, OTHER), (365, 50, OTHER)):
        print(f"-- {frequency} periods a year, --method auto")
        print_table(
            frequency,
            series,
            laws,
            HISTORIES[frequency],
            lambda counts, judged, f=frequency: judge_by_history(  # type: ignore[misc]
                counts, frequency=f, settings=LadderSettings(), judged=judged
            ),
        )
    print("-- 52 periods a year, EARS C2 with the usual bound at the same level")
    usual = EarsSettings(alpha=LadderSettings().alpha)
    print_table(
        52, 200, WEEKLY, (9, 26, 39), lambda counts, judged: ears(counts, variant="c2", settings=usual, judged=judged)
    )
    print(f"{time.process_time() - began:.0f} CPU s")
