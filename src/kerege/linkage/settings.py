"""What counts as near, and how sure a link must be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageSettings:
    """Control values of record linkage.

    Parameters
    ----------
    threshold : float
        Two reports are linked without asking from this probability on, (0, 1).
    suggest_from : float
        Pairs that are not linked are shown to the desk from this probability on, (0, 1).
    max_km, max_days : float
        Reports farther apart are never compared, > 0. What a report leaves open (the radius of its place beyond 2 km,
        the length of its time) is added.
    usual_km : float
        Radius of the place of a report that names none, in km, > 0.
    anchor_pairs : float
        How many pairs the expectation weighs with which learning begins, > 0.
    far_logit : float
        Log-odds that a pair of one incident is given where it was too far apart to be compared, < 0.
    most_steps : int
        Most rounds of learning, >= 1.
    most_pairs : int
        Most pairs that are compared, >= 1; about 70 bytes each. Where more are near each other nothing is linked.
    least_precision, least_recall : float
        Expected shares of right links among those made, and of links made among the right ones, below which nothing
        is linked; 0..1.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    threshold: float = 0.5
    suggest_from: float = 0.1
    max_km: float = 8.0
    max_days: float = 4.0
    usual_km: float = 2.0
    anchor_pairs: float = 30.0
    far_logit: float = -4.0
    most_steps: int = 60
    most_pairs: int = 40_000_000
    least_precision: float = 0.75
    least_recall: float = 0.5

    def __post_init__(self) -> None:
        for name in ("threshold", "suggest_from"):
            if not 0 < getattr(self, name) < 1:
                raise ValueError(f"{name} is a probability above 0 and below 1, not {getattr(self, name)}.")
        for name in ("max_km", "max_days", "usual_km", "anchor_pairs"):
            if not 0 < getattr(self, name) < 1e6:
                raise ValueError(f"{name} is above 0, not {getattr(self, name)}.")
        for name in ("least_precision", "least_recall"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies between 0 and 1, not {getattr(self, name)}.")
        if self.most_steps < 1 or self.most_pairs < 1 or not self.far_logit < 0:
            raise ValueError("most_steps and most_pairs are at least 1, and far_logit is below 0.")
