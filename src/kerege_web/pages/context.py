"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.pages.theme import theme_of


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Theme, languages, who looks and what the role may do."""
    try:
        viewer = viewer_of(request) if hasattr(request, "user") else None
    except AccessDeniedError:
        viewer = None
    return {
        "theme": theme_of(request),
        "languages": settings.LANGUAGES,
        "viewer": viewer,
        "may": {permission.value: viewer is not None and viewer.may(permission) for permission in Permission},
        "is_demonstration": settings.KEREGE_IS_DEMONSTRATION,
    }
