"""Reporting delay: CPU seconds of a nowcast beside those of R surveillance, and false alarms with and without it."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks._memory import peak_mb
from kerege.detection.exceedance import predictive_exceedance
from kerege.linkage.delay.nowcast import NowcastSettings, bayes_nowcast, lawless_nowcast
from kerege.linkage.delay.reported_share import estimate_reported_share
from kerege.linkage.delay.reporting_triangle import ReportingTriangle, reporting_triangle

HALF_LIFE_DAYS, WINDOW, LONGEST = 365.25, 28, 90


def made_outbreak() -> ReportingTriangle:
    """Like the outbreak of 2011 in size: 630 cases in all, 27 days so far, delays of a week and 15 days at most."""
    rng = np.random.default_rng(1)
    occurred = np.round(rng.gamma(16, 1.6, 630)).astype(np.int64)
    reported = occurred + np.minimum(rng.negative_binomial(2, 0.2, 630), 15)
    return reporting_triangle(occurred, reported, now=26 + int(occurred.min()), longest=15)


def timed(what: str, run: Callable[[], object], reference: str) -> None:
    run()
    seconds = []
    for _ in range(5):
        began = time.process_time()
        run()
        seconds.append(time.process_time() - began)
    print(f"{what}: {min(seconds):.5f} CPU s, peak {peak_mb():.0f} MB   ({reference})")


def randomised_p_value(
    rng: np.random.Generator, *, per_window: float, days: int, mean_delay: float, rise: float, corrected: bool
) -> float:
    """p-value of the newest window of a record with a steady rate that is `rise` times as high in that window."""
    count = rng.poisson(per_window / WINDOW * days)
    ages = np.concatenate([rng.integers(0, days, count), rng.integers(0, WINDOW, rng.poisson((rise - 1) * per_window))])
    delays = rng.geometric(1 / (mean_delay + 1), len(ages)) - 1
    ages, delays = ages[delays <= ages], delays[delays <= ages]
    share = estimate_reported_share(
        delays, ages, longest=LONGEST, half_life_days=HALF_LIFE_DAYS, prompt_incidents=2.0
    ).mean(0, WINDOW - 1)
    past = ages >= WINDOW
    weight = 0.5 ** ((ages[past] - WINDOW) / HALF_LIFE_DAYS)
    exposure = HALF_LIFE_DAYS / np.log(2) * (1 - 0.5 ** ((days - WINDOW) / HALF_LIFE_DAYS)) / WINDOW
    at, above = predictive_exceedance(
        np.array([0, 1]) + int((~past).sum()),
        decayed_counts=np.full(2, weight.sum()),
        prior_counts=np.full(2, 0.5),
        exposure=exposure,
        dispersion=1.0,
        alpha=0.02,
        reported_share=share if corrected else 1.0,
    ).p_value
    return float(above + rng.uniform() * (at - above))


def run() -> None:
    """Print the figures."""
    triangle = made_outbreak()
    print(f"{int(triangle.seen.sum())} cases known, {len(triangle.counts)} days, delays of up to 15 days")
    timed("Lawless", lambda: lawless_nowcast(triangle, NowcastSettings()), "R: 0.04")
    for draws in (1000, 2000):
        timed(
            f"Bayes, {draws:,} draws",
            lambda draws=draws: bayes_nowcast(triangle, NowcastSettings(draws=draws), np.random.default_rng(1)),  # type: ignore[misc]
            "R, 1,000 draws: 2.5",
        )
    rng = np.random.default_rng(2)
    ages = rng.integers(0, 3650, 100_000)
    delays = np.minimum(rng.geometric(1 / 11, 100_000) - 1, ages)
    timed(
        "Share reported, 100,000 incidents, delays of up to 90 days",
        lambda: estimate_reported_share(delays, ages, longest=90, half_life_days=365.25, prompt_incidents=2.0),
        "no reference",
    )
    print("Share of 4,000 randomised p-values below 0.02 / 0.1 / 0.5; steady rate, then three times it in the window")
    for per_window, days, mean_delay in ((2.0, 1200, 10.0), (8.0, 1200, 10.0), (8.0, 400, 10.0), (2.0, 400, 30.0)):
        for corrected in (True, False):
            row = []
            for rise in (1.0, 3.0):
                draws = np.array(
                    [
                        randomised_p_value(
                            rng, per_window=per_window, days=days, mean_delay=mean_delay, rise=rise, corrected=corrected
                        )
                        for _ in range(4000)
                    ]
                )
                row.append(" / ".join(f"{(draws <= level).mean():.3f}" for level in (0.02, 0.1, 0.5)))
            name = "corrected" if corrected else "ignored"
            print(f"  {per_window:g} a window, {days} days, delay {mean_delay:g} days, {name}: {row[0]}; rise {row[1]}")
