"""The interface for programs that send reports, and for whoever holds a receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import AwareDatetime, ConfigDict, Field

from kerege.domain.count_range import CountRange
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.harm import Harm
from kerege.domain.position import Position
from kerege.domain.protected_topic import ProtectedTopic
from kerege.domain.submission import LONGEST_PLACE, LONGEST_TEXT, Door, Hurt, Submission
from kerege.domain.verdict import Verdict
from kerege.intake.form_answers import spoken_text
from kerege.intake.occurred import read_occurred
from kerege.intake.problem import Problem as CellProblem
from kerege_web.api_parts import PROBLEMS, Problem
from kerege_web.region import current_catalogue, current_region
from kerege_web.reports.access.devices import KnownDevice, device_of_key
from kerege_web.reports.access.receipts import access_receipt
from kerege_web.reports.actions.devices import note_device_use
from kerege_web.reports.actions.photos import add_photo
from kerege_web.reports.actions.receiving import ReporterContact, receive_report
from kerege_web.reports.door_limit import TooManyReportsError, require_within_limit
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.limits import client_address, receipt_limits
from kerege_web.reports.photo import clean_photo

router = Router(tags=["reports"])
LARGEST_PHOTO = 10_000_000
"""Bytes of one picture."""


class DeviceKey(HttpBearer):
    """The key of a device of the door "interface", as `Authorization: Bearer KEY`."""

    def authenticate(self, request: HttpRequest, token: str) -> KnownDevice | None:
        """The device; None where the key is not known or was switched off."""
        try:
            return device_of_key(token, Door.INTERFACE)
        except AccessDeniedError:
            return None


class ReportPosition(Schema):
    """A point in WGS 84."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    uncertainty_km: float = Field(1.0, gt=0, le=1000, description="Radius that holds the true place.")


class ReportContact(Schema):
    """How the reporter may be reached. It is kept sealed and deleted after the site's term."""

    kind: Literal["phone", "telegram", "e-mail", "other"]
    address: str = Field(min_length=1, max_length=200)


