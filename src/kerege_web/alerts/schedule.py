"""What alerts need without anybody asking: rules look at what came, and what is late calls for more people."""

from __future__ import annotations

from datetime import datetime

from kerege_web.accounts.access import operator
from kerege_web.alerts.actions.opening_by_rule import open_by_rules
from kerege_web.alerts.actions.overdue import call_for_overdue


def look_after_alerts(now: datetime) -> None:
    """Open what the rules ask for, then call for what is overdue."""
    open_by_rules(operator(), now=now)
    call_for_overdue(operator(), now=now)
