"""Running the watch and keeping what it found."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from kerege import __version__
from kerege.domain.digest import digest
from kerege.domain.errors import InputError
from kerege.domain.marking import strictest
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.incidents.access import access_incidents_for_watch
from kerege_web.incidents.stored_form import releasable_text
from kerege_web.region import current_region
from kerege_web.warning.access import RunDetail, access_run, access_signal, run_key, signal_episode
from kerege_web.warning.models import Run, SignalReview, StoredSignal
from kerege_web.warning.section_levels import forget_newest_run

CAUSES = ("data", "reporting", "known", "harmless", "other")
"""Why a signal means nothing: wrong data, more reporting, a cause that is known, no concern, another reason."""
LONGEST_REASON = 2_000


def seed_for(as_of: datetime) -> np.random.Generator:
    """The generator of a run: fixed by its `as_of`, so that the same run can be made again anywhere."""
    words = hashlib.sha256(f"kerege watch {as_of.astimezone(UTC).isoformat()}".encode()).digest()
    return np.random.default_rng(int.from_bytes(words[:8], "big"))


def run_watch(actor: Viewer, *, as_of: datetime) -> RunDetail:
    """Run the watch on what the actor's agency knew at `as_of` and keep the run. The same run is kept once.

    Raises
    ------
    InputError
        If `as_of` lies in the future.
    """
    from kerege.files.watch_parameters import read_watch_parameters
    from kerege.watch import run as watch
    from kerege.watch.document import run_to_document

    require(actor, Permission.RUN_WATCH)
    if as_of > timezone.now():
        raise InputError(f"{as_of.isoformat()} lies in the future", where="as-of", mend="Choose a past day")
    as_of = as_of.astimezone(UTC)
    incidents = access_incidents_for_watch(actor, as_of)
    result = watch.run_watch(
        incidents,
        current_region(),
        read_watch_parameters(),
        as_of=as_of,
        rng=seed_for(as_of),
        code_version=__version__,
    )
    document = run_to_document(result)
    whole = digest(document)
    marking = strictest(incident.marking for incident in incidents)
    # The end of a day is the first moment of the next one; the id names the day itself.
    day = (as_of - timedelta(microseconds=1)).astimezone(current_region().zone)
    reference = f"{day:%Y-%m-%d}-{digest([whole, actor.agency])[:8]}"
    with transaction.atomic():
        row, is_new = Run.objects.get_or_create(
            reference=reference,
            defaults={
                "as_of": as_of,
                "made_at": timezone.now(),
                "actor": actor.login,
                "agency_id": actor.agency,
                "tlp": marking.tlp.value,
                "releasable_to": releasable_text(marking),
                "digest": whole,
                "incidents": len(result.incident_ids),
                "region_digest": result.region_digest,
                "data_digest": result.data_digest,
                "parameters_version": result.parameters_version,
                "code_version": result.code_version,
                "document": document,
            },
        )
        if is_new:
            StoredSignal.objects.bulk_create(
                StoredSignal(
                    run=row, reference=signal.id, detector=signal.detector, unit_id=signal.unit_id, rank=signal.rank
                )
                for signal in result.signals
            )
            record(
                actor,
                action="run_watch",
                object_type="run",
                object_id=reference,
                details={"as_of": as_of.isoformat(), "digest": whole, "signals": len(result.signals)},
            )
    forget_newest_run()
    return access_run(actor, reference)


@transaction.atomic
def accept_signal(actor: Viewer, *, run_id: str, signal_id: str, reason: str) -> None:
    """Say that a signal means something: an alert is made of it.

    Raises
    ------
    AccessDeniedError
        If there is no such signal that the actor may see and judge.
    InputError
        For no reason; so with a dismissal.
    """
    _review(actor, run_id, signal_id, is_accepted=True, cause="", reason=reason)


@transaction.atomic
def dismiss_signal(actor: Viewer, *, run_id: str, signal_id: str, cause: str, reason: str) -> None:
    """Say that a signal means nothing, and why. A later word replaces it; all are kept.

    Raises
    ------
    InputError
        For a cause that is none of CAUSES.
    """
    if cause not in CAUSES:
        raise InputError(f"{cause!r} is no cause", where="cause", mend=f"Choose one of {', '.join(CAUSES)}")
    _review(actor, run_id, signal_id, is_accepted=False, cause=cause, reason=reason)


def _review(actor: Viewer, run_id: str, signal_id: str, *, is_accepted: bool, cause: str, reason: str) -> None:
    require(actor, Permission.REVIEW_SIGNALS)
    signal, words = access_signal(actor, run_id, signal_id).signal, reason.strip()
    if not 1 <= len(words) <= LONGEST_REASON:
        raise InputError("Say why", where="reason", mend=f"Write 1 to {LONGEST_REASON:,} letters")
    SignalReview.objects.create(
        run_id=run_key(actor, run_id), reference=signal.id, detector=signal.detector, episode=signal_episode(signal),
        is_accepted=is_accepted, cause=cause, reason=words, at=timezone.now(), actor=actor.login,
        agency_id=actor.agency,
    )  # fmt: skip
    record(
        actor, action="review_signal", object_type="signal", object_id=f"{run_id}/{signal.id}"[:200],
        details={"is_accepted": is_accepted, "cause": cause},
    )  # fmt: skip
