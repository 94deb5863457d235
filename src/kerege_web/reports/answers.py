"""What follows when somebody says from a message that it was seen. Who keeps the object knows; messages only ask."""

from __future__ import annotations

from collections.abc import Callable

from kerege_web.accounts.access import Viewer

Answered = Callable[[Viewer, str], None]
_by_type: dict[str, Answered] = {}


def answer_with(object_type: str, act: Answered) -> None:
    """Name what is done for a kind of object: once, when its application starts."""
    _by_type[object_type] = act


def can_be_answered(object_type: str) -> bool:
    """Whether a message about such an object can be answered."""
    return object_type in _by_type


def note_seen(viewer: Viewer, object_type: str, object_id: str) -> None:
    """Let the object know that this person has seen the message.

    Raises
    ------
    AccessDeniedError
        If the person may not see the object any more.
    """
    _by_type[object_type](viewer, object_id)
