"""Filled forms from a file of Kobo or ODK become reports."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from kerege.domain.errors import InputError, RejectedRow
from kerege.domain.submission import Door
from kerege.files.report_form import read_report_form
from kerege.files.tables import read_table
from kerege.intake.form_answers import AnswerContext, submission_of_answers
from kerege.intake.form_export import read_form_export
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.models import Agency
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.region import current_catalogue, current_region
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.contact_kind import contact_of
from kerege_web.reports.models import Report
from kerege_web.reports.receipt import client_text
from kerege_web.sealing import Purpose, keyed_digests


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of the rows of a file.

    Parameters
    ----------
    name : str
        The file's name.
    new, known : int
        Reports kept now, and those that were here already, by whichever door.
    rejected : tuple of RejectedRow
        Rows that hold no report.
    misread : tuple of RejectedRow
        Cells that could not be understood. Their reports are kept, with the cell as words.
    is_stored : bool
        False where only a look was wanted.
    """

    name: str
    new: int
    known: int
    rejected: tuple[RejectedRow, ...]
    misread: tuple[RejectedRow, ...]
    is_stored: bool


def import_filled_forms(actor: Viewer, *, content: bytes, name: str, is_look_only: bool = False) -> FileOutcome:
    """Read a file in, all of it or nothing. The same filling again, from a file or a phone, is the same report.

    Parameters
    ----------
    actor : Viewer
    content, name : bytes, str
        A CSV or XLSX file as Kobo or ODK exports it.
    is_look_only : bool
        Undo everything at the end.

    Raises
    ------
    AccessDeniedError
        If the actor may not import reports.
    InputError
        If the file cannot be read as a whole. A bad row is no reason.
    """
    require(actor, Permission.IMPORT_REPORTS)
    if not Agency.objects.filter(code=actor.agency).exists():
        raise InputError(f"The agency {actor.agency!r} is not known", mend="Add it: kerege user agency CODE NAME")
    limit_mb = settings.KEREGE_MAX_IMPORT_MB
    if len(content) > limit_mb * 1_000_000:
        raise InputError(
            f"The file is larger than {limit_mb} MB", where=name, mend="Split it, or raise KEREGE_MAX_IMPORT_MB"
        )
    exported = read_form_export(read_table(content, name), read_report_form())
    context = _context(actor)
    new, misread = 0, []
    with transaction.atomic():
        for form in exported.forms:
            answered = submission_of_answers(form.instance_id, form.answers, context)
            misread += [
                RejectedRow(form.line, question, text[:200], "Was not understood; it stands in the text of the report")
                for question, text in answered.misread
            ]
            if not _came_from_a_phone(form.instance_id):
                submission, contact = answered.submission, contact_of(answered.contact)
                new += receive_report(actor, submission=submission, contact=contact).is_new
        known = len(exported.forms) - new
        if new and not is_look_only:
            record(
                actor,
                action="import_filled_forms",
                object_type="file",
                object_id=hashlib.sha256(content).hexdigest()[:16],
                details={"file": name[-200:], "new": new, "known": known, "rejected": len(exported.rejected)},
            )
        if is_look_only:
            transaction.set_rollback(True)
    return FileOutcome(
        name=name,
        new=new,
        known=known,
        rejected=tuple(exported.rejected),
        misread=tuple(misread),
        is_stored=not is_look_only,
    )


def _context(actor: Viewer) -> AnswerContext:
    region = current_region()
    languages = [code for code, _name in settings.LANGUAGES]
    return AnswerContext(
        door=Door.FILE,
        zone=region.zone,
        kinds=current_catalogue().kinds.keys(),
        kind_of_choice=read_report_form().kinds,
        countries=region.countries.keys(),
        language=next((code for code in region.languages if code in languages), "en"),
        languages=languages,
    )


def _came_from_a_phone(instance_id: str) -> bool:
    client = client_text(Door.ODK, instance_id)
    return Report.objects.filter(client_digest__in=keyed_digests(client, Purpose.SOURCE)).exists()
