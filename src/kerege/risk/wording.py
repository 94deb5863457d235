"""The word that belongs to a probability, so that two officers read the same number out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import floor


class Likelihood(StrEnum):
    """The seven words of the British probability yardstick (PHIA), least to most likely.

    Their bands leave gaps (5-10, 20-25, 35-40, 50-55, 75-80, 90-95 per cent) on purpose; `likelihood` says how a
    number that falls into a gap is worded. The values are the messages that catalogues translate.
    """

    REMOTE_CHANCE = "remote chance"
    HIGHLY_UNLIKELY = "highly unlikely"
    UNLIKELY = "unlikely"
    REALISTIC_POSSIBILITY = "realistic possibility"
    LIKELY = "likely"
    HIGHLY_LIKELY = "highly likely"
    ALMOST_CERTAIN = "almost certain"


# Highest whole per cent of each word: the middle of a gap lies between two whole numbers, so there is never a tie.
_HIGHEST_PERCENT = (
    (7, Likelihood.REMOTE_CHANCE),
    (22, Likelihood.HIGHLY_UNLIKELY),
    (37, Likelihood.UNLIKELY),
    (52, Likelihood.REALISTIC_POSSIBILITY),
    (77, Likelihood.LIKELY),
    (92, Likelihood.HIGHLY_LIKELY),
    (100, Likelihood.ALMOST_CERTAIN),
)


def whole_percent(probability: float) -> int:
    """The whole per cent that is printed for a probability, 0..100; halves go up.

    Parameters
    ----------
    probability : float
        0..1.

    Raises
    ------
    ValueError
        For a value outside 0..1, or not a number.

    Examples
    --------
    >>> whole_percent(0.625), whole_percent(0.004), whole_percent(1)
    (63, 0, 100)
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"A probability lies between 0 and 1, not {probability}.")
    # The small number undoes binary fractions such as 0.285 * 100 = 28.499999999999996.
    return floor(probability * 100 + 0.5 + 1e-9)


def likelihood(probability: float) -> Likelihood:
    """The word for a probability.

    The word is chosen from the whole per cent that is printed beside it, so a reader can check the one against the
    other. A value in a gap between two bands takes the word of the nearer band; because the middle of every gap lies
    between two whole numbers (7.5, 22.5, 37.5, 52.5, 77.5, 92.5), no value is equally near to both.

    Parameters
    ----------
    probability : float
        0..1.

    Source
    ------
    Professional Head of Intelligence Assessment (UK): probability yardstick; bands 0-5, 10-20, 25-35, 40-50, 55-75,
    80-90, 95-100 per cent. The rule for the gaps is our own.

    Examples
    --------
    >>> [str(likelihood(p)) for p in (0.03, 0.07, 0.08, 0.52, 0.53, 0.62, 0.99)]
    ['remote chance', 'remote chance', 'highly unlikely', 'realistic possibility', 'likely', 'likely', 'almost certain']
    """
    percent = whole_percent(probability)
    return next(word for highest, word in _HIGHEST_PERCENT if percent <= highest)


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with the interval it is known within.

    Parameters
    ----------
    probability : float
        Best value, 0..1.
    low, high : float
        Bounds of the central 80 per cent interval; 0 <= low <= probability <= high <= 1.

    Raises
    ------
    ValueError
        If the order does not hold.

    Examples
    --------
    >>> chance = Chance(0.62, 0.48, 0.75)
    >>> str(chance.likelihood), chance.percents
    ('likely', (62, 48, 75))
    """

    probability: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.probability <= self.high <= 1:
            raise ValueError(
                f"A chance needs 0 <= low <= probability <= high <= 1, not {self.low}, {self.probability}, {self.high}."
            )

    @property
    def likelihood(self) -> Likelihood:
        """Its word."""
        return likelihood(self.probability)

    @property
    def percents(self) -> tuple[int, int, int]:
        """Whole per cents of the best value and of both bounds."""
        return whole_percent(self.probability), whole_percent(self.low), whole_percent(self.high)
