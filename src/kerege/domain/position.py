"""A point on the ground, and how well it is known."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Position:
    """A point in WGS 84 and the radius within which the true place lies.

    Parameters
    ----------
    latitude, longitude : float
        Degrees; -90..90 and -180..180.
    uncertainty_km : float
        Radius of the disc that holds the true place, in km, > 0.

    Raises
    ------
    ValueError
        For a value outside its range.

    Examples
    --------
    >>> Position(39.945, 70.535, 5.0).uncertainty_km
    5.0
    """

    latitude: float
    longitude: float
    uncertainty_km: float

    def __post_init__(self) -> None:
        if not -90 <= self.latitude <= 90:
            raise ValueError(f"A latitude lies between -90 and 90, not {self.latitude}.")
        if not -180 <= self.longitude <= 180:
            raise ValueError(f"A longitude lies between -180 and 180, not {self.longitude}.")
        if not (isfinite(self.uncertainty_km) and self.uncertainty_km > 0):
            raise ValueError(f"The uncertainty of a position is a positive number of km, not {self.uncertainty_km}.")
