"""How often the machine is wrong when it joins a new report to an earlier one, by the probability that a site sets."""

from __future__ import annotations

import time

import numpy as np

from benchmarks._linkage_cases import simulated
from kerege.linkage.new_report import candidates_for

SAMPLE = 2_000
LEAST = (0.9, 0.95, 0.99)


def run() -> None:
    """Compare reports one by one with those before them, as the desk does, and say what share of joins is wrong."""
    for density, words in ((1, 0.0), (10, 0.0), (1, 0.5), (10, 0.5)):
        columns, truth = simulated(80_000, density, words)
        order = np.argsort(columns.middle_days, kind="stable")
        columns, truth = columns.rows(order), truth[order]
        known = {reference: i for i, reference in enumerate(columns.reference)}
        chosen = np.random.default_rng(4).choice(np.arange(1_000, len(columns)), SAMPLE, replace=False)
        began = time.process_time()
        best, is_right, has_earlier = [], [], []
        for i in chosen.tolist():
            # A week before is more than the desk looks at; what comes later is not there yet.
            first = int(np.searchsorted(columns.middle_days, columns.middle_days[i] - 7))
            found = candidates_for(columns.rows(np.array([i])), columns.rows(np.arange(first, i)), most=1)
            has_earlier.append(bool((truth[first:i] == truth[i]).any()))
            best.append(found[0].probability if found else 0.0)
            is_right.append(bool(found) and truth[known[found[0].other]] == truth[i])
        probability, right, earlier = np.array(best), np.array(is_right), np.array(has_earlier)
        took = (time.process_time() - began) / SAMPLE
        for least in LEAST:
            joined = probability >= least
            wrong = 1 - right[joined].mean() if joined.any() else 0.0
            reached = (joined & right).sum() / max(1, earlier.sum())
            print(
                f"density {density}x, {words:.0%} of the words repeated, at {least}: {joined.sum()} of {SAMPLE:,} "
                f"joined, {wrong:.1%} of them wrong, {reached:.1%} of those that could be; "
                f"{1000 * took:.1f} ms CPU a report",
                flush=True,
            )
