"""A report that is being made in a chat."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Self

from kerege.domain.position import Position
from kerege.domain.submission import LONGEST_PLACE, LONGEST_TEXT, Door, Hurt, Submission


class Step(StrEnum):
    """What was asked last."""

    LANGUAGE = "language"
    KIND = "kind"
    PLACE = "place"
    HURT = "hurt"
    WORDS = "words"
    DONE = "done"


@dataclass(slots=True, kw_only=True)
class ReportDraft:
    """What has been said so far. It is stored sealed, chat and all.

    Parameters
    ----------
    chat_id : int
    key : str
        Made at random; the report's id, so that sending twice is one report.
    language : str
    step : Step
    kind, place, text : str
    latitude, longitude, uncertainty_km : float or None
    hurt : Hurt
    photo_ids : list of str
    last_update : int
        The newest update that was taken in: Telegram may hand one over twice.
    is_sent : bool
        Whether `key` is the id of a report that was sent.
    asked_for : int or None
        The report whose news were asked for last by code.
    """

    chat_id: int = field(repr=False)
    key: str
    language: str = ""
    step: Step = Step.LANGUAGE
    kind: str = ""
    place: str = ""
    text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    uncertainty_km: float | None = None
    hurt: Hurt = Hurt.UNKNOWN
    photo_ids: list[str] = field(default_factory=list)
    last_update: int = -1
    is_sent: bool = False
    asked_for: int | None = None

    @classmethod
    def from_document(cls, document: str) -> Self:
        """As it was stored."""
        found = json.loads(document)
        return cls(**{**found, "step": Step(found["step"]), "hurt": Hurt(found["hurt"])})

    def document(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self))

    @property
    def is_open(self) -> bool:
        """Whether a report is being made."""
        return self.step is not Step.DONE

    @property
    def source(self) -> str:
        """What tells this sender from others."""
        return f"telegram {self.chat_id}"

    @property
    def says_something(self) -> bool:
        """Whether it is worth sending."""
        return bool(self.kind or self.text or self.photo_ids or self.latitude is not None or self.place)

    def begin(self, key: str) -> None:
        """Forget what was said, and begin a new report."""
        fresh = type(self)(chat_id=self.chat_id, key=key)
        for name in ("kind", "place", "text", "latitude", "longitude", "uncertainty_km", "hurt", "photo_ids"):
            setattr(self, name, getattr(fresh, name))
        self.key, self.step, self.is_sent = key, Step.KIND, False

    def end(self, *, is_sent: bool) -> None:
        """Forget what was said, but not the key of a report that was sent."""
        self.begin(self.key)
        self.step, self.is_sent = Step.DONE, is_sent

    def add_words(self, words: str) -> None:
        """Add to the text, as far as there is room."""
        self.text = f"{self.text}\n{words}".strip()[:LONGEST_TEXT]

    def add_place(self, words: str) -> None:
        """Keep the place in words."""
        self.place = words.strip()[:LONGEST_PLACE]

    def add_position(self, position: Position) -> None:
        """Keep where the phone is."""
        self.latitude, self.longitude = position.latitude, position.longitude
        self.uncertainty_km = position.uncertainty_km

    def submission(self) -> Submission:
        """The report, as any door hands it over."""
        position = None
        if self.latitude is not None and self.longitude is not None and self.uncertainty_km is not None:
            position = Position(self.latitude, self.longitude, self.uncertainty_km)
        return Submission(
            client_id=self.key,
            door=Door.TELEGRAM,
            language=self.language or "en",
            kind=self.kind,
            text=self.text,
            place=self.place,
            position=position,
            hurt=self.hurt,
            source=self.source,
        )
