"""Publishing bulletins."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kerege.domain.bulletin import Bulletin, BulletinLevel
from kerege.domain.errors import InputError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.incidents.access import access_incidents_by_id
from kerege_web.incidents.stored_form import releasable_text
from kerege_web.region import current_catalogue, current_region
from kerege_web.risk.access import PublishedBulletin, published_bulletin
from kerege_web.risk.models import StoredBulletin
from kerege_web.warning.access import RunDetail, access_earlier_run, access_latest_run, access_run, run_key
from kerege_web.warning.actions import run_watch


def publish_bulletin(
    actor: Viewer, *, level: BulletinLevel, language: str, run_id: str = "", as_of: datetime | None = None
) -> PublishedBulletin:
    """Make the bulletin of a run and keep its PDF. The same bulletin is kept once.

    Parameters
    ----------
    level, language : BulletinLevel, str
        For whom, and in which of the five languages.
    run_id : str
        The run it speaks of; the newest where empty.
    as_of : datetime or None
        Instead of a run: run the watch on what was known then.

    Raises
    ------
    InputError
        For a language that is not offered, or when there is no run yet.
    """
    require(actor, Permission.PUBLISH_BULLETIN)
    if language not in dict(settings.LANGUAGES):
        raise InputError(
            f"The language {language!r} is not offered", mend=f"Offered: {', '.join(dict(settings.LANGUAGES))}"
        )
    detail = _chosen_run(actor, run_id, as_of)
    reference = f"{level.value}-{language}-{detail.summary.id}"
    row = StoredBulletin.objects.filter(reference=reference).select_related("run").first()
    if row is None:
        row = _publish(actor, reference, level, language, detail)
    return published_bulletin(row)


def _chosen_run(actor: Viewer, run_id: str, as_of: datetime | None) -> RunDetail:
    if as_of is not None:
        return run_watch(actor, as_of=as_of)
    detail = access_run(actor, run_id) if run_id else access_latest_run(actor)
    if detail is None:
        raise InputError("There is no run of the watch yet", mend="Run it first: kerege watch")
    return detail


def _compose(actor: Viewer, level: BulletinLevel, language: str, detail: RunDetail) -> Bulletin:
    from kerege.bulletin.compose import compose
    from kerege.files.catalogues import read_words

    earlier = access_earlier_run(actor, detail.run.as_of)
    return compose(
        level,
        run=detail.run,
        incidents=access_incidents_by_id(actor, detail.run.incident_ids),
        region=current_region(),
        catalogue=current_catalogue(),
        words=read_words(language),
        marking=detail.summary.marking,
        earlier=earlier.run if earlier else None,
    )


def _publish(actor: Viewer, reference: str, level: BulletinLevel, language: str, detail: RunDetail) -> StoredBulletin:
    from kerege.bulletin.render import render_pdf

    bulletin = _compose(actor, level, language, detail)
    content = render_pdf(bulletin)
    whole = hashlib.sha256(content).hexdigest()
    marking = detail.summary.marking
    # The file comes first: a file without a row is harmless, a row without a file is not.
    file_name = default_storage.save(f"{reference}.pdf", ContentFile(content))
    with transaction.atomic():
        row = StoredBulletin.objects.create(
            reference=reference,
            level=level.value,
            language=language,
            number=bulletin.header.number,
            title=bulletin.header.title,
            as_of=detail.run.as_of,
            run_id=run_key(actor, detail.summary.id),
            published_at=timezone.now(),
            actor=actor.login,
            agency_id=actor.agency,
            tlp=marking.tlp.value,
            releasable_to=releasable_text(marking),
            file_name=file_name,
            digest=whole,
            size_bytes=len(content),
        )
        record(
            actor,
            action="publish_bulletin",
            object_type="bulletin",
            object_id=reference,
            details={"run": detail.summary.id, "digest": whole},
        )
    return row
