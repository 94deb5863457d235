"""What each role may do: the one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for; DOOR is for what comes in without a person."""

    OFFICER = "officer"
    MODERATOR = "moderator"
    PROTECTION = "protection"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    DOOR = "door"


PEOPLE_ROLES = tuple(role for role in Role if role is not Role.DOOR)
"""The roles that a person can have."""


class Permission(StrEnum):
    """One kind of thing that can be done. What may be seen also depends on agency and marking."""

    SEE_INCIDENTS = "see_incidents"
    SEE_RED_OF_OWN_AGENCY = "see_red_of_own_agency"
    IMPORT_REPORTS = "import_reports"
    SEND_REPORT = "send_report"
    ENTER_REPORT = "enter_report"
    SEE_REPORTS = "see_reports"
    WORK_REPORTS = "work_reports"
    SEE_CONTACT = "see_contact"
    SEE_PROTECTED = "see_protected"
    LINK_REPORTS = "link_reports"
    MANAGE_DOORS = "manage_doors"
    ADD_ACCOUNT = "add_account"
    REGRADE_INCIDENT = "regrade_incident"
    RELOCATE_INCIDENTS = "relocate_incidents"
    SEE_RUNS = "see_runs"
    RUN_WATCH = "run_watch"
    SEE_BULLETINS = "see_bulletins"
    PUBLISH_BULLETIN = "publish_bulletin"
    SEE_ALERTS = "see_alerts"
    WORK_ALERTS = "work_alerts"
    RELEASE_ALERTS = "release_alerts"
    CLOSE_ALERTS = "close_alerts"
    SET_ALERT_RULES = "set_alert_rules"
    KEEP_DUTY = "keep_duty"
    REVIEW_SIGNALS = "review_signals"
    MANAGE_PEOPLE = "manage_people"


_OFFICER = frozenset(
    {
        Permission.SEE_INCIDENTS,
        Permission.IMPORT_REPORTS,
        Permission.ENTER_REPORT,
        Permission.SEE_REPORTS,
        Permission.WORK_REPORTS,
        Permission.ADD_ACCOUNT,
        Permission.SEE_RUNS,
        Permission.SEE_BULLETINS,
        # At three in the morning the officer on duty is alone: alerts can be answered and other agencies called.
        Permission.SEE_ALERTS,
        Permission.WORK_ALERTS,
        Permission.RELEASE_ALERTS,
    }
)
# Who works at the desk may call back, may join reports to one happening, answers for alerts that end, and keeps
# shifts and telephone numbers.
_MODERATOR = _OFFICER | {Permission.SEE_CONTACT, Permission.LINK_REPORTS, Permission.CLOSE_ALERTS, Permission.KEEP_DUTY}
_ANALYST = _OFFICER | {
    Permission.LINK_REPORTS,
    Permission.CLOSE_ALERTS,
    Permission.SET_ALERT_RULES,
    Permission.KEEP_DUTY,
    Permission.REVIEW_SIGNALS,
    Permission.SEE_RED_OF_OWN_AGENCY,
    Permission.REGRADE_INCIDENT,
    Permission.RUN_WATCH,
    Permission.PUBLISH_BULLETIN,
}

PERMITTED: Mapping[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.MODERATOR: _MODERATOR,
    Role.PROTECTION: _MODERATOR | {Permission.SEE_PROTECTED},
    Role.ANALYST: _ANALYST,
    Role.ADMINISTRATOR: _ANALYST | {Permission.RELOCATE_INCIDENTS, Permission.MANAGE_PEOPLE, Permission.MANAGE_DOORS},
    Role.DOOR: frozenset({Permission.SEND_REPORT}),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether the role may do it. What the table does not name is denied.

    Examples
    --------
    >>> may(Role.OFFICER, Permission.RUN_WATCH), may(Role.ANALYST, Permission.RUN_WATCH)
    (False, True)
    """
    return permission in PERMITTED.get(role, frozenset())
