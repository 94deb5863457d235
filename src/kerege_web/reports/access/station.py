"""Who runs this station, as anybody may know."""

from __future__ import annotations

from django.conf import settings

from kerege_web.accounts.models import Agency


def station_name() -> str:
    """The name of the agency that reads what comes in through the open doors; its code before it is set up."""
    name = Agency.objects.filter(code=settings.KEREGE_AGENCY).values_list("name", flat=True).first()
    return name or str(settings.KEREGE_AGENCY)
