"""What was done about an alert. Responses, which are built upon alerts, say it; alerts only ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResponsesOfAlert:
    """What was done, and what still waits.

    Parameters
    ----------
    done : tuple of str
        Terms of the catalogue of responses, in the order in which they were done.
    open_count : int
        Actions that are neither done nor given up.
    late_count : int
        Those of them whose time is over.
    """

    done: tuple[str, ...] = ()
    open_count: int = 0
    late_count: int = 0


def _nothing_is_known(alert_id: int) -> ResponsesOfAlert:
    return ResponsesOfAlert()


_source: Callable[[int], ResponsesOfAlert] = _nothing_is_known


def ask_for_responses(source: Callable[[int], ResponsesOfAlert]) -> None:
    """Name who knows the responses: done once, when their application starts."""
    global _source
    _source = source


def responses_of(alert_id: int) -> ResponsesOfAlert:
    """What is known of the responses to an alert."""
    return _source(alert_id)
