"""The control values of Farrington's method, by the names its literature gives them."""

from __future__ import annotations

from dataclasses import dataclass

POWERS = {"2/3": 2 / 3, "1/2": 1 / 2, "none": 1.0}
THRESHOLD_METHODS = ("delta", "nbPlugin", "muan")


@dataclass(frozen=True, slots=True, kw_only=True)
class FarringtonSettings:
    """Control values of Farrington flexible.

    Parameters
    ----------
    b : int
        Years back, >= 1.
    w : int
        Half-width of the window around each reference point, in periods, >= 0.
    no_periods : int
        Groups of the season factor, >= 1; with 1 only the windows are used.
    past_weeks_not_included : int or None
        Newest periods left out of the baseline, besides the one judged; None means w.
    threshold_method : str
        "delta", "nbPlugin" or "muan".
    alpha : float
        One-sided level, 0..1.
    trend : bool
        Whether a trend is tried.
    p_threshold_trend : float
        The trend is kept if its p-value is below this; 1 keeps it unless it extrapolates.
    reweight : bool
        Whether past outbreaks lose weight by their Anscombe residuals.
    weights_threshold : float
        Residual from which they do.
    power_transform : str
        "2/3", "1/2" or "none"; for "delta" only.
    limit54 : (int, int)
        No alarm with fewer than this many cases in this many newest periods.
    population_offset : bool
        Whether the mean is proportional to the population.
    r_compatible : bool
        Reproduce the documented defects of the R implementation, for comparison only: see docs/methods/farrington.md.

    Raises
    ------
    ValueError
        For a value outside its range.

    The defaults are those of Noufaily et al. 2013 (Statistics in Medicine 32: 1206-1222) with the bound "nbPlugin".
    """

    b: int = 5
    w: int = 3
    no_periods: int = 10
    past_weeks_not_included: int | None = 26
    threshold_method: str = "nbPlugin"
    alpha: float = 0.005
    trend: bool = True
    p_threshold_trend: float = 1.0
    reweight: bool = True
    weights_threshold: float = 2.58
    power_transform: str = "2/3"
    limit54: tuple[int, int] = (5, 4)
    population_offset: bool = False
    r_compatible: bool = False

    def __post_init__(self) -> None:
        if self.b < 1 or self.w < 0 or self.no_periods < 1:
            raise ValueError("Farrington needs b >= 1, w >= 0 and no_periods >= 1.")
        if self.past_weeks_not_included is not None and self.past_weeks_not_included < 0:
            raise ValueError("past_weeks_not_included is at least 0.")
        if self.threshold_method not in THRESHOLD_METHODS:
            raise ValueError(
                f"threshold_method is one of {', '.join(THRESHOLD_METHODS)}, not {self.threshold_method!r}."
            )
        if self.power_transform not in POWERS:
            raise ValueError(f"power_transform is one of {', '.join(POWERS)}, not {self.power_transform!r}.")
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha lies between 0 and 1, not {self.alpha}.")
        if not 0 <= self.p_threshold_trend <= 1 or not self.weights_threshold > 0:
            raise ValueError("p_threshold_trend lies in 0..1 and weights_threshold is above 0.")
        if self.limit54[0] < 0 or self.limit54[1] < 1:
            raise ValueError("limit54 is a number of cases >= 0 and of periods >= 1.")

    @property
    def excluded(self) -> int:
        """Newest periods left out of the baseline, besides the one judged."""
        return self.w if self.past_weeks_not_included is None else self.past_weeks_not_included

    @property
    def power(self) -> float:
        """Exponent of the power transform."""
        return POWERS[self.power_transform]
