"""The rules of a site: each wording is kept as a version, and every alert says which one opened it."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone

from kerege.domain.alert_rule import AlertRule
from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.models import RuleVersion
from kerege_web.audit.actions import record
from kerege_web.region import current_catalogue, current_region

_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")


@transaction.atomic
def put_rule(actor: Viewer, *, code: str, name: str, rule: AlertRule) -> int:
    """Set a rule of the actor's agency; the version is the answer. The same code again replaces what it said.

    Raises
    ------
    AccessDeniedError
        If the actor may not set rules.
    InputError
        For a code or name that cannot be one, or a section or kind that is not known.
    """
    require(actor, Permission.SET_ALERT_RULES)
    if not _CODE.fullmatch(code):
        raise InputError(
            f"{code!r} is no code of a rule", where="code", mend="Use 2 to 40 small letters, digits and hyphens"
        )
    words = " ".join(name.split())
    if not 1 <= len(words) <= 120:
        raise InputError("A rule has a name of 1 to 120 letters", where="name", mend="Write or shorten it")
    _require_known(rule)
    older = RuleVersion.objects.select_for_update().filter(agency_id=actor.agency, code=code)
    newest = older.order_by("-version").first()
    older.update(is_newest=False)
    row = RuleVersion.objects.create(
        code=code, version=1 if newest is None else newest.version + 1, agency_id=actor.agency, name=words,
        source=rule.source.value, section_ids=sorted(rule.section_ids), kinds=sorted(rule.kinds),
        least_severity=rule.least_severity, least_probability=rule.least_probability,
        least_recurrence_days=rule.least_recurrence_days, only_verified=rule.only_verified, at=timezone.now(),
        actor=actor.login,
    )  # fmt: skip
    record(actor, action="put_rule", object_type="alert_rule", object_id=code, details={"version": row.version})
    return row.version


@transaction.atomic
def switch_rule(actor: Viewer, *, code: str, is_in_force: bool) -> None:
    """Let a rule rest, or hold again. What it opened stays.

    Raises
    ------
    AccessDeniedError
        If the actor's agency has no such rule, or the actor may not set rules.
    """
    require(actor, Permission.SET_ALERT_RULES)
    row = RuleVersion.objects.select_for_update().filter(agency_id=actor.agency, code=code, is_newest=True).first()
    if row is None:
        raise AccessDeniedError
    row.is_in_force = is_in_force
    row.save(update_fields=["is_in_force"])
    record(
        actor, action="switch_rule", object_type="alert_rule", object_id=code,
        details={"version": row.version, "is_in_force": is_in_force},
    )  # fmt: skip


def _require_known(rule: AlertRule) -> None:
    catalogue = current_catalogue()
    kinds = {*catalogue.kinds, *(term.group for term in catalogue.kinds.values()), "all"}
    sections = {section.id for section in current_region().sections}
    for where, given, known in (("kinds", rule.kinds, kinds), ("section_ids", rule.section_ids, sections)):
        if unknown := sorted(given - known):
            raise InputError(f"{unknown[0]!r} is not known", where=where, mend="Choose from the list")
