"""Points beside the sections of a border, as somebody would report them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.border.ground import cumulative_km, moved
from kerege.domain.region import Region
from kerege.simulation.border_design import BorderDesign

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


def draw_points(
    region: Region, section: Indices, uncertainty_km: Array, design: BorderDesign, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Reported longitude and latitude of an incident in each of these sections.

    The true place lies an exponential distance in any direction from an even point of the section, but never farther
    than a quarter of the region's depth; the reported one lies evenly within the disc of its uncertainty around that.

    Parameters
    ----------
    region : Region
    section : int array, shape (N,)
        Index in region.sections.
    uncertainty_km : array, shape (N,)
    design : BorderDesign
    rng : Generator

    Returns
    -------
    longitude, latitude : arrays, shape (N,)
        Degrees, to 5 decimals (about a metre).
    """
    walked = [cumulative_km(own.line) for own in region.sections]
    length = np.array([km[-1] for km in walked])
    # All sections on one axis, a km apart, so that no point falls between the end of one and the start of the next.
    begins = np.concatenate([[0.0], np.cumsum(length + 1.0)])[:-1]
    axis = np.concatenate([start + km for start, km in zip(begins, walked, strict=True)])
    points = np.array([point for own in region.sections for point in own.line], dtype=np.float64)
    count = len(section)
    at = begins[section] + rng.uniform(size=count) * length[section]
    longitude, latitude = np.interp(at, axis, points[:, 0]), np.interp(at, axis, points[:, 1])
    off_line = np.minimum(rng.exponential(design.off_line_km, count), region.depth_km / 4)
    error = np.sqrt(rng.uniform(size=count)) * uncertainty_km
    for km in (off_line, error):
        bearing = rng.uniform(0, 2 * np.pi, count)
        longitude, latitude = moved(longitude, latitude, km * np.cos(bearing), km * np.sin(bearing))
    return longitude.round(5), latitude.round(5)
