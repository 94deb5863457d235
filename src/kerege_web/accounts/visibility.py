"""Who may see which incident. The one rule that list, map, page, export, interface and watch go through."""

from __future__ import annotations

from django.db.models import Q

from kerege.domain.marking import TLP
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission


def visible_to(viewer: Viewer) -> Q:
    """The condition on marked rows (`tlp`, `agency_id`, `releasable_to`) that the viewer may see.

    CLEAR and GREEN: everybody who is signed in. AMBER: the agency it came from and those it is released to.
    AMBER+STRICT: the agency it came from. RED: analysts and administrators of the agency it came from. Nothing else.
    """
    if not viewer.may(Permission.SEE_INCIDENTS):
        return Q(pk__in=())
    own = Q(agency_id=viewer.agency)
    allowed = Q(tlp__in=(TLP.CLEAR, TLP.GREEN))
    allowed |= Q(tlp=TLP.AMBER) & (own | Q(releasable_to__contains=f"|{viewer.agency}|"))
    allowed |= Q(tlp=TLP.AMBER_STRICT) & own
    if viewer.may(Permission.SEE_RED_OF_OWN_AGENCY):
        allowed |= Q(tlp=TLP.RED) & own
    return allowed


def usable_in_watch(viewer: Viewer) -> Q:
    """The condition on incidents that a run of the watch may use: what the viewer may see, but never RED.

    RED is for the persons it was given to; a count or a level made from it would tell others.
    """
    return visible_to(viewer) & ~Q(tlp=TLP.RED)
