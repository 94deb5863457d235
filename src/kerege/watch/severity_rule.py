"""Which incidents count as severe in a replay."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kerege.domain.errors import InputError
from kerege.domain.incident import Incident

NAMES = ("severity", "killed", "injured", "displaced", "detained")


@dataclass(frozen=True, slots=True)
class SeverityRule:
    """A bound that an incident must reach: killed>=1, severity>=4.

    Parameters
    ----------
    name : str
        "severity" or a harm.
    least : int
        The bound, >= 1.

    Examples
    --------
    >>> str(SeverityRule.parse("killed >= 1"))
    'killed>=1'
    """

    name: str
    least: int

    @classmethod
    def parse(cls, text: str) -> SeverityRule:
        """The rule that a text states.

        Raises
        ------
        InputError
            If the text is not NAME>=NUMBER with a known name and a number of at least 1.
        """
        match = re.fullmatch(r"\s*(\w+)\s*>=\s*(\d{1,9})\s*", text)
        if match is None or match[1] not in NAMES or int(match[2]) < 1:
            raise InputError(
                f"{text!r} is no rule for severe incidents",
                mend=f"Write NAME>=NUMBER, as in killed>=1; the names are {', '.join(NAMES)}",
            )
        return cls(match[1], int(match[2]))

    def holds(self, incident: Incident) -> bool:
        """Whether the incident is severe by its best figure; an unknown harm reaches no bound."""
        if self.name == "severity":
            return incident.severity >= self.least
        count = getattr(incident.harm, self.name)
        return count is not None and count.best >= self.least

    def __str__(self) -> str:
        return f"{self.name}>={self.least}"
