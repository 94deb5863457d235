"""How high a section stands. The watch, which is built upon reports, says it; reports only ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kerege.domain.risk import RiskLevel

LevelsOfAgency = Callable[[str], Mapping[str, RiskLevel]]
"""From the code of an agency to the levels of its newest run, by section."""


def _nothing_is_known(agency: str) -> Mapping[str, RiskLevel]:
    return {}


_source: LevelsOfAgency = _nothing_is_known


def ask_for_levels(source: LevelsOfAgency) -> None:
    """Name who knows the levels: done once, when the application of the watch starts."""
    global _source
    _source = source


def level_of_section(agency: str, section_id: str) -> RiskLevel | None:
    """The level of a section by the newest run of an agency; None where no run says it."""
    return _source(agency).get(section_id)
