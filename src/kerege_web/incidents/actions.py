"""The only writes of incidents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kerege.domain.account import Account as DomainAccount
from kerege.domain.errors import AccessDeniedError, InputError, RejectedRow
from kerege.domain.grading import Grading
from kerege.domain.incident import Incident as DomainIncident
from kerege.domain.marking import Marking
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.models import Agency
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.incidents.access import visible_incident
from kerege_web.incidents.intake import read_in_slices
from kerege_web.incidents.location import location_columns
from kerege_web.incidents.models import Account, GradingChange, ImportBatch, Incident
from kerege_web.incidents.stored_form import domain_incident, search_text
from kerege_web.incidents.storing import BatchWriter

KEPT_REJECTIONS = 10_000
"""Rejected rows that an outcome lists; beyond it they are only counted."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What became of the rows of a file.

    Parameters
    ----------
    name, format : str
        File name, and the format it was read as.
    new, known, rejected_count : int
        Rows stored now, rows that were here already, rows not taken.
    rejected : tuple of RejectedRow
        The first ten thousand of them, each with line, column and reason.
    ignored_columns : tuple of str
        Columns that the format does not know; they were not kept.
    sample : tuple of Incident
        The first new incidents, for a preview.
    is_stored : bool
        False for a preview.
    """

    name: str
    format: str
    new: int
    known: int
    rejected_count: int
    rejected: tuple[RejectedRow, ...]
    ignored_columns: tuple[str, ...]
    sample: tuple[DomainIncident, ...]
    is_stored: bool


class _PreviewOnly(Exception):  # noqa: N818 - not an error: it undoes the transaction of a preview
    """Ends a preview."""


def preview_import(
    actor: Viewer, *, content: bytes, name: str, format_name: str = "auto", marking: Marking | None = None
) -> ImportOutcome:
    """What an import of this file would do, without doing it: the import itself, undone."""
    outcome: ImportOutcome | None = None
    try:
        with transaction.atomic():
            outcome = import_reports(actor, content=content, name=name, format_name=format_name, marking=marking)
            raise _PreviewOnly
    except _PreviewOnly:
        pass
    if outcome is None:
        raise AccessDeniedError
    return ImportOutcome(
        name=outcome.name,
        format=outcome.format,
        new=outcome.new,
        known=outcome.known,
        rejected_count=outcome.rejected_count,
        rejected=outcome.rejected,
        ignored_columns=outcome.ignored_columns,
        sample=outcome.sample,
        is_stored=False,
    )


@transaction.atomic
def import_reports(
    actor: Viewer,
    *,
    content: bytes,
    name: str,
    format_name: str = "auto",
    marking: Marking | None = None,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Read a file in, all of it or nothing; bad rows are listed, good rows kept, known rows left as they are.

    Parameters
    ----------
    content, name : bytes, str
        The file.
    format_name : str
        "auto", "native", "acled" or "ucdp".
    marking : Marking or None
        For rows that carry none; AMBER for the own agency where None.
    progress : callable or None
        Told the number of rows done so far.

    Raises
    ------
    InputError
        If the file cannot be read as a whole. A bad row is no reason.
    """
    require(actor, Permission.IMPORT_REPORTS)
    if not Agency.objects.filter(code=actor.agency).exists():
        raise InputError(f"The agency {actor.agency!r} is not known", mend="Add it: kerege user agency CODE NAME")
    now = timezone.now()
    batch = ImportBatch.objects.create(
        name=name[-200:], format=format_name, digest=hashlib.sha256(content).hexdigest(), at=now, actor=actor.login,
        agency_id=actor.agency, new=0, known=0, rejected=0,
    )  # fmt: skip
    writer = BatchWriter(agency=actor.agency, batch_id=batch.pk)
    rejected: list[RejectedRow] = []
    rejected_count, found_format = 0, format_name
    ignored: tuple[str, ...] = ()
    parts = read_in_slices(
        content,
        name,
        format_name=format_name,
        marking=marking or Marking(),
        imported_at=now,
        agency=actor.agency,
    )
    for part in parts:
        refused = [*part.rejected, *writer.write(part.columns, part.ready)]
        rejected_count += len(refused)
        rejected.extend(refused[: KEPT_REJECTIONS - len(rejected)])
        found_format, ignored = part.format, part.ignored_columns
        if progress:
            progress(writer.new + writer.known + rejected_count)
    outcome = ImportOutcome(
        name=name,
        format=found_format,
        new=writer.new,
        known=writer.known,
        rejected_count=rejected_count,
        rejected=tuple(sorted(rejected, key=lambda row: row.line)),
        ignored_columns=ignored,
        sample=tuple(writer.sample),
        is_stored=True,
    )
    if not writer.new:
        batch.delete()
    else:
        _close_batch(actor, batch, outcome)
    return outcome


