"""What is to be expected of each section by itself: the decayed past, shared with the group and the whole border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.domain.escalation_parameters import EscalationParameters
from kerege.forecasting.self_exciting.border_history import BorderHistory, SectionReach

Array = NDArray[np.float64]
YEAR = 365.25
_LOG2 = float(np.log(2))


@dataclass(frozen=True, slots=True)
class BackgroundRate:
    """The background at one moment.

    Parameters
    ----------
    rate : array, shape (S,)
        Incidents per day.
    group_incidents : array, shape (G,)
        Decayed incidents and prior incidents that the rate of each group rests on.
    """

    rate: Array
    group_incidents: Array


def spread_shares(history: BorderHistory, sections: SectionReach, parameters: EscalationParameters) -> Array:
    """What each incident says for each section, shape (N, S): its own share, its group's and the whole border's."""
    length = sections.length_km
    groups = int(sections.group.max()) + 1
    one_hot = np.zeros((len(sections), groups))
    one_hot[np.arange(len(sections)), sections.group] = 1.0
    in_group = length / (length @ one_hot)[sections.group]
    by_group = (history.shares @ one_hot)[:, sections.group] * in_group
    placed = history.shares.sum(axis=1, keepdims=True)
    rest = 1 - parameters.section_share - parameters.group_share
    return np.asarray(
        parameters.section_share * history.shares
        + parameters.group_share * by_group
        + rest * placed * length / length.sum()
    )


def background_at(
    history: BorderHistory, sections: SectionReach, parameters: EscalationParameters, moment_days: float
) -> BackgroundRate:
    r"""The background of all sections at a moment, from what happened before it.

    With weights :math:`2^{-(t - t_j)/h}`, decayed counts W_s, decayed days under watch E, the prior weight kappa in
    incidents and the long-term rate r of the whole border,

    .. math:: \mu_s = (W_s + \kappa \, l_s / L) / (E + \kappa / r)

    where r counts one incident in one year beforehand.
    """
    before = history.time_days < moment_days
    decayed = 0.5 ** ((moment_days - history.time_days[before]) / parameters.half_life_days)
    counts = decayed @ spread_shares(history, sections, parameters)[before]
    prior = parameters.prior_incidents * sections.length_km / sections.length_km.sum()
    exposure = _exposure(history, sections, parameters, np.array([moment_days]))[0]
    by_group = np.bincount(sections.group, counts + prior, int(sections.group.max()) + 1)
    return BackgroundRate((counts + prior) / exposure, by_group.astype(np.float64))


def background_at_incidents(history: BorderHistory, sections: SectionReach, parameters: EscalationParameters) -> Array:
    """The background's density at each incident, just before it, per day and km, shape (N,).

    An incident whose place is uncertain sees the mean over the border in its disc: sum_s share_s mu_s / l_s.
    """
    spread = spread_shares(history, sections, parameters)
    seen = history.shares / sections.length_km
    prior = parameters.prior_incidents * sections.length_km / sections.length_km.sum()
    exposure = _exposure(history, sections, parameters, history.time_days)
    result = np.empty(len(history))
    counts, now = np.zeros(len(sections)), -np.inf
    # Incidents of one moment do not see each other.
    for start, stop in _moments(history.time_days):
        moment = history.time_days[start]
        counts = counts * 0.5 ** ((moment - now) / parameters.half_life_days) if np.isfinite(now) else counts
        result[start:stop] = seen[start:stop] @ (counts + prior) / exposure[start:stop]
        counts = counts + spread[start:stop].sum(axis=0)
        now = moment
    return result


def background_total(
    history: BorderHistory, sections: SectionReach, parameters: EscalationParameters, begin_days: float, end_days: float
) -> float:
    """The expected number of incidents on the whole border under watch between two moments, each time from its past."""
    count = max(1, int(np.ceil(end_days - begin_days)))
    edges = np.linspace(begin_days, end_days, count + 1)
    middle = (edges[:-1] + edges[1:]) / 2
    placed = history.shares.sum(axis=1)
    # Weights relative to the end, so that one running sum serves all moments.
    relative = placed * 0.5 ** ((end_days - history.time_days) / parameters.half_life_days)
    running = np.concatenate([[0.0], np.cumsum(relative)])
    before = np.searchsorted(history.time_days, middle, side="left")
    decayed = running[before] * 0.5 ** ((middle - end_days) / parameters.half_life_days)
    rate = (decayed + parameters.prior_incidents) / _exposure(history, sections, parameters, middle)
    return float(rate @ np.diff(watched_until(history, edges)))


def watched_until(history: BorderHistory, moments_days: Array) -> Array:
    """Days under watch before each moment, of the shape of `moments_days`."""
    begin, end = history.watched_days.T
    return np.asarray(np.clip(np.minimum(moments_days[:, None], end) - begin, 0.0, None).sum(axis=1))


def _exposure(
    history: BorderHistory, sections: SectionReach, parameters: EscalationParameters, moments_days: Array
) -> Array:
    """Decayed days under watch and those of the prior, E + kappa / r, at each moment."""
    begin, end = history.watched_days.T
    half = parameters.half_life_days
    closed = np.minimum(end, moments_days[:, None])
    inside = np.maximum(closed, begin)
    decayed = (
        0.5 ** ((moments_days[:, None] - inside) / half)
        - 0.5 ** (np.maximum(moments_days[:, None] - begin, 0.0) / half)
    ) * (half / _LOG2)
    known = np.where(begin < moments_days[:, None], decayed, 0.0).sum(axis=1)
    before = np.searchsorted(history.time_days, moments_days, side="left")
    rate = (before + 1.0) / (watched_until(history, moments_days) + YEAR)
    return np.asarray(known + parameters.prior_incidents / rate)


def _moments(time_days: Array) -> list[tuple[int, int]]:
    """First and stop of each run of equal times."""
    starts = np.flatnonzero(np.diff(time_days, prepend=-np.inf) > 0)
    stops = np.append(starts[1:], len(time_days))[: len(starts)]
    return list(zip(starts.tolist(), stops.tolist(), strict=True))
