"""Everything the daily watch may be set to. The values are data, dated and reasoned, in parameters/*.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kerege.domain.escalation_parameters import EscalationParameters
from kerege.domain.parameter_fact import ParameterFact
from kerege.domain.risk_parameters import RiskParameters


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionParameters:
    """What the detectors of the watch are set to.

    Parameters
    ----------
    families : tuple of str
        Families of kinds that are judged: "all", or a group of the catalogue such as "armed".
    window_days : int
        Length of the newest stretch that is judged against the past, in days.
    half_life_days : float
        Half-life of the weight of past incidents, in days.
    standing_incidents : float
        Decayed number of past incidents from which a unit is judged on its own and not pooled.
    shortest_record_windows : int
        Windows under watch below which nothing is judged at all.
    smallest_count : int
        Incidents in a window below which it raises no signal, however unexpected.
    dispersion_floor : float
        Least ratio of variance to mean that is assumed of the counts; >= 1.
    false_discovery_rate : float
        Share of false signals among a run's signals that is accepted, 0..1.
    online_memory : float
        Weight of a discovery one window later, in (0, 1]: below 1 the rate is kept over the looks of the past as well;
        1: each run has the whole rate.
    largest_p_value : float
        A signal's p-value is never above this, however few tests a run has.
    farrington_years : int
        Most years back that the weekly baseline uses; fewer where the record is shorter, but at least 3.
    farrington_alpha : float
        One-sided level of the weekly baseline.
    smallest_group_share : float
        Share of an incident's disc of uncertainty that must lie on one section group for it to be counted there.
    longest_silence_days : int
        After so many days without any report from the whole region, further time counts as not reported.
    stale_days : int
        Days without a report after which the run says so.
    longest_delay_days : int
        Longest delay of a report that is told apart, in days; longer ones count as it. 0: delays are not corrected.
    delay_half_life_days : float
        Half-life of the weight of past incidents when delays are learnt, in days.
    prompt_incidents : float
        Incidents reported on their own day that are credited before any delay is seen, > 0.
    channel_incidents : float
        Decayed number of incidents from which a channel's delays are learnt on their own, > 0.
    unreported_notice_share : float
        Share of the newest window not yet reported from which a run and its signals say so, 0..1.
    scan_years : int
        Years before a run whose incidents the space-time scan compares; >= 1.
    scan_max_km : float
        Longest stretch of border it looks at, from end to end, > 0.
    scan_max_days : int
        Longest cluster, in days; >= 1.
    scan_replications : int
        Data sets it makes by chance; >= 1.
    history_windows : int
        Windows that are shown behind a signal; >= 1.
    record_years : int
        Years that are looked back at for how often each detector spoke in vain; >= 1.
    grave_from : int
        Severity, 1..5, from which an incident is grave: a signal that none follows spoke in vain.
    longest_episode_days : int
        How far back the beginning of a run of signals is looked for, in days; >= 1.
    """

    families: tuple[str, ...]
    window_days: int
    half_life_days: float
    standing_incidents: float
    shortest_record_windows: int
    smallest_count: int
    dispersion_floor: float
    false_discovery_rate: float
    online_memory: float
    largest_p_value: float
    farrington_years: int
    farrington_alpha: float
    smallest_group_share: float
    longest_silence_days: int
    stale_days: int
    longest_delay_days: int
    delay_half_life_days: float
    prompt_incidents: float
    channel_incidents: float
    unreported_notice_share: float
    scan_years: int
    scan_max_km: float
    scan_max_days: int
    scan_replications: int
    history_windows: int
    record_years: int
    grave_from: int
    longest_episode_days: int

    def __post_init__(self) -> None:
        if "all" not in self.families:
            raise ValueError('The families judged must hold "all".')
        for name in (
            "false_discovery_rate", "online_memory", "largest_p_value", "farrington_alpha", "smallest_group_share",
            "unreported_notice_share",
        ):  # fmt: skip
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(f"{name} lies in (0, 1], not {getattr(self, name)}.")
        for name in (
            "window_days", "half_life_days", "standing_incidents", "longest_silence_days", "stale_days",
            "delay_half_life_days", "prompt_incidents", "channel_incidents",
        ):  # fmt: skip
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above 0, not {getattr(self, name)}.")
        if self.longest_delay_days < 0:
            raise ValueError(f"longest_delay_days is at least 0, not {self.longest_delay_days}.")
        if self.shortest_record_windows < 1 or self.smallest_count < 1:
            raise ValueError("shortest_record_windows and smallest_count are at least 1.")
        if min(self.history_windows, self.record_years, self.longest_episode_days) < 1 or not 1 <= self.grave_from <= 5:
            raise ValueError(
                "history_windows, record_years and longest_episode_days are at least 1, grave_from is a severity."
            )
        if min(self.scan_years, self.scan_max_days, self.scan_replications) < 1 or not self.scan_max_km > 0:
            raise ValueError("scan_years, scan_max_days and scan_replications are at least 1, scan_max_km is above 0.")
        if self.dispersion_floor < 1:
            raise ValueError(f"dispersion_floor is at least 1, not {self.dispersion_floor}.")
        if self.farrington_years < 3:
            raise ValueError(f"farrington_years is at least 3, not {self.farrington_years}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastParameters:
    """What the reference forecast is set to.

    Parameters
    ----------
    half_life_days : float
        Half-life of the weight of past periods, in days.
    global_share : float
        Share of the distribution taken from the positive counts of all units, 0..1.
    horizon : int
        Four-week periods ahead; >= 1.
    draws : int
        Draws from each distribution; >= 1.
    """

    half_life_days: float
    global_share: float
    horizon: int
    draws: int

    def __post_init__(self) -> None:
        if not self.half_life_days > 0:
            raise ValueError(f"half_life_days must be above 0, not {self.half_life_days}.")
        if not 0 <= self.global_share < 1:
            raise ValueError(f"global_share lies in [0, 1), not {self.global_share}.")
        if self.horizon < 1 or self.draws < 1:
            raise ValueError("A forecast needs a horizon of at least 1 and at least one draw.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchParameters:
    """All settings of one run of the watch.

    Parameters
    ----------
    version : str
        Names the files they came from and a digest of their content.
    kind_groups : mapping of kind to family
        Family of each kind of incident, from the catalogue.
    detection : DetectionParameters
    forecast : ForecastParameters
    risk : RiskParameters
    escalation : EscalationParameters
    facts : tuple of ParameterFact
        Where each value comes from.
    """

    version: str
    kind_groups: Mapping[str, str]
    detection: DetectionParameters
    forecast: ForecastParameters
    risk: RiskParameters
    escalation: EscalationParameters
    facts: tuple[ParameterFact, ...] = field(default=(), repr=False)
