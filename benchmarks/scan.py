"""The space-time scan with 999 replications: CPU seconds and memory beside SaTScan 10.3.2 on the same machine kind."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

import numpy as np

from benchmarks._memory import peak_mb
from kerege.detection.scan.scan import space_time_scan
from kerege.detection.scan.settings import ScanSettings
from kerege.detection.scan.study import ScanStudy, permutation_study, poisson_study
from kerege.detection.scan.zones import Zones, circles, on_sphere

DAYS = 365


@dataclass(frozen=True)
class Setting:
    """What one line of the table measures."""

    title: str
    places: int
    cases: int
    max_km: float | None
    windows: str = "prospective"
    model: str = "permutation"
    replications: int = 999
    reference: str = ""


SETTINGS = (
    Setting("500 places, 5,000 cases, 30 days, 50 km", 500, 5_000, 50, reference="SaTScan: 1.99"),
    Setting("the same, 50 % of cases", 500, 5_000, None, reference="14.7 to 16.3"),
    Setting("2,000 places, 20,000 cases, 30 days, 50 km", 2_000, 20_000, 50, reference="27.3"),
    Setting("10,000 places, 100,000 cases, 30 days, 50 km", 10_000, 100_000, 50, reference="about 845"),
    Setting("500 places, 5,000 cases, Poisson, 50 km", 500, 5_000, 50, model="poisson"),
    Setting(
        "500 places, 5,000 cases, retrospective, 50 km, 99 replications", 500, 5_000, 50, windows="retrospective",
        replications=99, reference="999: not finished after 480 s",
    ),
)  # fmt: skip


def made(setting: Setting) -> tuple[ScanStudy, Zones]:
    """Places spread evenly over 4 by 4 degrees at the equator (as set A of the oracle), cases over places and a year.

    A circle of 50 km then holds about 4 % of the places, so that its number grows with the places.
    """
    rng = np.random.default_rng(11)
    points = on_sphere(rng.uniform(-1, 3, setting.places), rng.uniform(10, 14, setting.places))
    zones = circles(points, max_km=setting.max_km)
    place, day = rng.integers(0, setting.places, setting.cases), rng.integers(0, DAYS, setting.cases)
    if setting.model == "poisson":
        return poisson_study(place, day, np.ones((setting.places, DAYS))), zones
    none = np.zeros(setting.cases, dtype=np.int64)
    return permutation_study(place, day, none, places=setting.places, periods=DAYS), zones


def measure(number: int) -> None:
    """Print one line of the table; in a process of its own, so that its peak of memory is its own."""
    setting = SETTINGS[number]
    control = ScanSettings(
        windows=setting.windows, max_periods=30, max_km=setting.max_km, replications=setting.replications
    )
    small = Setting("warm-up", 20, 200, 50, setting.windows, setting.model)
    space_time_scan(*made(small), ScanSettings(windows=setting.windows, max_periods=30, replications=2), seed=1)
    study, zones = made(setting)
    began = time.process_time()
    result = space_time_scan(study, zones, control, seed=1)
    seconds = time.process_time() - began
    best = result.clusters[0]
    print(
        f"{setting.title}: {seconds:.2f} CPU s, peak {peak_mb():.0f} MB, "
        f"best {best.statistic:.3f}, p {best.p_value:.3f}   ({setting.reference or 'no reference'})",
        flush=True,
    )


def run() -> None:
    """Print every line."""
    for number in range(len(SETTINGS)):
        words = [sys.executable, "-c", f"from benchmarks.scan import measure; measure({number})"]
        subprocess.run(words, check=True)
