"""One POST of a form client: the filled form with its pictures becomes a report."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from kerege.domain.errors import InputError
from kerege.domain.submission import Door
from kerege.files.report_form import read_report_form
from kerege.intake.form_answers import AnswerContext, submission_of_answers
from kerege.intake.openrosa import read_filled_form
from kerege_web.region import current_catalogue, current_region
from kerege_web.reports.actions.photos import MOST_PHOTOS
from kerege_web.reports.actions.receiving import Receipt, receive_report
from kerege_web.reports.contact_kind import contact_of
from kerege_web.reports.openrosa.sender import Sender
from kerege_web.reports.photo import CleanPhoto, clean_photo

FORM_PART = "xml_submission_file"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a POST.

    Parameters
    ----------
    receipt : Receipt
    unread : int
        Files that are no pictures which can be read; they are not kept.
    """

    receipt: Receipt
    unread: int


def receive_filled_form(request: HttpRequest, sender: Sender, language: str) -> Received:
    """Keep what one POST holds.

    Raises
    ------
    InputError
        If there is no filled form in it that can be read. A bad picture is no reason.
    """
    content = _form_part(request)
    files = {
        file.name or name: file
        for name, file in request.FILES.items()
        if name != FORM_PART and isinstance(file, UploadedFile)
    }
    filled = read_filled_form(content)
    answered = submission_of_answers(
        filled.instance_id, filled.answers, answer_context(sender, language), file_names=files.keys()
    )
    photos: list[CleanPhoto] = []
    unread = 0
    for file in list(files.values())[:MOST_PHOTOS]:
        try:
            photos.append(clean_photo(file.read()))
        except InputError:
            unread += 1
    receipt = receive_report(
        sender.actor,
        submission=answered.submission,
        photos=photos,
        contact=contact_of(answered.contact),
        device_id=sender.device.id if sender.device else None,
    )
    return Received(receipt, unread + max(0, len(files) - MOST_PHOTOS))


def answer_context(sender: Sender, language: str) -> AnswerContext:
    """What the answers of a sender are read against."""
    region = current_region()
    return AnswerContext(
        door=Door.ODK,
        zone=region.zone,
        kinds=current_catalogue().kinds.keys(),
        kind_of_choice=read_report_form().kinds,
        countries=region.countries.keys(),
        language=language,
        languages=[code for code, _name in settings.LANGUAGES],
        side=sender.device.side if sender.device else "",
        source=sender.source,
    )


def _form_part(request: HttpRequest) -> bytes:
    file = request.FILES.get(FORM_PART)
    if isinstance(file, UploadedFile):
        return bytes(file.read())
    text = request.POST.get(FORM_PART)
    if isinstance(text, str):
        return text.encode()
    raise InputError(f"The part {FORM_PART} is missing", mend="Send the filled form in it")
