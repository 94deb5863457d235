"""What somebody chose for one way of being told, as a rule."""

from __future__ import annotations

from kerege.domain.quiet_rule import QuietRule
from kerege_web.reports.models import Subscription


def quiet_rule(row: Subscription) -> QuietRule:
    """What somebody chose for one way."""
    return QuietRule(
        least_severity=row.least_severity,
        section_ids=frozenset(row.section_ids),
        days=frozenset(row.days),
        begins=row.begins,
        ends=row.ends,
        digest_hour=row.digest_hour,
    )