def _close_batch(actor: Viewer, batch: ImportBatch, outcome: ImportOutcome) -> None:
    batch.format, batch.new, batch.known = outcome.format, outcome.new, outcome.known
    batch.rejected = outcome.rejected_count
    batch.save(update_fields=["format", "new", "known", "rejected"])
    record(
        actor,
        action="import_reports",
        object_type="import",
        object_id=str(batch.pk),
        details={
            "file": batch.name,
            "format": batch.format,
            "digest": batch.digest,
            "new": outcome.new,
            "known": outcome.known,
            "rejected": outcome.rejected_count,
        },
    )


@transaction.atomic
def relocate_incidents(actor: Viewer) -> int:
    """Find anew where every incident lies, after the sections have changed. Returns how many were placed.

    Lines are data of the station, not of an agency, so this touches the incidents of all agencies, and shows none.
    """
    require(actor, Permission.RELOCATE_INCIDENTS)
    columns = ("pair", "group_id", "section_id", "distance_km", "side", "side_is_certain", "shares")
    placed, last_pk = 0, 0
    while rows := list(
        Incident.objects.filter(pk__gt=last_pk).order_by("pk").prefetch_related("accounts", "sources")[:5000]
    ):
        incidents = [domain_incident(row) for row in rows]
        for row, found in zip(rows, location_columns(incidents), strict=True):
            for column in columns:
                setattr(row, column, found[column])
            placed += bool(row.section_id)
        Incident.objects.bulk_update(rows, columns, batch_size=200)
        last_pk = rows[-1].pk
    record(actor, action="relocate_incidents", object_type="region", object_id="sections", details={"placed": placed})
    return placed


@transaction.atomic
def regrade_incident(actor: Viewer, *, incident_id: str, grading: Grading, reason: str) -> None:
    """Judge source and item anew. Only analysts of the agency it came from; the reason is kept.

    Raises
    ------
    AccessDeniedError
        If there is no such incident of the actor's agency.
    InputError
        If no reason is given.
    """
    require(actor, Permission.REGRADE_INCIDENT)
    row = visible_incident(actor, incident_id, to_change=True)
    if row.agency_id != actor.agency:
        raise AccessDeniedError
    if not reason.strip():
        raise InputError("A grade needs a reason", where="reason", mend="Say in a few words why")
    earlier = f"{row.reliability}{row.credibility}"
    if not row.grading_changes.exists():
        _keep_arrival_grading(row)
    row.reliability, row.credibility = grading.reliability.value, grading.credibility.value
    row.save(update_fields=["reliability", "credibility"])
    GradingChange.objects.create(
        incident=row, reliability=row.reliability, credibility=row.credibility, reason=reason.strip(),
        at=timezone.now(), actor=actor.login, agency=actor.agency,
    )  # fmt: skip
    record(
        actor,
        action="regrade_incident",
        object_type="incident",
        object_id=row.reference,
        details={"earlier": earlier, "grade": str(grading)},
    )


def _keep_arrival_grading(row: Incident) -> None:
    GradingChange.objects.create(
        incident=row, reliability=row.reliability, credibility=row.credibility, reason="", at=row.batch.at,
        actor=row.batch.actor, agency=row.batch.agency_id,
    )  # fmt: skip


@transaction.atomic
def add_account(actor: Viewer, *, incident_id: str, side: str, text: str) -> None:
    """Add a side's version beside those that are there; none is ever replaced.

    Raises
    ------
    AccessDeniedError
        If there is no such incident that the actor may see.
    InputError
        If there are no words, or more than 5,000 letters.
    """
    require(actor, Permission.ADD_ACCOUNT)
    row = visible_incident(actor, incident_id, to_change=True)
    if not text.strip() or len(text) > 5_000:
        raise InputError("An account has 1 to 5,000 letters", where="text", mend="Shorten it or write some words")
    account = DomainAccount(side.strip()[:10], text.strip())
    Account.objects.create(incident=row, side=account.side, text=account.text)
    incident = domain_incident(row)
    row.search_text = search_text(row.reference, incident)
    row.save(update_fields=["search_text"])
    record(
        actor,
        action="add_account",
        object_type="incident",
        object_id=row.reference,
        details={"side": account.side},
    )
