"""Synthetic borders: what a planted escalation looks like, and what a million incidents cost."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks._memory import peak_mb
from kerege.files.catalogue import read_catalogue
from kerege.files.region import default_region, read_region, shipped_region
from kerege.files.synthetic_folder import write_synthetic_folder
from kerege.simulation.synthetic_border import SyntheticBorder, synthetic_border

ENDS = datetime(2026, 1, 1, tzinfo=UTC)
REGION, CATALOGUE = read_region(shipped_region(default_region())), read_catalogue()


def made(*, years: float, escalations: int, incidents_per_year: float = 7.0, seed: int = 1) -> SyntheticBorder:
    return synthetic_border(
        REGION, CATALOGUE, years=years, ends=ENDS, escalations=escalations, incidents_per_year=incidents_per_year,
        rng=np.random.default_rng(seed),
    )  # fmt: skip


def run() -> None:
    planted = made(years=100, escalations=4000).escalations
    quantiles = [0.1, 0.5, 0.9]
    print(f"{len(planted):,} escalations of the default design on the shipped region; 10, 50 and 90 %")
    for name, values in (
        ("incidents", [own.incidents for own in planted]),
        ("days", [(own.ends - own.begins).total_seconds() / 86_400 for own in planted]),
        ("gravest", [own.severity for own in planted]),
    ):
        low, middle, high = np.quantile(values, quantiles)
        print(f"  {name:<10} mean {np.mean(values):6.2f}   {low:5.1f} {middle:5.1f} {high:5.1f}")
    shares = []
    for seed in range(200):
        rates = np.sort(made(years=1, escalations=0, seed=seed).expected.sum(axis=0))[::-1]
        shares.append(rates[:5].sum() / rates.sum())
    print(f"  share of the background in the five busiest of {len(REGION.groups)} groups: {np.mean(shares):.2f}")
    began = time.process_time()
    border = made(years=10, escalations=4, incidents_per_year=100_000.0)
    drawn = time.process_time()
    with TemporaryDirectory() as folder:
        write_synthetic_folder(Path(folder) / "border", border, [])
        megabytes = sum(path.stat().st_size for path in (Path(folder) / "border").iterdir()) / 1e6
    written = time.process_time()
    print(
        f"{len(border):,} incidents: drawn {drawn - began:.1f}, written {written - drawn:.1f} CPU s, {megabytes:.0f} MB"
    )
    began = time.process_time()
    count = len(made(years=10, escalations=4).incidents)
    print(f"ten years of the default rate, {count} incidents as objects: {time.process_time() - began:.3f} CPU s")
    print(f"peak {peak_mb():.0f} MB")
