"""One incident as both sides tell it: what they agree on, and what they dispute."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Agreement(StrEnum):
    """What the sides' versions of one field are to each other."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    ONE_SIDE_ONLY = "one_side_only"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Version:
    """What one side's reports say in one field.

    Parameters
    ----------
    side : str
        Country code.
    values : tuple of str
        Different values of its reports, as words, in the order of the reports; not empty.
    reports : tuple of str
        Ids of the reports that say so.

    Raises
    ------
    ValueError
        Without a side or a value.
    """

    side: str
    values: tuple[str, ...]
    reports: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.side or not self.values:
            raise ValueError("A version is what a side says; leave it out where it says nothing.")


@dataclass(frozen=True, slots=True)
class JointField:
    """One field of an incident with every side's version kept.

    Parameters
    ----------
    field : str
        "time", "place", "kind", "killed", "injured", "displaced" or "detained".
    agreement : Agreement
    versions : tuple of Version
        By side, in alphabetical order; never averaged.
    """

    field: str
    agreement: Agreement
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class JointView:
    """What the sides say of one incident.

    Parameters
    ----------
    sides : tuple of str
        Sides that have reported, in alphabetical order.
    fields : tuple of JointField

    Examples
    --------
    >>> told = JointField("kind", Agreement.DISPUTED, (Version("KG", ("shooting",), ("a",)),
    ...                                                Version("TJ", ("stone_throwing",), ("b",))))
    >>> JointView(("KG", "TJ"), (told,)).disputed
    ('kind',)
    """

    sides: tuple[str, ...]
    fields: tuple[JointField, ...]

    @property
    def agreed(self) -> tuple[str, ...]:
        """Fields in which at least two sides say the same and none another thing."""
        return self._of(Agreement.AGREED)

    @property
    def disputed(self) -> tuple[str, ...]:
        """Fields in which two sides cannot both be right."""
        return self._of(Agreement.DISPUTED)

    def _of(self, agreement: Agreement) -> tuple[str, ...]:
        return tuple(own.field for own in self.fields if own.agreement is agreement)
