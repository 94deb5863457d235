"""The space-time scan along the border: neighbouring sections that are unusual together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from kerege.detection.scan.cluster import ScanCluster, ScanResult
from kerege.detection.scan.growing_windows import HIGH, log_likelihood_ratio
from kerege.detection.scan.scan import space_time_scan
from kerege.detection.scan.settings import ScanSettings
from kerege.detection.scan.study import permutation_study
from kerege.detection.scan.zones import Zones, stretches
from kerege.domain.counted_period import CountedPeriod
from kerege.domain.digest import digest
from kerege.domain.period import Period
from kerege.domain.region import Region
from kerege.domain.section import SectionEdge
from kerege.domain.watch_parameters import DetectionParameters, WatchParameters
from kerege.watch.exposure import DAY, under_watch
from kerege.watch.finding import Finding
from kerege.watch.incident_table import IncidentTable
from kerege.watch.ladder import PooledUnit

# With fewer incidents no arrangement of them can be unusual.
FEWEST_CASES = 8
SEED = 1


def scan_findings(table: IncidentTable, region: Region, parameters: WatchParameters, as_of: datetime) -> list[Finding]:
    """The most likely cluster of each family of kinds that is alive at `as_of`, on stretches of the border.

    Prospective space-time permutation scan of the incidents of the last `scan_years` that are placed well enough, each
    on the section that holds most of it. It needs no rate: it finds sections that had more of the newest incidents
    than their share of all incidents, and is blind to a rise of the whole border, which the other detectors see.

    Parameters
    ----------
    table : IncidentTable
        What was known at `as_of`.
    region, parameters
    as_of : datetime
    """
    settings = parameters.detection
    days = round(settings.scan_years * 365.25)
    age = np.floor((as_of.timestamp() - table.middle) / DAY).astype(np.int64)
    inside = (table.group >= 0) & (age >= 0) & (age < days)
    opens = as_of.timestamp() - settings.scan_max_days * DAY
    findings = []
    for family in settings.families:
        mine = np.flatnonzero(inside & table.in_family(family))
        newest = int((table.middle[mine] >= opens).sum())
        if len(mine) < FEWEST_CASES or newest < settings.smallest_count:
            continue
        section = table.section_shares[mine].argmax(axis=1).astype(np.int64)
        study = permutation_study(
            section, days - 1 - age[mine], np.zeros(len(mine), dtype=np.int64), places=len(region.sections),
            periods=days,
        )  # fmt: skip
        zones = _stretches(tuple(own.id for own in region.sections), region.edges, settings.scan_max_km)
        control = ScanSettings(
            max_periods=settings.scan_max_days,
            max_km=settings.scan_max_km,
            min_cases=settings.smallest_count,
            replications=settings.scan_replications,
            sequential=True,
        )
        found = space_time_scan(study, zones, control, seed=SEED)
        if found.clusters:
            findings.append(_finding(found, mine, family, table, region, settings, as_of))
    return findings


@lru_cache(maxsize=4)
def _stretches(section_ids: tuple[str, ...], edges: tuple[SectionEdge, ...], max_km: float) -> Zones:
    index = {own: i for i, own in enumerate(section_ids)}
    ways = [(index[edge.first], index[edge.second], max(edge.km, 1e-6)) for edge in edges]
    return stretches(len(section_ids), ways, max_km=max_km)


def _finding(
    found: ScanResult,
    mine: NDArray[np.int64],
    family: str,
    table: IncidentTable,
    region: Region,
    settings: DetectionParameters,
    as_of: datetime,
) -> Finding:
    best = found.clusters[0]
    sections = [region.sections[place] for place in best.places]
    first, last = sections[0], sections[-1]
    name = first.name if first is last else f"{first.name} – {last.name}"
    share = sum(own.length_km for own in sections) / sum(own.length_km for own in region.sections)
    ids = tuple(own.id for own in sections)
    upper = _bound(best, found, settings.largest_p_value)
    in_stretch = (
        np.isin(table.section_shares.argmax(axis=1), best.places) & (table.group >= 0) & table.in_family(family)
    )
    return Finding(
        detector="space_time_scan",
        unit=PooledUnit(f"stretch-{digest(list(ids))[:12]}", name, "stretch", ids, share),
        family=family,
        days=best.last - best.first + 1,
        observed=best.observed,
        expected=best.expected,
        upper=upper,
        p_value=best.p_value,
        score=(best.observed - best.expected) / (upper - best.expected),
        alarm=best.observed >= settings.smallest_count and best.p_value <= settings.largest_p_value,
        rows=tuple(mine[list(best.cases)].tolist()),
        history=partial(_history, table.middle, in_stretch, as_of, settings),
        notes=("stretch_found_by_scan",),
    )


def _bound(best: ScanCluster, found: ScanResult, level: float) -> float:
    """The largest count of this stretch and time that chance alone still reaches too often."""
    needed = float(np.quantile(found.maxima, 1 - level))
    count = int(np.ceil(best.expected))
    while count < found.cases and log_likelihood_ratio(count, best.expected, found.cases, HIGH) <= needed:
        count += 1
    return max(float(count - 1), best.expected + 0.5)


def _history(
    middle: NDArray[np.float64], mine: NDArray[np.bool_], as_of: datetime, settings: DetectionParameters
) -> tuple[CountedPeriod, ...]:
    """The newest windows of the stretch; what was to be expected is its mean over the years scanned."""
    window = timedelta(days=settings.window_days)
    edges = [as_of - window * k for k in range(settings.history_windows, -1, -1)]
    seconds = np.array([edge.timestamp() for edge in edges])
    watched = under_watch(middle, seconds, settings.longest_silence_days) > 0
    begins = as_of.timestamp() - settings.scan_years * 365.25 * DAY
    mean = float((mine & (middle >= begins)).sum()) * settings.window_days / (settings.scan_years * 365.25)
    counts = np.histogram(middle[mine], bins=seconds)[0]
    return tuple(
        CountedPeriod(
            period=Period(edges[k].astimezone(UTC), edges[k + 1].astimezone(UTC)),
            observed=int(counts[k]) if watched[k] or counts[k] else None,
            expected=mean,
        )
        for k in range(len(edges) - 1)
    )
