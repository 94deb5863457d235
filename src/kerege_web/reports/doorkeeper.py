"""Who acts when a report comes in without a signed-in person."""

from __future__ import annotations

from django.conf import settings

from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role


def doorkeeper(door: Door, agency: str = "") -> Viewer:
    """The actor of a door: it may send reports and nothing else.

    Parameters
    ----------
    door : Door
    agency : str
        The agency that reports through this door belong to; the station's own where "".
    """
    return Viewer(
        person_id=None, login=f"door-{door.value}", agency=agency or str(settings.KEREGE_AGENCY), role=Role.DOOR
    )
