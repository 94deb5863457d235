"""Who may see a thing: TLP 2.0 and the agencies it is released to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class TLP(StrEnum):
    """Traffic Light Protocol 2.0, least to most restrictive. The labels are never translated."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def restriction(self) -> int:
        """0 for the least restrictive, 4 for the most."""
        return list(TLP).index(self)


@dataclass(frozen=True, slots=True)
class Marking:
    """A TLP label and the agencies that may see what it marks.

    Parameters
    ----------
    tlp : TLP
        The label. AMBER is the default: deny first.
    releasable_to : frozenset of str
        Codes of the agencies it is released to beyond its originator; of no effect for CLEAR and GREEN.

    Examples
    --------
    >>> both = Marking(TLP.GREEN).stricter(Marking(TLP.AMBER, frozenset({"police"})))
    >>> both.tlp.value, sorted(both.releasable_to)
    ('TLP:AMBER', ['police'])
    """

    tlp: TLP = TLP.AMBER
    releasable_to: frozenset[str] = frozenset()

    def stricter(self, other: Marking) -> Marking:
        """The marking of a thing made from two: the stricter label, and only agencies that may see both.

        Commutative and associative; the agencies of a label that needs none (CLEAR, GREEN) do not narrow.
        """
        label = max(self.tlp, other.tlp, key=lambda tlp: tlp.restriction)
        narrowing = [m.releasable_to for m in (self, other) if m.tlp.restriction >= TLP.AMBER.restriction]
        agencies = frozenset.intersection(*narrowing) if narrowing else frozenset()
        return Marking(label, agencies)


def strictest(markings: Iterable[Marking]) -> Marking:
    """The marking of a thing made from several; CLEAR where there is none.

    Examples
    --------
    >>> strictest([Marking(TLP.GREEN), Marking(TLP.CLEAR)]).tlp.value
    'TLP:GREEN'
    """
    result = Marking(TLP.CLEAR)
    for marking in markings:
        result = result.stricter(marking)
    return result
