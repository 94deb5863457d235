"""The words for foreign warnings: what they are about, and how grave they are."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kerege.domain.cap_terms import CapSeverity
from kerege.domain.context_warning import ContextKind

_KINDS = {
    ContextKind.WEATHER: gettext_noop("Weather"),
    ContextKind.FLOOD: gettext_noop("Flood or mudflow"),
    ContextKind.QUAKE: gettext_noop("Earthquake"),
    ContextKind.OTHER: gettext_noop("Another danger"),
}
_SEVERITIES = {
    CapSeverity.EXTREME: gettext_noop("Extreme danger"),
    CapSeverity.SEVERE: gettext_noop("Severe danger"),
    CapSeverity.MODERATE: gettext_noop("Moderate danger"),
    CapSeverity.MINOR: gettext_noop("Minor danger"),
    CapSeverity.UNKNOWN: gettext_noop("Danger not graded"),
}


def context_kind_word(kind: ContextKind) -> str:
    """What a warning is about."""
    return _(_KINDS[kind])


def context_severity_word(severity: CapSeverity) -> str:
    """How grave it is, as its service says."""
    return _(_SEVERITIES[severity])
