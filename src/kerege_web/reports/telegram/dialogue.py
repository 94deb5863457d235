"""The conversation of the bot: what is asked, and what becomes of the answers."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from kerege.domain.errors import InputError
from kerege.domain.submission import Door, Hurt
from kerege.intake.written_language import written_language
from kerege_web.accounts.access import Viewer
from kerege_web.reports.access.drafts import access_draft
from kerege_web.reports.access.senders import reports_since, usual_language
from kerege_web.reports.actions.drafts import answer_in_chat, save_draft, send_draft
from kerege_web.reports.message_words import known_language, receipt_words
from kerege_web.reports.photo import CleanPhoto, clean_photo
from kerege_web.reports.receipt import code_for
from kerege_web.reports.telegram import words
from kerege_web.reports.telegram.bot_api import BotRefusedError, Say, photo
from kerege_web.reports.telegram.draft import ReportDraft, Step
from kerege_web.reports.telegram.update import Update

MOST_REPORTS_AN_HOUR = 10
MOST_PHOTOS = 5


def take(actor: Viewer, update: Update) -> tuple[Say, ...]:
    """Take an update in, and say what comes next. The same update again changes nothing and gets the same question.

    Parameters
    ----------
    actor : Viewer
        The door.
    update : Update

    Raises
    ------
    NoAnswerError
        If a picture cannot be fetched now.
    """
    draft = access_draft(update.chat_id) or _fresh(update)
    if update.id <= draft.last_update:
        return _again(draft)
    draft.last_update = update.id
    if update.choice:
        said = _pressed(actor, draft, update.choice)
    elif update.text.startswith("/"):
        said = _command(actor, draft, update.text)
    elif update.position or update.photo_id:
        said = _shown(draft, update)
    elif update.text.strip():
        said = _said(actor, draft, update)
    else:
        said = (words.help_words(draft.language),)
    save_draft(actor, draft)
    return said


def send_forgotten(actor: Viewer, draft: ReportDraft) -> tuple[Say, ...]:
    """Send what was written and not sent; what the chat is told of it is the answer, nothing if it could not be sent.

    Raises
    ------
    NoAnswerError
        If a picture cannot be fetched now.
    """
    said = _send(actor, draft)
    return (Say(text=words.sent_for_you(draft.language)), *said) if draft.is_sent else ()


def _fresh(update: Update) -> ReportDraft:
    draft = ReportDraft(chat_id=update.chat_id, key=uuid.uuid4().hex)
    usual = usual_language(draft.source)
    draft.language = usual or (update.language if known_language(update.language) == update.language else "")
    draft.end(is_sent=False)
    return draft


def _again(draft: ReportDraft) -> tuple[Say, ...]:
    if draft.is_sent:
        return (Say(text=receipt_words(code_for(Door.TELEGRAM, draft.key), draft.language), ends_asking=True),)
    return _ask(draft) if draft.is_open else ()


def _ask(draft: ReportDraft, *, is_more: bool = False) -> tuple[Say, ...]:
    """The question of the step."""
    language = draft.language
    if draft.step is Step.LANGUAGE:
        return (words.greeting(),)
    if draft.step is Step.KIND:
        return (words.ask_kind(language),)
    if draft.step is Step.PLACE:
        return (words.ask_place(language),)
    if draft.step is Step.HURT:
        return (words.noted(language), words.ask_hurt(language))
    return (words.ask_words(language, is_more=is_more),)


def _command(actor: Viewer, draft: ReportDraft, text: str) -> tuple[Say, ...]:
    name = text.split()[0].partition("@")[0].lower()
    if name == "/start":
        if not draft.is_open:
            draft.begin(uuid.uuid4().hex)
        draft.step = Step.LANGUAGE
        return _ask(draft)
    if name == "/send":
        return _send(actor, draft)
    if name == "/cancel" and draft.is_open:
        draft.end(is_sent=False)
        return (words.dropped(draft.language),)
    return (words.help_words(draft.language),)


def _pressed(actor: Viewer, draft: ReportDraft, choice: str) -> tuple[Say, ...]:
    what, _, value = choice.partition(":")
    if choice in ("send", "drop") and draft.is_sent:
        return _again(draft)
    if choice == "send":
        return _send(actor, draft)
    if choice == "drop":
        draft.end(is_sent=False)
        return (words.dropped(draft.language),)
    if not draft.is_open:
        draft.begin(uuid.uuid4().hex)
    if what == "l" and known_language(value) == value:
        draft.language = value
        draft.step = Step.KIND if draft.step is Step.LANGUAGE else draft.step
    elif what == "k" and value in words.KINDS:
        draft.kind = value
        draft.step = Step.PLACE if draft.step in (Step.LANGUAGE, Step.KIND) else draft.step
    elif what == "h" and value in tuple(Hurt):
        draft.hurt = Hurt(value)
        draft.step = Step.WORDS
    return _ask(draft)


def _shown(draft: ReportDraft, update: Update) -> tuple[Say, ...]:
    """A place or a picture."""
    if not draft.is_open:
        draft.begin(uuid.uuid4().hex)
    if update.position is not None:
        draft.add_position(update.position)
        if draft.step is Step.PLACE:
            draft.step = Step.HURT
    if update.photo_id and len(draft.photo_ids) < MOST_PHOTOS:
        draft.photo_ids.append(update.photo_id)
    if update.text.strip():
        draft.add_words(update.text)
    return _ask(draft, is_more=True)


def _said(actor: Viewer, draft: ReportDraft, update: Update) -> tuple[Say, ...]:
    draft.language = (
        known_language(written_language(update.text, draft.language)) if not draft.is_open else draft.language
    )
    taken = answer_in_chat(actor, draft, update.text)
    if taken is not None:
        return (Say(text=taken.reply),)
    if not draft.is_open:
        draft.begin(uuid.uuid4().hex)
    if draft.step is Step.PLACE:
        if update.text not in words.skip_words():
            draft.add_place(update.text)
        draft.step = Step.HURT
        return _ask(draft)
    draft.add_words(update.text)
    if draft.step is Step.LANGUAGE:
        draft.language = written_language(update.text, draft.language)
        draft.step = Step.KIND
    return _ask(draft, is_more=True)


def _send(actor: Viewer, draft: ReportDraft) -> tuple[Say, ...]:
    if not (draft.is_open and draft.says_something):
        return (words.nothing_to_send(draft.language),)
    if reports_since(draft.source, timezone.now() - timedelta(hours=1)) >= MOST_REPORTS_AN_HOUR:
        return (words.too_many(draft.language),)
    photos, is_whole = _photos(draft)
    receipt = send_draft(actor, draft, photos)
    text = receipt_words(receipt.code, draft.language)
    if not is_whole:
        text = f"{text}\n{words.not_a_picture(draft.language)}"
    return (Say(text=text, ends_asking=True),)


def _photos(draft: ReportDraft) -> tuple[list[CleanPhoto], bool]:
    """The pictures made anew, and whether all could be: one that cannot be read holds no report up."""
    found = []
    for photo_id in draft.photo_ids:
        try:
            found.append(clean_photo(photo(photo_id)))
        except (BotRefusedError, InputError):
            continue
    return found, len(found) == len(draft.photo_ids)
