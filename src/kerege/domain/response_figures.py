"""The key figures of a site: how soon somebody came, how soon the other side was spoken with, how much came in time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFigures:
    """How long something took, what has not happened yet included.

    Parameters
    ----------
    happened, waiting : int
        How often it happened, and how often it has not, or not before the end.
    median_minutes, most_minutes : float or None
        Within which half and nine of ten happened; None where that many have not.
    """

    happened: int
    waiting: int
    median_minutes: float | None
    most_minutes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseFigures:
    """The key figures of some alerts.

    Parameters
    ----------
    alerts : int
    in_time, judged : int
        First looks in time, of those that were due.
    share, low, high : float or None
        Share in time and its 80 per cent interval; None where nothing was due.
    to_responder : WaitFigures
        From the report to somebody who acts.
    to_contact : WaitFigures
        From the alert to the first word with the other side.
    """

    alerts: int
    in_time: int
    judged: int
    share: float | None
    low: float | None
    high: float | None
    to_responder: WaitFigures
    to_contact: WaitFigures
