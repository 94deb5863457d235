"""The model of Fellegi and Sunter for reports in space and time, learnt from the reports themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.agreement_tables import (
    COUNT_CHANCE,
    COUNT_ODDS,
    KIND_CHANCE,
    KIND_ODDS,
    TEXT_CHANCE,
    TEXT_ODDS,
    MixtureShares,
    learning_scale,
    space_components,
    time_components,
)
from kerege.linkage.candidate_pairs import compared_reports
from kerege.linkage.comparison import SCALE_EDGES, SPACE_EDGES, TIME_EDGES, PairComparison, channel_pair
from kerege.linkage.expectation import AgreementRatios, Agreements, expect, rivals
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.settings import LinkageSettings
from kerege.linkage.term_weights import TermWeights

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
# Before learning: what share of its reports another channel tells too, and how often a source repeats itself.
SHARED_BEFORE, REPEATED_BEFORE = 0.3, 0.01
# So many reports, each with so many unrelated ones near it, are thought of before any are seen.
REPORTS_BEFORE, NEIGHBOURS_BEFORE = 10.0, 1.0
PAIRS_BEFORE = 5.0
SWEEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageModel:
    """What was learnt about channels and fields.

    Parameters
    ----------
    channels : tuple of str
    ratios : AgreementRatios
        What turns levels of agreement into odds.
    space, time : tuple of MixtureShares
        Laws of distance and time for each pair of channels.
    usual_neighbours : float
        Unrelated reports near a report, on average.
    evenness : float
        alpha: the higher, the more evenly reports are spread; crowding is (alpha + n) / (alpha + mean) times the mean.
    matches : array, shape (C, 2)
        Pairs of one incident to be expected by pair of channels: of different sources, and of one.
    steps : int
    has_converged : bool
    terms : TermWeights or None
    kind_share : array, shape (K,), or None
        Share of each kind among the reports.
    """

    channels: tuple[str, ...]
    ratios: AgreementRatios
    space: tuple[MixtureShares, ...]
    time: tuple[MixtureShares, ...]
    usual_neighbours: float
    evenness: float
    matches: Array
    steps: int
    has_converged: bool
    terms: TermWeights | None = None
    kind_share: Array | None = None

    def with_vocabulary(self, terms: TermWeights, kind_share: Array) -> LinkageModel:
        """The same model, which knows how rare words and kinds are."""
        return replace(self, terms=terms, kind_share=kind_share)

    def crowding(self, neighbours: Array) -> Array:
        """Unrelated reports to be expected near a report that has so many near it."""
        share = (self.evenness + neighbours) / (self.evenness + self.usual_neighbours)
        return np.asarray(self.usual_neighbours * share)


def learn(
    columns: ReportColumns, pairs: PairComparison, settings: LinkageSettings
) -> tuple[LinkageModel, Array, Array]:
    """The model of these reports by expectation and maximisation from anchors, and the probability of each pair.

    Parameters
    ----------
    columns : ReportColumns
    pairs : PairComparison
    settings : LinkageSettings

    Returns
    -------
    model : LinkageModel
    probability : array, shape (P,)
    neighbours : array, shape (N,)
        Unrelated reports near each report.
    """
    model = _anchored(columns, pairs)
    prior = model.ratios.prior
    groups = rivals(pairs, columns.source)
    neighbours = np.zeros(len(columns))
    before = np.inf
    free = np.ones(len(pairs)), np.ones(len(pairs))
    for step in range(1, settings.most_steps + 1):
        probability, sums = expect(pairs, groups, model.ratios, model.crowding(neighbours), free, SWEEPS)
        neighbours = sums.neighbours
        now = float(sums.matches.sum())
        settled = abs(now - before) <= 2e-4 * now + 1e-6
        model = replace(_improved(model, sums, prior, settings), steps=step, has_converged=settled)
        if settled and step > 5:
            break
        before = now
    probability, sums = expect(pairs, groups, model.ratios, model.crowding(neighbours), free, SWEEPS)
    return replace(model, matches=sums.matches), probability, sums.neighbours


def anchored_model(channels: tuple[str, ...], fields: int) -> LinkageModel:
    """The model before anything is learnt: one unrelated report is expected near each.

    Parameters
    ----------
    channels : tuple of str
    fields : int
        Counts compared.
    """
    classes = len(channels) * (len(channels) + 1) // 2
    space: list[MixtureShares] = []
    time: list[MixtureShares] = []
    for high in range(len(channels)):
        for low in range(high + 1):
            for laws, (components, shares) in (
                (space, space_components()),
                (time, time_components(is_one_channel=low == high)),
            ):
                laws.append(MixtureShares(components, shares, shares))
    ratios = AgreementRatios(
        prior=np.tile([SHARED_BEFORE / (1 - SHARED_BEFORE), REPEATED_BEFORE], (classes, 1)),
        space=np.array([law.law for law in space]).reshape(classes, len(SPACE_EDGES) - 1),
        time_cumulated=np.array([_cumulated(law.law) for law in time]).reshape(classes, len(TIME_EDGES)),
        kind=KIND_ODDS,
        counts=np.tile(COUNT_ODDS, (fields, 1)).reshape(fields, len(COUNT_ODDS)),
        text=TEXT_ODDS,
    )
    return LinkageModel(
        channels=channels, ratios=ratios, space=tuple(space), time=tuple(time), usual_neighbours=NEIGHBOURS_BEFORE,
        evenness=1e6, matches=np.zeros((classes, 2)), steps=0, has_converged=False,
    )  # fmt: skip


def _anchored(columns: ReportColumns, pairs: PairComparison) -> LinkageModel:
    """The anchored model with the density and the odds that these candidates suggest."""
    channels = len(columns.channels)
    model = anchored_model(columns.channels, columns.counts.shape[1])
    compared = compared_reports(len(columns), pairs.first, pairs.second)
    told = np.bincount(columns.channel[compared], minlength=channels)
    usual = max(2 * len(pairs) / max(len(compared), 1), 1e-3)
    met = np.bincount(pairs.channels, minlength=len(model.ratios.prior))
    prior = np.empty_like(model.ratios.prior)
    for high in range(channels):
        for low in range(high + 1):
            own = channel_pair(low, high)
            possible = max(min(told[low], told[high], met[own]), 1)
            prior[own] = usual * np.array([SHARED_BEFORE, REPEATED_BEFORE]) * possible / max(met[own], 1)
    return replace(model, ratios=replace(model.ratios, prior=prior), usual_neighbours=usual)


def _cumulated(law: Array) -> Array:
    return np.concatenate([[0.0], np.cumsum(law)])


def _improved(model: LinkageModel, sums: Agreements, prior: Array, settings: LinkageSettings) -> LinkageModel:
    """The model after one round."""
    by_channels = sums.matches.sum(axis=1)
    scales = [learning_scale(own, settings.anchor_pairs) for own in by_channels.tolist()]
    space = tuple(law.learnt(met, own) for law, met, own in zip(model.space, sums.space, scales, strict=True))
    time = tuple(law.learnt(met, own) for law, met, own in zip(model.time, sums.time, scales, strict=True))
    near = sums.neighbours[sums.neighbours > 0]
    usual = float(near.sum() + NEIGHBOURS_BEFORE * REPORTS_BEFORE) / (len(near) + REPORTS_BEFORE)
    beyond = float(near.var()) - usual if len(near) else 0.0
    ratios = AgreementRatios(
        # A few pairs more are thought of on both sides, at the odds from which learning began.
        prior=(sums.matches + PAIRS_BEFORE) / (sums.unrelated + PAIRS_BEFORE / prior),
        space=np.array([law.law for law in space]).reshape(sums.space.shape) / _where_met(sums, settings.max_km),
        time_cumulated=np.array([_cumulated(law.law) for law in time]).reshape(model.ratios.time_cumulated.shape),
        kind=_ratio(sums.kind, KIND_CHANCE, KIND_ODDS, settings.anchor_pairs),
        counts=np.array(
            [
                _ratio(sums.counts[:, f], COUNT_CHANCE, COUNT_ODDS, settings.anchor_pairs)
                for f in range(sums.counts.shape[1])
            ]
        ).reshape(-1, len(COUNT_ODDS)),
        text=_ratio(sums.text, TEXT_CHANCE, TEXT_ODDS, settings.anchor_pairs),
    )
    return replace(
        model, ratios=ratios, space=space, time=time, usual_neighbours=usual,
        evenness=min(usual**2 / max(beyond, 1e-9), 1e6),
    )  # fmt: skip


def _ratio(met: Array, chance: Array, odds: Array, anchor_pairs: float) -> Array:
    """m/u of the levels of a field, where met[0] counts unrelated pairs and met[1] those of one incident."""
    unrelated = met[0, :-1] + anchor_pairs * chance
    own = met[1, :-1] + anchor_pairs * _even(chance * odds[:-1])
    return np.append(_even(own) / _even(unrelated), 1.0)


def _even(shares: Array) -> Array:
    return np.asarray(shares / max(float(shares.sum()), 1e-300))


def _where_met(sums: Agreements, max_km: float) -> Array:
    """How much oftener unrelated reports stand at each level of distance than evenly spread ones would."""
    middle = np.sqrt(SCALE_EDGES[:-1] * SCALE_EDGES[1:])
    scales = np.concatenate([[SCALE_EDGES[0]], middle, [SCALE_EDGES[-1]]])
    met = sums.scale_unrelated[: len(scales)]
    reach = SPACE_EDGES[None, :] * scales[:, None]
    area = np.diff(np.minimum(reach, max_km) ** 2, axis=1) / max_km**2
    expected = met @ area
    few = 20 * _even(expected) + 1e-6
    return np.asarray((sums.space_unrelated + few) / (expected + few))
