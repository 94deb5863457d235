"""A one-time password opens one page only: the one on which it is changed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from kerege_web.accounts.models import Person

_OPEN = frozenset(
    {"account_change_password", "account_logout", "account_reauthenticate", "set_language", "choose_theme"}
)


class PasswordDutyMiddleware:
    """Sends whoever must change the password to the page for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send to the page for changing it."""
        person = request.user
        if isinstance(person, Person) and person.must_change_password and not self._is_open(request):
            if request.path.startswith("/api/"):
                return JsonResponse({"error": "Change your one-time password first."}, status=401)
            return redirect("account_change_password")
        return self.get_response(request)

    @staticmethod
    def _is_open(request: HttpRequest) -> bool:
        try:
            return resolve(request.path_info).url_name in _OPEN
        except Resolver404:
            return False
