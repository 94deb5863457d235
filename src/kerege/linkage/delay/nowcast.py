"""How many there are in truth: what is reported so far, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from kerege.linkage.delay.reporting_triangle import DelayHazard, ReportingTriangle, delay_hazard

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nowcast:
    """Estimates of the newest periods, shape (K,) each, oldest first.

    Parameters
    ----------
    seen : int array
        Reported so far.
    estimate, lower, upper : float arrays
        What there is in truth (median of the draws; Lawless: n/F), and its interval.
    draws : int array, shape (K, M)
        Equally likely truths; M = 0 for Lawless.
    """

    seen: NDArray[np.int64]
    estimate: Array
    lower: Array
    upper: Array
    draws: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class NowcastSettings:
    """What a nowcast assumes.

    Parameters
    ----------
    prior_mean, prior_variance : float
        Of the count of a period before any report is seen; the variance above the mean.
    kappa : float
        Strength of the prior of the delays, > 0.
    level : float
        Of the interval, 0..1.
    draws : int
        Equally likely truths of each period, >= 1.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    prior_mean: float = 50.0
    prior_variance: float = 3000.0
    kappa: float = 0.1
    level: float = 0.95
    draws: int = 2000

    def __post_init__(self) -> None:
        if not self.prior_mean > 0 or not self.prior_variance > self.prior_mean:
            raise ValueError("prior_mean is above 0, and prior_variance above prior_mean.")
        if not self.kappa > 0 or not 0 < self.level < 1 or self.draws < 1:
            raise ValueError("kappa is above 0, level lies between 0 and 1, and draws is at least 1.")


