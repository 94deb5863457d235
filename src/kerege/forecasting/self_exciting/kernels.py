"""How the influence of an event falls with distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SHAPES = ("gaussian", "exponential", "power-law", "student", "step", "constant")


@dataclass(frozen=True, slots=True)
class SpatialKernel:
    """f(r), not normalised, with its parameters theta on the log scale.

    | shape | f(r) | theta |
    |---|---|---|
    | gaussian | exp(-r^2 / (2 sd^2)) | log sd |
    | exponential | exp(-r / sd) | log sd |
    | power-law | (r + sd)^(-d) | log sd, log d |
    | student | (r^2 + sd^2)^(-d) | log sd, log d |
    | step | 1 up to the first break, then the level of each further stretch | the log levels |
    | constant | 1 | none |

    All but the power laws have f(0) = 1. The scale sd is in km.

    Parameters
    ----------
    shape : str
    breaks_km : tuple of float
        For "step": where the levels change, ascending, the last below the reach; empty for other shapes.

    Raises
    ------
    ValueError
        For an unknown shape or breaks that do not ascend from above 0.

    Sources: Meyer, Elias, Hoehle 2012, Biometrics 68: 607-616; Meyer, Held 2014, Annals of Applied Statistics 8:
    1612-1639.

    Examples
    --------
    >>> kernel = SpatialKernel("power-law")
    >>> kernel.value(np.array([0.0, 2.0]), np.log([2.0, 3.0])).round(6).tolist()  # 2^-3 and 4^-3
    [0.125, 0.015625]
    """

    shape: str
    breaks_km: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"A kernel in space is one of {', '.join(SHAPES)}, not {self.shape!r}.")
        if (self.shape == "step") != bool(self.breaks_km):
            raise ValueError("Breaks belong to the kernel step, which needs at least one.")
        if self.breaks_km and (np.diff((0.0, *self.breaks_km)) <= 0).any():
            raise ValueError("The breaks of a kernel in space ascend from above 0.")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of theta."""
        if self.shape in ("gaussian", "exponential"):
            return ("space.log_sd",)
        if self.shape in ("power-law", "student"):
            return ("space.log_sd", "space.log_d")
        return tuple(f"space.log_level_{i + 2}" for i in range(len(self.breaks_km)))

    def start(self, reach_km: float) -> Array:
        """Values of theta that a fit may start from."""
        if self.shape in ("power-law", "student"):
            return np.log([reach_km / 20, 2.0])
        if self.shape == "step":
            return -np.arange(1.0, len(self.breaks_km) + 1)
        return np.full(len(self.names), np.log(reach_km / 10))

    def value(self, distance_km: Array, theta: Array) -> Array:
        """F at these distances, of their shape."""
        if self.shape == "constant":
            return np.ones_like(distance_km)
        if self.shape == "step":
            levels = np.exp(np.concatenate([[0.0], theta]))
            return np.asarray(levels[np.searchsorted(self.breaks_km, distance_km, side="left")])
        scale = np.exp(theta[0])
        if self.shape == "gaussian":
            return np.asarray(np.exp(-((distance_km / scale) ** 2) / 2))
        if self.shape == "exponential":
            return np.asarray(np.exp(-distance_km / scale))
        power = np.exp(theta[1])
        if self.shape == "power-law":
            return np.asarray((distance_km + scale) ** -power)
        return np.asarray((distance_km**2 + scale**2) ** -power)

    def slopes(self, distance_km: Array, theta: Array) -> Array:
        """Derivatives of f by theta, shape (len(theta), ...)."""
        f = self.value(distance_km, theta)
        if self.shape == "constant":
            return np.empty((0, *distance_km.shape))
        if self.shape == "step":
            stretch = np.searchsorted(self.breaks_km, distance_km, side="left")
            return np.stack([np.where(stretch == i + 1, f, 0.0) for i in range(len(theta))])
        scale = np.exp(theta[0])
        if self.shape == "gaussian":
            return np.asarray(f * (distance_km / scale) ** 2)[None]
        if self.shape == "exponential":
            return np.asarray(f * distance_km / scale)[None]
        power = np.exp(theta[1])
        if self.shape == "power-law":
            base = distance_km + scale
            return np.stack([-power * scale * f / base, -power * np.log(base) * f])
        base = distance_km**2 + scale**2
        return np.stack([-2 * power * scale**2 * f / base, -power * np.log(base) * f])
