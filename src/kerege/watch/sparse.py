"""The test for sparse counts: the newest weeks against the decayed past, on the pooling ladder."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kerege.detection.exceedance import decayed_dispersion, predictive_exceedance
from kerege.domain.region import Region
from kerege.domain.watch_parameters import DetectionParameters, WatchParameters
from kerege.risk.threat import BorderTree
from kerege.watch.decayed_history import decayed_history, record_is_long_enough
from kerege.watch.exposure import DAY, decayed_exposure, under_watch
from kerege.watch.finding import Finding
from kerege.watch.incident_table import IncidentTable
from kerege.watch.ladder import pooling_ladder
from kerege.watch.reporting_delay import ReportingDelay, reporting_delay


def sparse_findings(
    table: IncidentTable, region: Region, tree: BorderTree, parameters: WatchParameters, as_of: datetime
) -> list[Finding]:
    """Tests of the newest window of every unit of the ladder, for each family of kinds.

    Nothing is tested while the record before the window is shorter than `shortest_record_windows`. What was to be
    expected of the window is lessened by what is probably not reported yet.

    Parameters
    ----------
    table : IncidentTable
        What was known at `as_of`.
    """
    settings = parameters.detection
    opens = as_of.timestamp() - settings.window_days * DAY
    before = table.middle < opens
    past = table.middle[before]
    if not record_is_long_enough(past, opens, settings):
        return []
    exposure = (
        decayed_exposure(
            past, opens, half_life_days=settings.half_life_days, longest_silence_days=settings.longest_silence_days
        )
        / settings.window_days
    )
    age_days = np.maximum(opens - table.middle, 0.0) / DAY
    weight = np.where(before, 0.5 ** (age_days / settings.half_life_days), 0.0)
    delay = reporting_delay(table, settings, as_of)
    findings = []
    for family in settings.families:
        mine = table.in_family(family)
        findings += _family_findings(
            table, region, tree, parameters, family, np.where(mine, weight, 0.0), mine, opens, exposure, delay, as_of
        )
    return findings


def _family_findings(
    table: IncidentTable,
    region: Region,
    tree: BorderTree,
    parameters: WatchParameters,
    family: str,
    weight: NDArray[np.float64],
    mine: NDArray[np.bool_],
    opens: float,
    exposure: float,
    delay: ReportingDelay,
    as_of: datetime,
) -> list[Finding]:
    settings, prior = parameters.detection, parameters.risk.prior_incidents
    units, unit = pooling_ladder(
        region, tree, pair=table.pair, group=table.group, decayed=weight, standing_incidents=settings.standing_incidents
    )
    newest = mine & (table.middle >= opens)
    observed = np.bincount(unit[newest], minlength=len(units))
    decayed = np.bincount(unit, weight, len(units)).astype(float)
    counts, reported = _windows(table, unit, len(units), mine & ~newest, opens, settings)
    half_life = settings.half_life_days / settings.window_days
    dispersion = decayed_dispersion(counts, reported, half_life_periods=half_life, floor=settings.dispersion_floor)
    prior_counts = prior * np.array([own.length_share for own in units])
    share = delay.of_units(unit, weight, prior_counts, 0, settings.window_days - 1)
    found = predictive_exceedance(
        observed, decayed_counts=decayed, prior_counts=prior_counts, exposure=exposure, dispersion=dispersion,
        alpha=settings.largest_p_value, reported_share=share,
    )  # fmt: skip

    return [
        Finding(
            detector="predictive_exceedance",
            unit=own,
            family=family,
            days=settings.window_days,
            observed=int(observed[i]),
            expected=float(found.expected[i]),
            upper=float(found.upper[i]),
            p_value=float(found.p_value[i]),
            score=float(found.score[i]),
            alarm=bool(observed[i] >= settings.smallest_count and found.p_value[i] <= settings.largest_p_value),
            rows=tuple(np.flatnonzero(newest & (unit == i)).tolist()),
            history=partial(
                decayed_history,
                table.middle,
                mine & (unit == i),
                as_of,
                prior_count=prior * own.length_share,
                dispersion=dispersion,
                delay=delay,
                settings=settings,
            ),
            notes=("pooled",) * bool(own.pooled_from)
            + ("sparse_record",) * bool(decayed[i] < settings.standing_incidents)
            + ("not_all_reported_yet",) * bool(1 - share[i] > settings.unreported_notice_share),
        )
        for i, own in enumerate(units)
    ]


def _windows(
    table: IncidentTable,
    unit: NDArray[np.int64],
    units: int,
    past: NDArray[np.bool_],
    opens: float,
    settings: DetectionParameters,
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Past counts by window and unit, oldest first, and which windows were under watch."""
    length = settings.window_days * DAY
    known = table.middle[table.middle < opens]
    count = max(1, int(np.ceil((opens - known.min()) / length)))
    edges = opens - length * np.arange(count, -1, -1, dtype=float)
    period = np.clip(np.searchsorted(edges, table.middle[past], side="right") - 1, 0, count - 1)
    counts = np.zeros((count, units), dtype=np.int64)
    np.add.at(counts, (period, unit[past]), 1)
    watched = under_watch(known, edges, settings.longest_silence_days) > 0
    return counts, np.broadcast_to(watched[:, None], counts.shape)
