"""Everything one run of the watch found, with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.detector_record import DetectorRecord
from kerege.domain.follow_on import FollowOn
from kerege.domain.forecast import CountForecast
from kerege.domain.risk import RiskAssessment
from kerege.domain.section_location import SectionLocation
from kerege.domain.signal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRun:
    """The result of the daily watch on what was known at `as_of`.

    Parameters
    ----------
    as_of : datetime
        What was reported later does not exist for this run.
    incident_ids : tuple of str
        The incidents it used, in order of occurrence.
    locations : dict of incident id to SectionLocation
        Where each incident that can be placed lies.
    unlocated : tuple of str
        Incidents counted for their pair only, because they cannot be placed well enough.
    signals : tuple of Signal
        Findings, most urgent first.
    forecast : CountForecast
        Draws by section group.
    risks : tuple of RiskAssessment
        One for each section.
    detector_records : tuple of DetectorRecord
        How often each detector spoke in vain on this region's own record.
    follow_ons : tuple of FollowOn
        Sections that recent incidents put in danger, the likeliest first.
    gaps : tuple of str
        What is not known, as identifiers with values: "no_reports_since:2022-09-18", ...
    region_digest, data_digest, parameters_version, code_version : str
        What it was made from.
    """

    as_of: datetime
    incident_ids: tuple[str, ...]
    locations: dict[str, SectionLocation]
    unlocated: tuple[str, ...]
    signals: tuple[Signal, ...]
    forecast: CountForecast
    risks: tuple[RiskAssessment, ...]
    detector_records: tuple[DetectorRecord, ...]
    follow_ons: tuple[FollowOn, ...]
    gaps: tuple[str, ...]
    region_digest: str
    data_digest: str
    parameters_version: str
    code_version: str
