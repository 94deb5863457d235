"""What an incident did to people. Unknown stays unknown."""

from __future__ import annotations

from dataclasses import dataclass, fields

from kerege.domain.count_range import CountRange


@dataclass(frozen=True, slots=True)
class Harm:
    """Persons killed, injured, displaced and detained, both sides together; None = not given.

    Examples
    --------
    >>> harm = Harm(killed=CountRange.exactly(2), injured=None)
    >>> harm.casualties is None
    True
    >>> Harm(killed=CountRange.exactly(2), injured=CountRange(3, 4, 6)).casualties
    CountRange(low=5, best=6, high=8)
    """

    killed: CountRange | None = None
    injured: CountRange | None = None
    displaced: CountRange | None = None
    detained: CountRange | None = None

    @property
    def casualties(self) -> CountRange | None:
        """Killed and injured together; None unless both are known, because a sum with an unknown is unknown."""
        if self.killed is None or self.injured is None:
            return None
        return self.killed + self.injured

    @property
    def is_known(self) -> bool:
        """Whether any figure was given."""
        return any(getattr(self, field.name) is not None for field in fields(self))
