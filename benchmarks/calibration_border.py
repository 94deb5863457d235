"""What the detectors of the watch are worth on synthetic borders with planted escalations, and what controls add.

`python -m benchmarks calibration_border` prints the tables, `python -m benchmarks.calibration_border
docs/methods/calibration.md` writes them into the page.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks._memory import peak_mb
from benchmarks._page import write_between
from kerege.detection.benjamini_hochberg import benjamini_hochberg
from kerege.detection.method import detect_counts, method_settings
from kerege.detection.online_discoveries import OnlineSettings, OnlineState, online_discoveries, online_level
from kerege.detection.simes import simes_p_value
from kerege.domain.region import Region
from kerege.domain.watch_parameters import WatchParameters
from kerege.files.catalogue import read_catalogue
from kerege.files.region import default_region, read_region, shipped_region
from kerege.files.watch_parameters import read_watch_parameters
from kerege.simulation.synthetic_border import SyntheticBorder, synthetic_border
from kerege.verification.detector_skill import detector_skill, run_length
from kerege.watch.border_tree import border_tree
from kerege.watch.episode import is_same_episode
from kerege.watch.finding import Finding
from kerege.watch.incident_table import IncidentTable, incident_table
from kerege.watch.triage import all_findings, signals_of

SEED = 20210428
ENDS = datetime(2026, 1, 5, tzinfo=UTC)
YEARS, JUDGED_YEARS, HISTORIES, ESCALATIONS = 16, 10, 4, 12
RATES = (("sparse, 7 incidents a year", 7.0), ("busy, 70 incidents a year", 70.0))
# After its last incident an escalation may still be found for so long.
GRACE = timedelta(days=14)
LOOK = timedelta(days=7)
MEMORY = 0.9


@dataclass(frozen=True)
class Look:
    """What one weekly look found, before anything is decided."""

    at: datetime
    findings: list[Finding]
    table: IncidentTable


Rule = Callable[[Sequence[Look], WatchParameters], list[list[Finding]]]


def alone(detector: str) -> Rule:
    """Every alarm of one detector."""
    return lambda looks, _: [[f for f in look.findings if f.alarm and f.detector == detector] for look in looks]


def uncontrolled(looks: Sequence[Look], _: WatchParameters) -> list[list[Finding]]:
    return [[f for f in look.findings if f.alarm] for look in looks]


def each_look(looks: Sequence[Look], parameters: WatchParameters) -> list[list[Finding]]:
    """Benjamini-Hochberg over all tests of a look."""
    return [discoveries(look, parameters.detection.false_discovery_rate) for look in looks]


def online(looks: Sequence[Look], parameters: WatchParameters) -> list[list[Finding]]:
    """The same at a level that comes from the looks before."""
    control = OnlineSettings(rate=parameters.detection.false_discovery_rate, memory=MEMORY)
    state, found = OnlineState(), []
    for look in looks:
        found.append(discoveries(look, online_level(state, control)))
        state = online_discoveries([simes_p_value(p_values(look))], control, state).state
    return found


def p_values(look: Look) -> np.ndarray:
    return np.array([finding.p_value for finding in look.findings])


def discoveries(look: Look, level: float) -> list[Finding]:
    kept = benjamini_hochberg(p_values(look), level)
    return [f for f, is_kept in zip(look.findings, kept, strict=True) if f.alarm and is_kept]


RULES: dict[str, Rule] = {
    "sparse test alone": alone("predictive_exceedance"),
    "farrington alone": alone("farrington_flexible"),
    "scan alone": alone("space_time_scan"),
    "all three, no control": uncontrolled,
    "all three, BH each run (the watch)": each_look,
    "all three, BH online over runs": online,
}


def looks_of(border: SyntheticBorder, region: Region, parameters: WatchParameters) -> list[Look]:
    """Weekly looks through the judged years, each on what was reported by then."""
    table = incident_table(
        border.incidents, region, kind_groups=parameters.kind_groups,
        smallest_group_share=parameters.detection.smallest_group_share,
    )  # fmt: skip
    tree, found = border_tree(region), []
    for week in range(JUDGED_YEARS * 52, -1, -1):
        at = border.ends - week * LOOK
        known = table.known_at(at)
        found.append(Look(at, all_findings(known, region, tree, parameters, at), known))
    return found


def rule_row(borders: Sequence[SyntheticBorder], all_looks: Sequence[list[Look]], rule: Rule, region: Region,
             parameters: WatchParameters) -> str:  # fmt: skip
    """One line: what a rule's signals found of the escalations, and what they said besides."""
    found, delays, planted, true, false = 0, [], 0, 0, 0
    for border, looks in zip(borders, all_looks, strict=True):
        escalation = {border.incident_id(i): int(k) for i, k in enumerate(border.columns.escalation.tolist()) if k >= 0}
        judged = {
            k: own for k, own in enumerate(border.escalations) if own.begins >= looks[0].at and own.ends <= looks[-1].at
        }
        first: dict[int, datetime] = {}
        before: tuple = ()
        for look, kept in zip(looks, rule(looks, parameters), strict=True):
            now = signals_of(kept, look.table, look.at)
            for signal in now:
                behind = {escalation[id_] for id_ in signal.evidence if id_ in escalation}
                for k in behind & set(judged):
                    if look.at <= judged[k].ends + GRACE:
                        first.setdefault(k, look.at)
                if not any(is_same_episode(signal, other) for other in before):
                    true, false = true + bool(behind), false + (not behind)
            before = now
        planted, found = planted + len(judged), found + len(first)
        delays += [(first[k] - judged[k].begins).total_seconds() / 86_400 for k in first]
    years = JUDGED_YEARS * len(borders)
    share = found / planted
    error = np.sqrt(share * (1 - share) / planted)
    return (
        f"{found} of {planted} | {100 * share:.0f} ± {100 * error:.0f} "
        f"| {f'{np.median(delays):.0f}' if delays else '-'} | {(true + false) / years:.2f} | {false / years:.2f} "
        f"| {1000 * false / years / len(region.groups):.1f} "
        f"| {f'{100 * true / (true + false):.0f}' if true + false else '-'} |"
    )


