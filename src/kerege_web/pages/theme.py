"""Light or dark, as the reader chose; the browser's own setting where nothing was chosen."""

from __future__ import annotations

from django.http import HttpRequest

THEMES = ("light", "dark", "system")
COOKIE = "kerege-theme"


def theme_of(request: HttpRequest) -> str:
    """The theme chosen in this browser."""
    chosen = request.COOKIES.get(COOKIE, "system")
    return chosen if chosen in THEMES else "system"
