"""A signed-in person's pages come in the language they chose, on every device."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kerege_web.accounts.models import Person


class LanguageChoiceMiddleware:
    """Uses the language a person keeps, unless another one was chosen in this browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        person = request.user
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and isinstance(person, Person) and person.language:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        return self.get_response(request)
