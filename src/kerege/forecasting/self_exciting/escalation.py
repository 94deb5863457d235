"""How much one incident makes the next more likely: a self-exciting model for records with few incidents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from kerege.domain.escalation_parameters import EscalationParameters
from kerege.forecasting.self_exciting.background_rate import background_at_incidents, background_total
from kerege.forecasting.self_exciting.border_history import BorderHistory, SectionReach

Array = NDArray[np.float64]
# The newest incidents that the fit looks at: what one sets off is soon over, and pairs grow with the square.
MOST_INCIDENTS = 600
# Longer than any delay that the priors allow.
LONGEST_LAG_DAYS = 400.0
STEP = 1e-3


@dataclass(frozen=True, slots=True)
class EscalationModel:
    """The model fitted to a history.

    Parameters
    ----------
    mode : array, shape (4,)
        Most likely log background level, logit of the ratio, log of the mean days, log of the km.
    covariance : array, shape (4, 4)
        Of these, from the curvature at the mode (Laplace).
    incidents : int
        Incidents that it rests on.
    """

    mode: Array
    covariance: Array
    incidents: int

    @property
    def ratio(self) -> float:
        """Incidents that one incident sets off, 0..1."""
        return float(1 / (1 + np.exp(-self.mode[1])))

    @property
    def days(self) -> float:
        """Mean days until a follow-on."""
        return float(np.exp(self.mode[2]))

    @property
    def km(self) -> float:
        """Scale of the distance of follow-ons, along the border."""
        return float(np.exp(self.mode[3]))

    def drawn(self, count: int, rng: np.random.Generator) -> Array:
        """Draws of the four coefficients, shape (M, 4): what is known of them, no more."""
        return rng.multivariate_normal(self.mode, self.covariance, size=count, method="eigh")


def fit_escalation(history: BorderHistory, sections: SectionReach, parameters: EscalationParameters) -> EscalationModel:
    r"""The escalation model that a history and the priors make most likely.

    Incidents of section s come at the rate

    .. math:: \lambda_s(t) = (1 - r) e^b \mu_s(t)
              + \sum_{t_j < t} w_j \, r \, \tfrac{1}{\tau} e^{-(t - t_j)/\tau} \sum_u p_{ju} K_{us}

    with the background mu from the decayed past (`background_at`), of which the share r was set off; the ratio r of
    follow-ons, their mean delay tau, and K falling exponentially with the distance along the border, scaled to 1 over
    the sections within reach. An uncertain place p_ju is shared among sections. The four coefficients have normal
    priors, so that a short record gives the prior and never a degenerate fit; their covariance is the inverse of the
    curvature at the mode. Only time under watch counts.

    Parameters
    ----------
    history : BorderHistory
        Incidents that are not placed (rows of zeros) take no part.
    sections : SectionReach
    parameters : EscalationParameters

    Source: Ogata 1998, Annals of the Institute of Statistical Mathematics 50: 379-402; Mohler et al. 2011, Journal of
    the American Statistical Association 106: 100-108.
    """
    terms = _terms(history, sections, parameters)
    mean, spread = np.array(parameters.prior_mean), np.array(parameters.prior_spread)
    found = optimize.minimize(
        lambda x: -_log_posterior(x, terms, mean, spread), mean, method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-7, "maxiter": 2000},
    )  # fmt: skip
    curvature = _curvature(found.x, terms, mean, spread)
    values, vectors = np.linalg.eigh(curvature)
    # The prior alone curves by 1 / spread^2; rounding must not make a direction flatter than a hundredth of that.
    values = np.maximum(values, 0.01 / spread.max() ** 2)
    return EscalationModel(found.x, (vectors / values) @ vectors.T, terms.incidents)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the likelihood needs of a history, whatever the coefficients.

    Parameters
    ----------
    background : array, shape (N,)
        Density of the background at each incident.
    total : float
        Incidents that the background alone expects under watch.
    earlier, later : int arrays, shape (P,)
        Pairs of incidents of which the later may have been set off by the earlier one.
    lag : array, shape (P,)
        Days between them.
    shares, seen : arrays, shape (N, S)
    watch : array, shape (N, E)
        Days from each incident to the begins and ends of the time under watch after it; see `_set_off`.
    """

    background: Array
    total: float
    earlier: NDArray[np.int64]
    later: NDArray[np.int64]
    lag: Array
    shares: Array
    seen: Array
    weight: Array
    placed: Array
    watch: Array
    sections: SectionReach
    incidents: int


