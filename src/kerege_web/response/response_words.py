"""The words of responses: states, steps, offices, actions."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kerege_web.pages.vocabulary import message
from kerege_web.response.playbook import current_playbooks

_STATES = {
    "planned": gettext_noop("Planned"),
    "under_way": gettext_noop("Under way"),
    "done": gettext_noop("Done"),
    "given_up": gettext_noop("Given up"),
}
_STEPS = {
    "planned": gettext_noop("Planned"),
    "taken": gettext_noop("Begun"),
    "again": gettext_noop("Taken up again"),
    "done": gettext_noop("Done"),
    "given_up": gettext_noop("Given up"),
    "given": gettext_noop("Handed over"),
    "put_off": gettext_noop("Given another time"),
    "seen": gettext_noop("Seen, by a message"),
    "called": gettext_noop("Overdue: more people were called"),
}
_OFFICES = {
    "duty_officer": gettext_noop("Duty officer"),
    "border_representative": gettext_noop("Border representative"),
    "police": gettext_noop("Police or border guards"),
    "district_head": gettext_noop("Head of the district"),
    "mediators": gettext_noop("Mediators"),
    "water": gettext_noop("Water users"),
    "roads": gettext_noop("Road service"),
    "medical": gettext_noop("Medical help"),
    "rescue": gettext_noop("Rescue service"),
}


def state_word(state: str) -> str:
    """Where a response stands."""
    return _(_STATES[state])


def response_step_word(kind: str) -> str:
    """What somebody did with it."""
    return _(_STEPS[kind])


def office_word(office: str) -> str:
    """Who can be called."""
    return _(_OFFICES[office])


def response_title(action: str, title: str) -> str:
    """What is to be done: the words of the playbook, or one's own. An action that left the playbooks keeps its id."""
    if not action:
        return title
    known = current_playbooks().actions.get(action)
    return message(known.label) if known else action


def response_description(action: str) -> str:
    """How it is usually done; "" for what no playbook names."""
    known = current_playbooks().actions.get(action)
    return message(known.description) if known else ""
