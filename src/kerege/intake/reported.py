"""When it became known: what an analysis of an earlier day may use."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kerege.domain.period import Period, Precision
from kerege.intake.problem import Problem


def reported_moment(
    given: Period | None, text: str, occurred: Period, zone: ZoneInfo, imported_at: datetime
) -> datetime:
    """The moment a report became known; the default where nothing is given.

    A day, month or year counts as known when it is over, because nobody said that it was known earlier.

    Parameters
    ----------
    given : Period or None
        What `read_occurred` read in the cell; None where it is empty.
    text : str
        The cell, for messages.
    occurred : Period
        When it happened.
    zone : ZoneInfo
        Local time.
    imported_at : datetime
        Now.

    Raises
    ------
    Problem
        For an interval, a time before the incident or after the import.

    Examples
    --------
    >>> osh, now = ZoneInfo("Asia/Bishkek"), datetime(2026, 1, 1, tzinfo=UTC)
    >>> from kerege.intake.occurred import read_occurred
    >>> happened = read_occurred("2021-04-28T14:30+06:00", osh)
    >>> reported_moment(None, "", happened, osh, now).isoformat()
    '2021-04-28T18:00:00+00:00'
    >>> reported_moment(read_occurred("2021-04-28T15:10+06:00", osh), "", happened, osh, now).isoformat()
    '2021-04-28T09:10:00+00:00'
    """
    if given is None:
        return default_reported(occurred, zone)
    if given.precision is Precision.INTERVAL:
        raise Problem("reported", text, "Is a stretch of time. Write the moment or the day it became known")
    if given.start > imported_at:
        raise Problem("reported", text, "Lies in the future. Check the date")
    moment = given.start if given.precision is Precision.MINUTE else given.end
    if moment < occurred.start:
        raise Problem("reported", text, "Lies before the incident began. Check which of the two times is wrong")
    return moment


def default_reported(occurred: Period, zone: ZoneInfo) -> datetime:
    """When an incident counts as known where nobody said when it was reported.

    The end of its day, month or year for those precisions, otherwise the end of the local day it began on. It depends
    on nothing but the incident, so that the same file read again makes the same report.
    """
    if occurred.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        return occurred.end
    following = occurred.first_day(zone) + timedelta(days=1)
    return datetime.combine(following, time(), zone).astimezone(UTC)
