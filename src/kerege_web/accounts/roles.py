"""What each role may do: the one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for."""

    OFFICER = "officer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One kind of thing that can be done. What may be seen also depends on agency and marking."""

    SEE_INCIDENTS = "see_incidents"
    SEE_RED_OF_OWN_AGENCY = "see_red_of_own_agency"
    IMPORT_REPORTS = "import_reports"
    ADD_ACCOUNT = "add_account"
    REGRADE_INCIDENT = "regrade_incident"
    RELOCATE_INCIDENTS = "relocate_incidents"
    SEE_RUNS = "see_runs"
    RUN_WATCH = "run_watch"
    SEE_BULLETINS = "see_bulletins"
    PUBLISH_BULLETIN = "publish_bulletin"
    MANAGE_PEOPLE = "manage_people"


_OFFICER = frozenset(
    {
        Permission.SEE_INCIDENTS,
        Permission.IMPORT_REPORTS,
        Permission.ADD_ACCOUNT,
        Permission.SEE_RUNS,
        Permission.SEE_BULLETINS,
    }
)
_ANALYST = _OFFICER | {
    Permission.SEE_RED_OF_OWN_AGENCY,
    Permission.REGRADE_INCIDENT,
    Permission.RUN_WATCH,
    Permission.PUBLISH_BULLETIN,
}

PERMITTED: Mapping[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.ANALYST: _ANALYST,
    Role.ADMINISTRATOR: _ANALYST | {Permission.RELOCATE_INCIDENTS, Permission.MANAGE_PEOPLE},
}


def may(role: Role, permission: Permission) -> bool:
    """Whether the role may do it. What the table does not name is denied.

    Examples
    --------
    >>> may(Role.OFFICER, Permission.RUN_WATCH), may(Role.ANALYST, Permission.RUN_WATCH)
    (False, True)
    """
    return permission in PERMITTED.get(role, frozenset())
