"""The risk of every section in the coming four weeks: expected harm with its interval, and a level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from kerege.domain.period import Period
from kerege.domain.risk import RiskAssessment
from kerege.domain.risk_parameters import RiskParameters
from kerege.risk.impact import HARMS, HarmPool
from kerege.risk.level import level_of
from kerege.risk.threat import BorderTree, ThreatRates

HARM_SERIES = 20_000


def simulate_harm(
    group_draws: NDArray[np.int64],
    *,
    tree: BorderTree,
    rates: ThreatRates,
    pools: Sequence[HarmPool],
    parameters: RiskParameters,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Harm points of the coming period by section and draw, from a compound Monte Carlo.

    Each draw's incidents of a group fall on its sections with the sections' shares of the group's rate (multinomial);
    each incident then draws its harm from its pair's pool.

    Parameters
    ----------
    group_draws : int array, shape (G, M)
        Incidents of the coming period by group.
    tree, rates
        The border and its rates.
    pools : sequence of HarmPool
        One for each pair.

    Returns
    -------
    array, shape (S, M)
    """
    points = np.zeros((len(tree.length_km), group_draws.shape[1]))
    weights = np.array(parameters.harm_points)
    for group, pair in enumerate(tree.pair_of_group):
        sections = np.flatnonzero(tree.group_of_section == group)
        busy = np.flatnonzero(group_draws[group])
        if not len(busy):
            continue
        shares = rates.sections[sections] / rates.sections[sections].sum()
        fallen = rng.multinomial(group_draws[group, busy], shares)
        rows, columns = np.nonzero(fallen)
        times = fallen[rows, columns]
        harm = pools[int(pair)].draw(int(times.sum()), rng) @ weights
        np.add.at(points, (np.repeat(sections[columns], times), np.repeat(busy[rows], times)), harm)
    return points


