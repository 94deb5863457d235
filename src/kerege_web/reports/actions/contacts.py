"""Looking at how a reporter may be reached. Each look has a reason and stands in the log."""

from __future__ import annotations

from django.db import transaction

from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.access.desk_report import may_work_on
from kerege_web.reports.access.reports import visible_report
from kerege_web.reports.actions.judging import LONGEST_REASON
from kerege_web.reports.actions.receiving import ReporterContact
from kerege_web.reports.models import Contact
from kerege_web.sealing import Purpose, unseal


@transaction.atomic
def look_at_contact(actor: Viewer, *, report_id: int, reason: str) -> ReporterContact:
    """How the reporter may be reached, for a call back. The look is logged before the seal is broken.

    Raises
    ------
    AccessDeniedError
        If the actor may not call back, or there is no such report of the agency, or no contact (any more).
    InputError
        If no reason is given.
    """
    require(actor, Permission.SEE_CONTACT)
    row = visible_report(actor, report_id)
    contact = Contact.objects.filter(report=row).first()
    if contact is None or not may_work_on(actor, row):
        raise AccessDeniedError
    words = reason.strip()
    if not 1 <= len(words) <= LONGEST_REASON:
        raise InputError("Say why you need the contact", where="reason", mend="A few words are enough")
    record(actor, action="look_at_contact", object_type="report", object_id=str(row.pk), details={"reason": words})
    return ReporterContact(contact.kind, unseal(contact.sealed, Purpose.CONTACT))
