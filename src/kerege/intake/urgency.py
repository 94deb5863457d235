"""How urgently the desk should look at a report: points with the parts they are made of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from math import exp2, fsum, isfinite, log2

from kerege.domain.catalogue import Term
from kerege.domain.harm import Harm
from kerege.domain.risk import RiskLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyParameters:
    """The values of parameters/urgency.toml, where each has its unit and reason.

    Raises
    ------
    ValueError
        For a negative value, a half-life of 0, or more weight on unknown harm than on one person injured.
    """

    doubling_points: float
    killed_weight: float
    injured_weight: float
    detained_weight: float
    displaced_weight: float
    unknown_harm: float
    armed_points: float
    floor_points: float
    unknown_kind_points: float
    fresh_points: float
    half_life_hours: float
    level_points: float
    unknown_level_rank: int

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (isfinite(value) and value >= 0):
                raise ValueError(f"{field.name} is a number of 0 or more, not {value}.")
        if self.half_life_hours == 0:
            raise ValueError("half_life_hours must be above 0.")
        if self.unknown_harm > min(self.injured_weight, self.killed_weight):
            raise ValueError("unknown_harm cannot weigh more than one person injured or killed.")
        if self.unknown_level_rank > RiskLevel.CRITICAL.rank:
            raise ValueError(f"unknown_level_rank lies between 0 and 3, not {self.unknown_level_rank}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """The points of one report, part by part, each 0 or more.

    Parameters
    ----------
    harm, kind, freshness, level : float
        Points for the harm to people, for arms and the gravity of the kind, for how recent it is, and for the level of
        the section.

    Examples
    --------
    >>> urgency = Urgency(harm=1.0, kind=3.0, freshness=1.5, level=0.5)
    >>> urgency.score, urgency.parts[0]
    (6.0, ('kind', 3.0))
    """

    harm: float
    kind: float
    freshness: float
    level: float

    @property
    def score(self) -> float:
        """The sum of the parts, by which the queue is ordered, highest first."""
        return fsum((self.harm, self.kind, self.freshness, self.level))

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """Names and points, most first: why a report stands where it stands."""
        named = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return tuple(sorted(named, key=lambda part: -part[1]))


def urgency(
    *,
    harm: Harm,
    someone_hurt: bool | None,
    kind: Term | None,
    occurred_until: datetime,
    as_of: datetime,
    level: RiskLevel | None,
    parameters: UrgencyParameters,
) -> Urgency:
    """The urgency of a report for the queue of the desk.

    With the highest figures given, in persons injured, h = sum of weight x persons (one injured at least where somebody
    is said to be hurt, `unknown_harm` where nothing is said and no victim is known):

        harm      = doubling_points log2(1 + h)
        kind      = armed_points [family is armed] + floor_points (severity floor - 1)
        freshness = fresh_points 2^(-age / half_life_hours), age in hours, 0 at least
        level     = level_points x rank (low 0, medium 1, high 2, critical 3)

    Each part never falls when its input grows: more harm, arms, a graver kind, less age, a higher level. Credibility is
    left out on purpose: what is doubtful and grave must be looked at first.

    Parameters
    ----------
    harm : Harm
        What the report says; unknown stays None.
    someone_hurt : bool or None
        The answer to "is anyone hurt?"; None where not answered.
    kind : Term or None
        The kind from the catalogue; None where not known.
    occurred_until, as_of : datetime
        End of what happened (when it was reported, where that is not known), and now; with zone.
    level : RiskLevel or None
        Level of its section; None where it cannot be placed.
    parameters : UrgencyParameters

    Raises
    ------
    ValueError
        If a time has no zone.

    Examples
    --------
    >>> from datetime import UTC
    >>> from kerege.domain.count_range import CountRange
    >>> parameters = UrgencyParameters(
    ...     doubling_points=1, killed_weight=10, injured_weight=1, detained_weight=0.1, displaced_weight=0.01,
    ...     unknown_harm=0.3, armed_points=2, floor_points=0.5, unknown_kind_points=0.5, fresh_points=3,
    ...     half_life_hours=12, level_points=0.5, unknown_level_rank=1)
    >>> urgency(
    ...     harm=Harm(injured=CountRange.exactly(3)), someone_hurt=True, kind=Term("shooting", "Shooting", "armed", 3),
    ...     occurred_until=datetime(2026, 11, 25, 0, tzinfo=UTC), as_of=datetime(2026, 11, 25, 12, tzinfo=UTC),
    ...     level=RiskLevel.HIGH, parameters=parameters)
    Urgency(harm=2.0, kind=3.0, freshness=1.5, level=1.0)
    """
    if occurred_until.tzinfo is None or as_of.tzinfo is None:
        raise ValueError("The times of an urgency need a zone.")
    age_hours = max(0.0, (as_of - occurred_until) / timedelta(hours=1))
    if kind is None:
        kind_points = parameters.unknown_kind_points
    else:
        armed = parameters.armed_points if kind.group == "armed" else 0.0
        kind_points = armed + parameters.floor_points * max(0, kind.severity_floor - 1)
    rank = parameters.unknown_level_rank if level is None else level.rank
    return Urgency(
        harm=parameters.doubling_points * log2(1 + _injured_equivalents(harm, someone_hurt, parameters)),
        kind=float(kind_points),
        freshness=parameters.fresh_points * exp2(-age_hours / parameters.half_life_hours),
        level=float(parameters.level_points * rank),
    )


def _injured_equivalents(harm: Harm, someone_hurt: bool | None, parameters: UrgencyParameters) -> float:
    killed, injured, detained, displaced = (
        0 if count is None else count.high for count in (harm.killed, harm.injured, harm.detained, harm.displaced)
    )
    if someone_hurt and not killed:
        injured = max(injured, 1)
    not_said = someone_hurt is None and (harm.killed is None or harm.injured is None) and not killed and not injured
    return (
        parameters.killed_weight * killed
        + parameters.injured_weight * injured
        + parameters.detained_weight * detained
        + parameters.displaced_weight * displaced
        + (parameters.unknown_harm if not_said else 0.0)
    )
