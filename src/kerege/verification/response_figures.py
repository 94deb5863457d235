"""How soon alerts were answered, with those counted that nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from kerege.domain.answered_alert import AnsweredAlert
from kerege.domain.response_figures import ResponseFigures, WaitFigures

_CONFIDENCE = 0.8
_MOST = 0.9


def response_figures(alerts: Sequence[AnsweredAlert], *, as_of: datetime) -> ResponseFigures:
    """The key figures of some alerts as they stood at one moment.

    The share in time has Wilson's interval (1927). The times are those of Kaplan and Meier (1958): an alert that has
    waited for three hours counts as "more than three hours", and one that was closed without it as "not until then",
    so that a site does not look quicker by what it never did.

    Parameters
    ----------
    alerts : sequence of AnsweredAlert
    as_of : datetime
        What happened later is left out.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> def one(minutes: float | None) -> AnsweredAlert:
    ...     at = None if minutes is None else noon + timedelta(minutes=minutes)
    ...     return AnsweredAlert(
    ...         section_id="", reported_at=noon - timedelta(minutes=5), opened_at=noon,
    ...         answer_due_at=noon + timedelta(minutes=60), answered_at=at, is_response_wanted=True,
    ...         responder_at=at, contact_at=at, closed_at=None)
    >>> found = response_figures([one(10), one(20), one(90), one(None)], as_of=noon + timedelta(hours=3))
    >>> found.in_time, found.judged, found.share
    (2, 4, 0.5)
    >>> found.to_contact.median_minutes, found.to_contact.most_minutes, found.to_responder.median_minutes
    (20.0, None, 25.0)
    """
    known = [alert for alert in alerts if alert.opened_at <= as_of]
    judged = [alert for alert in known if _was_due(alert, as_of)]
    in_time = sum(_was_in_time(alert, as_of) for alert in judged)
    share, low, high = _share(in_time, len(judged))
    wanted = [alert for alert in known if alert.is_response_wanted]
    return ResponseFigures(
        alerts=len(known),
        in_time=in_time,
        judged=len(judged),
        share=share,
        low=low,
        high=high,
        to_responder=_waits(((one.reported_at, one.responder_at, one.closed_at) for one in wanted), as_of),
        to_contact=_waits(((one.opened_at, one.contact_at, one.closed_at) for one in wanted), as_of),
    )


def _was_due(alert: AnsweredAlert, as_of: datetime) -> bool:
    if alert.answer_due_at is None:
        return False
    return alert.answer_due_at <= as_of or (alert.answered_at is not None and alert.answered_at <= as_of)


def _was_in_time(alert: AnsweredAlert, as_of: datetime) -> bool:
    assert alert.answer_due_at is not None
    return alert.answered_at is not None and alert.answered_at <= min(alert.answer_due_at, as_of)


def _share(in_time: int, judged: int) -> tuple[float | None, float | None, float | None]:
    from scipy.stats import binomtest

    if not judged:
        return None, None, None
    interval = binomtest(in_time, judged).proportion_ci(confidence_level=_CONFIDENCE, method="wilson")
    return in_time / judged, float(interval.low), float(interval.high)


def _waits(moments: Iterable[tuple[datetime, datetime | None, datetime | None]], as_of: datetime) -> WaitFigures:
    """From (begin, happened, ended) of each; what ended without it, or has not come yet, is censored there."""
    happened: list[float] = []
    waiting: list[float] = []
    for begin, came, ended in moments:
        if came is not None and came <= as_of:
            happened.append((came - begin).total_seconds() / 60)
        else:
            until = min(ended, as_of) if ended is not None else as_of
            waiting.append((until - begin).total_seconds() / 60)
    return WaitFigures(
        happened=len(happened),
        waiting=len(waiting),
        median_minutes=_quantile(happened, waiting, 0.5),
        most_minutes=_quantile(happened, waiting, _MOST),
    )


def _quantile(happened: list[float], waiting: list[float], share: float) -> float | None:
    """The first time at which this share has happened; None where it never was."""
    from scipy.stats import CensoredData, ecdf

    if not happened:
        return None
    curve = ecdf(CensoredData(uncensored=happened, right=waiting)).cdf
    # Rounding must not move a step: 1 - 0.5 * 0.2 is a little below 0.9.
    reached = curve.quantiles[curve.probabilities >= share - 1e-12]
    return float(reached[0]) if reached.size else None
