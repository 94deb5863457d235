"""What a program can say of a report before a person has read it: where, how urgent, what to be careful with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from kerege.domain.harm import Harm
from kerege.domain.protected_topic import ProtectedTopic, ProtectedWords
from kerege.domain.region import Region
from kerege.domain.submission import Hurt, Submission
from kerege.files.protected_words import read_protected_words
from kerege.files.urgency_parameters import read_urgency_parameters
from kerege.intake.personal_data import find_personal_data, place_words
from kerege.intake.urgency import Urgency, UrgencyParameters, urgency
from kerege_web.region import current_catalogue, current_locator, current_region
from kerege_web.reports.section_levels import level_of_section

_HURT = {Hurt.YES: True, Hurt.NO: False, Hurt.UNKNOWN: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What follows from a submission.

    Parameters
    ----------
    section_id : str
        The border section it lies on; "" where it cannot be said.
    urgency : float
        How soon somebody must look, in points, 0 or more: `kerege.intake.urgency`.
    urgency_parts : dict
        Points of harm, kind, freshness and level; they add up to the urgency.
    flags : list
        Stretches that look like personal data: [first, end, kind].
    topics : frozenset of str
        Protected topics named by the reporter or suggested by the words.
    """

    section_id: str
    urgency: float
    urgency_parts: dict[str, float] = field(default_factory=dict)
    flags: list[list[object]] = field(default_factory=list)
    topics: frozenset[str] = frozenset()

    def columns(self) -> dict[str, object]:
        """As they are stored with the report."""
        return {
            "section_id": self.section_id,
            "urgency": self.urgency,
            "urgency_parts": self.urgency_parts,
            "flags": self.flags,
            "topics": f"|{'|'.join(sorted(self.topics))}|" if self.topics else "",
            "is_narrowed": bool(self.topics),
        }


def assess(submission: Submission, now: datetime, agency: str) -> Assessment:
    """Look at a submission as it came in.

    Parameters
    ----------
    submission : Submission
    now : datetime
        When it came in.
    agency : str
        Whose report it will be: its newest run says how high the section stands.
    """
    region = current_region()
    located = current_locator().locate([submission.position], depth_km=region.depth_km)[0]
    section_id = located.section_id if located else ""
    found = report_urgency(
        harm=submission.harm,
        hurt=submission.hurt,
        kind=submission.kind,
        occurred_until=submission.occurred.end if submission.occurred else now,
        now=now,
        agency=agency,
        section_id=section_id,
    )
    spans = find_personal_data(submission.text, not_names=_place_words(region))
    return Assessment(
        section_id=section_id,
        urgency=found.score,
        urgency_parts=dict(found.parts),
        flags=[[span.start, span.end, span.kind.value] for span in spans],
        topics=_known_topics(submission.topics) | suggested_topics(submission.text),
    )


def report_urgency(
    *, harm: Harm, hurt: Hurt, kind: str, occurred_until: datetime, now: datetime, agency: str, section_id: str
) -> Urgency:
    """The urgency of a report as things stand now."""
    return urgency(
        harm=harm,
        someone_hurt=_HURT[hurt],
        kind=current_catalogue().kinds.get(kind),
        occurred_until=occurred_until,
        as_of=now,
        level=level_of_section(agency, section_id) if section_id else None,
        parameters=_parameters(),
    )


def suggested_topics(text: str) -> frozenset[str]:
    """The protected topics that the words of a text point to."""
    return frozenset(hint.topic.value for hint in _protected_words().suggest(text))


def _known_topics(topics: frozenset[str]) -> frozenset[str]:
    return frozenset(topic.value for topic in ProtectedTopic if topic.value in topics)


@lru_cache(maxsize=1)
def _parameters() -> UrgencyParameters:
    return read_urgency_parameters()


@lru_cache(maxsize=1)
def _protected_words() -> ProtectedWords:
    return read_protected_words()


_words_by_region: dict[str, frozenset[str]] = {}


def _place_words(region: Region) -> frozenset[str]:
    # Thousands of names are folded once in a process, not once in a report.
    if region.code not in _words_by_region:
        names = (name for place in region.places for name in (place.name, *place.spellings))
        _words_by_region[region.code] = place_words(names)
    return _words_by_region[region.code]
