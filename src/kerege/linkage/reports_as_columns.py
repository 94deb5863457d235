"""Reports of the domain as the columns that linkage compares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kerege.domain.catalogue import Catalogue
from kerege.domain.report import Report
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.source_numbers import publisher, source_numbers
from kerege.linkage.text_terms import text_terms

HARMS = ("killed", "injured", "displaced", "detained")
_DAY_S = 86400.0


def reports_as_columns(ids: Sequence[str], reports: Sequence[Report], catalogue: Catalogue) -> ReportColumns:
    """The columns of reports; a new report and those it is compared with come from one call.

    The channel and the source are those that a report names first. Of a count its best figure is compared.

    Parameters
    ----------
    ids : sequence of str
        Each once; often not the sender's reference.
    reports : sequence of Report
        As many.
    catalogue : Catalogue
        Order and families of kinds.

    Raises
    ------
    ValueError
        For an id twice, or not as many ids as reports.
    KeyError
        For a kind the catalogue does not hold.
    """
    if len(ids) != len(reports):
        raise ValueError("Every report needs an id of its own.")
    kinds = {name: i for i, name in enumerate(catalogue.kinds)}
    families = {group: i for i, group in enumerate(dict.fromkeys(own.group for own in catalogue.kinds.values()))}
    words = [own.sources[0].channel for own in reports]
    channels = tuple(sorted(set(words)))
    number = {name: i for i, name in enumerate(channels)}
    source, origin = source_numbers(words, [publisher(own.sources[0].reference) for own in reports])
    half = np.array([own.occurred.days / 2 for own in reports], dtype=np.float64)
    return ReportColumns(
        reference=tuple(ids),
        middle_days=np.array([own.occurred.start.timestamp() / _DAY_S for own in reports], dtype=np.float64) + half,
        half_days=half,
        x=_places(reports, "longitude"),
        y=_places(reports, "latitude"),
        is_on_globe=True,
        uncertainty_km=_places(reports, "uncertainty_km"),
        channel=np.array([number[word] for word in words], dtype=np.int64),
        channels=channels,
        source=source,
        origin=origin,
        kind=np.array([kinds[own.kind] if own.kind else -1 for own in reports], dtype=np.int64),
        family=np.array([families[own.group] for own in catalogue.kinds.values()], dtype=np.int64),
        counts=np.array([[_best(own, name) for name in HARMS] for own in reports], dtype=np.int64).reshape(-1, 4),
        count_names=HARMS,
        text=text_terms([f"{own.place} {own.summary}".strip() for own in reports]),
    )


def _places(reports: Sequence[Report], name: str) -> NDArray[np.float64]:
    return np.array(
        [np.nan if own.position is None else getattr(own.position, name) for own in reports], dtype=np.float64
    )


def _best(report: Report, name: str) -> int:
    count = getattr(report.harm, name)
    return -1 if count is None else int(count.best)
