"""Forbidden and absent look the same on every page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from kerege.domain.errors import AccessDeniedError


class DeniedMiddleware:
    """Turns a denied access into the page for things that do not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a denied access as an absent page."""
        if isinstance(exception, AccessDeniedError):
            # Django makes the page from Http404 only where a view raises it, so the handler is called by hand.
            from django.core.handlers.exception import response_for_exception

            return response_for_exception(request, Http404())
        return None
