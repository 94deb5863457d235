"""The rules of a site as they hold now, and as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kerege.domain.alert_rule import AlertRule, RuleSource
from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.models import RuleVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRule:
    """One wording of a rule.

    Parameters
    ----------
    code, name : str
    version : int
    rule : AlertRule
    is_in_force : bool
    at : datetime
        Since when it is worded so.
    actor : str
    alert_count : int
        How many alerts this wording opened.
    """

    code: str
    name: str
    version: int
    rule: AlertRule
    is_in_force: bool
    at: datetime
    actor: str
    alert_count: int


def access_rules(viewer: Viewer) -> tuple[KnownRule, ...]:
    """The newest wording of every rule of the viewer's agency, by code."""
    require(viewer, Permission.SEE_ALERTS)
    rows = RuleVersion.objects.filter(agency_id=viewer.agency, is_newest=True)
    return tuple(_known(row) for row in rows.annotate(alert_count=Count("alerts")).order_by("code"))


def access_rule(viewer: Viewer, code: str) -> KnownRule:
    """The newest wording of one rule.

    Raises
    ------
    AccessDeniedError
        If the viewer's agency has none with this code.
    """
    for known in access_rules(viewer):
        if known.code == code:
            return known
    raise AccessDeniedError


def access_earlier_wordings(viewer: Viewer, code: str) -> tuple[KnownRule, ...]:
    """How a rule of the viewer's agency was worded before, newest first."""
    require(viewer, Permission.SEE_ALERTS)
    rows = RuleVersion.objects.filter(agency_id=viewer.agency, code=code, is_newest=False)
    return tuple(_known(row) for row in rows.annotate(alert_count=Count("alerts")).order_by("-version"))


def rule_of(row: RuleVersion) -> AlertRule:
    """A stored wording as the rule it is."""
    return AlertRule(
        source=RuleSource(row.source),
        section_ids=frozenset(row.section_ids),
        kinds=frozenset(row.kinds),
        least_severity=row.least_severity,
        least_probability=row.least_probability,
        least_recurrence_days=row.least_recurrence_days,
        only_verified=row.only_verified,
    )


def _known(row: RuleVersion) -> KnownRule:
    return KnownRule(
        code=row.code, name=row.name, version=row.version, rule=rule_of(row), is_in_force=row.is_in_force, at=row.at,
        actor=row.actor, alert_count=row.alert_count,  # type: ignore[attr-defined]  # annotated
    )  # fmt: skip
