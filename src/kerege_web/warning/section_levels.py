"""Levels and chances of the sections by the newest run of an agency, for those who ask often."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache

from kerege.domain.risk import RiskLevel
from kerege_web.warning.models import Run

# Of a hundred reports a second each asks for the level of its section.
_FRESH_S = 5.0


def levels_of_agency(agency: str) -> Mapping[str, RiskLevel]:
    """Levels by section id of the agency's newest run; empty before the first.

    A run never changes, so it is read once in a process and then known by its id; a newer one is seen within seconds.
    """
    newest = _newest_run(agency, int(time.monotonic() / _FRESH_S))
    return {} if newest is None else _levels_of_run(newest)


def chances_of_agency(agency: str) -> Mapping[str, float]:
    """Probability of an incident in the coming period by section id, by the agency's newest run; empty before it."""
    newest = _newest_run(agency, int(time.monotonic() / _FRESH_S))
    return {} if newest is None else {section: chance for section, (_, chance) in _risks_of_run(newest).items()}


def forget_newest_run() -> None:
    """Look anew at once, because a run was made in this process."""
    _newest_run.cache_clear()


@lru_cache(maxsize=32)
def _newest_run(agency: str, _moment: int) -> str | None:
    rows = Run.objects.filter(agency_id=agency).order_by("-as_of", "-id")
    return rows.values_list("reference", flat=True).first()


@lru_cache(maxsize=8)
def _levels_of_run(reference: str) -> Mapping[str, RiskLevel]:
    return {section: level for section, (level, _) in _risks_of_run(reference).items()}


@lru_cache(maxsize=8)
def _risks_of_run(reference: str) -> Mapping[str, tuple[RiskLevel, float]]:
    from kerege.watch.document import run_from_document

    document = Run.objects.values_list("document", flat=True).get(reference=reference)
    risks = run_from_document(document).risks
    return {risk.section_id: (risk.level, risk.probability_incident) for risk in risks}
