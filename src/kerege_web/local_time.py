"""Times are shown as the region's clocks show them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kerege_web.region import current_region


class LocalTimeMiddleware:
    """Activates the region's zone while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the region's zone active."""
        with timezone.override(current_region().zone):
            return self.get_response(request)