class ReportIn(Schema):
    """A report. Nothing but its id is required; leave out what is not known."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=80, description="Yours: the same id again is the same report.")
    kind: str = Field("", max_length=60, description="Identifier of the catalogue of kinds.")
    text: str = Field("", max_length=LONGEST_TEXT)
    place: str = Field("", max_length=LONGEST_PLACE, description="In the reporter's words.")
    position: ReportPosition | None = None
    occurred: str = Field(
        "", max_length=80, description="2021-04-28, 2021-04, 2021-04-29/2021-05-01 or 2021-04-28T14:30+06:00."
    )
    sent_at: AwareDatetime | None = None
    language: Literal["en", "ru", "ky", "tg", "uz"] = "en"
    hurt: Hurt = Hurt.UNKNOWN
    killed: int | None = Field(None, ge=0, le=1_000_000)
    injured: int | None = Field(None, ge=0, le=1_000_000)
    displaced: int | None = Field(None, ge=0, le=10_000_000)
    detained: int | None = Field(None, ge=0, le=1_000_000)
    side: str = Field("", max_length=10, description="Country code of the side the reporter speaks from.")
    topics: list[ProtectedTopic] = Field([], max_length=4)
    contact: ReportContact | None = None
    source: str = Field("", max_length=100, description="What tells your senders apart; only a digest is kept.")
    is_exercise: bool = False


class ReceiptOut(Schema):
    """The receipt of a report. Give the code to the reporter: it is shown whenever the same report is sent."""

    code: str
    is_new: bool = Field(description="False where this id was here already; what it said first stays.")


class PhotoOut(Schema):
    """What became of a picture."""

    is_new: bool = Field(description="False where the report has it already, or has twenty.")


class ReceiptLineOut(Schema):
    """One line of the conversation between the desk and the reporter."""

    is_from_reporter: bool
    kind: str
    text: str
    at: datetime


class ReceiptStatusOut(Schema):
    """Where a report stands, as its reporter may know it."""

    received_at: datetime
    kind: str
    place: str
    verdict: Verdict
    waits_for_answer: bool
    lines: list[ReceiptLineOut]


SENDING_PROBLEMS = {400: Problem, 401: Problem, 413: Problem, 422: Problem, 429: Problem}


@router.post(
    "/reports",
    auth=DeviceKey(),
    response={200: ReceiptOut, 201: ReceiptOut, **SENDING_PROBLEMS},
    summary="Send a report",
)
def send_report(request: HttpRequest, report: ReportIn) -> Any:  # noqa: ANN401 - as declared
    """Keep a report, once: 201 for a new one, 200 with the same code where its id was here already."""
    device: KnownDevice = request.auth  # type: ignore[attr-defined]
    require_within_limit(f"device {device.id}", int(settings.KEREGE_DEVICE_PER_MINUTE))
    kept = receive_report(
        doorkeeper(Door.INTERFACE, device.agency),
        submission=submission_of(report, device),
        contact=ReporterContact(report.contact.kind, report.contact.address) if report.contact else None,
        device_id=device.id,
    )
    note_device_use(device)
    return Status(201 if kept.is_new else 200, {"code": str(kept.code), "is_new": kept.is_new})


@router.post(
    "/reports/photos",
    auth=DeviceKey(),
    response={200: PhotoOut, 201: PhotoOut, 404: Problem, **SENDING_PROBLEMS},
    summary="Add a picture to a report",
)
def send_photo(
    request: HttpRequest,
    photo: File[UploadedFile],
    report: Form[Annotated[str, Field(min_length=1, max_length=80, description="The id of the report.")]],
) -> Any:  # noqa: ANN401
    """Keep a picture with a report that was sent before; place, time and device are taken out of it."""
    device: KnownDevice = request.auth  # type: ignore[attr-defined]
    require_within_limit(f"device {device.id}", int(settings.KEREGE_DEVICE_PER_MINUTE))
    if (photo.size or 0) > LARGEST_PHOTO:
        raise HttpError(413, f"A picture may have {LARGEST_PHOTO // 1_000_000} MB.")
    is_new = add_photo(
        doorkeeper(Door.INTERFACE, device.agency),
        door=Door.INTERFACE,
        client_id=f"{device.id}/{report}",
        photo=clean_photo(photo.read()),
    )
    return Status(201 if is_new else 200, {"is_new": is_new})


@router.get(
    "/reports/receipt/{code}",
    auth=None,
    response={200: ReceiptStatusOut, 429: Problem, **PROBLEMS},
    summary="Where a report stands, by its receipt code",
)
def receipt(request: HttpRequest, code: str) -> Any:  # noqa: ANN401
    """What the reporter may know. The code is the key; nobody needs to sign in."""
    if not receipt_limits().admit(client_address(request), has_proof=False).is_free:
        raise TooManyReportsError
    return access_receipt(code)


def submission_of(report: ReportIn, device: KnownDevice) -> Submission:
    """The report as it is kept. An id is unique within the device that uses it.

    Raises
    ------
    InputError
        For a kind or side that is not known here, or a time that cannot be read.
    """
    region = current_region()
    for name, value, known in (
        ("kind", report.kind, current_catalogue().kinds),
        ("side", report.side, region.countries),
    ):
        if value and value not in known:
            raise InputError(
                f"{value!r} is not known", where=name, mend=f"Use one of {', '.join(known)}, or leave it out"
            )
    try:
        occurred = read_occurred(report.occurred, region.zone) if report.occurred.strip() else None
    except CellProblem as problem:
        raise InputError(problem.reason.rstrip("."), where="occurred") from None
    point = report.position
    counts = {
        name: CountRange.exactly(count)
        for name in ("killed", "injured", "displaced", "detained")
        if (count := getattr(report, name)) is not None
    }
    return Submission(
        client_id=f"{device.id}/{report.id}",
        door=Door.INTERFACE,
        sent_at=report.sent_at,
        language=report.language,
        kind=report.kind,
        text=spoken_text(report.text),
        occurred=occurred,
        place=spoken_text(report.place),
        position=Position(point.latitude, point.longitude, point.uncertainty_km) if point else None,
        hurt=report.hurt,
        harm=Harm(**counts),
        side=report.side or device.side,
        source=f"device {device.id}/{report.source}",
        topics=frozenset(topic.value for topic in report.topics),
        is_exercise=report.is_exercise,
    )
