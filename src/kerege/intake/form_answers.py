"""From the named answers of a form, however they came in, to a report: what is not understood is kept as words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from kerege.domain.count_range import CountRange
from kerege.domain.harm import Harm
from kerege.domain.period import Period
from kerege.domain.position import Position
from kerege.domain.protected_topic import ProtectedTopic
from kerege.domain.submission import LONGEST_PLACE, LONGEST_TEXT, Door, Hurt, Submission
from kerege.intake.counts import read_count
from kerege.intake.occurred import read_occurred
from kerege.intake.problem import Problem

PROTECTED_TOPICS = frozenset(topic.value for topic in ProtectedTopic)
QUESTIONS = (
    "kind", "text", "place", "position", "occurred", "hurt", "killed", "injured", "displaced", "detained", "side",
    "topics", "language", "contact", "exercise", "end",
)  # fmt: skip
"""Names of the questions that are understood."""
UNKNOWN_ACCURACY_KM = 0.1
"""Where a point was set on the map by hand, the phone gives the accuracy 0."""
LONGEST_CONTACT = 200
# What a form notes of itself, without a question: nobody said it.
_OF_THE_FORM = frozenset(
    {"about", "start", "today", "deviceid", "username", "phonenumber", "email", "simserial", "subscriberid", "audit"}
)
# The name of a file, which may come along later.
_FILE_NAME = re.compile(r"[\w.-]{1,100}\.(jpe?g|png|webp|gif|heic|mp3|m4a|amr|ogg|wav|3gp|mp4)", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContext:
    """What a report's answers are read against.

    Parameters
    ----------
    door : Door
    zone : ZoneInfo
        For times without one.
    kinds : collection of str
        Identifiers of the catalogue.
    kind_of_choice : mapping of choice to kind
        What the choices of the form stand for.
    countries : collection of str
        Country codes of the region.
    language : str
        To answer in, where the answers do not say.
    languages : collection of str
        Those that can be answered in.
    side : str
        Where the answers do not say.
    source : str
        What tells two senders apart.
    """

    door: Door
    zone: ZoneInfo
    kinds: Collection[str]
    kind_of_choice: Mapping[str, str] = field(default_factory=dict)
    countries: Collection[str] = ()
    language: str = "en"
    languages: Collection[str] = ("en",)
    side: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredForm:
    """What the answers came to.

    Parameters
    ----------
    submission : Submission
    contact : str
        How the reporter may be reached; "" where not said.
    photo_names : tuple of str
        File names of pictures that come along, now or later.
    misread : tuple of (name, text)
        Answers to known questions that could not be understood. They stand in the text as well.
    """

    submission: Submission
    contact: str = ""
    photo_names: tuple[str, ...] = ()
    misread: tuple[tuple[str, str], ...] = ()


def submission_of_answers(
    client_id: str, answers: Iterable[tuple[str, str]], context: AnswerContext, *, file_names: Collection[str] = ()
) -> AnsweredForm:
    r"""Make a report of answers. Nothing is refused: what cannot be understood is added to the text with its name.

    Understood are: kind, text, place, position ("latitude longitude altitude accuracy", accuracy in metres), occurred,
    hurt, killed, injured, displaced, detained, side, topics, language, contact, exercise and end (time of sending).
    An answer that is the name of a file is a picture, which may come along later.

    Parameters
    ----------
    client_id : str
        The sender's id of the report.
    answers : iterable of (name, text)
        Names in any case. Of several answers to one question each is kept.
    context : AnswerContext
    file_names : collection of str
        Files that came along.

    Examples
    --------
    >>> context = AnswerContext(door=Door.ODK, zone=ZoneInfo("Asia/Bishkek"), kinds={"shooting"})
    >>> answers = [("kind", "shooting"), ("position", "45.01 10.25 800 30"), ("mood", "angry"), ("killed", "two")]
    >>> report = submission_of_answers("uuid:1", answers, context).submission
    >>> report.kind, report.position.uncertainty_km, report.text
    ('shooting', 0.03, 'mood: angry\nkilled: two')
    """
    reader = _Reader(context, frozenset(file_names))
    for name, text in answers:
        cleaned = spoken_text(text)
        if cleaned:
            reader.take(name.strip().casefold(), cleaned)
    return reader.result(client_id)


class _Reader:
    """Takes answers one by one."""

    def __init__(self, context: AnswerContext, file_names: frozenset[str]) -> None:
        self.context, self.file_names = context, file_names
        self.words: list[str] = []
        self.rest: list[str] = []
        self.photos: list[str] = []
        self.misread: list[tuple[str, str]] = []
        self.place = self.kind = self.contact = ""
        self.side, self.language = context.side, context.language
        self.position: Position | None = None
        self.occurred: Period | None = None
        self.sent_at: datetime | None = None
        self.hurt = Hurt.UNKNOWN
        self.counts: dict[str, CountRange] = {}
        self.topics: set[str] = set()
        self.is_exercise = False
        self._readers: dict[str, Callable[[str], bool]] = {
            "kind": self._kind,
            "position": self._position,
            "topics": self._topics,
            **{name: partial(self._time, name) for name in ("occurred", "end")},
            **{name: partial(self._count, name) for name in ("killed", "injured", "displaced", "detained")},
        }

    def take(self, name: str, text: str) -> None:
        """Take one answer."""
        if text in self.file_names or _FILE_NAME.fullmatch(text):
            self.photos.append(text)
        elif name in _OF_THE_FORM:
            return
        elif not self._understood(name, text):
            if name in QUESTIONS:
                self.misread.append((name, text))
            self.rest.append(f"{name}: {text}")

    def _understood(self, name: str, text: str) -> bool:
        read = self._readers.get(name)
        return read(text) if read else self._word(name, text)

    def _word(self, name: str, text: str) -> bool:
        match name:
            case "text":
                self.words.append(text)
            case "place" if len(text) <= LONGEST_PLACE and not self.place:
                self.place = text
            case "contact" if len(text) <= LONGEST_CONTACT and not self.contact:
                self.contact = text
            case "hurt" if text.casefold() in tuple(Hurt):
                self.hurt = Hurt(text.casefold())
            case "side" if text in self.context.countries:
                self.side = text
            case "language" if text in self.context.languages:
                self.language = text
            case "exercise" if text.casefold() in ("yes", "no"):
                self.is_exercise = text.casefold() == "yes"
            case _:
                return False
        return True

    def _kind(self, text: str) -> bool:
        kind = self.context.kind_of_choice.get(text, text)
        if kind not in self.context.kinds or self.kind:
            return False
        self.kind = kind
        return True

    def _position(self, text: str) -> bool:
        try:
            latitude, longitude, *more = (float(part) for part in text.split())
            accuracy_km = more[1] / 1000 if len(more) > 1 else 0.0
            position = Position(latitude, longitude, accuracy_km if accuracy_km > 0 else UNKNOWN_ACCURACY_KM)
        except ValueError:
            return False
        self.position = self.position or position
        return self.position is position

    def _time(self, name: str, text: str) -> bool:
        try:
            period = read_occurred(text, self.context.zone, name)
        except Problem:
            # The end is the phone's own and says nothing about what happened.
            return name == "end"
        if name == "end":
            self.sent_at = period.start
        else:
            self.occurred = period
        return True

    def _count(self, name: str, text: str) -> bool:
        try:
            count = read_count(name, text)
        except Problem:
            return False
        if count is not None:
            self.counts[name] = CountRange.exactly(count)
        return True

    def _topics(self, text: str) -> bool:
        named = set(text.split())
        self.topics |= named & PROTECTED_TOPICS
        return named <= PROTECTED_TOPICS

    def result(self, client_id: str) -> AnsweredForm:
        """The report."""
        if self.hurt is Hurt.UNKNOWN and any(
            self.counts[name].best for name in {"killed", "injured"} & self.counts.keys()
        ):
            self.hurt = Hurt.YES
        submission = Submission(
            client_id=client_id,
            door=self.context.door,
            sent_at=self.sent_at,
            language=self.language,
            kind=self.kind,
            text=_shortened("\n".join((*self.words, *self.rest))),
            occurred=self.occurred,
            place=self.place,
            position=self.position,
            hurt=self.hurt,
            harm=Harm(**self.counts),
            side=self.side,
            source=self.context.source,
            topics=frozenset(self.topics),
            is_exercise=self.is_exercise,
        )
        return AnsweredForm(
            submission=submission,
            contact=self.contact,
            photo_names=tuple(self.photos),
            misread=tuple(self.misread),
        )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def spoken_text(text: str) -> str:
    r"""A text without what nobody can say: control characters, halves of characters; and without blanks around it.

    Examples
    --------
    >>> spoken_text(" Shots\x00 near\nthe canal ")
    'Shots near\nthe canal'
    """
    return _NOT_TEXT.sub("", text).strip()
