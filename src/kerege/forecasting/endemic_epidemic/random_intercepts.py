"""How much units differ by themselves: standard deviations of their random intercepts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.arrow_matrix import ArrowInverse
from kerege.forecasting.endemic_epidemic.likelihood import derivatives
from kerege.forecasting.endemic_epidemic.model import PARTS, Hhh4Model
from kerege.forecasting.endemic_epidemic.penalised_maximum import (
    PenalisedMaximum,
    penalised_maximum,
    usable_inverse,
)

Array = NDArray[np.float64]
ROUNDS, FIRST_SIGMA, SMALLEST_SIGMA = 60, 0.5, 1e-3
CLOSE, DIFFERENCE, UNKNOWN = 1e-6, 1e-5, 1e-6


@dataclass(frozen=True, slots=True)
class RandomIntercepts:
    """Deviations b_ci ~ N(0, sigma_c^2) of S units in C parts, on the log scale.

    Parameters
    ----------
    parts : tuple of str
        Names of the C parts.
    sigma : array, shape (C,)
        0 where the counts show no difference between units, or nothing of the part at all.
    deviations : array, shape (C, S)
    penalised_log_likelihood : float
        l(beta, b) - 1/2 sum of b^2 / sigma^2.
    marginal_log_likelihood : float
        Laplace's approximation to log of the integral of the likelihood over b, at the estimates: the penalised one
        - S sum of log sigma - 1/2 log |F_bb|. To be compared with the log likelihood of a model without deviations.
    restricted_log_likelihood : float
        The same with F of beta and b, as if beta was integrated out too: what sigma maximises.
    """

    parts: tuple[str, ...]
    sigma: Array
    deviations: Array
    penalised_log_likelihood: float
    marginal_log_likelihood: float
    restricted_log_likelihood: float


def fit_random_intercepts(model: Hhh4Model, coefficients: Array) -> tuple[PenalisedMaximum, RandomIntercepts]:
    """Coefficients and deviations for given sigma, sigma for given both, in turn until neither moves.

    At its maximum for given beta and b, sigma_c^2 = (b_c' b_c + trace of (F^-1)_cc) / S. The step towards it accounts
    for how far b follows, so that a few rounds are enough.

    Parameters
    ----------
    model : Hhh4Model
        With random parts.
    coefficients : array, shape (P,)
        Where to begin: the fit without deviations.

    Source: Paul and Held 2011, Statistics in Medicine 30: 1118-1136; Kneib and Fahrmeir 2007, Scandinavian Journal of
    Statistics 34: 207-228.
    """
    units = model.counts.shape[1]
    top = PenalisedMaximum(coefficients, np.zeros((3, units)), 0.0, 0.0, False)
    place = _Place(model, model.random_parts, np.full(len(model.random_parts), FIRST_SIGMA), top)
    reach, last_slope, last_step = np.ones((3, len(place.effects)))
    settled = False
    for _ in range(ROUNDS):
        place = place.climbed()
        if place.inverse is None or not place.effects:
            break
        told = place.told()
        if not told.all():
            place = place.without(told)
            reach, last_slope, last_step = reach[told], last_slope[told], last_step[told]
            continue
        slope, follow, curve = place.slopes()
        # A step that went too far is not repeated in full.
        reach = np.where(slope * last_slope < 0, np.abs(last_step) / 2, np.minimum(2 * reach, 1.0))
        step = np.clip(_uphill(curve, slope), -reach, reach)
        settled = float(np.abs(step).max()) < CLOSE
        if settled:
            break
        last_slope, last_step = slope, step
        place = place.moved(step, follow)
        kept = place.sigma >= SMALLEST_SIGMA
        if not kept.all():
            place = place.without(kept)
            reach, last_slope, last_step = reach[kept], last_slope[kept], last_step[kept]
    if place.inverse is None:
        place = place.climbed()
    done = place.top.converged and (settled or not place.effects)
    return replace(place.top, converged=done), _described(place)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the search is: sigma of the parts that still have deviations, and the maximum for it."""

    model: Hhh4Model
    effects: tuple[int, ...]
    sigma: Array
    top: PenalisedMaximum
    inverse: ArrowInverse | None = None

    def climbed(self) -> _Place:
        """Coefficients and deviations at their maximum for this sigma."""
        top = penalised_maximum(self.model, self.top.coefficients, self.top.deviations, self.effects, self.sigma)
        return replace(self, top=top, inverse=self._inverse(top.coefficients, top.deviations, self.sigma))

    def moved(self, step: Array, follow: tuple[Array, Array]) -> _Place:
        """A step of log sigma, coefficients and deviations following it."""
        x, b = self._followed(step, follow)
        return replace(
            self, sigma=self.sigma * np.exp(step), top=replace(self.top, coefficients=x, deviations=b), inverse=None
        )

    def without(self, kept: NDArray[np.bool_]) -> _Place:
        """Parts whose sigma goes to 0 go on without deviations."""
        deviations = self.top.deviations.copy()
        deviations[[part for part, stays in zip(self.effects, kept, strict=True) if not stays]] = 0.0
        effects = tuple(part for part, stays in zip(self.effects, kept, strict=True) if stays)
        return replace(
            self, effects=effects, sigma=self.sigma[kept], top=replace(self.top, deviations=deviations), inverse=None
        )

    def told(self) -> NDArray[np.bool_]:
        """Whether the counts say anything of a part's deviations; not where the part itself has vanished."""
        assert self.inverse is not None
        deviations = self.top.deviations[list(self.effects)] / self.sigma[:, None]
        known = 1 - self.inverse.effect_variances() / self.sigma[:, None] ** 2
        return np.asarray((known.mean(axis=1) > UNKNOWN) | ((deviations**2).mean(axis=1) > UNKNOWN))

    def slopes(self) -> tuple[Array, tuple[Array, Array], Array]:
        """Slope of the restricted likelihood by log sigma at fixed beta and b; how they follow; minus its change."""
        inverse, number = self.inverse, len(self.sigma)
        assert inverse is not None
        slope = self._slope(inverse, self.top.deviations, self.sigma)
        pulls = 2 * self.top.deviations[list(self.effects)] / self.sigma[:, None] ** 2
        units = np.eye(number)
        pairs = [inverse.times(np.zeros(len(inverse.corner)), unit[:, None] * pulls) for unit in units]
        follow = np.array([common for common, _ in pairs]), np.array([effects for _, effects in pairs])
        curve = np.empty((number, number))
        for own in range(number):
            x, b = self._followed(DIFFERENCE * units[own], follow)
            sigma = self.sigma * np.exp(DIFFERENCE * units[own])
            near = self._inverse(x, b, sigma)
            curve[:, own] = np.nan if near is None else (slope - self._slope(near, b, sigma)) / DIFFERENCE
        return slope, follow, curve

    def _followed(self, step: Array, follow: tuple[Array, Array]) -> tuple[Array, Array]:
        b = self.top.deviations.copy()
        b[list(self.effects)] += np.tensordot(step, follow[1], 1)
        return self.top.coefficients + step @ follow[0], b

    def _slope(self, inverse: ArrowInverse, deviations: Array, sigma: Array) -> Array:
        own = deviations[list(self.effects)]
        size = (own**2).sum(axis=1) + inverse.effect_variances().sum(axis=1)
        return np.asarray(size / sigma**2 - own.shape[1])

    def _inverse(self, coefficients: Array, deviations: Array, sigma: Array) -> ArrowInverse | None:
        slopes = derivatives(self.model, coefficients, deviations, effects=self.effects)
        return usable_inverse(self.model, coefficients, deviations, self.effects, sigma**-2, slopes)


def _uphill(curve: Array, slope: Array) -> Array:
    """Newton's step; along a direction that bends upwards as long as if it bent downwards as much."""
    if not np.isfinite(curve).all():
        return np.sign(slope)
    values, vectors = np.linalg.eigh((curve + curve.T) / 2)
    if values[0] > 1e-6:
        return np.asarray(np.linalg.solve(curve, slope), dtype=np.float64)
    return np.asarray(vectors @ (vectors.T @ slope / np.maximum(np.abs(values), 1e-6)))


def _described(place: _Place) -> RandomIntercepts:
    top, parts = place.top, list(place.model.random_parts)
    whole = np.zeros(3)
    whole[list(place.effects)] = place.sigma
    base = top.penalised - place.model.counts.shape[1] * float(np.log(place.sigma).sum())
    effects, both = (
        (np.nan, np.nan)
        if place.inverse is None
        else (place.inverse.log_determinant_effects, place.inverse.log_determinant)
    )
    return RandomIntercepts(
        parts=tuple(PARTS[part] for part in parts),
        sigma=whole[parts],
        deviations=top.deviations[parts],
        penalised_log_likelihood=top.penalised,
        marginal_log_likelihood=base - effects / 2,
        restricted_log_likelihood=base - both / 2,
    )
