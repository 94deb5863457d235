"""A month of a section as its villages may know it: what was reported, what was found, what was done."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kerege.domain.alert_stage import AlertStage, VerificationFinding
from kerege.domain.errors import InputError
from kerege.domain.response_state import ResponseState
from kerege.domain.rumour import RumourStage
from kerege.domain.verdict import Verdict
from kerege.domain.village_month import AgreedStatement, OpenMatter, VillageAction, VillageHappening, VillageMonth
from kerege_web.accounts.access import Viewer, access_agencies, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import visible_alerts
from kerege_web.alerts.models import Alert
from kerege_web.region import current_region
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.models import Report
from kerege_web.response.models import Response
from kerege_web.rumours.models import Rumour

# What units do to be ready, and what one side does alone, is no news for a page on a wall.
_NOT_TOLD = ("units_alerted", "units_withdrawn", "separate_investigation", "protest_note", "other")
_OPEN = [verdict.value for verdict in Verdict if verdict.is_open]


def access_village_month(
    viewer: Viewer, *, section_id: str, month: date, report_address: str, now: datetime
) -> VillageMonth:
    """What the village bulletin of a section and month is made from. Exercises and protected reports are left out.

    Parameters
    ----------
    month : date
        Any day of it.
    report_address : str
        Where people report.

    Raises
    ------
    AccessDeniedError
        If the viewer may not publish bulletins.
    InputError
        For a section the region does not have, or a month that has not begun.
    """
    require(viewer, Permission.PUBLISH_BULLETIN)
    region = current_region()
    if section_id not in region.section:
        raise InputError(f"There is no section {section_id!r}", where="section", mend="Choose one of the list")
    zone, first = region.zone, month.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    today = now.astimezone(zone).date()
    if first > today:
        raise InputError("This month has not begun", where="month", mend="Choose an earlier one")
    start, end = (datetime.combine(day, time(), zone) for day in (first, following))
    reports = Report.objects.filter(
        visible_reports(viewer), section_id=section_id, is_exercise=False, is_narrowed=False,
        received_at__gte=start, received_at__lt=end,
    ).exclude(verdict=Verdict.DUPLICATE.value)  # fmt: skip
    alerts = Alert.objects.filter(visible_alerts(viewer), section_id=section_id, is_exercise=False)
    return VillageMonth(
        place=region.section[section_id].name,
        month=first,
        made_on=today,
        received=reports.count(),
        checked=reports.exclude(verdict__in=_OPEN).count(),
        happenings=_happenings(viewer, section_id, first, following, zone),
        done=_done(alerts, start, min(end + timedelta(days=31), now), zone),
        still_open=_still_open(alerts, today, zone),
        statements=_statements(viewer, section_id, start, end, zone),
        report_address=report_address,
        checked_by=access_agencies(viewer)[viewer.agency],
    )


def _happenings(
    viewer: Viewer, section_id: str, first: date, following: date, zone: ZoneInfo
) -> tuple[VillageHappening, ...]:
    """What was found to be so: its day and kind. The section says where, never what a reporter wrote as the place."""
    rows = Report.objects.filter(
        visible_reports(viewer), section_id=section_id, is_exercise=False, is_narrowed=False,
        verdict=Verdict.VERIFIED.value, start__isnull=False,
    ).exclude(kind="")  # fmt: skip
    found = {(row.start.astimezone(zone).date(), row.kind) for row in rows if row.start is not None}
    told = sorted((day, kind) for day, kind in found if first <= day < following)
    return tuple(VillageHappening(day=day, kind=kind) for day, kind in told)


def _done(alerts: QuerySet[Alert], start: datetime, end: datetime, zone: ZoneInfo) -> tuple[VillageAction, ...]:
    rows = Response.objects.filter(
        alert__in=alerts.values("pk"), state=ResponseState.DONE, ended_at__gte=start, ended_at__lte=end
    ).exclude(term__in=_NOT_TOLD)  # fmt: skip
    found = {(row.ended_at.astimezone(zone).date(), row.term) for row in rows if row.ended_at is not None}
    return tuple(VillageAction(day=day, response=term) for day, term in sorted(found))


def _still_open(alerts: QuerySet[Alert], today: date, zone: ZoneInfo) -> tuple[OpenMatter, ...]:
    rows = alerts.filter(verification=VerificationFinding.VERIFIED).exclude(kind="")
    found: dict[str, date] = {}
    for row in rows.exclude(stage=AlertStage.CLOSED):
        day = row.opened_at.astimezone(zone).date()
        if day <= today:
            found[row.kind] = min(day, found.get(row.kind, day))
    return tuple(OpenMatter(since=day, kind=kind) for kind, day in sorted(found.items(), key=lambda pair: pair[1]))


def _statements(
    viewer: Viewer, section_id: str, start: datetime, end: datetime, zone: ZoneInfo
) -> tuple[AgreedStatement, ...]:
    """What was said about rumours of this section in the month, by the viewer's own agency."""
    rows = Rumour.objects.filter(
        agency_id=viewer.agency, section_id=section_id, is_exercise=False, stage=RumourStage.SAID, said_at__gte=start,
        said_at__lt=end,
    )  # fmt: skip
    return tuple(
        AgreedStatement(day=row.said_at.astimezone(zone).date(), text=row.statement)
        for row in rows.order_by("said_at", "id")
        if row.said_at is not None
    )
