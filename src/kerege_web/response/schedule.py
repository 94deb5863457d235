"""What responses need without anybody asking: what is late calls for more people."""

from __future__ import annotations

from datetime import datetime

from kerege_web.accounts.access import operator
from kerege_web.response.actions.overdue import call_for_late_responses


def look_after_responses(now: datetime) -> None:
    """Call for what is late."""
    call_for_late_responses(operator(), now=now)
