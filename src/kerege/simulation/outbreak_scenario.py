"""The 42 scenarios of weekly counts on which outbreak detectors are compared in the literature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WEEKS_A_YEAR = 52
# theta, beta, gamma1, gamma2, phi
PARAMETERS = (
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)


@dataclass(frozen=True, slots=True)
class OutbreakScenario:
    """A quiet series of weekly counts: negative binomial with mean mu_t and variance phi mu_t; Poisson for phi = 1.

    log mu_t = theta + beta t + sum over j = 1 .. m of gamma1 cos(2 pi j t / 52) + gamma2 sin(2 pi j t / 52), t >= 1

    Parameters
    ----------
    number : int
        1 .. 42.
    theta, beta, gamma1, gamma2 : float
        Level, trend a week, season; beta 0 is no trend.
    waves : int
        m: 0 no season, 1 one wave a year, 2 also one of half a year.
    phi : float
        Variance over mean, >= 1.
    """

    number: int
    theta: float
    beta: float
    gamma1: float
    gamma2: float
    waves: int
    phi: float

    def mean(self, weeks: int) -> NDArray[np.float64]:
        """mu_t of weeks 1 .. T, shape (T,).

        Examples
        --------
        exp(0.1 + 0.0025 * 13 + 0.6 cos(pi/2) + 0.6 sin(pi/2)) = exp(0.7325).

        >>> float(noufaily_scenarios()[4].mean(13)[-1].round(4))
        2.0803
        """
        t = np.arange(1, weeks + 1, dtype=np.float64)
        level = self.theta + self.beta * t
        for wave in range(1, self.waves + 1):
            angle = 2 * np.pi * wave * t / WEEKS_A_YEAR
            level = level + self.gamma1 * np.cos(angle) + self.gamma2 * np.sin(angle)
        return np.asarray(np.exp(level))

    def simulate(
        self, weeks: int, series: int, rng: np.random.Generator, *, factor: float = 1.0
    ) -> NDArray[np.float64]:
        """Quiet counts, shape (T, S), their mean multiplied by a factor."""
        mean = np.repeat(factor * self.mean(weeks)[:, None], series, axis=1)
        if self.phi > 1:
            mean = rng.gamma(mean / (self.phi - 1), self.phi - 1)
        return rng.poisson(mean).astype(np.float64)


def noufaily_scenarios() -> tuple[OutbreakScenario, ...]:
    """Seven levels, without and with trend, with 0, 1 and 2 waves of season.

    Source: Noufaily et al. 2013, Statistics in Medicine 32: 1206-1222.

    Examples
    --------
    >>> len(noufaily_scenarios()), noufaily_scenarios()[0].beta, noufaily_scenarios()[5].waves
    (42, 0.0, 2)
    """
    found: list[OutbreakScenario] = []
    for theta, beta, gamma1, gamma2, phi in PARAMETERS:
        for slope in (0.0, beta):
            for waves in (0, 1, 2):
                found.append(OutbreakScenario(len(found) + 1, theta, slope, gamma1, gamma2, waves, phi))
    return tuple(found)
