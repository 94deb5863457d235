"""Farrington flexible on 100 series of 12 years, each of the last 257 weeks judged on five years: 25,700 fits."""

from __future__ import annotations

import time

import numpy as np

from kerege.detection.baseline import farrington_flexible
from kerege.detection.farrington_settings import FarringtonSettings


def run() -> None:
    weeks, series = 624, 100
    rng = np.random.default_rng(3)
    time_weeks = np.arange(weeks)
    mean = np.exp(1.5 + 0.6 * np.cos(2 * np.pi * time_weeks / 52))[:, None] * rng.uniform(0.5, 2, series)
    counts = rng.negative_binomial(5, 5 / (5 + mean))
    settings = FarringtonSettings(b=5, w=3, no_periods=10, past_weeks_not_included=26, threshold_method="nbPlugin")
    began = time.process_time()
    result = farrington_flexible(counts, settings=settings, frequency=52, judged=range(weeks - 257, weeks))
    print(f"fits {result.upper.size}, CPU {time.process_time() - began:.2f} s, alarms {int(result.alarm.sum())}")
