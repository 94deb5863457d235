"""Integrals of a function of distance over what lies around each event, for any function, from one table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.self_exciting.kernels import SpatialKernel

Array = NDArray[np.float64]
# Rings of the table; they widen with the square of the distance, so that near distances are fine.
RINGS = 400
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(6)


@dataclass(frozen=True, slots=True)
class RadialMeasure:
    r"""What lies within reach of each of N events, by distance.

    The integral of f(distance) over the part of a region within reach of event j is, for any f,

    .. math:: F_j = \sum_m w_{jm} J(\rho_m), \quad J(r) = r^{-D} \int_0^r u^{D-1} f(u) \, du

    with D = 2 on the ground and D = 1 along lines. The weights do not depend on f: they are made once, and each step
    of a fit costs one product of a matrix and a vector.

    Parameters
    ----------
    weights : array, shape (N, RINGS + 1)
        w, for the distances `ring_distances(reach_km)`.
    reach_km : float
        How far an event reaches.
    dimension : int
        D: 2 on the ground, in km^2; 1 along lines, in km.
    radii_km : tuple of float
        Distances at which `inside` was measured, ascending; the last is the reach.
    inside : array, shape (N, len(radii_km))
        km^2 or km of the region within each of these distances of each event.
    """

    weights: Array
    reach_km: float
    dimension: int
    radii_km: tuple[float, ...]
    inside: Array

    def integral(self, kernel: SpatialKernel, theta: Array) -> Array:
        """F of each event, shape (N,)."""
        if kernel.shape in ("step", "constant"):
            return np.asarray(self._stretches(kernel) @ np.exp(np.concatenate([[0.0], theta])))
        return np.asarray(
            self.weights @ self._means(kernel.value(self._nodes(), theta), kernel.value(np.zeros(1), theta))
        )

    def integral_slopes(self, kernel: SpatialKernel, theta: Array) -> Array:
        """Derivatives of F by theta, shape (len(theta), N)."""
        if not len(theta):
            return np.empty((0, len(self.weights)))
        if kernel.shape == "step":
            return np.asarray((self._stretches(kernel)[:, 1:] * np.exp(theta)).T)
        inner, centre = kernel.slopes(self._nodes(), theta), kernel.slopes(np.zeros(1), theta)
        means = np.stack([self._means(own, middle) for own, middle in zip(inner, centre, strict=True)])
        return np.asarray((self.weights @ means.T).T)

    def _stretches(self, kernel: SpatialKernel) -> Array:
        """km^2 or km between the breaks of a step kernel, shape (N, stretches)."""
        wanted = (*kernel.breaks_km, self.reach_km)
        missing = set(wanted) - set(self.radii_km)
        if missing:
            raise ValueError(f"The region was not measured within {sorted(missing)} km.")
        columns = self.inside[:, [self.radii_km.index(radius) for radius in wanted]]
        return np.diff(columns, axis=1, prepend=0.0)

    def _nodes(self) -> Array:
        rings = ring_distances(self.reach_km)
        low, high = rings[:-1, None], rings[1:, None]
        return np.asarray((low + high) / 2 + (high - low) / 2 * _NODES)

    def _means(self, values: Array, centre: Array) -> Array:
        """J at the ring distances, from f at the nodes between them and at 0."""
        rings, nodes = ring_distances(self.reach_km), self._nodes()
        pieces = (values * nodes ** (self.dimension - 1)) @ _WEIGHTS * np.diff(rings) / 2
        return np.concatenate([centre / self.dimension, np.cumsum(pieces) / rings[1:] ** self.dimension])


def ring_distances(reach_km: float) -> Array:
    """Distances of the table of a `RadialMeasure`, shape (RINGS + 1,): reach (m / RINGS)^2.

    Examples
    --------
    >>> ring_distances(200.0)[[0, 200, 400]].tolist()
    [0.0, 50.0, 200.0]
    """
    return np.asarray(reach_km * (np.arange(RINGS + 1) / RINGS) ** 2)