def _terms(history: BorderHistory, sections: SectionReach, parameters: EscalationParameters) -> _Terms:
    placed = np.flatnonzero(history.shares.sum(axis=1) > 0)[-MOST_INCIDENTS:]
    time = history.time_days[placed]
    begin = float(time[0]) if len(time) else 0.0
    end = float(history.watched_days.max()) if history.watched_days.size else begin
    background = background_at_incidents(history, sections, parameters)[placed]
    total = background_total(history, sections, parameters, begin, end) if end > begin else 0.0
    later, earlier = np.nonzero((time[:, None] > time[None, :]) & (time[:, None] - time[None, :] < LONGEST_LAG_DAYS))
    starts = np.clip(history.watched_days[None, :, 0] - time[:, None], 0.0, None)
    stops = np.clip(history.watched_days[None, :, 1] - time[:, None], 0.0, None)
    return _Terms(
        background=background,
        total=total,
        earlier=earlier,
        later=later,
        lag=time[later] - time[earlier],
        shares=history.shares[placed],
        seen=history.shares[placed] / sections.length_km,
        weight=history.weight[placed],
        placed=history.shares[placed].sum(axis=1),
        watch=np.stack([starts, stops]),
        sections=sections,
        incidents=len(placed),
    )


def reach_kernel(sections: SectionReach, km: float) -> sparse.csr_matrix:
    """K, shape (S, S): where along the border what an incident sets off lies; every row adds up to 1.

    K_us is proportional to l_s exp(-d_us / km) over the sections within reach.

    Examples
    --------
    >>> sections = SectionReach(np.array([1.0, 1.0]), np.zeros(2, dtype=np.int64), np.array([0, 2, 4]),
    ...     np.array([0, 1, 0, 1]), np.array([0.0, 10.0, 10.0, 0.0]))
    >>> reach_kernel(sections, 10.0).toarray().round(4).tolist()
    [[0.7311, 0.2689], [0.2689, 0.7311]]
    """
    count = len(sections)
    rows = np.repeat(np.arange(count), np.diff(sections.first))
    mass = sections.length_km[sections.other] * np.exp(-sections.km / km)
    mass = mass / np.bincount(rows, mass, count)[rows]
    return sparse.csr_matrix((mass, sections.other, sections.first), shape=(count, count))


def _log_posterior(x: Array, terms: _Terms, mean: Array, spread: Array) -> float:
    prior = -0.5 * (((x - mean) / spread) ** 2).sum()
    if not terms.incidents:
        return float(prior)
    ratio, days = 1 / (1 + np.exp(-x[1])), np.exp(x[2])
    level = (1 - ratio) * np.exp(x[0])
    density = level * terms.background
    if len(terms.lag):
        reached = (terms.shares @ reach_kernel(terms.sections, float(np.exp(x[3])))) @ terms.seen.T
        pull = reached[terms.earlier, terms.later] * terms.weight[terms.earlier]
        density = density + ratio * np.bincount(terms.later, pull * np.exp(-terms.lag / days) / days, terms.incidents)
    # What each incident sets off within the time under watch.
    inside = (np.exp(-terms.watch[0] / days) - np.exp(-terms.watch[1] / days)).sum(axis=1)
    expected = level * terms.total + ratio * float((terms.weight * terms.placed * inside).sum())
    return float(np.log(np.maximum(density, 1e-300)).sum() - expected + prior)


def _curvature(x: Array, terms: _Terms, mean: Array, spread: Array) -> Array:
    """Minus the second derivatives of the log posterior, by differences."""
    steps = np.eye(4) * STEP * 10
    answer = np.empty((4, 4))
    for i in range(4):
        for j in range(i, 4):
            corners = [
                _log_posterior(x + a * steps[i] + b * steps[j], terms, mean, spread) * a * b
                for a in (1, -1)
                for b in (1, -1)
            ]
            answer[i, j] = answer[j, i] = -sum(corners) / (4 * (STEP * 10) ** 2)
    return answer