def reported_share(hazard: DelayHazard, kappa: float, rng: np.random.Generator, draws: int) -> Array:
    """Draws of the share of reports that have arrived after d = 0 .. D periods, shape (M, D + 1); the last is 1.

    F_d = product over x = d + 1 .. D of (1 - g_x), with g_x ~ Beta(kappa + n_x, kappa x + N_x - n_x) independent: the
    posterior of a generalised Dirichlet prior.

    Source: Hoehle and an der Heiden 2014, Biometrics 70: 993-1002.

    Examples
    --------
    >>> hazard = DelayHazard(np.array([10, 0, 0]), np.array([10, 10, 10]))
    >>> shares = reported_share(hazard, 0.1, np.random.default_rng(1), 500)
    >>> bool((shares.mean(axis=0) > 0.97).all()), shares[:, -1].tolist() == [1.0] * 500
    (True, True)
    """
    delays = np.arange(1, len(hazard.at))
    kept = 1 - rng.beta(
        kappa + hazard.at[1:], kappa * delays + hazard.up_to[1:] - hazard.at[1:], size=(draws, len(delays))
    )
    products = np.cumprod(kept[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate([products, np.ones((draws, 1))], axis=1)


def bayes_nowcast(
    triangle: ReportingTriangle,
    settings: NowcastSettings,
    rng: np.random.Generator,
    *,
    window: int | None = None,
    hazard: DelayHazard | None = None,
) -> Nowcast:
    """Nowcast with right truncation: delays look short only because the long ones have not been seen yet.

    The count of a period is Poisson with a gamma rate of the prior mean and variance, so that N is negative binomial of
    size r = mean^2 / (variance - mean). Given the share F reported and n seen, with b = r/mean + F,

        N - n ~ NegativeBinomial(r + n, b / (b + 1 - F))

    mixed over draws of F (`reported_share`). No Markov chain is needed.

    Parameters
    ----------
    triangle : ReportingTriangle
    settings : NowcastSettings
    rng : Generator
    window : int or None
        See `delay_hazard`.
    hazard : DelayHazard or None
        Delays learnt elsewhere, for a channel with few reports.

    Source: Hoehle and an der Heiden 2014, Biometrics 70: 993-1002.

    Examples
    --------
    Half of the reports arrive a period late: 5 of the newest period are about 10.

    >>> counts = np.array([[10, 10]] * 30 + [[5, 0]])
    >>> found = bayes_nowcast(ReportingTriangle(counts, 0), NowcastSettings(prior_mean=20, prior_variance=400),
    ...     np.random.default_rng(1))
    >>> bool(9 <= found.estimate[-1] <= 12), float(found.estimate[0])
    (True, 20.0)
    """
    newest, seen = _newest(triangle)
    share = reported_share(hazard or delay_hazard(triangle, window=window), settings.kappa, rng, settings.draws)
    size = settings.prior_mean**2 / (settings.prior_variance - settings.prior_mean)
    arrived = share[:, newest].T
    rate = size / settings.prior_mean + arrived
    missing = rng.negative_binomial(size + seen[:, None], np.minimum(rate / (rate + 1 - arrived), 1.0))
    draws = seen[:, None] + missing
    tail = (1 - settings.level) / 2
    low, middle, high = np.quantile(draws, (tail, 0.5, 1 - tail), axis=1, method="inverted_cdf").astype(np.float64)
    return Nowcast(seen, middle, low, high, draws)


def lawless_nowcast(
    triangle: ReportingTriangle, settings: NowcastSettings, *, window: int | None = None, r_compatible: bool = False
) -> Nowcast:
    """Nowcast by dividing through the estimated share reported, with a normal interval.

    N = n/F, F = product of (1 - g_x), Var N = N (N + 1) V_F / F^2 + N (1 - F)/F with
    V_F = F^2 sum_x g_x / (N_x (1 - g_x)). The normal law is cut below what is seen and scaled to 1 again. Where nothing
    is seen the answer is 0 with no width: prefer `bayes_nowcast` for the newest periods.

    Parameters
    ----------
    triangle, settings, window
        See `bayes_nowcast`.
    r_compatible : bool
        As the R implementation does, for comparison only: leave out the first term of the variance, forget the mass
        cut off when the quantiles are taken, and give whole numbers.

    Source: Lawless 1994, Canadian Journal of Statistics 22: 15-31.

    Examples
    --------
    >>> found = lawless_nowcast(ReportingTriangle(np.array([[10, 10]] * 30 + [[5, 0]]), 0), NowcastSettings())
    >>> float(found.estimate[-1])
    10.0
    """
    newest, seen = _newest(triangle)
    hazard = delay_hazard(triangle, window=window)
    with np.errstate(divide="ignore", invalid="ignore"):
        g = np.nan_to_num(hazard.at / hazard.up_to)
        spread = np.nan_to_num(g / (hazard.up_to * (1 - g)), posinf=0.0)
    share = np.array([np.prod(1 - g[age + 1 :]) for age in newest])
    doubt = np.array([spread[age + 1 :].sum() for age in newest])
    whole = np.divide(seen, share, out=seen.astype(np.float64), where=share > 0)
    variance = whole * (1 - share) / np.maximum(share, 1e-300)
    if not r_compatible:
        variance = variance + whole * (whole + 1) * doubt
    deviation = np.sqrt(variance)
    tail = (1 - settings.level) / 2
    below = np.where(deviation > 0, stats.norm.cdf(seen, whole, np.maximum(deviation, 1e-300)), 0.0)
    quantiles = []
    for p in (tail, 0.5, 1 - tail):
        at = p * (1 - below) + (0.0 if r_compatible else below)
        value = np.where(deviation > 0, stats.norm.ppf(at, whole, np.maximum(deviation, 1e-300)), whole)
        quantiles.append(np.ceil(np.maximum(value, seen) - 1e-9) if r_compatible else np.maximum(value, seen))
    low, middle, high = quantiles
    if not r_compatible:
        low, middle, high = np.minimum(low, whole), whole, np.maximum(high, whole)
    return Nowcast(seen, middle, low, high, np.zeros((len(seen), 0), dtype=np.int64))


def _newest(triangle: ReportingTriangle) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ages of the periods that may still get reports, oldest first, and what is seen of them."""
    count = min(triangle.longest + 1, len(triangle.counts))
    return np.arange(count - 1, -1, -1), triangle.seen[len(triangle.counts) - count :]
