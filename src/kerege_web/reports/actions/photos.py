"""A picture that comes after its report."""

from __future__ import annotations

from django.db import transaction

from kerege.domain.errors import AccessDeniedError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.models import Photo, Report
from kerege_web.reports.photo import CleanPhoto
from kerege_web.reports.receipt import client_text
from kerege_web.sealing import Purpose, keyed_digests

MOST_PHOTOS = 20
"""Pictures of one report."""


@transaction.atomic
def add_photo(actor: Viewer, *, door: Door, client_id: str, photo: CleanPhoto) -> bool:
    """Keep a picture with its report; whether it is new there is the answer. Beyond twenty none is kept.

    Raises
    ------
    AccessDeniedError
        If the actor may not send reports, or no report came in through this door with this id.
    """
    require(actor, Permission.SEND_REPORT)
    digests = keyed_digests(client_text(door, client_id), Purpose.SOURCE)
    row = Report.objects.select_for_update(of=("self",)).filter(client_digest__in=digests).first()
    if row is None:
        raise AccessDeniedError
    there = set(row.photos.values_list("digest", flat=True))
    if photo.digest in there or len(there) >= MOST_PHOTOS:
        return False
    Photo.objects.create(
        report=row, name=f"{photo.digest[:12]}.jpg", digest=photo.digest, content=photo.content, width=photo.width,
        height=photo.height,
    )  # fmt: skip
    record(actor, action="add_photo", object_type="report", object_id=str(row.pk))
    return True
