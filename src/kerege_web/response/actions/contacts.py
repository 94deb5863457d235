"""The contact book is kept: offices and their numbers, in the order in which they are called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.office import Office
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.region import current_region
from kerege_web.response.models import Contact
from kerege_web.sealing import Purpose, seal

LONGEST_NAME, LONGEST_NUMBER, LEAST_DIGITS, MOST_CONTACTS = 120, 30, 2, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSaid:
    """An office as somebody writes it into the book.

    Parameters
    ----------
    office : Office
    side : str
        Country code.
    name : str
        Of the office; never that of a person.
    number : str
        Digits, with a plus, spaces, hyphens and brackets where they help to read it.
    rung : int
        1..9, 1 is called first.
    section_ids : collection of str
        Empty for every section.
    languages : str
        Which ones are spoken there.
    """

    office: Office
    side: str
    name: str
    number: str = field(repr=False)
    rung: int = 1
    section_ids: Collection[str] = ()
    languages: str = ""


@transaction.atomic
def put_contact(actor: Viewer, *, said: ContactSaid, contact_id: int | None = None) -> int:
    """Write an office into the book, or another number for one that stands there; its id is the answer.

    Raises
    ------
    AccessDeniedError
        If the actor may not, or there is no such office in the book of the actor's agency.
    InputError
        For no name, no number, a rung, side or section that does not exist, or a book that is full.
    """
    require(actor, Permission.KEEP_DUTY)
    name = " ".join(said.name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InputError(f"A name has 1 to {LONGEST_NAME} letters", where="name", mend="Write which office it is")
    region = current_region()
    if said.side not in region.countries:
        raise InputError(f"There is no side {said.side!r}", where="side", mend="Choose one of the list")
    if unknown := sorted(set(said.section_ids) - set(region.section)):
        raise InputError(f"There is no section {unknown[0]!r}", where="section_ids", mend="Choose from the list")
    if not 1 <= said.rung <= 9:
        raise InputError("The order lies between 1 and 9", where="rung", mend="1 is called first")
    row = _row(actor, contact_id) if contact_id is not None else Contact(agency_id=actor.agency)
    if row.pk is None and Contact.objects.filter(agency_id=actor.agency, is_active=True).count() >= MOST_CONTACTS:
        raise InputError(f"A book has up to {MOST_CONTACTS:,} offices", mend="Take one out that is no longer there")
    row.office, row.side, row.name, row.rung = said.office, said.side, name, said.rung
    row.section_ids, row.languages = sorted(set(said.section_ids)), said.languages.strip()[:40]
    row.sealed_number = seal(_number(said.number), Purpose.CONTACT)
    _keep(actor, row, "put_contact")
    return row.pk


@transaction.atomic
def remove_contact(actor: Viewer, *, contact_id: int) -> None:
    """Take an office out of the book; its number is deleted, the calls made to it stay.

    Raises
    ------
    AccessDeniedError
        If the actor may not, or there is no such office in the book of the actor's agency.
    """
    require(actor, Permission.KEEP_DUTY)
    row = _row(actor, contact_id)
    row.is_active, row.sealed_number = False, ""
    _keep(actor, row, "remove_contact")


def _row(actor: Viewer, contact_id: int) -> Contact:
    row = Contact.objects.select_for_update().filter(pk=contact_id, agency_id=actor.agency, is_active=True).first()
    if row is None:
        raise AccessDeniedError
    return row


def _keep(actor: Viewer, row: Contact, action: str) -> None:
    row.changed_at, row.changed_by = timezone.now(), actor.login
    row.save()
    details = {"office": row.office, "side": row.side, "rung": row.rung, "sections": len(row.section_ids)}
    record(actor, action=action, object_type="contact", object_id=str(row.pk), details=details)


def _number(text: str) -> str:
    number = " ".join(text.split())
    digits = sum(letter in "0123456789" for letter in number)
    others = set(number) - set("0123456789 +-()/")
    if not number or len(number) > LONGEST_NUMBER or digits < LEAST_DIGITS or others or number.rfind("+") > 0:
        raise InputError(
            f"This is no number to dial: {LEAST_DIGITS} digits or more, {LONGEST_NUMBER} letters at most",
            where="number", mend="Write it as +996 312 123456",
        )  # fmt: skip
    return number
