"""What detectors of count series are worth on the 42 scenarios with planted outbreaks, alone and together.

`python -m benchmarks calibration` prints the table, `python -m benchmarks.calibration docs/methods/calibration.md`
writes it into the page.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks._memory import peak_mb
from benchmarks._page import write_between
from kerege.detection.benjamini_hochberg import benjamini_hochberg
from kerege.detection.e_benjamini_hochberg import e_benjamini_hochberg
from kerege.detection.method import detect_counts, method_settings
from kerege.detection.online_discoveries import OnlineSettings, online_discoveries
from kerege.detection.result import DetectionResult
from kerege.detection.simes import simes_p_value
from kerege.simulation.outbreak_scenario import noufaily_scenarios
from kerege.simulation.planted_outbreaks import CURRENT_WEEKS, WEEKS, plant_outbreaks
from kerege.simulation.planted_rise import plant_rise
from kerege.verification.detector_skill import detector_skill, run_length

SEED = 20130315
SERIES, QUIET_SERIES, QUIET_WEEKS = 50, 30, 208
RISE_WEEKS, RISE_FACTOR, EVERY = 26, 1.5, 6
EQUAL_RATE = 0.01
SCENARIOS = len(noufaily_scenarios())
RATE = 0.1
MEMORY = 0.9
HEAD = (
    "| detector | false alarms, % of quiet weeks | without trend | with trend | false alarms a series and year "
    "| ARL0, weeks | outbreaks found, % | the same at 1 % false alarms | delay, weeks | PPV, % | NPV, % "
    "| lasting rises found, % | delay, weeks |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Detector:
    """A detector with its control values."""

    label: str
    method: str
    settings: dict[str, object]

    def judge(self, counts: np.ndarray, judged: range) -> DetectionResult:
        control = method_settings(self.method, **self.settings)
        return detect_counts(counts, method=self.method, frequency=52, settings=control, judged=judged)


@dataclass(frozen=True)
class Together:
    """Several detectors' answers under one control of false discoveries, week by week over all scenarios."""

    label: str
    members: tuple[str, ...]
    decide: Callable[[Sequence[DetectionResult], int], np.ndarray]


DETECTORS = (
    Detector("farrington", "farrington", {}),
    Detector("farrington, muan", "farrington", {"threshold_method": "muan"}),
    Detector("farrington-classic", "farrington-classic", {}),
    Detector("ears-c1", "ears-c1", {}),
    Detector("ears-c2", "ears-c2", {}),
    Detector("ears-c3", "ears-c3", {}),
    Detector("cusum", "cusum", {}),
    Detector("cusum, negative binomial", "cusum", {"transform": "anscombeNegBin"}),
    Detector("glr-poisson", "glr-poisson", {}),
    Detector("glr-negbin", "glr-negbin", {}),
    Detector("glr-negbin, trend", "glr-negbin", {"trend": True}),
    Detector("e-detector", "e-detector", {}),
    Detector("e-detector, trend", "e-detector", {"trend": True}),
)


def by_week(decide: Callable[[np.ndarray], np.ndarray]) -> Callable[[Sequence[DetectionResult], int], np.ndarray]:
    """Discoveries of each week and replicate, from the p-values of all members and scenarios."""

    def alarms(results: Sequence[DetectionResult], replicates: int) -> np.ndarray:
        shape = (-1, len(results), SCENARIOS, replicates)
        p = np.nan_to_num(np.stack([r.p_value for r in results], 1), nan=1.0).reshape(shape)
        own = np.stack([r.alarm for r in results], 1).reshape(shape)
        found = np.zeros(p.shape, dtype=bool)
        for replicate in range(replicates):
            found[..., replicate] = decide(p[..., replicate].reshape(len(p), -1)).reshape(p.shape[:-1])
        return np.asarray((found & own).any(axis=1).reshape(len(p), -1))

    return alarms


def each_week(p: np.ndarray) -> np.ndarray:
    return np.array([benjamini_hochberg(week, RATE) for week in p])


def online(p: np.ndarray) -> np.ndarray:
    """Each week is a look: its level comes from the looks before it, and is used for Benjamini-Hochberg in it."""
    looks = online_discoveries([simes_p_value(week) for week in p], OnlineSettings(rate=RATE, memory=MEMORY))
    return np.array([benjamini_hochberg(week, level) for week, level in zip(p, looks.level, strict=True)])


def every_test_online(procedure: str) -> Callable[[np.ndarray], np.ndarray]:
    def decide(p: np.ndarray) -> np.ndarray:
        control = OnlineSettings(procedure=procedure, rate=RATE, candidate=0.25, kept=0.5)
        return online_discoveries(p.ravel().tolist(), control).discovery.reshape(p.shape)

    return decide


def e_values_each_week(results: Sequence[DetectionResult], replicates: int) -> np.ndarray:
    """The evidence of a week alone, mean over the rises tried: an e-value, whatever the series have in common."""
    e = np.nan_to_num(results[0].details["e_value"], nan=0.0).reshape(-1, SCENARIOS, replicates)
    found = np.zeros(e.shape, dtype=bool)
    for week in range(len(e)):
        for replicate in range(replicates):
            found[week, :, replicate] = e_benjamini_hochberg(e[week, :, replicate], RATE)
    return found.reshape(len(e), -1)


def either(results: Sequence[DetectionResult], replicates: int) -> np.ndarray:
    """Farrington's discoveries, and every alarm of the e-detector, whose rate its own threshold keeps."""
    return np.asarray(by_week(each_week)(results[:1], replicates) | results[1].alarm)


