"""Run lengths by simulation, of charts of counts that no Markov chain of few states describes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.detection.e_detector import EDetectorSettings, evidence
from kerege.detection.glr_threshold import simulate_counts
from kerege.detection.unknown_change import unknown_change_path

Array = NDArray[np.float64]
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class SimulatedRunLength:
    """Average periods until an alarm, in replicates.

    Parameters
    ----------
    average : float
        Where some replicates were stopped before their alarm, it is only a lower bound.
    standard_error : float
    stopped : int
        Replicates that had no alarm within the time simulated.
    """

    average: float
    standard_error: float
    stopped: int


def e_detector_run_length(
    cycle: Array, *, dispersion: float, settings: EDetectorSettings, rng: np.random.Generator, rise: float = 1.0,
    replicates: int = 400, longest: int = LONGEST,
) -> SimulatedRunLength:  # fmt: skip
    """Average periods until the e-detector alarms, for counts of known expectation and dispersion.

    Without a rise it is at least `settings.arl0`, whatever the counts; how much longer, is what this tells.

    Parameters
    ----------
    cycle : array, shape (P,)
        In-control means > 0, repeated for ever.
    dispersion : float
        a >= 0: variance mu + a mu^2.
    settings : EDetectorSettings
    rng : Generator
    rise : float
        True mean over the expected one, > 0; 1: nothing has changed.
    replicates, longest : int
        Charts simulated, and periods after which they are stopped.

    Examples
    --------
    >>> found = e_detector_run_length(np.array([3.0]), dispersion=0.0, settings=EDetectorSettings(arl0=20),
    ...     rng=np.random.default_rng(1), replicates=200)
    >>> found.average > 20, found.stopped
    (True, 0)
    """
    rises = settings.rises
    total = np.zeros((replicates, len(rises)))
    lengths = np.zeros(replicates)
    running = np.arange(replicates)
    for t in range(longest):
        mean = np.full(len(running), cycle[t % len(cycle)])
        counts = simulate_counts(mean * rise, dispersion, rng)
        total = (total + 1.0) * evidence(counts, mean, dispersion, rises)
        lengths[running] += 1
        goes_on = total.mean(axis=1) < settings.arl0
        running, total = running[goes_on], total[goes_on]
        if not len(running):
            break
    return _summary(lengths, len(running))


def glr_run_length(
    cycle: Array, *, dispersion: float, threshold: float, rng: np.random.Generator, rise: float = 1.0,
    max_window: int = 52, min_window: int = 1, side: int = 1, replicates: int = 400, longest: int = 5200,
) -> SimulatedRunLength:  # fmt: skip
    """Average periods until the generalised likelihood ratio alarms.

    Parameters
    ----------
    threshold : float
        c_ar of `GlrSettings`.
    cycle, dispersion, rng, rise, replicates, longest
        See `e_detector_run_length`.
    max_window, min_window, side : int
        See `largest_statistics`.

    Examples
    --------
    >>> found = glr_run_length(np.array([3.0]), dispersion=0.0, threshold=4.0, rng=np.random.default_rng(1),
    ...     rise=3.0, replicates=50)
    >>> 1 <= found.average < 5
    True
    """
    lengths, stopped = np.zeros(replicates), 0
    for number in range(replicates):
        # Most charts alarm soon; the time looked at doubles until one does.
        counts, periods = np.empty(0), 64
        while True:
            periods = min(periods, longest)
            mean = np.resize(cycle, periods)
            counts = np.concatenate([counts, simulate_counts(mean[len(counts) :] * rise, dispersion, rng)])
            _, _, alarm = unknown_change_path(counts, mean, dispersion, threshold, min_window, max_window, side, False)
            if alarm.any() or periods == longest:
                break
            periods *= 2
        lengths[number] = alarm.argmax() + 1 if alarm.any() else longest
        stopped += not alarm.any()
    return _summary(lengths, stopped)


def _summary(lengths: Array, stopped: int) -> SimulatedRunLength:
    error = float(lengths.std(ddof=1) / np.sqrt(len(lengths)))
    return SimulatedRunLength(float(lengths.mean()), error, stopped)
