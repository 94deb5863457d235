"""The page of one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kerege_web.accounts.access import access_agencies, has_second_factor, viewer_of
from kerege_web.accounts.actions import choose_language
from kerege_web.accounts.forms import LanguageForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Language, password and second factor."""
    viewer = viewer_of(request)
    form = LanguageForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        choose_language(viewer, language=language)
        with override(language):
            messages.success(request, _("Your language is kept."))
        response = redirect("account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response
    context = {
        "form": form,
        "agency": access_agencies(viewer).get(viewer.agency, viewer.agency),
        "has_second_factor": has_second_factor(viewer),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)
