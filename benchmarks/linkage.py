"""Reports linked to incidents: precision, recall, seconds and memory, beside what splink makes of the same cases.

The figures of splink 5.0.0 are from `benchmarks/_linkage_splink.py`, given the
true share of pairs, each at the threshold that was best for it.
"""

from __future__ import annotations

import resource
import time
from pathlib import Path

import numpy as np
from tests.linkage.linkage_reports import oracle_reports, precision_recall

from benchmarks._linkage_cases import real_told, simulated
from benchmarks._linkage_limit import linked_with_true_laws
from kerege.linkage.link import link_reports
from kerege.linkage.new_report import candidates_for
from kerege.linkage.report_columns import ReportColumns

ORACLE = Path(__file__).resolve().parents[2] / "shared/oracles/effect/linkage"
# Happenings, density, and what splink reaches there.
CASES = (
    (8_000, 1, "splink .951 / .964, 2.5 CPU s"),
    (80_000, 1, "splink .952 / .965, 10.5 CPU s"),
    (80_000, 10, "splink .789 / .668 or .952 / .265, 16 CPU s"),
    (80_000, 100, "splink not run"),
    (800_000, 1, "splink not run"),
    (800_000, 10, "splink not run"),
)


def run() -> None:
    """Measure every case once after a first run that compiles."""
    link_reports(simulated(800, 1)[0])
    if ORACLE.exists():
        measure(
            "stored simulation", *oracle_reports(ORACLE), beside="reference .971 / .956, splink untuned .962 / .757"
        )
    for happenings, density, beside in CASES:
        measure(f"density {density}x", *simulated(happenings, density), beside=beside)
    for density in (10, 100):
        for share in (0.3, 0.5):
            name = f"density {density}x, {share:.0%} of the words repeated"
            measure(name, *simulated(80_000, density, share), beside="without words see above")
    for density in (1, 10, 100):
        columns, truth = simulated(80_000, density)
        order = columns.canonical_order()
        precision, recall = precision_recall(linked_with_true_laws(columns.rows(order), density), truth[order])
        print(f"density {density}x with every law known: precision {precision:.4f}, recall {recall:.4f}", flush=True)
    figures = []
    for seed in range(20):
        columns, truth = real_told(seed)
        figures.append(precision_recall(link_reports(columns).incident, truth))
    precision, recall = np.mean(figures, axis=0)
    print(
        f"real incidents told by four channels, 20 times: precision {precision:.4f}, recall {recall:.4f}"
        "   (splink, all 20 at once: .994 / .999)"
    )
    columns, _ = simulated(80_000, 10)
    model = link_reports(columns).model
    one, rest = columns.rows(np.array([0])), columns.rows(np.arange(1, len(columns)))
    seconds = []
    for _ in range(9):
        began = time.process_time()
        candidates_for(one, rest, model)
        seconds.append(time.process_time() - began)
    print(f"one new report against {len(rest):,}: {min(seconds) * 1000:.1f} ms CPU")


def measure(name: str, columns: ReportColumns, truth: np.ndarray, *, beside: str) -> None:
    """Link and print."""
    began, wall = time.process_time(), time.perf_counter()
    found = link_reports(columns)
    seconds, waited = time.process_time() - began, time.perf_counter() - wall
    precision, recall = precision_recall(found.incident, truth)
    print(
        f"{name}, {len(columns):,} reports: precision {precision:.4f}, recall {recall:.4f} "
        f"(own expectation of pairs {found.expected_precision:.3f}, {found.expected_recall:.3f}), "
        f"{seconds:.2f} CPU s, {waited:.1f} s wall, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
        f"{', REFUSED' if found.refused else ''}   ({beside})",
        flush=True,
    )
