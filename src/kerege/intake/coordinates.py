"""Latitude and longitude in two cells, with the usual slips named."""

from __future__ import annotations

from kerege.intake.decimals import read_decimal
from kerege.intake.problem import Problem

FARTHEST_KM = 2000.0


def read_coordinates(latitude_text: str, longitude_text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, WGS 84; None where both cells are empty.

    Raises
    ------
    Problem
        For one without the other, a value out of range, swapped values, or the point 0, 0.

    Examples
    --------
    >>> read_coordinates("39,945", "70.535")
    (39.945, 70.535)
    """
    latitude, longitude = read_decimal("latitude", latitude_text), read_decimal("longitude", longitude_text)
    if latitude is None and longitude is None:
        return None
    if latitude is None:
        raise Problem("latitude", latitude_text, "Is empty while longitude is given. Write both or neither")
    if longitude is None:
        raise Problem("longitude", longitude_text, "Is empty while latitude is given. Write both or neither")
    if abs(latitude) > 90 and abs(latitude) <= 180 and abs(longitude) <= 90:
        raise Problem(
            "latitude",
            latitude_text,
            "Lies outside -90 to 90. Are latitude and longitude swapped, or is there a digit too many?",
        )
    if abs(latitude) > 90:
        raise Problem("latitude", latitude_text, f"Lies outside -90 to 90.{_lost_point(latitude, 90)}")
    if abs(longitude) > 180:
        raise Problem("longitude", longitude_text, f"Lies outside -180 to 180.{_lost_point(longitude, 180)}")
    if latitude == 0 and longitude == 0:
        raise Problem(
            "latitude", latitude_text, "0, 0 lies in the ocean. Leave both cells empty where they are not known"
        )
    return latitude, longitude


def read_uncertainty(text: str) -> float | None:
    """Radius of the disc that holds the true place, in km; None where the cell is empty.

    Raises
    ------
    Problem
        For anything that is not above 0 and at most 2,000.

    Examples
    --------
    >>> read_uncertainty("2,5")
    2.5
    """
    km = read_decimal("position_km", text)
    if km is not None and not 0 < km <= FARTHEST_KM:
        raise Problem(
            "position_km",
            text,
            f"Is no distance above 0 and up to {FARTHEST_KM:g} km. Leave it empty where it is not known",
        )
    return km


def _lost_point(value: float, limit: float) -> str:
    shortened = value
    while abs(shortened) > limit:
        shortened /= 10
    return f" Is a decimal point missing ({shortened:.6g})?"
