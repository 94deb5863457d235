"""Reports of the same happening from several channels become one incident."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.candidate_pairs import TooManyPairsError, candidate_pairs, compared_reports
from kerege.linkage.clusters import clusters
from kerege.linkage.comparison import PairComparison, channel_pair, compare_pairs
from kerege.linkage.decisions import LinkDecisions
from kerege.linkage.fellegi_sunter import LinkageModel, learn
from kerege.linkage.reasons import FieldWeight, field_weights
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.settings import LinkageSettings
from kerege.linkage.term_weights import TermWeights, term_weights

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Number = TypeVar("Number", np.int64, np.float64)
MOST_SUGGESTIONS = 1000
# With fewer pairs of one incident to be expected, nobody can say whether the two classes separate.
FEWEST_TO_JUDGE = 10.0
_LARGEST_LOGIT, _WORTH_KEEPING = 8.0, 0.002
_ONE_MINUTE_DAYS = 1.0 / 1440
# Where fewer than this share of a channel's reports, of at least so many, tell what another of them tells, none does.
SELDOM, FEWEST_TOLD = 0.02, 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two reports that may tell of one happening, for a person to decide.

    Parameters
    ----------
    report, other : str
        Their ids.
    probability : float
    reasons : tuple of FieldWeight
        What each field says.
    """

    report: str
    other: str
    probability: float
    reasons: tuple[FieldWeight, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """N reports and the incidents they make.

    Parameters
    ----------
    incident : int array, shape (N,)
        Row of the first report, in order of time, of the incident that each belongs to.
    probability : array, shape (N,)
        That it belongs there: for one of several, by the report it fits best; for one alone, that nobody else tells
        of the same.
    independent_sources : int array, shape (N,)
        Sources of its incident.
    suggestions : tuple of Suggestion
        Pairs of different incidents, the most probable first; at most 1,000.
    refused : str
        Why nothing but exact duplicates and decided pairs was linked; "" where linked.
    model : LinkageModel
        What was learnt; see `candidates_for`.
    expected_pairs, expected_precision, expected_recall : float
        What the model expects of itself: pairs of one incident, share of right ones among the pairs from the
        threshold on, and share of the right ones that these are.
    """

    incident: Indices
    probability: Array
    independent_sources: Indices
    suggestions: tuple[Suggestion, ...]
    refused: str
    model: LinkageModel
    expected_pairs: float
    expected_precision: float
    expected_recall: float


def link_reports(
    columns: ReportColumns, settings: LinkageSettings | None = None, decisions: LinkDecisions | None = None
) -> Linkage:
    r"""Link reports by the model of Fellegi and Sunter, learnt from the reports themselves.

    Candidates are pairs within reach (`candidate_pairs`). With m_k and u_k the chances of their agreement in field k
    for one incident and for two, the odds are

    .. math:: o_{ab} = \frac{\kappa_{pq}}{\rho_{ab}} \prod_k \frac{m_k}{u_k}

    with kappa for the channels p and q, and rho the unrelated reports to be expected near by: the denser the reports,
    the less a near one means. A source tells of an incident once at most, unless its reports say otherwise. All of it
    is learnt by expectation and maximisation from anchors. The answer depends on reports, decisions and settings
    only, not on their order.

    Parameters
    ----------
    columns : ReportColumns
    settings : LinkageSettings or None
        None: the defaults.
    decisions : LinkDecisions or None
        Pairs of absent reports are passed over.
    """
    settings, decisions = settings or LinkageSettings(), decisions or LinkDecisions()
    order = columns.canonical_order()
    every = columns.rows(order)
    stands_for, copies = _without_copies(every, decisions.rows(every.reference)[1])
    own = every.rows(stands_for)
    refused = ""
    try:
        near = candidate_pairs(own, settings)
    except TooManyPairsError as error:
        near, refused = (np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)), str(error)
    pairs, weights, kind_share = _compared(own, near, settings)
    model, probability, neighbours = learn(own, pairs, settings)
    if len(own) and (speaks_once := _told_once(own, pairs, model)).any():
        own = replace(own, source=np.where(speaks_once[own.channel], len(every) + own.channel, own.source))
        pairs = replace(pairs, same_source=own.source[pairs.first] == own.source[pairs.second])
        model, probability, neighbours = learn(own, pairs, settings)
    model = model.with_vocabulary(weights, kind_share)
    precision, recall = _expected(probability, settings.threshold)
    refused = refused or _refusal(model, probability, settings)
    must, cannot = (copies[pair] for pair in decisions.rows(every.reference))
    kept = np.flatnonzero((probability > _WORTH_KEEPING) & (not refused))
    first, second, sure = pairs.first[kept], pairs.second[kept], probability[kept]
    group = clusters(
        len(own), first, second, _logit(sure), threshold_logit=float(_logit(np.array(settings.threshold))),
        far_logit=settings.far_logit, must=must, cannot=cannot,
    )  # fmt: skip
    belonging = _belonging(group, first, second, sure, must)[copies]
    belonging[np.bincount(copies, minlength=len(own))[copies] > 1] = 1.0
    return Linkage(
        incident=_back(order[stands_for[group[copies]]], order),
        probability=_back(belonging, order),
        independent_sources=_back(_sources(group[copies], every.origin), order),
        suggestions=_suggestions(own, pairs, probability, group, cannot, model, model.crowding(neighbours), settings),
        refused=refused,
        model=model,
        expected_pairs=float(model.matches.sum()),
        expected_precision=precision,
        expected_recall=recall,
    )


