"""Escalation on the shipped record: the chances of each coming week against what came."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import numpy as np

from benchmarks._memory import peak_mb
from kerege.border.network import BorderNetwork
from kerege.border.place_finder import PlaceFinder
from kerege.domain.marking import Marking
from kerege.files.catalogue import read_catalogue
from kerege.files.region import default_region, read_region, shipped_region
from kerege.files.tables import read_table
from kerege.files.watch_parameters import read_watch_parameters
from kerege.forecasting.self_exciting.border_history import BorderHistory, border_reach
from kerege.forecasting.self_exciting.escalation import fit_escalation
from kerege.forecasting.self_exciting.follow_on import follow_on_probability
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse, recognise_format
from kerege.linkage.match import incidents_from_reports
from kerege.watch.exposure import DAY, watched_stretches
from kerege.watch.incident_table import IncidentTable, incident_table

FIRST, LAST = datetime(2010, 1, 1, tzinfo=UTC), datetime(2022, 12, 31, tzinfo=UTC)


def shipped_record() -> tuple[IncidentTable, BorderNetwork]:
    folder = shipped_region(default_region())
    region = read_region(folder)
    content = read_table((folder / "incidents.csv").read_bytes(), "incidents.csv")
    context = IntakeContext(
        zone=region.zone, countries=frozenset(region.countries), catalogue=read_catalogue(),
        places=PlaceFinder(region.places), imported_at=datetime(2026, 11, 1, tzinfo=UTC), default_marking=Marking(),
    )  # fmt: skip
    incidents = incidents_from_reports(parse(content, recognise_format(content), context).reports, read_catalogue())
    settings = read_watch_parameters()
    table = incident_table(
        incidents, region, kind_groups=settings.kind_groups,
        smallest_group_share=settings.detection.smallest_group_share,
    )  # fmt: skip
    return table, BorderNetwork(region.sections, region.groups, region.edges)


def run() -> None:
    """Walk week by week: fit on what was known, state the chances, score them; log score in nats, lower is better."""
    table, network = shipped_record()
    settings = read_watch_parameters()
    reach = border_reach(network, reach_km=settings.escalation.reach_km)
    began = time.process_time()
    score_with = score_without = 0.0
    after = {"weeks": 0, "with": 0.0, "without": 0.0, "stated": 0.0, "seen": 0}
    weeks = 0
    for moment in np.arange(FIRST.timestamp(), LAST.timestamp(), 7 * DAY):
        now = datetime.fromtimestamp(moment, UTC)
        known = table.known_at(now)
        if len(known) < 5:
            continue
        history = BorderHistory(
            np.minimum(known.started, np.nextafter(moment, 0)) / DAY, known.section_shares, np.ones(len(known)),
            watched_stretches(known.middle, settings.detection.longest_silence_days, moment) / DAY,
        )  # fmt: skip
        model = fit_escalation(history, reach, settings.escalation)
        found = follow_on_probability(
            model, history, reach, settings.escalation, as_of_days=moment / DAY, horizons_days=[7],
            rng=np.random.default_rng(1), draws=50,
        )  # fmt: skip
        inside = (table.started >= moment) & (table.started < moment + 7 * DAY) & (table.group >= 0)
        # An uncertain place is seen where most of it lies.
        seen = np.zeros(len(network.sections))
        seen[table.section_shares[inside].argmax(axis=1)] = 1.0
        scores = [
            -(seen * np.log(p) + (1 - seen) * np.log1p(-p)).sum()
            for p in (found.probability[:, 0], _background(history, reach, settings, moment))
        ]
        score_with, score_without, weeks = score_with + scores[0], score_without + scores[1], weeks + 1
        raised = found.probability[:, 0] >= 2 * found.without[:, 0]
        if raised.any():
            after["weeks"] += 1
            after["stated"] += found.probability[raised, 0].sum()
            after["seen"] += int(seen[raised].sum())
    seconds = time.process_time() - began
    print(f"weeks {weeks}, fitted anew each week: {seconds:.1f} CPU s, peak {peak_mb():.0f} MB")
    print(
        f"log score a week: with what incidents set off {score_with / weeks:.4f}, "
        f"background alone {score_without / weeks:.4f}"
    )
    print(
        f"sections named in {after['weeks']} weeks: {after['stated']:.1f} incidents stated as their chances' sum, "
        f"{after['seen']} seen"
    )
    print(f"at the end: ratio {model.ratio:.2f}, mean delay {model.days:.1f} days, {model.km:.1f} km")


def _background(history: BorderHistory, reach, settings, moment: float) -> np.ndarray:
    from kerege.forecasting.self_exciting.background_rate import background_at

    rate = background_at(history, reach, settings.escalation, moment / DAY).rate
    return -np.expm1(-rate * 7)
