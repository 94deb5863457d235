"""The only reads of section levels and bulletins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from kerege.domain.errors import AccessDeniedError, KeregeError
from kerege.domain.marking import Marking
from kerege.domain.risk import RiskAssessment
from kerege.domain.section import BorderSection
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.accounts.visibility import visible_to
from kerege_web.incidents.stored_form import stored_marking
from kerege_web.region import current_region
from kerege_web.risk.models import StoredBulletin
from kerege_web.warning.access import RunSummary, access_latest_run, access_run


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLevel:
    """A section of the border with what is expected of it; None where no run has judged it."""

    section: BorderSection
    assessment: RiskAssessment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLevels:
    """All sections in the order of the region, and the run that judged them; None before the first run."""

    run: RunSummary | None
    levels: tuple[SectionLevel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedBulletin:
    """One published bulletin in a list."""

    id: str
    level: str
    language: str
    number: str
    title: str
    as_of: datetime
    run_id: str
    published_at: datetime
    agency: str
    marking: Marking
    file_name: str
    digest: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinFile:
    """The PDF of a bulletin, proven against the digest kept when it was published."""

    bulletin: PublishedBulletin
    content: bytes


def access_section_levels(viewer: Viewer, *, run_id: str = "") -> SectionLevels:
    """Every section with its level from one run, or from the newest that the viewer may see."""
    detail = access_run(viewer, run_id) if run_id else access_latest_run(viewer)
    judged = {risk.section_id: risk for risk in detail.run.risks} if detail else {}
    return SectionLevels(
        run=detail.summary if detail else None,
        levels=tuple(
            SectionLevel(section=section, assessment=judged.get(section.id)) for section in current_region().sections
        ),
    )


def access_bulletins(viewer: Viewer, *, limit: int = 100) -> tuple[PublishedBulletin, ...]:
    """The bulletins that the viewer may see, newest first."""
    return tuple(published_bulletin(row) for row in _visible(viewer)[:limit])


def access_bulletin_file(viewer: Viewer, bulletin_id: str) -> BulletinFile:
    """The PDF of one bulletin.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    KeregeError
        If the file in the workspace is not the one that was published.
    """
    row = _visible(viewer).filter(reference=bulletin_id).first()
    if row is None:
        raise AccessDeniedError
    with default_storage.open(row.file_name) as file:
        content = bytes(file.read())
    if hashlib.sha256(content).hexdigest() != row.digest:
        raise KeregeError(f"The file {row.file_name} is not the one that was published; restore it from a backup.")
    return BulletinFile(bulletin=published_bulletin(row), content=content)


def published_bulletin(row: StoredBulletin) -> PublishedBulletin:
    """A stored row as a viewer sees it."""
    return PublishedBulletin(
        id=row.reference,
        level=row.level,
        language=row.language,
        number=row.number,
        title=row.title,
        as_of=row.as_of,
        run_id=row.run.reference,
        published_at=row.published_at,
        agency=row.agency_id,
        marking=stored_marking(row),
        file_name=row.file_name,
        digest=row.digest,
        size_bytes=row.size_bytes,
    )


def _visible(viewer: Viewer) -> QuerySet[StoredBulletin]:
    require(viewer, Permission.SEE_BULLETINS)
    return StoredBulletin.objects.filter(visible_to(viewer)).select_related("run").defer("run__document")
