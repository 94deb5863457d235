"""The start page, the reader's choices and the pages for what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kerege_web.pages.theme import COOKIE, THEMES

_YEAR_S = 365 * 24 * 3600


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What Kerege is, for whom, and the way in."""
    return render(request, "pages/start.html")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light or dark in this browser."""
    following = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
        following = "/"
    response = HttpResponseRedirect(following)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=_YEAR_S, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Forbidden and absent: one page for both."""
    return render(request, "errors/absent.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke here. The page asks nothing of what may be broken."""
    return render(request, "errors/broken.html", status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The browser sent something that cannot be read."""
    return render(request, "errors/unreadable.html", status=400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or did not come from these pages."""
    return render(request, "errors/stale_form.html", status=403)
