"""The telephone to the other side: who picks up there, who is on duty here, what was agreed, when one calls again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kerege.domain.office import Office
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.region import current_region
from kerege_web.response.access.contacts import ContactLine, access_contacts
from kerege_web.response.access.shifts import ShiftLine, access_on_duty
from kerege_web.response.models import Call

_CALLED = (Office.DUTY_OFFICER, Office.BORDER_REPRESENTATIVE)
MOST_CALLS = 20
# Nobody waits longer than this for a call that was agreed.
_LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One call.

    Parameters
    ----------
    id : int
    alert_id : int or None
    section_id, office_name, side, actor : str
    is_incoming, is_exercise : bool
    began_at : datetime
    ended_at : datetime or None
        None while it goes on.
    was_reached : bool or None
    agreed : str
    next_at : datetime or None
        When the next call was agreed for.
    """

    id: int
    alert_id: int | None
    section_id: str
    office_name: str
    side: str
    actor: str
    is_incoming: bool
    is_exercise: bool
    began_at: datetime
    ended_at: datetime | None
    was_reached: bool | None
    agreed: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """What a duty officer needs for one section.

    Parameters
    ----------
    section_id : str
    sides : tuple of str
        The two countries; the own one first where the region knows it.
    ours : tuple of ShiftLine
        Who is on duty here now.
    theirs : tuple of ContactLine
        Duty officers and border representatives of the other side, in the order in which they are called.
    running : CallLine or None
        The call that goes on now.
    calls : tuple of CallLine
        The newest ones, newest first.
    next_at : datetime or None
        When the next call is due, by what the last one that was answered agreed.
    is_late : bool
    """

    section_id: str
    sides: tuple[str, ...]
    ours: tuple[ShiftLine, ...]
    theirs: tuple[ContactLine, ...]
    running: CallLine | None
    calls: tuple[CallLine, ...]
    next_at: datetime | None
    is_late: bool


def access_hotline(viewer: Viewer, section_id: str, now: datetime) -> Hotline:
    """The telephone of one section.

    Raises
    ------
    AccessDeniedError
        If the viewer does not work on alerts.
    KeyError
        For a section the region does not have.
    """
    require(viewer, Permission.WORK_ALERTS)
    sides = sides_of(section_id)
    rows = Call.objects.filter(agency_id=viewer.agency, section_id=section_id)
    calls = tuple(call_line(row) for row in rows[:MOST_CALLS])
    running = next((call for call in calls if call.ended_at is None), None)
    # Whoever called since then has kept the word, whether or not somebody answered with a new time.
    last = next((call for call in calls if call.was_reached), None)
    next_at = last.next_at if last and running is None else None
    theirs = tuple(
        contact
        for office in _CALLED
        for contact in access_contacts(viewer, section_id=section_id, office=office)
        if contact.side != sides[0]
    )
    return Hotline(
        section_id=section_id,
        sides=sides,
        ours=access_on_duty(viewer, now, section_id=section_id),
        theirs=theirs,
        running=running,
        calls=calls,
        next_at=next_at,
        is_late=next_at is not None and next_at < now,
    )


def access_due_calls(viewer: Viewer, now: datetime) -> tuple[CallLine, ...]:
    """The calls whose next one was agreed and has not been made yet, one for each section, due first."""
    require(viewer, Permission.WORK_ALERTS)
    newest: dict[str, Call] = {}
    lately = Call.objects.filter(agency_id=viewer.agency, was_reached=True, began_at__gte=now - _LATELY)
    for row in lately.order_by("began_at", "id"):
        newest[row.section_id] = row
    waiting = [row for row in newest.values() if row.next_at is not None]
    return tuple(call_line(row) for row in sorted(waiting, key=lambda row: row.next_at or now))


def sides_of(section_id: str) -> tuple[str, ...]:
    """The two countries of a section, that of the region itself first."""
    region = current_region()
    own = next(iter(region.zones))
    pair = region.section[section_id].pair.split("-")
    return tuple(sorted(pair, key=lambda side: side != own))


def call_line(row: Call) -> CallLine:
    """A stored call as a line of a list."""
    return CallLine(
        id=row.pk, alert_id=row.alert_id, section_id=row.section_id, office_name=row.office_name, side=row.side,
        actor=row.actor, is_incoming=row.is_incoming, is_exercise=row.is_exercise, began_at=row.began_at,
        ended_at=row.ended_at, was_reached=row.was_reached, agreed=row.agreed, next_at=row.next_at,
    )  # fmt: skip
