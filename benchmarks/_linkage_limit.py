"""What pairwise linkage could reach on the simulated strip if every law of the simulation were known, not learnt."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm, poisson

from kerege.linkage.candidate_pairs import candidate_pairs
from kerege.linkage.clusters import clusters
from kerege.linkage.comparison import compare_pairs
from kerege.linkage.expectation import _share, rivals
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.settings import LinkageSettings
from kerege.simulation.channel_reports import TELLING_CHANNELS

KIND_SHARES = np.array([0.3, 0.2, 0.2, 0.1, 0.1, 0.1])
USUAL_PER_KM2_DAY = 8000 / (500 * 20 * 1095)


def linked_with_true_laws(columns: ReportColumns, density: float, threshold_logit: float = 0.0) -> np.ndarray:
    """The incident of each report in canonical order of the columns given, which must be in it."""
    settings = LinkageSettings()
    first, second, km = candidate_pairs(columns, settings)
    keep = columns.channel[first] != columns.channel[second]
    first, second, km = first[keep], second[keep], km[keep]
    odds = np.exp(_true_log_odds(columns, first, second, km, USUAL_PER_KM2_DAY * density))
    pairs = compare_pairs(columns, first, second, km, settings, np.empty(0), KIND_SHARES)
    of_first, of_second, groups = rivals(pairs, columns.source)
    free_first, free_second = np.ones(len(odds)), np.ones(len(odds))
    _share(odds, of_first, of_second, free_first, free_second, np.zeros(groups), 12)
    joined = np.clip(np.log(np.maximum(odds * free_first * free_second, 1e-12)), -8, 8)
    nothing = np.empty((0, 2), np.int64)
    return clusters(
        len(columns), first, second, joined, threshold_logit=threshold_logit, far_logit=settings.far_logit,
        must=nothing, cannot=nothing,
    )  # fmt: skip


def _true_log_odds(
    columns: ReportColumns, first: np.ndarray, second: np.ndarray, km: np.ndarray, intensity: float
) -> np.ndarray:
    place, late, other, coverage = (
        np.array([getattr(own, name) for own in TELLING_CHANNELS])
        for name in ("place_km", "late_days", "other_kind", "coverage")
    )
    a, b = columns.channel[first], columns.channel[second]
    variance = place[a] ** 2 + place[b] ** 2
    found = -(km**2) / (2 * variance) - np.log(2 * np.pi * variance)
    # The difference of two half normal delays.
    gap = columns.middle_days[first] - columns.middle_days[second]
    both = np.hypot(late[a], late[b])
    middle, spread = -gap * late[b] ** 2 / both**2, late[a] * late[b] / both
    found += np.log(4 * norm.pdf(gap, 0, both) * norm.sf((np.maximum(0, -gap) - middle) / spread) + 1e-12)
    kinds = np.array([np.eye(6) * (1 - share) + share * KIND_SHARES for share in other])
    told = KIND_SHARES @ kinds
    agree = np.einsum("k,ika,jkb->ijab", KIND_SHARES, kinds, kinds) / (told[:, None, :, None] * told[None, :, None, :])
    found += np.log(agree[a, b, columns.kind[first], columns.kind[second]])
    true = np.arange(1, 30)
    share, error = poisson.pmf(true - 1, 3), np.zeros((len(true), 32))
    for off in (-1, 0, 1):
        error[np.arange(len(true)), np.maximum(true + off, 1)] += 1 / 3
    met = share @ error + 1e-30
    people = np.einsum("k,ka,kb->ab", share, error, error) / np.outer(met, met)
    found += np.log(people[columns.counts[first, 0], columns.counts[second, 0]] + 1e-9)
    return np.asarray(found - np.log(intensity * (1 - coverage[a]) * (1 - coverage[b])))
