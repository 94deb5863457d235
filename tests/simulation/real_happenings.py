"""The shipped region's incidents as happenings that channels tell."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from kerege.border.place_finder import PlaceFinder
from kerege.domain.marking import Marking
from kerege.files.catalogue import read_catalogue
from kerege.files.region import INCIDENTS, default_region, read_region, shipped_region
from kerege.files.tables import read_table
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse
from kerege.linkage.match import incidents_from_reports
from kerege.simulation.channel_reports import Happenings, incident_happenings


@cache
def real_happenings() -> Happenings:
    """Those that have a place."""
    folder, catalogue = shipped_region(default_region()), read_catalogue()
    region = read_region(folder)
    context = IntakeContext(
        zone=region.zone, countries=frozenset(region.countries), catalogue=catalogue,
        places=PlaceFinder(region.places), imported_at=datetime(2026, 11, 1, tzinfo=UTC), default_marking=Marking(),
    )  # fmt: skip
    reports = parse(read_table((folder / INCIDENTS).read_bytes(), INCIDENTS), "native", context).reports
    return incident_happenings(incidents_from_reports(reports, catalogue), catalogue)