def harm_exceedance(
    group_draws: NDArray[np.int64],
    *,
    tree: BorderTree,
    rates: ThreatRates,
    pools: Sequence[HarmPool],
    parameters: RiskParameters,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(harm > tolerance) and P(harm > critical points) of every section, shape (S,) each.

    With p the section's share of its group and F(n) = P(n incidents of the pair do more harm than the bound):
    sum over n of E[Binomial(N_g, p)(n)] F(n). The first factor is exact over the draws, and F comes from 20,000 series
    of incidents shared by all sections of a pair, so that neighbouring sections do not differ by chance alone.

    Parameters
    ----------
    group_draws, tree, rates, pools, parameters, rng
        As for `simulate_harm`.
    """
    bounds = (parameters.tolerance_points, parameters.critical_points)
    most = int(group_draws.max(initial=0))
    beyond = [_series_beyond(pool, most, bounds, parameters, rng) for pool in pools]
    result = np.zeros((len(bounds), len(tree.length_km)))
    numbers = np.arange(most + 1)
    for group, pair in enumerate(tree.pair_of_group):
        sections = np.flatnonzero(tree.group_of_section == group)
        values, times = np.unique(group_draws[group], return_counts=True)
        shares = rates.sections[sections] / rates.groups[group]
        falls = stats.binom.pmf(numbers[:, None, None], values[:, None], np.minimum(shares, 1.0))
        chance = np.einsum("nvs,v->sn", falls, times / times.sum())
        result[:, sections] = (chance @ beyond[int(pair)].T).T
    return result[0], result[1]


def _series_beyond(
    pool: HarmPool, most: int, bounds: Sequence[float], parameters: RiskParameters, rng: np.random.Generator
) -> NDArray[np.float64]:
    """P(n incidents together exceed each bound), n = 0..most, shape (bounds, most + 1)."""
    points = pool.draw(HARM_SERIES * most, rng) @ np.array(parameters.harm_points)
    summed = np.cumsum(points.reshape(HARM_SERIES, most), axis=1)
    return np.array([[0.0, *(summed > bound).mean(axis=0)] for bound in bounds])


def assess_risk(
    section_ids: Sequence[str],
    group_draws: NDArray[np.int64],
    *,
    tree: BorderTree,
    rates: ThreatRates,
    pools: Sequence[HarmPool],
    period: Period,
    pooled_from: Sequence[tuple[str, ...]],
    caveats: Sequence[tuple[str, ...]],
    parameters: RiskParameters,
    parameters_version: str,
    rng: np.random.Generator,
) -> tuple[RiskAssessment, ...]:
    """The risk of every section in the coming four weeks.

    With R_s the expected incidents of a section, p = R_s / R_g its share of its group, N_g the group's drawn count,
    h the mean harm points of an incident of its pair and q the probability that an incident kills:

        expected harm = R_s h
        P(>= 1 incident) = 1 - E (1 - p)^N_g         P(>= 1 killed) = 1 - E (1 - p q)^N_g

    exactly over the draws; the 80 % interval comes from `simulate_harm`, the level from `harm_exceedance`. The reasons
    divide the expected harm by what the rate is owed to: the section's own record, the rest of its group, the border
    at large.

    Parameters
    ----------
    section_ids : sequence of str
        The S sections in the order of the tree.
    group_draws : int array, shape (G, M)
        Incidents of the coming period by group; their means are those of `rates.groups`.
    tree, rates, pools
        The border, its rates, one pool of harm for each pair.
    period : Period
        The coming four weeks.
    pooled_from, caveats : sequences of S tuples
        What each assessment says of itself.

    Returns
    -------
    tuple of RiskAssessment
        One for each section, in the order given.
    """
    draws = simulate_harm(group_draws, tree=tree, rates=rates, pools=pools, parameters=parameters, rng=rng)
    low, high = np.quantile(draws, (0.1, 0.9), axis=1)
    above_tolerance, above_critical = harm_exceedance(
        group_draws, tree=tree, rates=rates, pools=pools, parameters=parameters, rng=rng
    )
    weights = np.array(parameters.harm_points)
    mean_points = np.array([float(pool.mean() @ weights) for pool in pools])
    kills = np.array([pool.probability_killed() for pool in pools])
    group, pair = tree.group_of_section, tree.pair_of_group[tree.group_of_section]
    share = rates.sections / rates.groups[group]
    any_incident = 1 - _mean_power(1 - share, group_draws, group)
    any_killed = 1 - _mean_power(1 - share * kills[pair], group_draws, group)
    harm = mean_points[pair]
    unknown = [tuple(f"harm_unknown:{HARMS[i]}" for i in np.flatnonzero(~pool.known)) for pool in pools]
    return tuple(
        RiskAssessment(
            section_id=section,
            period=period,
            probability_incident=float(np.clip(any_incident[i], 0, 1)),
            probability_killed=float(np.clip(any_killed[i], 0, 1)),
            expected_incidents=float(rates.sections[i]),
            expected_harm=float(rates.sections[i] * harm[i]),
            harm_low=float(low[i]),
            harm_high=float(high[i]),
            level=level_of(float(above_tolerance[i]), float(above_critical[i]), parameters),
            reasons=(
                ("record_here", float(rates.from_here[i] * harm[i])),
                ("record_of_group", float(rates.from_group[i] * harm[i])),
                ("record_of_border", float(rates.from_border[i] * harm[i])),
            ),
            pooled_from=tuple(pooled_from[i]),
            caveats=(*caveats[i], *unknown[int(pair[i])]),
            parameters_version=parameters_version,
        )
        for i, section in enumerate(section_ids)
    )


def _mean_power(
    base: NDArray[np.float64], group_draws: NDArray[np.int64], group: NDArray[np.int64]
) -> NDArray[np.float64]:
    """E base^N over the draws of each section's group, shape (S,)."""
    result = np.empty(len(base))
    for index in range(len(group_draws)):
        values, times = np.unique(group_draws[index], return_counts=True)
        own = group == index
        result[own] = (base[own, None] ** values[None, :]) @ (times / times.sum())
    return result
