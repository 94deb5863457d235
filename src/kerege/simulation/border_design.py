"""How a synthetic border behaves: every number the generator uses, with its range."""

from __future__ import annotations

from dataclasses import dataclass

# The record of the shipped region, 2010-2022: one incident in 52 days (parameters/watch.toml, stale_days).
USUAL_PER_YEAR = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderDesign:
    """The laws of the background, of the escalations and of places; the defaults resemble the shipped region.

    Parameters
    ----------
    group_shape, section_shape : float
        Shape of the gamma law by which the rates per km differ between section groups, and between the sections of
        one group; > 0. The coefficient of variation is 1 / sqrt(shape).
    season_amplitude : float
        Half the distance of the best and the worst day of the year, as a share of the mean, 0..1.
    season_peak : int
        Day of the year with the highest rate, 1..366.
    growth_per_year : float
        Slow trend: the rate is multiplied by exp(growth) each year.
    dispersion : float
        Variance over mean of the counts of a section group, >= 1.
    earliest_share : float
        No escalation begins in this share of the history: before it there must be a record. 0..0.9.
    fewest_sparks : int
        Incidents that begin an escalation by themselves, >= 2.
    spark_weeks : float
        In a busy group an escalation begins with as many sparks as the group usually has in so many weeks; >= 0.
    spark_days : float
        They fall within so many days; > 0.
    reproduction : float
        Incidents that each incident of an escalation sets off, 0..0.95.
    lag_days : float
        Mean time until the incidents that it sets off, in days; > 0.
    range_km : float
        They lie d km along the border from it with a chance in proportion to exp(-d / range_km); > 0.
    longest_days : float
        Nothing belongs to an escalation later than this after its beginning; > spark_days.
    trigger_unknown : float
        Share of incidents whose trigger nobody says, 0..1.
    off_line_km : float
        Mean distance of a true place from the line, in km; > 0.

    Raises
    ------
    ValueError
        For a value outside its range.

    Examples
    --------
    >>> BorderDesign(reproduction=0.5).sparks(weekly=0.1), BorderDesign(spark_weeks=0.5).sparks(weekly=40)
    (3, 20)
    """

    group_shape: float = 0.6
    section_shape: float = 2.0
    season_amplitude: float = 0.4
    season_peak: int = 150
    growth_per_year: float = 0.02
    dispersion: float = 1.3
    earliest_share: float = 0.2
    fewest_sparks: int = 3
    spark_weeks: float = 0.5
    spark_days: float = 5.0
    reproduction: float = 0.7
    lag_days: float = 4.0
    range_km: float = 10.0
    longest_days: float = 42.0
    trigger_unknown: float = 0.15
    off_line_km: float = 1.5

    def __post_init__(self) -> None:
        above_0 = ("group_shape", "section_shape", "spark_days", "lag_days", "range_km", "off_line_km")
        ranges: dict[str, tuple[float, float]] = dict.fromkeys(above_0, (1e-3, 1e6)) | {
            "season_amplitude": (0, 1),
            "season_peak": (1, 366),
            "growth_per_year": (-1, 1),
            "dispersion": (1, 1e6),
            "earliest_share": (0, 0.9),
            "fewest_sparks": (2, 1000),
            "spark_weeks": (0, 1000),
            "reproduction": (0, 0.95),
            "longest_days": (1, 1000),
            "trigger_unknown": (0, 1),
        }
        for name, (least, most) in ranges.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} lies between {least:g} and {most:g}, not {getattr(self, name)}.")
        if self.longest_days <= self.spark_days:
            raise ValueError("longest_days must be above spark_days.")

    def sparks(self, *, weekly: float) -> int:
        """How many incidents begin an escalation in a group with so many incidents a week."""
        return max(self.fewest_sparks, round(self.spark_weeks * weekly))

    @property
    def mean_size(self) -> float:
        """Expected incidents of an escalation per spark, were it not cut off: 1 / (1 - reproduction)."""
        return 1 / (1 - self.reproduction)
