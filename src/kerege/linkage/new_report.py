"""One new report against those that are there, as they are: who else saw it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.agreement_tables import MixtureShares
from kerege.linkage.candidate_pairs import nearness
from kerege.linkage.comparison import channel_pair, compare_pairs
from kerege.linkage.expectation import AgreementRatios, expect, rivals
from kerege.linkage.fellegi_sunter import LinkageModel, anchored_model
from kerege.linkage.link import Suggestion
from kerege.linkage.reasons import field_weights
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.settings import LinkageSettings

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
_SWEEPS = 12


def candidates_for(
    report: ReportColumns,
    existing: ReportColumns,
    model: LinkageModel | None = None,
    settings: LinkageSettings | None = None,
    *,
    most: int = 10,
) -> tuple[Suggestion, ...]:
    """The existing reports that may tell what a new one tells, the most probable first.

    Parameters
    ----------
    report : ReportColumns
        One report.
    existing : ReportColumns
        Those within reach or all of them, with the same names of counts and the same numbers of kinds and sources.
    model : LinkageModel or None
        What `link_reports` learnt; channels it does not know are judged by the anchors. None: all are.
    settings : LinkageSettings or None
        None: the defaults.
    most : int
        How many at most.

    Raises
    ------
    ValueError
        For another number of new reports than one, or different counts.
    """
    settings = settings or LinkageSettings()
    if len(report) != 1:
        raise ValueError(f"One report is compared at a time, not {len(report)}.")
    if report.count_names != existing.count_names or report.is_on_globe != existing.is_on_globe:
        raise ValueError("The new report and the existing ones have different counts or places.")
    km, is_near = nearness(report, existing, settings)
    near = np.flatnonzero(is_near)
    if not len(near):
        return ()
    columns = _together(report, existing.rows(near))
    fields = len(columns.count_names)
    model = anchored_model(columns.channels, fields) if model is None else in_channels(model, columns.channels)
    if len(model.ratios.counts) != fields:
        raise ValueError("The model was learnt with other counts.")
    share = model.kind_share
    if share is None or len(share) != len(columns.family):
        share = np.full(len(columns.family), 1 / max(len(columns.family), 1))
    terms = columns.text.terms
    weights = np.ones(len(terms)) if model.terms is None else model.terms.of(terms)
    others = np.arange(1, len(columns))
    pairs = compare_pairs(columns, np.zeros(len(others), np.int64), others, km[near], settings, weights, share)
    crowding = np.full(len(columns), model.usual_neighbours)
    free = np.ones(len(pairs)), np.ones(len(pairs))
    for _ in range(3):
        # How many of those near by are unrelated shows with the probabilities themselves.
        probability, sums = expect(pairs, rivals(pairs, columns.source), model.ratios, crowding, free, _SWEEPS)
        crowding = np.full(len(columns), float(model.crowding(sums.neighbours[:1])[0]))
    found = np.argsort(-probability, kind="stable")[:most]
    return tuple(
        Suggestion(
            report.reference[0],
            columns.reference[pairs.second[p]],
            float(probability[p]),
            field_weights(pairs, p, model.ratios, crowding, columns.count_names),
        )
        for p in found.tolist()
        if probability[p] >= settings.suggest_from
    )


def in_channels(model: LinkageModel, channels: tuple[str, ...]) -> LinkageModel:
    """A model for these channels: what was learnt about those it knows, the anchors for others.

    Parameters
    ----------
    model : LinkageModel
    channels : tuple of str
        In alphabetical order, so that the later report of a pair is the same one in both lists.
    """
    if model.channels == channels:
        return model
    plain = anchored_model(channels, len(model.ratios.counts))
    known = {name: i for i, name in enumerate(model.channels)}
    tables = plain.ratios
    prior, space, time = tables.prior.copy(), tables.space.copy(), tables.time_cumulated.copy()
    # Anchored odds hold for one unrelated report near by.
    prior *= model.usual_neighbours
    laws: dict[str, list[MixtureShares]] = {"space": list(plain.space), "time": list(plain.time)}
    for high, late in enumerate(channels):
        for low, early in enumerate(channels[: high + 1]):
            if early not in known or late not in known:
                continue
            own, learnt = channel_pair(low, high), channel_pair(known[early], known[late])
            prior[own], space[own] = model.ratios.prior[learnt], model.ratios.space[learnt]
            time[own] = model.ratios.time_cumulated[learnt]
            laws["space"][own], laws["time"][own] = model.space[learnt], model.time[learnt]
    ratios = AgreementRatios(
        prior=prior, space=space, time_cumulated=time, kind=model.ratios.kind, counts=model.ratios.counts,
        text=model.ratios.text,
    )  # fmt: skip
    return replace(
        model, channels=channels, ratios=ratios, space=tuple(laws["space"]), time=tuple(laws["time"]),
        matches=np.zeros((len(prior), 2)),
    )  # fmt: skip


def _together(report: ReportColumns, near: ReportColumns) -> ReportColumns:
    """The new report first, the others after it, with one list of channels."""
    channels = tuple(sorted({*report.channels, *near.channels}))
    number = {name: i for i, name in enumerate(channels)}
    own, others = (np.array([number[name] for name in part.channels], dtype=np.int64) for part in (report, near))
    text = near.text
    lengths = np.concatenate([np.diff(report.text.begins), np.diff(text.begins)])
    return replace(
        near,
        reference=(*report.reference, *near.reference),
        channels=channels,
        channel=np.concatenate([own[report.channel], others[near.channel]]),
        text=replace(
            text,
            begins=np.concatenate([[0], np.cumsum(lengths)]),
            terms=np.concatenate([report.text.terms, text.terms]),
            digest=np.concatenate([report.text.digest, text.digest]),
        ),
        middle_days=np.append(report.middle_days, near.middle_days),
        half_days=np.append(report.half_days, near.half_days),
        x=np.append(report.x, near.x),
        y=np.append(report.y, near.y),
        uncertainty_km=np.append(report.uncertainty_km, near.uncertainty_km),
        source=np.append(report.source, near.source),
        origin=np.append(report.origin, near.origin),
        kind=np.append(report.kind, near.kind),
        counts=np.concatenate([report.counts, near.counts]),
    )
