"""Monitors come and go, their weekly word is kept, and their silence is told."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.situation_report import SituationReport
from kerege.domain.submission import LONGEST_PLACE, Door
from kerege.intake.incoming_sms import national_number
from kerege.intake.monitor_code import monitor_code
from kerege_web.accounts.access import Viewer, require, viewer_of_person
from kerege_web.accounts.models import Agency
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.region import current_region, current_sms_grammar
from kerege_web.reports.access.monitors import ListedMonitor, silent_monitors
from kerege_web.reports.actions.deliveries import enqueue_delivery
from kerege_web.reports.channels import Channel
from kerege_web.reports.message_words import known_language, silence_words
from kerege_web.reports.models import Monitor, Situation, Subscription
from kerege_web.reports.receipt import client_text
from kerege_web.sealing import Purpose, SealBrokenError, keyed_digest, seal, unseal


@transaction.atomic
def add_monitor(
    actor: Viewer,
    *,
    place: str,
    language: str,
    section_id: str = "",
    number: str = "",
    every_days: int = 7,
    agency: str = "",
) -> str:
    """Make a monitor known; the code to report under is the answer, drawn at random among those that are free.

    Parameters
    ----------
    actor : Viewer
    place : str
        The village.
    language : str
        What the monitor is answered in.
    section_id : str
        The section the village lies at; "" where not said.
    number : str
        Messages count from this number only; sealed. "" lets any number report under the code.
    every_days : int
        How often a word is expected, 1 to 60.
    agency : str
        Whose monitor it is; the actor's agency where "".

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors, or the agency is not known.
    InputError
        For a place, section, language, number or rhythm that cannot be used, or if no code is free.
    """
    require(actor, Permission.MANAGE_DOORS)
    _check(place, language, section_id, number, every_days)
    owner = agency or actor.agency
    if not Agency.objects.filter(code=owner).exists():
        raise AccessDeniedError
    code = _free_code()
    plain = national_number(number)
    Monitor.objects.create(
        code=code, agency_id=owner, section_id=section_id, place=place.strip(), language=language,
        every_days=every_days, sealed_number=seal(number.strip(), Purpose.CONTACT) if plain else "",
        number_digest=keyed_digest(plain, Purpose.SOURCE) if plain else "", since=timezone.now(),
    )  # fmt: skip
    details = {"place": place.strip(), "every_days": every_days}
    record(actor, action="add_monitor", object_type="monitor", object_id=code, details=details)
    return code


@transaction.atomic
def turn_off_monitor(actor: Viewer, *, code: str) -> None:
    """Expect no more of a monitor: messages under the code are no longer taken, and the number is deleted.

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors, or there is no such monitor of the actor's agency.
    """
    require(actor, Permission.MANAGE_DOORS)
    row = Monitor.objects.select_for_update().filter(code=code, agency_id=actor.agency).first()
    if row is None:
        raise AccessDeniedError
    row.is_active, row.sealed_number, row.number_digest = False, "", ""
    row.save(update_fields=["is_active", "sealed_number", "number_digest"])
    record(actor, action="turn_off_monitor", object_type="monitor", object_id=code)


@transaction.atomic
def keep_situation(actor: Viewer, *, report: SituationReport, client_id: str, door: Door) -> bool:
    """Keep a monitor's weekly word, once; whether it is new is the answer.

    Raises
    ------
    AccessDeniedError
        If the actor may not send reports, or the monitor is not known.
    """
    require(actor, Permission.SEND_REPORT)
    row = Monitor.objects.filter(code=report.monitor, is_active=True).first()
    if row is None:
        raise AccessDeniedError
    _, is_new = Situation.objects.get_or_create(
        client_digest=keyed_digest(client_text(door, client_id), Purpose.SOURCE),
        defaults={
            "monitor": row,
            "door": door.value,
            "received_at": timezone.now(),
            "first_day": report.week,
            "last_day": report.week + timedelta(days=6),
            "safety": report.safety,
            "change": report.change.value if report.change else "",
            "counts": dict(report.counts or {}),
            "text": report.comment,
        },
    )
    if is_new:
        details = {"door": door.value, "incidents": report.incidents}
        record(actor, action="keep_situation", object_type="monitor", object_id=row.code, details=details)
    return is_new


@transaction.atomic
def announce_silence(actor: Viewer, now: datetime) -> int:
    """Tell those who asked to be told which monitors fell silent, each silence once; how many did is the answer.

    Raises
    ------
    AccessDeniedError
        If the actor may not work on reports.
    """
    require(actor, Permission.WORK_REPORTS)
    told = dict(Monitor.objects.filter(is_active=True).values_list("code", "silence_told_at"))
    fallen = [monitor for monitor in silent_monitors(actor, now) if not _is_told(monitor, told[monitor.code])]
    if not fallen:
        return 0
    Monitor.objects.filter(code__in=[monitor.code for monitor in fallen]).update(silence_told_at=now)
    subscriptions = Subscription.objects.filter(
        is_active=True, confirmed_at__isnull=False, person__agency_id=actor.agency, person__is_active=True
    )
    for row in subscriptions.select_related("person"):
        person = viewer_of_person(row.person)
        try:
            address = unseal(row.sealed_address, Purpose.CONTACT)
        except SealBrokenError:
            # Its person sees at the desk's alerts that it is of no use any more; the others are told.
            continue
        if person.may(Permission.SEE_REPORTS):
            enqueue_delivery(
                actor, purpose="silence", channel=Channel(row.channel), login=person.login,
                address=address, language=person.language or "en",
                text=silence_words([(found.place, found.code) for found in fallen], person.language),
            )  # fmt: skip
    for monitor in fallen:
        details = {"silent_days": monitor.silent_days}
        record(actor, action="announce_silence", object_type="monitor", object_id=monitor.code, details=details)
    return len(fallen)


def _is_told(monitor: ListedMonitor, told_at: datetime | None) -> bool:
    """Whether this silence was told: since the last word."""
    return told_at is not None and told_at > (monitor.heard_at or monitor.since)


def _check(place: str, language: str, section_id: str, number: str, every_days: int) -> None:
    region = current_region()
    if not 1 <= len(place.strip()) <= LONGEST_PLACE:
        raise InputError(f"A place has 1 to {LONGEST_PLACE} letters", mend="Name the village")
    if known_language(language) != language:
        raise InputError(f"{language!r} is no language of the messages", mend="Choose one of en, ky, ru, tg, uz")
    if section_id and section_id not in region.section:
        raise InputError(f"{section_id!r} is no section of the region", mend="See sections: GET /api/v1/sections")
    if number.strip() and not 7 <= sum(letter.isdigit() for letter in number) <= 15:
        # The number itself is not said: what is said may be logged.
        raise InputError("A telephone number has 7 to 15 digits", where="number")
    if not 1 <= every_days <= 60:
        raise InputError(f"A word is expected every 1 to 60 days, not {every_days}", where="every-days")


def _free_code() -> str:
    grammar = current_sms_grammar()
    digits = grammar.code_digits if grammar else 4
    numbers = range(1, 10 ** (digits - 1))
    taken = set(Monitor.objects.values_list("code", flat=True))
    free = [code for code in (monitor_code(number, digits) for number in numbers) if code not in taken]
    if not free:
        raise InputError(f"All codes of {digits} digits are taken", mend="Raise code_digits in the region's sms.toml")
    return secrets.choice(free)