THREE = ("farrington", "glr-negbin, trend", "ears-c2")
TOGETHER = (
    Together("farrington, BH", ("farrington",), by_week(each_week)),
    Together("farrington, BH online over weeks", ("farrington",), by_week(online)),
    Together("farrington, LORD++ test by test", ("farrington",), by_week(every_test_online("lord"))),
    Together("farrington, SAFFRON test by test", ("farrington",), by_week(every_test_online("saffron"))),
    Together("farrington, ADDIS test by test", ("farrington",), by_week(every_test_online("addis"))),
    Together("farrington + glr-negbin, BH", THREE[:2], by_week(each_week)),
    Together("farrington + glr-negbin, BH online", THREE[:2], by_week(online)),
    Together("farrington + glr-negbin + ears-c2, BH", THREE, by_week(each_week)),
    Together("farrington, BH, or e-detector", ("farrington", "e-detector, trend"), either),
    Together("e-detector's e-values, e-BH", ("e-detector, trend",), e_values_each_week),
)


@dataclass(frozen=True)
class Made:
    """The three sets of series, scenario by scenario: with outbreaks, quiet, and with lasting rises in every sixth."""

    counts: np.ndarray
    outbreak: np.ndarray
    quiet: np.ndarray
    rising: np.ndarray
    rise: np.ndarray


def made_series() -> Made:
    """The same series each time."""
    planted, quiet, rising, rise = [], [], [], []
    for scenario, rng in zip(noufaily_scenarios(), np.random.default_rng(SEED).spawn(SCENARIOS), strict=True):
        planted.append(plant_outbreaks(scenario, SERIES, rng))
        quiet.append(scenario.simulate(WEEKS, QUIET_SERIES, rng))
        risen = plant_rise(scenario, QUIET_SERIES, rng, weeks=WEEKS, lasting=RISE_WEEKS, factor=RISE_FACTOR)
        rises = (scenario.number + np.arange(QUIET_SERIES)) % EVERY == 0
        rising.append(np.where(rises, risen.counts, quiet[-1]))
        rise.append(risen.outbreak & rises)
    outbreak = np.concatenate([own.outbreak for own in planted], axis=1)[-CURRENT_WEEKS:]
    counts = np.concatenate([own.counts for own in planted], axis=1)
    return Made(counts, outbreak, *(np.concatenate(own, axis=1) for own in (quiet, rising, rise)))


def row(label: str, alarms: Sequence[np.ndarray], made: Made, score: np.ndarray | None) -> str:
    """One line of the table."""
    has_trend = np.repeat([scenario.beta > 0 for scenario in noufaily_scenarios()], SERIES)
    alarm, outbreak = alarms[0], made.outbreak
    skill = detector_skill(alarm, outbreak)
    parts = [detector_skill(alarm[:, own], outbreak[:, own]).false_positive_rate for own in (~has_trend, has_trend)]
    equal = "-"
    if score is not None:
        ranked = np.nan_to_num(score, nan=-np.inf, posinf=1e300)
        bound = np.quantile(ranked[~outbreak], 1 - EQUAL_RATE)
        equal = f"{100 * detector_skill(ranked > bound, outbreak).detected_share:.0f}"
    length = run_length(alarms[1])
    slow = detector_skill(alarms[2], made.rise[-RISE_WEEKS:])
    return (
        f"| {label} | {100 * skill.false_positive_rate:.2f} ± {100 * skill.false_positive_error:.2f} "
        f"| {100 * parts[0]:.2f} | {100 * parts[1]:.2f} | {52 * skill.false_positive_rate:.2f} "
        f"| {'none' if np.isinf(length) else f'{length:,.0f}'} | {100 * skill.detected_share:.0f} | {equal} "
        f"| {skill.delay:.2f} | {100 * skill.predictive_value:.0f} | {100 * skill.negative_value:.1f} "
        f"| {100 * slow.detected_share:.0f} | {slow.delay:.1f} |"
    )


def table() -> str:
    """The table, as it stands in the page."""
    made = made_series()
    judged = [range(WEEKS - weeks, WEEKS) for weeks in (CURRENT_WEEKS, QUIET_WEEKS, RISE_WEEKS)]
    lines, answers = [HEAD], {}
    for detector in DETECTORS:
        began = time.process_time()
        own = [
            detector.judge(counts, weeks)
            for counts, weeks in zip((made.counts, made.quiet, made.rising), judged, strict=True)
        ]
        answers[detector.label] = own
        lines.append(row(detector.label, [answer.alarm for answer in own], made, own[0].score))
        print(f"{detector.label}: {time.process_time() - began:.1f} CPU s", file=sys.stderr, flush=True)
    for combination in TOGETHER:
        alarms = [
            combination.decide([answers[name][part] for name in combination.members], replicates)
            for part, replicates in enumerate((SERIES, QUIET_SERIES, QUIET_SERIES))
        ]
        lines.append(row(combination.label, alarms, made, None))
    return "\n".join(lines)


def run() -> None:
    """Print the table."""
    began = time.process_time()
    print(table())
    print(
        f"\n{SCENARIOS} scenarios x {SERIES} series: {time.process_time() - began:.0f} CPU s, peak {peak_mb():.0f} MB"
    )


if __name__ == "__main__":
    write_between(Path(sys.argv[1]), "series", table())
