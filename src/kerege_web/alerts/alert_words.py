"""The words of alerts: stages, findings, outcomes, likelihood and consequence, steps."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_STAGES = {
    "triage": gettext_noop("First look"),
    "verification": gettext_noop("Check whether it is so"),
    "assessment": gettext_noop("Assess the risk"),
    "characterisation": gettext_noop("Judge how likely and how bad"),
    "outcome": gettext_noop("Decide and follow"),
    "closed": gettext_noop("Closed"),
}
_FINDINGS = {
    "relevant": gettext_noop("It is one: go on"),
    "not_relevant": gettext_noop("It is none: close it"),
    "verified": gettext_noop("It is so"),
    "unverifiable": gettext_noop("It cannot be known"),
    "false": gettext_noop("It is not so"),
    "discard": gettext_noop("Nothing is done"),
    "monitor": gettext_noop("Keep an eye on it"),
    "respond": gettext_noop("Respond"),
    "very_unlikely": gettext_noop("very unlikely"),
    "unlikely": gettext_noop("unlikely"),
    "possible": gettext_noop("possible"),
    "likely": gettext_noop("likely"),
    "almost_certain": gettext_noop("almost certain"),
    "minimal": gettext_noop("minimal harm"),
    "minor": gettext_noop("minor harm"),
    "moderate": gettext_noop("moderate harm"),
    "major": gettext_noop("major harm"),
    "severe": gettext_noop("severe harm"),
    "low": gettext_noop("Low"),
    "medium": gettext_noop("Medium"),
    "high": gettext_noop("High"),
    "critical": gettext_noop("Critical"),
}
_STEPS = {
    "opened": gettext_noop("Opened"),
    "triaged": gettext_noop("Looked at"),
    "verified": gettext_noop("Checked"),
    "assessed": gettext_noop("Risk assessed"),
    "characterised": gettext_noop("Judged"),
    "raised": gettext_noop("Level raised"),
    "decided": gettext_noop("Decided"),
    "reviewed": gettext_noop("Looked at again"),
    "closed": gettext_noop("Closed"),
    "reopened": gettext_noop("Opened again"),
    "given": gettext_noop("Handed over"),
    "released": gettext_noop("Shown to another agency"),
    "seen": gettext_noop("Seen, by a message"),
    "called": gettext_noop("Overdue: more people were called"),
}


def stage_word(stage: str) -> str:
    """What an alert waits for."""
    return _(_STAGES[stage])


def finding_word(finding: str) -> str:
    """What was found or decided; what is no word of ours, such as a name, stays as it is."""
    parts = finding.split()
    known = [_(_FINDINGS[part]) for part in parts if part in _FINDINGS]
    return ", ".join(known) if parts and len(known) == len(parts) else finding


def step_word(kind: str) -> str:
    """What somebody did."""
    return _(_STEPS[kind])