def rules_table(borders: dict[str, list[SyntheticBorder]], region: Region, parameters: WatchParameters) -> str:
    lines = [
        "| border | rule | escalations found | % | median delay, days | signals a year | false signals a year "
        "| a year and 1,000 section groups | PPV, % |\n|---|---|---|---|---|---|---|---|---|"
    ]
    for name, own in borders.items():
        looks = [looks_of(border, region, parameters) for border in own]
        lines += [
            f"| {name} | {label} | {rule_row(own, looks, rule, region, parameters)}" for label, rule in RULES.items()
        ]
    return "\n".join(lines)


COUNT_DETECTORS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("farrington", "farrington", {}),
    ("ears-c2", "ears-c2", {"min_sigma": 0.5}),
    ("cusum", "cusum", {"m": "mean"}),
    ("cusum, negative binomial", "cusum", {"m": "mean", "transform": "anscombeNegBin"}),
    ("glr-poisson", "glr-poisson", {"mu0": "mean"}),
    ("glr-negbin", "glr-negbin", {"mu0": "mean"}),
    ("e-detector, ARL 520", "e-detector", {"m": "mean"}),
    ("e-detector, ARL 26,000", "e-detector", {"m": "mean", "arl0": 26_000}),
)


def counts_table(borders: dict[str, list[SyntheticBorder]]) -> str:
    """Detectors of count series on the weekly counts of section groups that had an incident before."""
    lines = [
        "| border | detector | false alarms, % of quiet weeks | false alarms a group and year | ARL0, weeks "
        "| escalations found, % | delay, weeks | PPV, % |\n|---|---|---|---|---|---|---|---|"
    ]
    judged = JUDGED_YEARS * 52
    for name, own in borders.items():
        counts = np.concatenate([border.weekly_counts() for border in own], axis=1).astype(float)
        truth = np.concatenate([escalation_weeks(border) for border in own], axis=1)[-judged:]
        known = counts[:-judged].sum(axis=0) >= 2
        counts, truth = counts[:, known], truth[:, known]
        never = ~truth.any(axis=0)
        for label, method, settings in COUNT_DETECTORS:
            weeks = range(len(counts) - judged, len(counts))
            answer = detect_counts(
                counts, method=method, frequency=52, settings=method_settings(method, **settings), judged=weeks
            )
            skill, length = detector_skill(answer.alarm, truth), run_length(answer.alarm[:, never])
            lines.append(
                f"| {name} | {label} | {100 * skill.false_positive_rate:.2f} ± {100 * skill.false_positive_error:.2f} "
                f"| {52 * skill.false_positive_rate:.2f} | {'none' if np.isinf(length) else f'{length:,.0f}'} "
                f"| {100 * skill.detected_share:.0f} | {skill.delay:.1f} | {100 * skill.predictive_value:.0f} |"
            )
    return "\n".join(lines)


def escalation_weeks(border: SyntheticBorder) -> np.ndarray:
    """Weeks from the first to the last incident of an escalation in each group, shape (W, G)."""
    index = {group.id: i for i, group in enumerate(border.region.groups)}
    group = np.array([index[section.group] for section in border.region.sections])[border.columns.section]
    week, escalation = border.columns.day // 7, border.columns.escalation
    found = np.zeros(border.expected.shape, dtype=bool)
    for k in np.unique(escalation[escalation >= 0]):
        for own in np.unique(group[escalation == k]):
            weeks = week[(escalation == k) & (group == own)]
            found[weeks.min() : weeks.max() + 1, own] = True
    return found


def made_borders(region: Region) -> dict[str, list[SyntheticBorder]]:
    """The same borders each time."""
    catalogue = read_catalogue()
    return {
        name: [
            synthetic_border(
                region, catalogue, years=YEARS, ends=ENDS, escalations=ESCALATIONS, rng=rng, incidents_per_year=rate
            )
            for rng in np.random.default_rng(SEED).spawn(HISTORIES)
        ]
        for name, rate in RATES
    }


def tables() -> tuple[str, str]:
    region, parameters = read_region(shipped_region(default_region())), read_watch_parameters()
    borders = made_borders(region)
    return counts_table(borders), rules_table(borders, region, parameters)


def run() -> None:
    """Print the tables."""
    began = time.process_time()
    print("\n\n".join(tables()))
    print(f"\n{HISTORIES} histories a border: {time.process_time() - began:.0f} CPU s, peak {peak_mb():.0f} MB")


if __name__ == "__main__":
    on_counts, on_rules = tables()
    write_between(Path(sys.argv[1]), "border counts", on_counts)
    write_between(Path(sys.argv[1]), "border rules", on_rules)
