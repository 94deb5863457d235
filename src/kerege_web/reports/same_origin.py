"""Whether a request comes from our own pages, where no session and no cookie stands behind it.

A report carries no authority that another site could borrow, so there is nothing for a CSRF token to protect, and a
queued report could not hold one. What is kept off is another site that makes its readers' browsers send reports.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site caused this request. An old one that says nothing is let in."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return origin is not None and origin != own and origin not in settings.CSRF_TRUSTED_ORIGINS
