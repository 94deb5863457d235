"""A warning that another service issued: weather, floods, quakes and the like near the border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.cap_terms import (
    CapCategory,
    CapCertainty,
    CapMessageType,
    CapScope,
    CapSeverity,
    CapStatus,
    CapUrgency,
)

LIFE_WITHOUT_END = timedelta(hours=24)
"""How long a warning holds that says no end: the standard leaves this to the receiver."""


class ContextKind(StrEnum):
    """What a foreign warning is about, as far as a duty officer sorts them."""

    WEATHER = "weather"
    FLOOD = "flood"
    QUAKE = "quake"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextWarning:
    """One message of a foreign service, as far as it could be read.

    Parameters
    ----------
    reference : CapReference
        What tells it from every other message.
    status : CapStatus
    message_type : CapMessageType
    scope : CapScope
    references : tuple of CapReference
        The messages it replaces or takes back.
    kind : ContextKind
    categories : tuple of CapCategory
    event : str
        What happens, in the service's words.
    urgency : CapUrgency
    severity : CapSeverity
    certainty : CapCertainty
        Those of the gravest part.
    onset, expires : datetime or None
        When it begins and ends, in UTC; None where not said.
    headlines, instructions : mapping of language to text
        What the service says and asks people to do; the language as it is written there, "ru-KG".
    area : str
        Where, in the service's words.
    polygons : tuple of CapPolygon
    circles : tuple of CapCircle

    Raises
    ------
    ValueError
        For a time without zone.
    """

    reference: CapReference
    status: CapStatus
    message_type: CapMessageType
    scope: CapScope = CapScope.PUBLIC
    references: tuple[CapReference, ...] = ()
    kind: ContextKind = ContextKind.OTHER
    categories: tuple[CapCategory, ...] = ()
    event: str = ""
    urgency: CapUrgency = CapUrgency.UNKNOWN
    severity: CapSeverity = CapSeverity.UNKNOWN
    certainty: CapCertainty = CapCertainty.UNKNOWN
    onset: datetime | None = None
    expires: datetime | None = None
    headlines: Mapping[str, str] = field(default_factory=dict)
    instructions: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    polygons: tuple[CapPolygon, ...] = ()
    circles: tuple[CapCircle, ...] = ()

    def __post_init__(self) -> None:
        for name in ("onset", "expires"):
            moment = getattr(self, name)
            if moment is None:
                continue
            if moment.tzinfo is None:
                raise ValueError(f"The time {name!r} of a warning needs a zone.")
            object.__setattr__(self, name, moment.astimezone(UTC))

    @property
    def ends(self) -> datetime:
        """When it stops to hold: as it says, or a day after it was sent or begins where it says nothing."""
        if self.expires is not None:
            return self.expires
        return max(self.onset or self.reference.sent, self.reference.sent).astimezone(UTC) + LIFE_WITHOUT_END

    def headline(self, language: str) -> str:
        """The headline in a language, else in English, else in whichever there is; the event where there is none.

        Examples
        --------
        >>> sent = datetime(2026, 3, 1, tzinfo=UTC)
        >>> flood = ContextWarning(
        ...     reference=CapReference("hydromet", "1", sent),
        ...     status=CapStatus.ACTUAL,
        ...     message_type=CapMessageType.ALERT,
        ...     headlines={"ru-KG": "Сель", "en": "Mudflow"},
        ... )
        >>> flood.headline("ru"), flood.headline("tg")
        ('Сель', 'Mudflow')
        """
        return _in_language(self.headlines, language) or self.event

    def instruction(self, language: str) -> str:
        """What people are asked to do, chosen like the headline; "" where nothing is said."""
        return _in_language(self.instructions, language)


def _in_language(texts: Mapping[str, str], language: str) -> str:
    by_language: dict[str, str] = {}
    for tag, text in texts.items():
        by_language.setdefault(tag.partition("-")[0].lower(), text)
    return by_language.get(language) or by_language.get("en") or next(iter(texts.values()), "")
