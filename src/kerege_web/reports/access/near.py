"""Which reports lie near another one, in place and time."""

from __future__ import annotations

from datetime import timedelta
from math import cos, hypot, radians

from django.db.models import Q

from kerege_web.reports.models import Report

NEAR_KM = 10.0
NEAR_TIME = timedelta(hours=24)
_KM_PER_DEGREE = 111.32


def near_in_place_and_time(row: Report) -> Q:
    """The condition on reports within 10 km and a day; by section or name of the place where one has no position."""
    at = row.start or row.received_at
    in_time = Q(start__gte=at - NEAR_TIME, start__lte=at + NEAR_TIME) | Q(
        start__isnull=True, received_at__gte=at - NEAR_TIME, received_at__lte=at + NEAR_TIME
    )
    in_space = Q(pk__in=())
    if row.latitude is not None and row.longitude is not None:
        north = NEAR_KM / _KM_PER_DEGREE
        east = north / max(0.1, cos(radians(row.latitude)))
        in_space |= Q(
            latitude__gte=row.latitude - north, latitude__lte=row.latitude + north,
            longitude__gte=row.longitude - east, longitude__lte=row.longitude + east,
        )  # fmt: skip
    elif row.place:
        in_space |= Q(place__iexact=row.place)
    if row.section_id:
        in_space |= Q(section_id=row.section_id, latitude__isnull=True)
    return in_time & in_space


def distance_km(one: Report, other: Report) -> float | None:
    """How far two reports lie apart; None where one has no position."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    east = (other.longitude - one.longitude) * cos(radians(one.latitude))
    return hypot(other.latitude - one.latitude, east) * _KM_PER_DEGREE
