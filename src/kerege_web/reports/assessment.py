"""What a program can say of a report before a person has read it: where, how urgent, what to be careful with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kerege.domain.submission import Submission
from kerege_web.region import current_locator, current_region


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What follows from a submission.

    Parameters
    ----------
    section_id : str
        The border section it lies on; "" where it cannot be said.
    urgency : float
        How soon somebody must look, 0..1.
    urgency_parts : dict
        What it is made of.
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


def assess(submission: Submission, now: datetime) -> Assessment:
    """Look at a submission as it came in.

    Parameters
    ----------
    submission : Submission
    now : datetime
        When it came in.
    """
    region = current_region()
    located = current_locator().locate([submission.position], depth_km=region.depth_km)[0]
    return Assessment(section_id=located.section_id if located else "", urgency=0.0, topics=submission.topics)