def _compared(
    columns: ReportColumns, near: tuple[Indices, Indices, Array], settings: LinkageSettings
) -> tuple[PairComparison, TermWeights, Array]:
    """The candidates compared. Only reports with a candidate teach what is rare: one far away changes nothing."""
    first, second, km = near
    compared = compared_reports(len(columns), first, second)
    weights = term_weights(columns.text.rows(compared))
    met = np.bincount(columns.kind[compared] + 1, minlength=len(columns.family) + 1)[1:] + 0.5
    share = np.asarray(met / max(float(met.sum()), 1.0), dtype=np.float64)
    return (
        compare_pairs(columns, first, second, km, settings, weights.of(columns.text.terms), share),
        weights,
        share,
    )


def _told_once(columns: ReportColumns, pairs: PairComparison, model: LinkageModel) -> NDArray[np.bool_]:
    """Channels of several sources, of which hardly two tell of one incident: then each report excludes the others."""
    channels = len(columns.channels)
    compared = compared_reports(len(columns), pairs.first, pairs.second)
    told = np.bincount(columns.channel[compared], minlength=channels)
    speakers = np.unique(columns.channel[compared] + channels * columns.source[compared]) % max(channels, 1)
    voices = np.bincount(speakers, minlength=channels)
    own = np.array([channel_pair(i, i) for i in range(channels)], dtype=np.int64)
    is_seldom = model.matches[own].sum(axis=1) < SELDOM * told
    return np.asarray((voices > 1) & (told >= FEWEST_TOLD) & is_seldom)


def _logit(probability: Array) -> Array:
    with np.errstate(divide="ignore"):
        odds = np.log(probability) - np.log1p(-probability)
    return np.asarray(np.clip(odds, -_LARGEST_LOGIT, _LARGEST_LOGIT))


def _back(values: NDArray[Number], order: Indices) -> NDArray[Number]:
    """Values of reports in canonical order, in the order they came."""
    result = np.empty_like(values)
    result[order] = values
    return result


def _expected(probability: Array, threshold: float) -> tuple[float, float]:
    linked, total = probability[probability >= threshold], float(probability.sum())
    return (
        float(linked.mean()) if len(linked) else 1.0,
        float(linked.sum()) / total if total > 0 else 1.0,
    )


def _refusal(model: LinkageModel, probability: Array, settings: LinkageSettings) -> str:
    if model.matches.sum() < FEWEST_TO_JUDGE:
        return ""
    precision, recall = _expected(probability, 0.5)
    if precision < settings.least_precision or recall < settings.least_recall:
        return (
            "Reports of one happening cannot be told from unrelated ones: near a report stand "
            f"{model.usual_neighbours:.0f} unrelated ones; of the links made {precision:.0%} would be right, and "
            f"{recall:.0%} of the right ones found."
        )
    if not model.has_converged:
        return f"What is learnt from the reports has not settled after {model.steps} rounds."
    return ""


def _without_copies(columns: ReportColumns, cannot: Indices) -> tuple[Indices, Indices]:
    """The rows that are left when what says exactly the same is taken once, and which of them each row is a copy of.

    Copies stand together in canonical order. They say the same in words or to the minute, and nobody has decided that
    they are not one.
    """
    same = np.zeros(len(columns), dtype=np.bool_)
    if len(columns) > 1:
        same[1:] = True
    for key in (
        columns.middle_days, columns.half_days, columns.x, columns.y, columns.uncertainty_km, columns.channel,
        columns.origin, columns.kind, columns.text.digest, *columns.counts.T,
    ):  # fmt: skip
        same[1:] &= (key[1:] == key[:-1]) | (np.isnan(key[1:]) & np.isnan(key[:-1]))
    same &= (columns.text.digest > 0) | (columns.half_days < _ONE_MINUTE_DAYS)
    same[cannot.ravel()] = False
    same[1:] &= ~np.isin(np.arange(len(columns) - 1), cannot)
    return np.flatnonzero(~same), np.cumsum(~same) - 1


def _belonging(group: Indices, first: Indices, second: Indices, probability: Array, must: Indices) -> Array:
    alone = np.bincount(group, minlength=len(group))[group] == 1
    joined = group[first] == group[second]
    best, none = np.zeros(len(group)), np.ones(len(group))
    for rows in (first, second):
        np.maximum.at(best, rows[joined], probability[joined])
        np.multiply.at(none, rows[~joined], 1 - probability[~joined])
    best[must[group[must[:, 0]] == group[must[:, 1]]].ravel()] = 1.0
    return np.where(alone, none, best)


def _sources(group: Indices, source: Indices) -> Indices:
    """Different sources of the incident of each report."""
    sources = int(source.max(initial=0)) + 1
    told = np.unique(group * sources + source)
    return np.bincount(told // sources, minlength=len(group))[group]


def _suggestions(
    columns: ReportColumns, pairs: PairComparison, probability: Array, group: Indices, cannot: Indices,
    model: LinkageModel, crowding: Array, settings: LinkageSettings,
) -> tuple[Suggestion, ...]:  # fmt: skip
    decided = {(min(pair), max(pair)) for pair in cannot.tolist()}
    asked = np.flatnonzero((probability >= settings.suggest_from) & (group[pairs.first] != group[pairs.second]))
    asked = asked[np.argsort(-probability[asked], kind="stable")][: MOST_SUGGESTIONS + len(decided)]
    return tuple(
        Suggestion(
            columns.reference[pairs.first[p]],
            columns.reference[pairs.second[p]],
            float(probability[p]),
            field_weights(pairs, p, model.ratios, crowding, columns.count_names),
        )
        for p in asked.tolist()
        if (int(pairs.first[p]), int(pairs.second[p])) not in decided
    )[:MOST_SUGGESTIONS]
