"""What a twinstim fit is set to."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

TRIGGERS, LEVELS = ("own", "all"), ("none", "pair")


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinstimSettings:
    """Control values of a twinstim fit.

    Parameters
    ----------
    reach_km, reach_days : float
        How far an event reaches: epsilon_s and epsilon_t of the literature.
    space : str
        Kernel in space: "gaussian", "exponential", "power-law", "student", "step", "constant"; or "none" for what
        happens by itself alone.
    space_breaks : str
        Breaks of the step kernel in km, "5/20/50".
    time : str
        Kernel in time: "constant", "exponential", "step".
    time_breaks : str
        Breaks of the step kernel in days.
    trend : bool
        Whether the endemic rate has a trend.
    trend_centre_days : float or None
        Day of the study at which the trend is 0; None for its middle.
    harmonics : int
        Pairs of sine and cosine of the year.
    period_days : float
        Days of a year.
    block_days : float
        Length of the blocks in which the endemic rate is constant; not used with a grid from a file.
    triggers : str
        "own": events set off events of their own kind only; "all": of every kind.
    kind_levels : bool
        Whether each kind has an endemic level of its own.
    kind_effects : bool
        Whether each kind has a power of its own to set off others.
    levels : str
        "pair": along the border, each country pair has an endemic level of its own; "none".
    offset : str
        Column of the grid file whose log is the offset; "" for none.
    covariates : str
        Columns of the grid file that are endemic covariates, "a/b".
    near_km, near_days : float or None
        What is near for the test of Knox; None for no such test.

    Raises
    ------
    ValueError
        For a value outside its range.

    Examples
    --------
    >>> TwinstimSettings(space="step", space_breaks="5/20").space_kernel
    SpatialKernel(shape='step', breaks_km=(5.0, 20.0))
    """

    reach_km: float = 100.0
    reach_days: float = 30.0
    space: str = "gaussian"
    space_breaks: str = ""
    time: str = "constant"
    time_breaks: str = ""
    trend: bool = True
    trend_centre_days: float | None = None
    harmonics: int = 1
    period_days: float = 365.25
    block_days: float = 30.4375
    triggers: str = "own"
    kind_levels: bool = True
    kind_effects: bool = True
    levels: str = "none"
    offset: str = ""
    covariates: str = ""
    near_km: float | None = None
    near_days: float | None = None

    def __post_init__(self) -> None:
        for name in ("reach_km", "reach_days", "period_days", "block_days"):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"{name} is above 0, not {getattr(self, name)}.")
        if self.harmonics < 0:
            raise ValueError(f"harmonics is at least 0, not {self.harmonics}.")
        if self.triggers not in TRIGGERS:
            raise ValueError(f"triggers is one of {', '.join(TRIGGERS)}, not {self.triggers!r}.")
        if self.levels not in LEVELS:
            raise ValueError(f"levels is one of {', '.join(LEVELS)}, not {self.levels!r}.")
        if (self.near_km is None) != (self.near_days is None):
            raise ValueError("The test of Knox needs both near_km and near_days.")
        # What makes no kernel is refused here already.
        if self.space_kernel and self.space_kernel.breaks_km and self.space_kernel.breaks_km[-1] >= self.reach_km:
            raise ValueError("The last of space_breaks lies below reach_km.")
        if self.time_kernel.breaks_days and self.time_kernel.breaks_days[-1] >= self.reach_days:
            raise ValueError("The last of time_breaks lies below reach_days.")

    @property
    def space_kernel(self) -> SpatialKernel | None:
        """The kernel in space; None for the endemic part alone."""
        return None if self.space == "none" else SpatialKernel(self.space, _numbers("space_breaks", self.space_breaks))

    @property
    def time_kernel(self) -> TimeKernel:
        """The kernel in time."""
        return TimeKernel(self.time, _numbers("time_breaks", self.time_breaks))


def _numbers(name: str, text: str) -> tuple[float, ...]:
    try:
        return tuple(float(word) for word in text.split("/") if word.strip())
    except ValueError:
        raise ValueError(f"{name} are numbers such as 5/20/50, not {text!r}.") from None
