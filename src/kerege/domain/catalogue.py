"""The closed vocabularies of incidents: kinds, triggers, responses and the severity scale. Data, not code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kerege.domain.harm import Harm


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary.

    Parameters
    ----------
    id : str
        Stable identifier, snake case.
    label : str
        English label; the message that catalogues translate.
    group : str
        Family of the word: for a kind "armed", "unarmed", "movement" or "property".
    severity_floor : int
        For kinds: the severity such an incident has at least, 1..5. 0 for other vocabularies.
    description : str
        When to use it.
    words : tuple of str
        Words of free text that point to this term, lower case; for triggers.
    """

    id: str
    label: str
    group: str = ""
    severity_floor: int = 0
    description: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeverityStep:
    """One step of the severity scale: reached when any of its counts is reached.

    Parameters
    ----------
    severity : int
        1..5.
    label, description : str
        Its word, and when it applies.
    killed, injured, displaced, detained : int or None
        The best count from which the step applies; None where that count does not lead to it.
    """

    severity: int
    label: str
    description: str
    killed: int | None = None
    injured: int | None = None
    displaced: int | None = None
    detained: int | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything an incident may be called, with the version of the file it came from.

    Examples
    --------
    >>> clash = Term("armed_clash", "Armed clash", "armed", 3)
    >>> scale = (SeverityStep(1, "Minor", "No one hurt"), SeverityStep(5, "Grave", "Many dead", killed=10))
    >>> catalogue = Catalogue("2026-11", {"armed_clash": clash}, {}, {}, scale)
    >>> from kerege.domain.count_range import CountRange
    >>> catalogue.severity("armed_clash", Harm(killed=CountRange.exactly(12)))
    5
    >>> catalogue.severity("armed_clash", Harm())
    3
    """

    version: str
    kinds: Mapping[str, Term]
    triggers: Mapping[str, Term]
    responses: Mapping[str, Term]
    severity_scale: tuple[SeverityStep, ...]

    def severity(self, kind: str, harm: Harm) -> int:
        """Severity 1..5 of an incident: the floor of its kind, raised by the harm that is known.

        Raises
        ------
        KeyError
            For a kind the catalogue does not hold.
        """
        severity = max(1, self.kinds[kind].severity_floor)
        for step in self.severity_scale:
            for name in ("killed", "injured", "displaced", "detained"):
                wanted, known = getattr(step, name), getattr(harm, name)
                if wanted is not None and known is not None and known.best >= wanted:
                    severity = max(severity, step.severity)
        return severity
