"""How the influence of an event falls with time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SHAPES = ("constant", "exponential", "step")


@dataclass(frozen=True, slots=True)
class TimeKernel:
    """g(t) with g(0) = 1, its parameters alpha on the log scale, and G(t), its integral from 0 to t.

    | shape | g(t) | alpha |
    |---|---|---|
    | constant | 1 | none |
    | exponential | exp(-a t), a in 1/day | log a |
    | step | 1 up to the first break, then the level of each further stretch | the log levels |

    Parameters
    ----------
    shape : str
    breaks_days : tuple of float
        For "step": where the levels change, ascending; empty for other shapes.

    Raises
    ------
    ValueError
        For an unknown shape or breaks that do not ascend from above 0.

    Examples
    --------
    >>> kernel = TimeKernel("step", (2.0,))
    >>> kernel.integral(np.array([1.0, 5.0]), np.log([0.5])).tolist()  # 1; 2 + 3 * 0.5
    [1.0, 3.5]
    """

    shape: str
    breaks_days: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"A kernel in time is one of {', '.join(SHAPES)}, not {self.shape!r}.")
        if (self.shape == "step") != bool(self.breaks_days):
            raise ValueError("Breaks belong to the kernel step, which needs at least one.")
        if self.breaks_days and (np.diff((0.0, *self.breaks_days)) <= 0).any():
            raise ValueError("The breaks of a kernel in time ascend from above 0.")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of alpha."""
        if self.shape == "exponential":
            return ("time.log_rate",)
        return tuple(f"time.log_level_{i + 2}" for i in range(len(self.breaks_days)))

    def start(self, reach_days: float) -> Array:
        """Values of alpha that a fit may start from."""
        if self.shape == "step":
            return -np.arange(1.0, len(self.breaks_days) + 1)
        return np.full(len(self.names), np.log(3 / reach_days))

    def value(self, lag_days: Array, alpha: Array) -> Array:
        """G at these lags, of their shape."""
        if self.shape == "exponential":
            return np.asarray(np.exp(-np.exp(alpha[0]) * lag_days))
        if self.shape == "step":
            levels = np.exp(np.concatenate([[0.0], alpha]))
            return np.asarray(levels[np.searchsorted(self.breaks_days, lag_days, side="left")])
        return np.ones_like(lag_days)

    def slopes(self, lag_days: Array, alpha: Array) -> Array:
        """Derivatives of g by alpha, shape (len(alpha), ...)."""
        g = self.value(lag_days, alpha)
        if self.shape == "exponential":
            return np.asarray(-np.exp(alpha[0]) * lag_days * g)[None]
        stretch = np.searchsorted(self.breaks_days, lag_days, side="left")
        return np.array([np.where(stretch == i + 1, g, 0.0) for i in range(len(alpha))]).reshape(
            len(alpha), *lag_days.shape
        )

    def integral(self, until_days: Array, alpha: Array) -> Array:
        """G(t), of the shape of `until_days` (>= 0)."""
        if self.shape == "exponential":
            rate = np.exp(alpha[0])
            return np.asarray(-np.expm1(-rate * until_days) / rate)
        if self.shape == "step":
            return np.asarray(np.exp(np.concatenate([[0.0], alpha])) @ self._stretches(until_days))
        return np.asarray(until_days, dtype=np.float64)

    def integral_slopes(self, until_days: Array, alpha: Array) -> Array:
        """Derivatives of G by alpha, shape (len(alpha), ...)."""
        if self.shape == "exponential":
            rate = np.exp(alpha[0])
            decayed = np.exp(-rate * until_days)
            return np.asarray(until_days * decayed + np.expm1(-rate * until_days) / rate)[None]
        if self.shape == "step":
            return np.asarray(np.exp(alpha)[:, None] * self._stretches(until_days)[1:])
        return np.empty((0, *until_days.shape))

    def _stretches(self, until_days: Array) -> Array:
        """Days of [0, t] that lie in each stretch between breaks, shape (stretches, len(t))."""
        edges = np.array([0.0, *self.breaks_days, np.inf])
        return np.diff(np.minimum(edges[:, None], until_days), axis=0)
