"""Which sections of the map a signal stands for."""

from __future__ import annotations

from collections.abc import Iterable

from kerege.domain.region import Region
from kerege.watch.coverage import sections_covered
from kerege_web.warning.access import KnownSignal

# A signal of a whole border or of the region would only paint everything.
DRAWN = ("stretch", "group")


def first_signals(signals: Iterable[KnownSignal], region: Region) -> dict[str, int]:
    """Section id to the rank of the most urgent signal of a stretch or group that covers it."""
    found: dict[str, int] = {}
    for known in signals:
        if known.signal.unit_level not in DRAWN:
            continue
        for section in sections_covered(known.signal, region):
            found[section] = min(known.signal.rank, found.get(section, known.signal.rank))
    return found
