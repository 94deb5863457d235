"""A forecast of counts as draws from its distribution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from kerege.domain.panel import PeriodGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class CountForecast:
    """Draws of future counts by horizon period and unit.

    Parameters
    ----------
    draws : int64 array, shape (H, S, M)
        Counts, >= 0; read-only.
    origin : datetime
        What was known at this time was used, nothing later.
    grid : PeriodGrid
        The H future periods; they start at or after the origin.
    unit_ids : tuple of str
        The S units.
    model, model_version : str
        Which model made it.
    data_digest : str
        Digest of the counts it was made from.

    Raises
    ------
    ValueError
        If shapes differ, a count is negative, there is no draw, or the grid starts before the origin.
    """

    draws: NDArray[np.int64]
    origin: datetime
    grid: PeriodGrid
    unit_ids: tuple[str, ...]
    model: str
    model_version: str
    data_digest: str

    def __post_init__(self) -> None:
        if self.draws.ndim != 3 or self.draws.shape[:2] != (len(self.grid), len(self.unit_ids)):
            raise ValueError(f"Draws need shape (H, S, M) = ({len(self.grid)}, {len(self.unit_ids)}, M >= 1).")
        if self.draws.shape[2] < 1 or (self.draws < 0).any():
            raise ValueError("A forecast needs at least one draw, and counts cannot be negative.")
        object.__setattr__(self, "origin", self.origin.astimezone(UTC))
        if self.grid.edges[0] < self.origin:
            raise ValueError("A forecast starts at its origin or later.")
        draws = self.draws.astype(np.int64)
        draws.flags.writeable = False
        object.__setattr__(self, "draws", draws)

    def quantiles(self, probabilities: tuple[float, ...]) -> NDArray[np.float64]:
        """Quantiles of the counts, shape (H, S, Q)."""
        return np.moveaxis(np.quantile(self.draws, probabilities, axis=2), 0, 2)
