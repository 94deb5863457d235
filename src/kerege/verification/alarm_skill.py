"""How good were alerts: what they found, how early, and how often they were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert: given on a day, for some units, good for the lead time that was agreed.

    Parameters
    ----------
    day : int
        Day it was given on, counted from the start.
    units : frozenset of int
        Units it covers.
    """

    day: int
    units: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSkill:
    """What a rule's alerts were worth.

    Parameters
    ----------
    events : int
        Severe events there were.
    hits : int
        Events that a valid alert covered when they began.
    hits_by_chance : float
        Hits that alerts would have had with the same share of covered days in each unit, at random times.
    lead_days : tuple of int
        Days from the first valid alert to the event, one for each hit.
    hit_events : tuple of bool
        Which events were hit, in the order given.
    alerts : int
        Alerts given.
    false_alerts : int
        Alerts that no event followed in their units while they were valid.
    years : float
        Length of the time looked at.
    covered_share : float
        Share of all unit-days under a valid alert, 0..1.
    """

    events: int
    hits: int
    hits_by_chance: float
    lead_days: tuple[int, ...]
    hit_events: tuple[bool, ...]
    alerts: int
    false_alerts: int
    years: float
    covered_share: float

    @property
    def false_alerts_per_year(self) -> float:
        """False alerts a year over all units."""
        return self.false_alerts / self.years

    @property
    def hit_share(self) -> float | None:
        """Share of events hit; None where there was none."""
        return self.hits / self.events if self.events else None

    @property
    def median_lead_days(self) -> float | None:
        """Median of the lead times; None without hits."""
        return float(np.median(self.lead_days)) if self.lead_days else None


def alerts_of_days(active: Sequence[Sequence[tuple[str, frozenset[int]]]], validity_days: int) -> list[Alert]:
    """Alerts that a daily rule gives: one when it speaks, and again only after that one has run out.

    Parameters
    ----------
    active : sequence over days of sequences of (name, units)
        What the rule says on each day; the name tells one alert from another.
    validity_days : int
        Days an alert is good for beyond the day it is given on.

    Examples
    --------
    Speaks on days 0 to 3 and is good for two days: alerts on day 0 and day 3.

    >>> alerts_of_days([[("a", frozenset({0}))]] * 4, 2)
    [Alert(day=0, units=frozenset({0})), Alert(day=3, units=frozenset({0}))]
    """
    given: dict[tuple[str, frozenset[int]], int] = {}
    alerts = []
    for day, spoken in enumerate(active):
        for key in spoken:
            if key not in given or day - given[key] > validity_days:
                given[key] = day
                alerts.append(Alert(day, key[1]))
    return alerts


def alarm_skill(
    alerts: Sequence[Alert],
    events: Sequence[tuple[int, int]],
    *,
    days: int,
    units: int,
    validity_days: int,
) -> AlarmSkill:
    """Hits, lead times and false alerts of a list of alerts.

    An alert given on day d is valid on the days d..d + validity. An event on day e in unit u is hit if a valid alert
    covers u on day e. An alert is false if no event falls on its units while it is valid.

    Parameters
    ----------
    alerts : sequence of Alert
    events : sequence of (day, unit)
        When and where severe events began.
    days, units : int
        Length of the time looked at, and number of units.
    validity_days : int
        The lead that counts.

    Raises
    ------
    ValueError
        For an alert or event outside the days and units.

    Examples
    --------
    Ten days, two units, alerts good for two days. The alert of day 1 covers unit 0 on days 1..3 and the event of
    day 3: hit, two days ahead. The alert of day 6 is false. The event of day 5 in unit 1 is missed.

    >>> skill = alarm_skill([Alert(1, frozenset({0})), Alert(6, frozenset({0}))], [(3, 0), (5, 1)], days=10, units=2,
    ...                     validity_days=2)
    >>> skill.hits, skill.lead_days, skill.false_alerts, skill.covered_share, skill.hits_by_chance
    (1, (2,), 1, 0.3, 0.6)
    """
    inside = all(0 <= alert.day < days and all(0 <= u < units for u in alert.units) for alert in alerts)
    if not inside or not all(0 <= day < days and 0 <= unit < units for day, unit in events):
        raise ValueError("Alerts and events lie within the days and units looked at.")
    # First day of the earliest alert that is still valid, by day and unit; `days` where there is none.
    since: NDArray[np.int64] = np.full((days, units), days, dtype=np.int64)
    for alert in alerts:
        rows = slice(alert.day, min(days, alert.day + validity_days + 1))
        columns = sorted(alert.units)
        since[rows, columns] = np.minimum(since[rows, columns], alert.day)
    covered = since < days
    hit = [bool(covered[day, unit]) for day, unit in events]
    false = sum(
        not any(alert.day <= day <= alert.day + validity_days and unit in alert.units for day, unit in events)
        for alert in alerts
    )
    by_unit = covered.mean(axis=0)
    return AlarmSkill(
        events=len(events),
        hits=sum(hit),
        hits_by_chance=float(sum(by_unit[unit] for _, unit in events)),
        lead_days=tuple(
            int(day - since[day, unit]) for (day, unit), was_hit in zip(events, hit, strict=True) if was_hit
        ),
        hit_events=tuple(hit),
        alerts=len(alerts),
        false_alerts=false,
        years=days / 365.25,
        covered_share=float(covered.mean()),
    )
