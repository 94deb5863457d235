"""What the frame of every page needs to know of reports."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import viewer_of
from kerege_web.reports.access.queue import count_new_urgent


def desk_frame(request: HttpRequest) -> dict[str, Any]:
    """The number of new urgent reports; counted once, and only where a page shows it."""

    @cache
    def counted() -> int:
        try:
            return count_new_urgent(viewer_of(request))
        except AccessDeniedError:
            return 0

    return {"urgent_reports": counted}
