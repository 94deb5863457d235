"""The words of rumours: stages, findings, ways, steps."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_STAGES = {
    "check": gettext_noop("Is to be checked"),
    "words": gettext_noop("Words are to be agreed"),
    "say": gettext_noop("Is to be said"),
    "said": gettext_noop("Said in public"),
    "dropped": gettext_noop("Nothing is said about it"),
}
_FINDINGS = {
    "true": gettext_noop("It is so"),
    "partly": gettext_noop("It is partly so"),
    "false": gettext_noop("It is not so"),
    "unknown": gettext_noop("It cannot be known"),
}
_WAYS = {
    "market": gettext_noop("at the market"),
    "mosque": gettext_noop("at the mosque"),
    "phone_groups": gettext_noop("in groups on the phone"),
    "media": gettext_noop("in the media"),
    "posts": gettext_noop("at posts and crossings"),
    "school": gettext_noop("at school"),
    "other": gettext_noop("otherwise"),
}
_HEARD = {
    "few": gettext_noop("few have heard it"),
    "many": gettext_noop("many have heard it"),
    "unknown": gettext_noop("how many have heard it is not known"),
}
_AGREED = {
    "own_agency": gettext_noop("the own agency"),
    "other_side": gettext_noop("the other side"),
    "mediators": gettext_noop("mediators"),
    "local_authority": gettext_noop("the local authority"),
}
_STEPS = {
    "told": gettext_noop("Written down"),
    "taken": gettext_noop("Check begun"),
    "found": gettext_noop("Checked"),
    "worded": gettext_noop("Words agreed"),
    "said": gettext_noop("Said in public"),
    "dropped": gettext_noop("Dropped"),
    "again": gettext_noop("Taken up again"),
}


def rumour_stage_word(stage: str) -> str:
    """What a rumour waits for."""
    return _(_STAGES[stage])


def rumour_finding_word(finding: str) -> str:
    """What the check found."""
    return _(_FINDINGS[finding])


def way_word(way: str) -> str:
    """Where it is told, or where the statement was said."""
    return _(_WAYS[way])


def heard_word(heard: str) -> str:
    """How many have heard it."""
    return _(_HEARD[heard])


def agreed_word(agreed: str) -> str:
    """With whom the words were agreed."""
    return _(_AGREED[agreed])


def rumour_step_word(kind: str) -> str:
    """What somebody did."""
    return _(_STEPS[kind])
