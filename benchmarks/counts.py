"""Count series: Farrington flexible, EARS, CUSUM and likelihood ratios: CPU seconds beside those of R surveillance."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks._memory import peak_mb
from kerege.detection.method import detect_counts, method_settings
from kerege.detection.result import DetectionResult


def made_series(weeks: int, series: int) -> np.ndarray:
    """Seasonal negative binomial counts of unlike size."""
    rng = np.random.default_rng(3)
    season = np.exp(1.5 + 0.6 * np.cos(2 * np.pi * np.arange(weeks) / 52))
    mean = season[:, None] * rng.uniform(0.5, 2, series)
    return rng.negative_binomial(5, 5 / (5 + mean)).astype(float)


def timed(what: str, run: Callable[[], DetectionResult], reference: str) -> None:
    run()  # machine code is made, or fetched from its cache, before anything is timed
    seconds = []
    for _ in range(3):
        began = time.process_time()
        result = run()
        seconds.append(time.process_time() - began)
    alarms = int(result.alarm.sum())
    print(f"{what}: {min(seconds):.3f} CPU s, peak {peak_mb():.0f} MB, {alarms} alarms   ({reference})")


def run() -> None:
    """Print the figures."""
    long, short = made_series(624, 100), made_series(520, 100)
    farrington = method_settings("farrington", b=5, w=3, no_periods=10, past_weeks_not_included=26)
    judged = range(624 - 257, 624)
    timed(
        "Farrington flexible, 100 series x 257 weeks = 25,700 fits",
        lambda: detect_counts(long, method="farrington", frequency=52, settings=farrington, judged=judged),
        "R: about 370",
    )
    for name in ("ears-c1", "ears-c2", "ears-c3"):
        timed(
            f"{name.upper()}, 100 series x 520 weeks",
            lambda name=name: detect_counts(short, method=name, frequency=52),  # type: ignore[misc]
            "R: 1.2 to 1.8",
        )
    for name in ("cusum", "glr-poisson", "glr-negbin"):
        timed(
            f"{name}, 100 series x 520 weeks",
            lambda name=name: detect_counts(short, method=name, frequency=52),  # type: ignore[misc]
            "R: 1 to 20",
        )
