"""The contact book of the viewer's agency: who is called first, for which section."""

from __future__ import annotations

from dataclasses import dataclass, field

from kerege.domain.office import Office
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.response.models import Contact
from kerege_web.sealing import Purpose, SealBrokenError, unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """An office that can be called.

    Parameters
    ----------
    id : int
    office : Office
    side : str
        Country code.
    name, languages : str
    number : str
        "" where the key that opens it is missing.
    rung : int
        1 is called first.
    section_ids : tuple of str
        Empty for every section.
    """

    id: int
    office: Office
    side: str
    name: str
    languages: str
    number: str = field(repr=False)
    rung: int
    section_ids: tuple[str, ...]

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it: digits, with a plus where one leads."""
        digits = "".join(letter for letter in self.number if letter.isdigit())
        return f"+{digits}" if self.number.strip().startswith("+") else digits


def access_contacts(
    viewer: Viewer, *, section_id: str = "", office: Office | None = None, side: str = ""
) -> tuple[ContactLine, ...]:
    """The offices of the agency's own book, by office and in the order in which they are called.

    Parameters
    ----------
    section_id : str
        Only those for this section; "" for all.
    office : Office or None
    side : str
        Country code; "" for both sides.

    Raises
    ------
    AccessDeniedError
        If the viewer does not work on alerts.
    """
    require(viewer, Permission.WORK_ALERTS)
    rows = Contact.objects.filter(agency_id=viewer.agency, is_active=True)
    if office is not None:
        rows = rows.filter(office=office)
    if side:
        rows = rows.filter(side=side)
    return tuple(
        contact_line(row) for row in rows if not section_id or not row.section_ids or section_id in row.section_ids
    )


def contact_line(row: Contact) -> ContactLine:
    """A stored office as a line of a list."""
    try:
        number = unseal(row.sealed_number, Purpose.CONTACT)
    except SealBrokenError:
        number = ""
    return ContactLine(
        id=row.pk, office=Office(row.office), side=row.side, name=row.name, languages=row.languages, number=number,
        rung=row.rung, section_ids=tuple(row.section_ids),
    )  # fmt: skip
