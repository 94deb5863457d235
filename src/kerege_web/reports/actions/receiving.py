"""A report comes in: the one action behind every door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError
from kerege.domain.marking import TLP
from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.submission import Submission
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.one_writer import one_writer
from kerege_web.reports.actions.devices import add_device as add_device
from kerege_web.reports.assessment import Assessment, assess
from kerege_web.reports.models import Contact, Device, Photo, Report
from kerege_web.reports.photo import CleanPhoto
from kerege_web.reports.receipt import client_text, code_again, code_for, digest_of_code
from kerege_web.sealing import Purpose, keyed_digest, keyed_digests, seal
from kerege_web.short_transaction import short_transaction


@dataclass(frozen=True, slots=True)
class ReporterContact:
    """How a reporter may be reached.

    Parameters
    ----------
    kind : str
        "phone", "telegram", "e-mail" or "other".
    address : str
    """

    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets.

    Parameters
    ----------
    code : ReceiptCode
        For asking later what became of the report.
    is_new : bool
        False if this report was here already.
    report_id : int
    """

    code: ReceiptCode
    is_new: bool
    report_id: int


def receive_report(
    actor: Viewer,
    *,
    submission: Submission,
    photos: Sequence[CleanPhoto] = (),
    contact: ReporterContact | None = None,
    device_id: int | None = None,
) -> Receipt:
    """Keep a report, once: the same id sent again gives the same receipt, and only adds pictures that are new.

    Parameters
    ----------
    actor : Viewer
        A door (`doorkeeper`), or a person who enters a report for somebody.
    submission : Submission
    photos : sequence of CleanPhoto
    contact : ReporterContact or None
        Sealed, and deleted when the site's term is over.
    device_id : int or None
        The device that sent it, where it has a key.

    Raises
    ------
    AccessDeniedError
        If the actor may not send reports.
    """
    if not (actor.may(Permission.SEND_REPORT) or actor.may(Permission.ENTER_REPORT)):
        raise AccessDeniedError
    client = client_text(submission.door, submission.client_id)
    known = _known(client)
    if known is None:
        now = timezone.now()
        device = (
            None
            if device_id is None
            else Device.objects.only("agency_id", "reliability").get(pk=device_id, is_active=True)
        )
        # What takes time is done before anybody else has to wait for the database.
        found = assess(submission, now, device.agency_id if device else actor.agency)
        try:
            with short_transaction():
                return _keep(actor, submission, client, photos, contact, device, found, now)
        except IntegrityError:
            # Somebody sent the same report at the same moment; the other one was first.
            known = _known(client)
            if known is None:
                raise
    if photos:
        with one_writer(), transaction.atomic():
            _add_photos(known, photos)
    code = code_again(submission.door, submission.client_id, known.receipt_digest)
    return Receipt(code, is_new=False, report_id=known.pk)


def _known(client: str) -> Report | None:
    # Each column that is read and not needed costs; of most reports nothing is there yet.
    rows = Report.objects.filter(client_digest__in=keyed_digests(client, Purpose.SOURCE)).order_by()
    return rows.only("receipt_digest").first()


def _keep(
    actor: Viewer,
    submission: Submission,
    client: str,
    photos: Sequence[CleanPhoto],
    contact: ReporterContact | None,
    device: Device | None,
    found: Assessment,
    now: datetime,
) -> Receipt:
    code = code_for(submission.door, submission.client_id)
    row = Report.objects.create(
        receipt_digest=digest_of_code(code),
        client_digest=keyed_digest(client, Purpose.SOURCE),
        source_digest=keyed_digest(submission.source, Purpose.SOURCE) if submission.source else "",
        door=submission.door.value,
        device=device,
        agency_id=device.agency_id if device else actor.agency,
        tlp=TLP.AMBER.value,
        received_at=now,
        verdict=Verdict.NEW.value,
        reliability=device.reliability if device else "F",
        **_said(submission),
        **found.columns(),
    )
    _add_photos(row, photos)
    if contact is not None and contact.address.strip():
        _keep_contact(row, contact, now)
    record(
        actor,
        action="receive_report",
        object_type="report",
        object_id=str(row.pk),
        details={"door": row.door, "is_exercise": row.is_exercise},
    )
    return Receipt(code, is_new=True, report_id=row.pk)


def _said(submission: Submission) -> dict[str, object]:
    """The columns that hold what the sender said."""
    position, occurred = submission.position, submission.occurred
    harm = {
        name: [count.low, count.best, count.high]
        for name in ("killed", "injured", "displaced", "detained")
        if (count := getattr(submission.harm, name)) is not None
    }
    return {
        "sent_at": submission.sent_at,
        "language": submission.language,
        "kind": submission.kind,
        "text": submission.text,
        "start": occurred.start if occurred else None,
        "end": occurred.end if occurred else None,
        "precision": occurred.precision.value if occurred else "",
        "place": submission.place,
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "uncertainty_km": position.uncertainty_km if position else None,
        "hurt": submission.hurt.value,
        "harm": harm,
        "side": submission.side,
        "is_exercise": submission.is_exercise,
    }


def _add_photos(row: Report, photos: Sequence[CleanPhoto]) -> None:
    there = set(row.photos.values_list("digest", flat=True)) if photos else set()
    for photo in photos:
        if photo.digest not in there:
            there.add(photo.digest)
            Photo.objects.create(
                report=row, name=f"{photo.digest[:12]}.jpg", digest=photo.digest, content=photo.content,
                width=photo.width, height=photo.height,
            )  # fmt: skip


def _keep_contact(row: Report, contact: ReporterContact, now: datetime) -> None:
    Contact.objects.create(
        report=row,
        kind=contact.kind,
        sealed=seal(contact.address.strip(), Purpose.CONTACT),
        delete_after=now + timedelta(days=settings.KEREGE_CONTACT_DAYS),
    )
