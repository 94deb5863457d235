"""The telephone to the other side, the contact book and the shifts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web.made_alerts import opened

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.office import Office
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.response.access.contacts import access_contacts
from kerege_web.response.access.hotline import access_due_calls, access_hotline
from kerege_web.response.access.shifts import access_on_duty, access_shifts
from kerege_web.response.access.timeline import access_timeline
from kerege_web.response.actions.calls import begin_call, end_call
from kerege_web.response.actions.contacts import ContactSaid, put_contact, remove_contact
from kerege_web.response.actions.shifts import add_shift, remove_shift
from kerege_web.response.models import Call, Contact, Shift

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]
SECTION, OTHER = "aa-bb.alba--birka", "aa-bb.birka--cedra"
DUTY = ContactSaid(office=Office.DUTY_OFFICER, side="BB", name="Detachment of Birka", number="+992 (37) 221-33-44")


def said(**other: object) -> ContactSaid:
    return ContactSaid(**{**{name: getattr(DUTY, name) for name in DUTY.__slots__}, **other})


def test_the_ladder_of_a_section_is_climbed_from_its_first_rung(analyst: Viewer, officer: Viewer) -> None:
    second = put_contact(analyst, said=said(name="Deputy", rung=2))
    first = put_contact(analyst, said=DUTY)
    elsewhere = put_contact(analyst, said=said(name="Elsewhere", section_ids=[OTHER]))
    own_side = put_contact(analyst, said=said(name="Ours", side="AA"))
    representative = put_contact(analyst, said=said(name="Representative", office=Office.BORDER_REPRESENTATIVE))
    found = access_hotline(officer, SECTION, timezone.now())
    assert [contact.id for contact in found.theirs] == [first, second, representative]
    assert found.theirs[0].number == "+992 (37) 221-33-44" and found.theirs[0].dialled == "+992372213344"
    assert {contact.id for contact in access_contacts(officer)} == {first, second, elsewhere, own_side, representative}
    assert [one.id for one in access_contacts(officer, section_id=OTHER, office=Office.DUTY_OFFICER, side="BB")] == [
        first, elsewhere, second,
    ]  # fmt: skip


def test_numbers_are_sealed_never_logged_and_deleted_with_the_office(analyst: Viewer) -> None:
    contact = put_contact(analyst, said=DUTY)
    assert "221" not in Contact.objects.get().sealed_number
    put_contact(analyst, said=said(number="112"), contact_id=contact)
    assert access_contacts(analyst)[0].number == "112"
    assert "221" not in repr(access_contacts(analyst)) and "112" not in repr(access_contacts(analyst)[0])
    remove_contact(analyst, contact_id=contact)
    assert Contact.objects.get().sealed_number == "" and access_contacts(analyst) == ()
    assert "221" not in str(list(AuditEntry.objects.values_list("details", flat=True)))
    with pytest.raises(AccessDeniedError):
        remove_contact(analyst, contact_id=contact)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"name": "x" * 121}, {"number": ""}, {"number": "call me"}, {"number": "1"},
        {"number": "1" * 31},
        {"number": "99+2"}, {"number": "٠١٢٣"}, {"rung": 0}, {"rung": 10}, {"side": "XX"}, {"section_ids": ["nowhere"]},
    ],
)  # fmt: skip
def test_what_is_no_office_is_refused(analyst: Viewer, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        put_contact(analyst, said=said(**wrong))
    assert not Contact.objects.exists()


def test_books_and_shifts_are_kept_by_few_and_seen_by_their_agency_only(viewers: Viewers) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    police = viewers["police", Role.ANALYST]
    now = timezone.now()
    contact = put_contact(analyst, said=DUTY)
    shift = add_shift(analyst, login=officer.login, begins_at=now, ends_at=now + timedelta(hours=8))
    for attempt in (
        lambda: put_contact(officer, said=DUTY),
        lambda: remove_contact(officer, contact_id=contact),
        lambda: add_shift(officer, login=officer.login, begins_at=now, ends_at=now + timedelta(hours=9)),
        lambda: remove_shift(officer, shift_id=shift),
        lambda: put_contact(police, said=DUTY, contact_id=contact),
        lambda: remove_contact(police, contact_id=contact),
        lambda: remove_shift(police, shift_id=shift),
        lambda: begin_call(police, section_id=SECTION, contact_id=contact),
    ):
        with pytest.raises(AccessDeniedError):
            attempt()
    assert access_contacts(police) == () and access_shifts(police, now) == ()
    assert access_hotline(police, SECTION, now).theirs == ()


def test_a_call_is_begun_and_ended_with_what_was_agreed_and_the_next_one(viewers: Viewers) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    contact = put_contact(analyst, said=DUTY)
    alert = opened(officer, section_id=SECTION)
    call = begin_call(officer, section_id=SECTION, contact_id=contact, alert_id=alert)
    running = access_hotline(analyst, SECTION, timezone.now()).running
    assert running is not None and (running.id, running.office_name) == (call, DUTY.name)
    with pytest.raises(InputError, match="A call goes on already"):
        begin_call(officer, section_id=SECTION)
    with pytest.raises(InputError, match="what was agreed"):
        end_call(officer, call_id=call, was_reached=True, agreed=" ")
    # Any colleague may end it.
    end_call(analyst, call_id=call, was_reached=True, agreed="Both draw back 200 m.", next_minutes=30)
    with pytest.raises(AccessDeniedError):
        end_call(officer, call_id=call, was_reached=False)
    found = access_hotline(officer, SECTION, timezone.now())
    assert found.running is None and not found.is_late
    assert found.next_at is not None and found.next_at == Call.objects.get().next_at
    late = access_hotline(officer, SECTION, timezone.now() + timedelta(minutes=31))
    assert late.is_late and [one.section_id for one in access_due_calls(officer, timezone.now())] == [SECTION]
    entry = access_timeline(officer, alert)[-1]
    assert (entry.kind, entry.words) == ("reached", "Both draw back 200 m.")
    # Nobody answered: what was agreed before still holds.
    end_call(officer, call_id=begin_call(officer, section_id=SECTION), was_reached=False)
    assert access_hotline(officer, SECTION, timezone.now()).next_at == found.next_at
    end_call(officer, call_id=begin_call(officer, section_id=SECTION), was_reached=True, agreed="Quiet.")
    assert access_hotline(officer, SECTION, timezone.now()).next_at is None
    assert access_due_calls(officer, timezone.now()) == ()


def test_calls_about_what_one_may_not_see_or_to_nowhere_are_refused(viewers: Viewers) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    alert = opened(officer)
    with pytest.raises(AccessDeniedError):
        begin_call(police, section_id=SECTION, alert_id=alert)
    with pytest.raises(InputError, match="There is no section"):
        begin_call(officer, section_id="nowhere")
    call = begin_call(officer, section_id=SECTION, is_incoming=True)
    for minutes in (0, -5, 20_000):
        with pytest.raises(InputError, match="within a week"):
            end_call(officer, call_id=call, was_reached=False, next_minutes=minutes)
    assert Call.objects.get().ended_at is None


def test_shifts_say_who_is_there_now(viewers: Viewers) -> None:
    analyst, officer = viewers["border-service", Role.ANALYST], viewers["border-service", Role.OFFICER]
    now = timezone.now()
    running = add_shift(
        analyst, login=officer.login, begins_at=now - timedelta(hours=2), ends_at=now + timedelta(hours=6),
        section_ids=[SECTION],
    )  # fmt: skip
    add_shift(
        analyst, login=officer.login, begins_at=now + timedelta(hours=6), ends_at=now + timedelta(hours=14)
    )  # fmt: skip
    assert [one.login for one in access_on_duty(officer, now, section_id=SECTION)] == [officer.login]
    assert access_on_duty(officer, now, section_id=OTHER) == ()
    assert [one.login for one in access_on_duty(officer, now + timedelta(hours=7), section_id=OTHER)] == [officer.login]
    assert [shift.is_now for shift in access_shifts(officer, now)] == [True, False]
    remove_shift(analyst, shift_id=running)
    # It stays on record that somebody was there until now.
    assert Shift.objects.count() == 2 and access_on_duty(officer, timezone.now(), section_id=SECTION) == ()


@pytest.mark.parametrize(
    ("login", "begins", "ends", "sections"),
    [
        ("officer.police", 0, 8, []), ("nobody", 0, 8, []), ("officer.border-service", 8, 8, []),
        ("officer.border-service", 8, 2, []), ("officer.border-service", 0, 200, []),
        ("officer.border-service", -20, -10, []), ("officer.border-service", 11_000, 11_008, []),
        ("officer.border-service", 0, 8, ["nowhere"]), ("officer.border-service", 21, 23, []),
    ],
)  # fmt: skip
def test_a_shift_that_cannot_be_is_refused(
    analyst: Viewer, officer: Viewer, login: str, begins: float, ends: float, sections: list[str]
) -> None:
    now = timezone.now()
    add_shift(
        analyst, login=officer.login, begins_at=now + timedelta(hours=20), ends_at=now + timedelta(hours=28)
    )  # fmt: skip
    with pytest.raises(InputError):
        add_shift(
            analyst, login=login, begins_at=now + timedelta(hours=begins), ends_at=now + timedelta(hours=ends),
            section_ids=sections,
        )  # fmt: skip
    assert Shift.objects.count() == 1
