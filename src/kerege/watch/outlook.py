"""What is to be expected: rates, forecast and risk of the coming weeks, on what is known."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from kerege.domain.forecast import CountForecast
from kerege.domain.panel import Frequency
from kerege.domain.period import Period
from kerege.domain.region import Region
from kerege.domain.risk import RiskAssessment
from kerege.domain.watch_parameters import WatchParameters
from kerege.forecasting.reconcile import reconcile_means
from kerege.forecasting.reference import reference_forecast
from kerege.risk.assess import assess_risk, harm_exceedance
from kerege.risk.impact import HarmPool
from kerege.risk.threat import BorderTree, ThreatRates, threat_rates
from kerege.watch.exposure import DAY, decayed_exposure
from kerege.watch.incident_table import IncidentTable
from kerege.watch.panel import build_panel, period_grid

FOUR_WEEKS = timedelta(days=28)


def current_rates(
    table: IncidentTable, tree: BorderTree, parameters: WatchParameters, as_of: datetime
) -> tuple[ThreatRates, NDArray[np.float64]]:
    """Expected incidents per four weeks of every section, group and pair, and the decayed counts of the sections."""
    now = as_of.timestamp()
    weight = 0.5 ** ((now - table.middle) / DAY / parameters.forecast.half_life_days)
    exposure = decayed_exposure(
        table.middle,
        now,
        half_life_days=parameters.forecast.half_life_days,
        longest_silence_days=parameters.detection.longest_silence_days,
    )
    section_counts = weight @ table.section_shares
    # What lies outside the sections inside a disc of uncertainty belongs to the pair.
    placed = table.section_shares.sum(axis=1)
    outside = weight * (1 - placed)
    has_pair = table.pair >= 0
    pairs = int(tree.pair_of_group.max()) + 1
    rates = threat_rates(
        tree,
        section_counts=section_counts,
        pair_only_counts=np.bincount(table.pair[has_pair], np.maximum(outside[has_pair], 0.0), pairs).astype(float),
        region_only_count=float(weight[~has_pair].sum()),
        exposure=max(exposure / FOUR_WEEKS.days, parameters.risk.shortest_record_periods),
        parameters=parameters.risk,
    )
    return rates, section_counts


def group_forecast(
    table: IncidentTable,
    region: Region,
    rates: ThreatRates,
    parameters: WatchParameters,
    as_of: datetime,
    rng: np.random.Generator,
) -> CountForecast:
    """Draws of the coming four-week counts by section group, their means brought to the groups' rates."""
    first = datetime.fromtimestamp(table.middle.min(), as_of.tzinfo) if len(table) else as_of
    panel = build_panel(
        table,
        region,
        level="group",
        kind="all",
        grid=period_grid(Frequency.FOUR_WEEKS, first, as_of),
        longest_silence_days=parameters.detection.longest_silence_days,
    )
    reference = reference_forecast(
        panel,
        half_life_periods=parameters.forecast.half_life_days / FOUR_WEEKS.days,
        global_share=parameters.forecast.global_share,
        horizon=parameters.forecast.horizon,
        draws=parameters.forecast.draws,
        rng=rng,
    )
    return reconcile_means(reference, rates.groups, rng)


def section_risks(
    table: IncidentTable,
    region: Region,
    tree: BorderTree,
    rates: ThreatRates,
    section_counts: NDArray[np.float64],
    forecast: CountForecast,
    parameters: WatchParameters,
    as_of: datetime,
    rng: np.random.Generator,
) -> tuple[RiskAssessment, ...]:
    """The risk of every section in the coming four weeks, in the region's order."""
    pooled = _pooled_from(region, tree, section_counts, parameters.detection.standing_incidents)
    return assess_risk(
        [section.id for section in region.sections],
        forecast.draws[0],
        tree=tree,
        rates=rates,
        pools=[_harm_pool(table, pair, parameters, as_of) for pair in range(len(region.pairs))],
        period=Period(as_of, as_of + FOUR_WEEKS),
        pooled_from=pooled,
        caveats=[("sparse_record",) if own and own[0] not in region.group else () for own in pooled],
        parameters=parameters.risk,
        parameters_version=parameters.version,
        rng=rng,
    )


def harm_probabilities(
    table: IncidentTable,
    region: Region,
    tree: BorderTree,
    parameters: WatchParameters,
    as_of: datetime,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(harm > tolerance) and P(harm > critical points) of every section in the coming four weeks, shape (S,) each."""
    rates, _ = current_rates(table, tree, parameters, as_of)
    forecast = group_forecast(table, region, rates, parameters, as_of, rng)
    return harm_exceedance(
        forecast.draws[0],
        tree=tree,
        rates=rates,
        pools=[_harm_pool(table, pair, parameters, as_of) for pair in range(len(region.pairs))],
        parameters=parameters.risk,
        rng=rng,
    )


def _harm_pool(table: IncidentTable, pair: int, parameters: WatchParameters, as_of: datetime) -> HarmPool:
    age_days = (as_of.timestamp() - table.middle) / DAY
    weights = 0.5 ** (age_days / parameters.risk.harm_half_life_days)
    return HarmPool(
        table.harm, np.where(table.pair == pair, weights, weights * parameters.risk.harm_other_pairs_weight)
    )


def _pooled_from(
    region: Region, tree: BorderTree, section_counts: NDArray[np.float64], standing: float
) -> list[tuple[str, ...]]:
    """The smallest unit around each section that has a record of its own: nothing, its group, its pair, the region."""
    by_group = np.bincount(tree.group_of_section, section_counts, len(region.groups))
    by_pair = np.bincount(tree.pair_of_group, by_group, len(region.pairs))
    result: list[tuple[str, ...]] = []
    for section, group in enumerate(tree.group_of_section):
        pair = tree.pair_of_group[group]
        if section_counts[section] >= standing:
            result.append(())
        elif by_group[group] >= standing:
            result.append((region.groups[group].id,))
        elif by_pair[pair] >= standing:
            result.append((region.pairs[pair],))
        else:
            result.append((region.code,))
    return result
