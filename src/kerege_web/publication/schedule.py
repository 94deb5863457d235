"""What is published needs without anybody asking: a warning does not outlive its alert."""

from __future__ import annotations

from datetime import datetime

from kerege_web.accounts.access import operator
from kerege_web.publication.actions.publishing import take_back_of_closed


def look_after_publications(now: datetime) -> None:
    """Take back the warnings whose alerts are closed."""
    take_back_of_closed(operator(), now=now)
