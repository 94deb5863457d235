"""A village bulletin: one page that says what was reported and what was done, in words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kerege.domain.bulletin import BulletinFooter, BulletinHeader, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageBulletin:
    """What people of a village are told.

    Parameters
    ----------
    language : str
    header, footer : BulletinHeader, BulletinFooter
    exercise : str
        The word that marks an exercise; "" where it is none.
    place, month : str
        What and when it is about.
    lead : str
        The month in a sentence.
    parts : tuple of Part
        What was reported, found, done, is open, was said, and how to report. Headings, paragraphs and points only.
    labels : mapping
        Small words the layout prints.
    """

    language: str
    header: BulletinHeader
    footer: BulletinFooter
    exercise: str
    place: str
    month: str
    lead: str
    parts: tuple[Part, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
