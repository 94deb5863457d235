"""The report of an exercise: times and decisions, in words of one language, without a mark of layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kerege.domain.bulletin import BulletinFooter, BulletinHeader, BulletinTable, Figure, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseReport:
    """What an exercise showed.

    Parameters
    ----------
    language : str
    header, footer : BulletinHeader, BulletinFooter
    exercise, exercise_meaning : str
        The word that stands on every page, and the line that explains it.
    built_on : str
        What the exercise is made from.
    summary : tuple of str
        The result in a few sentences.
    times : BulletinTable
        Numbers and medians by kind of decision.
    timeline : Figure
        When what was asked and decided.
    decisions : BulletinTable
        Each expected decision.
    talk : Part
        What was late or missed, and why it matters: what to talk about afterwards.
    labels : mapping
        Small words the layout prints.

    Raises
    ------
    ValueError
        If the word that marks an exercise is missing.
    """

    language: str
    header: BulletinHeader
    footer: BulletinFooter
    exercise: str
    exercise_meaning: str
    built_on: str
    summary: tuple[str, ...]
    times: BulletinTable
    timeline: Figure
    decisions: BulletinTable
    talk: Part
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.exercise:
            raise ValueError("A report of an exercise says that it is one.")
