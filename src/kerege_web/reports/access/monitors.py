"""The only reads of monitors and their weekly word, and of who has fallen silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from kerege.domain.situation_report import Change
from kerege.intake.incoming_sms import national_number
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.reports.models import Inbound, Monitor, Situation
from kerege_web.sealing import Purpose, SealBrokenError, keyed_digests, unseal

# A weekly word may come some days late, as the region's sms.toml lets it.
GRACE_DAYS = 2
_UNREAD_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMonitor:
    """One monitor.

    Parameters
    ----------
    code : str
    place, section_id, language, agency : str
    every_days : int
    is_active : bool
    has_number : bool
        Whether messages count from one number only; the number itself is never listed.
    since : datetime
    heard_at : datetime or None
        When the newest word came.
    silent_days : int
        How many days a word is overdue, the days of grace taken off; 0 where none is.
    """

    code: str
    place: str
    section_id: str
    language: str
    agency: str
    every_days: int
    is_active: bool
    has_number: bool
    since: datetime
    heard_at: datetime | None
    silent_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSituation:
    """One weekly word.

    Parameters
    ----------
    code, place, section_id : str
        Whose.
    first_day, last_day : date
        The week.
    received_at : datetime
    safety : int or None
        1..10; None where not said.
    change : Change or None
    counts : mapping of kind to count
        Empty where nothing happened.
    text : str
    """

    code: str
    place: str
    section_id: str
    first_day: date
    last_day: date
    received_at: datetime
    safety: int | None
    change: Change | None
    counts: Mapping[str, int]
    text: str

    @property
    def incidents(self) -> int:
        """How many incidents the week had."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class UnreadMessage:
    """A weekly message that was not understood and went back with a correction.

    Parameters
    ----------
    at : datetime
    text : str
    """

    at: datetime
    text: str


def access_monitors(viewer: Viewer, now: datetime) -> tuple[ListedMonitor, ...]:
    """The monitors of the viewer's agency, by code.

    Raises
    ------
    AccessDeniedError
        If the viewer may not see reports.
    """
    return tuple(_listed(row, now) for row in _monitors(viewer))


def silent_monitors(viewer: Viewer, now: datetime) -> tuple[ListedMonitor, ...]:
    """The active monitors whose word is overdue: longer than `every_days` and the days of grace; the longest first.

    Counted from the newest word, or from the day the monitor was added.

    Raises
    ------
    AccessDeniedError
        If the viewer may not see reports.
    """
    found = [monitor for monitor in access_monitors(viewer, now) if monitor.silent_days]
    return tuple(sorted(found, key=lambda monitor: (-monitor.silent_days, monitor.code)))


def access_situations(viewer: Viewer, *, code: str = "", skip: int = 0, limit: int = 50) -> tuple[ListedSituation, ...]:
    """Weekly words of the viewer's agency, the newest first.

    Raises
    ------
    AccessDeniedError
        If the viewer may not see reports.
    """
    require(viewer, Permission.SEE_REPORTS)
    rows = Situation.objects.filter(monitor__agency_id=viewer.agency).select_related("monitor")
    if code:
        rows = rows.filter(monitor__code=code)
    return tuple(
        ListedSituation(
            code=row.monitor.code,
            place=row.monitor.place,
            section_id=row.monitor.section_id,
            first_day=row.first_day,
            last_day=row.last_day,
            received_at=row.received_at,
            safety=row.safety,
            change=Change(row.change) if row.change else None,
            counts=row.counts,
            text=row.text,
        )
        for row in rows.order_by("-received_at", "-id")[skip : skip + limit]
    )


def access_unread_messages(viewer: Viewer, now: datetime) -> tuple[UnreadMessage, ...]:
    """Weekly messages of the last 14 days that were not understood, the newest first, at most fifty.

    Raises
    ------
    AccessDeniedError
        If the viewer may not see reports.
    """
    require(viewer, Permission.SEE_REPORTS)
    rows = Inbound.objects.filter(
        device__agency_id=viewer.agency, outcome="correction", at__gt=now - timedelta(days=_UNREAD_DAYS)
    ).exclude(sealed_text="")
    found = []
    for row in rows.order_by("-at")[:50]:
        try:
            found.append(UnreadMessage(row.at, unseal(row.sealed_text, Purpose.MESSAGE)))
        except SealBrokenError:
            continue
    return tuple(found)


def monitor_language(number: str) -> str:
    """The language of the monitor with a number; "" where there is none."""
    digests = keyed_digests(national_number(number), Purpose.SOURCE)
    rows = Monitor.objects.filter(number_digest__in=digests, is_active=True)
    return rows.values_list("language", flat=True).first() or ""


def is_monitor(code: str, number: str) -> bool:
    """Whether a word under a code is to be taken: the monitor is active, and the number is the agreed one if one is."""
    row = Monitor.objects.filter(code=code, is_active=True).first()
    if row is None:
        return False
    return not row.number_digest or row.number_digest in keyed_digests(national_number(number), Purpose.SOURCE)


def _monitors(viewer: Viewer) -> QuerySet[Monitor]:
    require(viewer, Permission.SEE_REPORTS)
    rows = Monitor.objects.filter(agency_id=viewer.agency)
    return rows.annotate(heard_at=Max("situations__received_at")).order_by("code")


def _listed(row: Monitor, now: datetime) -> ListedMonitor:
    heard: datetime | None = row.heard_at  # type: ignore[attr-defined]  # annotated above
    due = max(heard or row.since, row.since) + timedelta(days=row.every_days + GRACE_DAYS)
    overdue = -(-(now - due) // timedelta(days=1)) if row.is_active and now > due else 0
    return ListedMonitor(
        code=row.code,
        place=row.place,
        section_id=row.section_id,
        language=row.language,
        agency=row.agency_id,
        every_days=row.every_days,
        is_active=row.is_active,
        has_number=bool(row.number_digest),
        since=row.since,
        heard_at=heard,
        silent_days=overdue,
    )
