"""Who is on duty. Shifts are kept above alerts, which only ask."""

from __future__ import annotations

from collections.abc import Callable


def _nobody_is_known(agency: str, section_id: str) -> frozenset[str]:
    return frozenset()


_source: Callable[[str, str], frozenset[str]] = _nobody_is_known


def ask_who_is_on_duty(source: Callable[[str, str], frozenset[str]]) -> None:
    """Name who knows the shifts: done once, when their application starts."""
    global _source
    _source = source


def on_duty(agency: str, section_id: str) -> frozenset[str]:
    """Logins of those of an agency who are on duty for a section now; empty where no shift says so."""
    return _source(agency, section_id)
