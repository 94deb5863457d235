"""The windows before a sparse count, each against the record before it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kerege.detection.exceedance import predictive_exceedance
from kerege.domain.counted_period import CountedPeriod
from kerege.domain.period import Period
from kerege.domain.watch_parameters import DetectionParameters
from kerege.watch.exposure import DAY, decayed_exposure, under_watch
from kerege.watch.reporting_delay import ReportingDelay


def record_is_long_enough(past: NDArray[np.float64], opens: float, settings: DetectionParameters) -> bool:
    """Whether the time under watch before an instant allows to judge what comes after it.

    Parameters
    ----------
    past : array, shape (N,)
        Instants of the incidents before it, in seconds.
    opens : float
        The instant.
    settings : DetectionParameters
        `shortest_record_windows` windows of `window_days` are needed.
    """
    if not len(past):
        return False
    watched = under_watch(past, np.array([past.min(), opens]), settings.longest_silence_days)[0]
    return bool(watched / DAY >= settings.shortest_record_windows * settings.window_days)


def decayed_history(
    middle: NDArray[np.float64],
    mine: NDArray[np.bool_],
    as_of: datetime,
    *,
    prior_count: float,
    dispersion: float,
    delay: ReportingDelay,
    settings: DetectionParameters,
) -> tuple[CountedPeriod, ...]:
    """The newest windows of one unit, oldest first, each beside what the record before it let expect.

    The unit is cut, and the scatter taken, as in the run itself, so that the last window shows the run's own numbers.

    Parameters
    ----------
    middle : array, shape (N,)
        Instants of all incidents known, in seconds.
    mine : bool array, shape (N,)
        Which of them belong to the unit and the family of kinds.
    as_of : datetime
        End of the last window.
    prior_count, dispersion : float
        See `predictive_exceedance`.
    delay : ReportingDelay
        What is expected of each window is lessened by what is not reported of it by `as_of`.
    settings : DetectionParameters
        `history_windows` windows are made.
    """
    length = settings.window_days * DAY
    edges = as_of.timestamp() - length * np.arange(settings.history_windows, -1, -1.0)
    watched = under_watch(middle, edges, settings.longest_silence_days) > 0
    periods = []
    for k, (opens, closes) in enumerate(pairwise(edges.tolist())):
        count = int((mine & (middle >= opens) & (middle < closes)).sum())
        expected = upper = None
        past = middle < opens
        if record_is_long_enough(middle[past], opens, settings):
            weight = np.where(past & mine, 0.5 ** (np.maximum(opens - middle, 0) / DAY / settings.half_life_days), 0.0)
            unit = np.zeros(len(middle), dtype=np.int64)
            youngest = (settings.history_windows - 1 - k) * settings.window_days
            found = predictive_exceedance(
                np.array([count]),
                decayed_counts=np.bincount(unit, weight, 1).astype(np.float64),
                prior_counts=np.array([prior_count]),
                exposure=decayed_exposure(
                    middle[past],
                    opens,
                    half_life_days=settings.half_life_days,
                    longest_silence_days=settings.longest_silence_days,
                )
                / settings.window_days,
                dispersion=dispersion,
                alpha=settings.largest_p_value,
                reported_share=delay.of_units(
                    unit, weight, np.array([prior_count]), youngest, youngest + settings.window_days - 1
                ),
            )
            expected, upper = float(found.expected[0]), float(found.upper[0])
        periods.append(
            CountedPeriod(
                period=Period(datetime.fromtimestamp(opens, UTC), datetime.fromtimestamp(closes, UTC)),
                observed=count if watched[k] or count else None,
                expected=expected,
                upper=upper,
            )
        )
    return tuple(periods)
