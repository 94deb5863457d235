"""The 6x6 grading: how far the source is relied on, and how far the item is believed, kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reliability(StrEnum):
    """Reliability of the source, A to F."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """Credibility of the information, 1 to 6."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


@dataclass(frozen=True, slots=True)
class Grading:
    """Both grades; F6, "cannot be judged", is the default and not a bad mark.

    Examples
    --------
    >>> str(Grading(Reliability.B, Credibility.POSSIBLY_TRUE))
    'B3'
    >>> str(Grading())
    'F6'
    """

    reliability: Reliability = Reliability.F
    credibility: Credibility = Credibility.CANNOT_BE_JUDGED

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"
