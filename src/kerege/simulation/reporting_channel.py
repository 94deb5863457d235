"""How incidents become known: each channel with its delay and its exactness."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingChannel:
    """A way by which reports come in.

    The delay is lognormal: median m, spread sigma of its logarithm. A share p of reports is late, with a law of its
    own. Mean: (1 - p) m exp(sigma^2 / 2) + p m_late exp(sigma_late^2 / 2).

    Parameters
    ----------
    id : str
        Channel of `domain.Source`.
    share : float
        Its share of all reports.
    delay_days, delay_spread : float
        Median in days and spread of a usual delay; > 0.
    late_share, late_days, late_spread : float
        Share of late reports, 0..1, and their median and spread.
    minute_share : float
        Share of its reports that give the minute; the others give the day.
    position_km : tuple of float
        Radii that it gives for its positions, each as often.
    unknown_share : float
        Share of figures of harm that it does not give.
    counts_exactly : bool
        Whether its figures of harm are exact, or ranges.
    reliability : str
        Grades it gets, each as often.

    Examples
    --------
    >>> channel = ReportingChannel(id="x", share=1, delay_days=2, delay_spread=1, late_share=0.25, late_days=20)
    >>> round(channel.mean_delay_days, 4)  # 0.75 * 2 * exp(0.5) + 0.25 * 20 * exp(0.32)
    9.3587
    """

    id: str
    share: float
    delay_days: float
    delay_spread: float
    late_share: float = 0.0
    late_days: float = 20.0
    late_spread: float = 0.8
    minute_share: float = 0.0
    position_km: tuple[float, ...] = (1.0,)
    unknown_share: float = 0.0
    counts_exactly: bool = True
    reliability: str = "F"

    @property
    def mean_delay_days(self) -> float:
        """Expected delay in days."""
        usual = self.delay_days * exp(self.delay_spread**2 / 2)
        return (1 - self.late_share) * usual + self.late_share * self.late_days * exp(self.late_spread**2 / 2)

    def draw_delays(self, count: int, rng: np.random.Generator) -> Array:
        """Delays in days, shape (count,)."""
        is_late = rng.uniform(size=count) < self.late_share
        normal = rng.standard_normal(count)
        usual = self.delay_days * np.exp(self.delay_spread * normal)
        return np.where(is_late, self.late_days * np.exp(self.late_spread * normal), usual)


# Made up, in the order one would expect: those on duty report within hours, newspapers may come back to a thing later.
CHANNELS = (
    ReportingChannel(
        id="post", share=0.35, delay_days=0.15, delay_spread=0.8, minute_share=0.9, position_km=(0.3, 0.5, 1.0),
        unknown_share=0.05, reliability="AB",
    ),
    ReportingChannel(
        id="police", share=0.25, delay_days=1.0, delay_spread=0.7, minute_share=0.6, position_km=(1.0, 2.0),
        unknown_share=0.1, reliability="BBC",
    ),
    ReportingChannel(
        id="resident", share=0.15, delay_days=3.0, delay_spread=1.0, position_km=(1.0, 3.0, 5.0),
        unknown_share=0.4, counts_exactly=False, reliability="CDF",
    ),
    ReportingChannel(
        id="media", share=0.25, delay_days=1.0, delay_spread=0.6, late_share=0.15, position_km=(3.0, 5.0, 8.0),
        unknown_share=0.2, counts_exactly=False, reliability="CCD",
    ),
)  # fmt: skip
