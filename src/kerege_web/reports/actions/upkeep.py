"""What time does to reports, done by the scheduler: they grow old, and contacts reach their end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kerege.domain.count_range import CountRange
from kerege.domain.harm import Harm
from kerege.domain.submission import Hurt
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.assessment import report_urgency
from kerege_web.reports.models import Contact, Report

FRESH_FOR = timedelta(days=5)
"""After ten half-lives nothing is left of freshness that could change an order."""


@transaction.atomic
def refresh_urgency(actor: Viewer, *, now: datetime) -> int:
    """Work the urgency of open reports out anew: they are less fresh, and their section may stand higher by now.

    How many changed is the answer. No entry of the log: nobody decided anything.
    """
    require(actor, Permission.MANAGE_DOORS)
    is_open = [verdict.value for verdict in Verdict if verdict.is_open]
    rows = Report.objects.filter(verdict__in=is_open, received_at__gte=now - FRESH_FOR)
    changed = []
    columns = ("id", "harm", "hurt", "kind", "end", "received_at", "agency_id", "section_id", "urgency")
    for row in rows.only(*columns).iterator(chunk_size=2000):
        harm = {name: CountRange(*figures) for name, figures in row.harm.items()}
        found = report_urgency(
            harm=Harm(**harm), hurt=Hurt(row.hurt), kind=row.kind, occurred_until=row.end or row.received_at, now=now,
            agency=row.agency_id, section_id=row.section_id,
        )  # fmt: skip
        if abs(found.score - row.urgency) > 0.01:
            row.urgency, row.urgency_parts = found.score, dict(found.parts)
            changed.append(row)
    Report.objects.bulk_update(changed, ["urgency", "urgency_parts"], batch_size=200)
    return len(changed)


@transaction.atomic
def delete_old_contacts(actor: Viewer, *, now: datetime) -> int:
    """Delete the contacts whose term is over; how many is the answer."""
    require(actor, Permission.MANAGE_DOORS)
    old = list(Contact.objects.filter(delete_after__lte=now).order_by("pk").values_list("pk", "report_id"))
    if not old:
        return 0
    Contact.objects.filter(pk__in=[pk for pk, _ in old]).delete()
    record(
        actor,
        action="delete_old_contacts",
        object_type="contacts",
        object_id=now.date().isoformat(),
        details={"reports": [report_id for _, report_id in old]},
    )
    return len(old)
